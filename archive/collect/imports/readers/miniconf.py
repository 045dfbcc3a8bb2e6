"""MiniConf's ``sitedata/papers.csv``: names and keywords are between bars. It lists what was accepted."""

from __future__ import annotations

from collections.abc import Iterator

from archive.collect.imports.columns import fields_of
from archive.collect.imports.drafts import Draft
from archive.collect.imports.file_content import Content
from archive.model.paper import Edition

NAME = "MiniConf's papers.csv"
_COLUMNS = ("uid", "title", "authors")


def recognize(content: Content) -> bool:
    """Whether the files are this format's."""
    return content.table(*_COLUMNS) is not None


def read(content: Content, _edition: Edition) -> Iterator[Draft]:
    """A draft for each paper of the files, in their order."""
    table = content.use(*_COLUMNS)
    for number, cell in (table.under(*_COLUMNS) if table else None) or ():
        yield Draft(
            where=f"row {number}",
            title=cell["title"],
            authors=cell["authors"].split("|"),
            abstract=cell.get("abstract", ""),
            **fields_of(cell),
        )
