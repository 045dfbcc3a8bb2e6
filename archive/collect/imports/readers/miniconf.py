"""MiniConf's ``sitedata/papers.csv``: names and keywords are between bars. It lists what was accepted."""

from __future__ import annotations

from archive.collect.imports.columns import fields_of
from archive.collect.imports.drafts import Draft, FileReading
from archive.collect.imports.file_content import Content
from archive.collect.imports.tables import Cells
from archive.model.paper import Edition

NAME = "MiniConf's papers.csv"
_COLUMNS = ("uid", "title", "authors")


def recognize(content: Content) -> bool:
    """Whether the files are this format's."""
    return content.table(*_COLUMNS) is not None


def read(content: Content, _edition: Edition) -> FileReading:
    """The papers of the files."""
    found = content.rows(*_COLUMNS)
    return FileReading((_draft(number, cells) for number, cells in found.rows), sheets=found.sheets)


def _draft(number: int, cells: Cells) -> Draft:
    return Draft(
        where=f"row {number}",
        title=cells["title"],
        authors=cells["authors"].split("|"),
        abstract=cells.get("abstract", ""),
        **fields_of(cells),
    )
