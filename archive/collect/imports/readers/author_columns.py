"""A table with a column for each author, or one for each part of a name: ``Author 1``, ``Author 2 Last Name``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from archive.collect.imports.columns import fields_of, match_columns
from archive.collect.imports.drafts import Author, Draft, FileReading
from archive.collect.imports.file_content import Content
from archive.collect.imports.tables import Cells, Table
from archive.model.paper import Edition

NAME = "a table with a column for each author"
_COLUMN = re.compile(
    r"(?:co-?)?authors?[\s_]*#?(?P<number>\d{1,3})[\s_:.-]*(?:(?P<given>first|given)|(?P<middle>middle)|(?P<family>last|family|sur)|full)?"
    r"[\s_]*(?:name)?"
)
_TITLES = ("title", "paper title", "paper_title", "submission title")


def recognize(content: Content) -> bool:
    """Whether a table has a title and at least one numbered column of authors."""
    return any(_found(table) for table in content.tables)


def read(content: Content, _edition: Edition) -> FileReading:
    """A paper for each row, its authors in the order of their numbers."""
    found = [(table, title) for table in content.tables if (title := _found(table))]
    rows = ((number, cells, title) for table, title in found for number, cells in table.under(title) or ())
    return FileReading((_draft(*row) for row in rows), sheets=[table.name for table, _ in found])


def _draft(number: int, cells: Cells, title: str) -> Draft:
    """The draft of a row; ``title`` is the column of titles."""
    columns = match_columns(cells)
    return Draft(
        where=f"row {number}",
        title=cells[title],
        authors=_authors(cells),
        abstract=cells.get(columns.get("abstract", ""), ""),
        **fields_of(cells),
    )


def _found(table: Table) -> str:
    """The column of titles, if there are columns of authors too; empty if not."""
    for title in _TITLES:
        for _, cells in (table.under(title) or ())[:1]:
            if any(_COLUMN.fullmatch(name) for name in cells) and "authors" not in match_columns(cells):
                return title
    return ""


def _authors(cells: Cells) -> list[str | Author]:
    parts: dict[int, dict[str, str]] = {}
    for name, text in cells.items():
        if (found := _COLUMN.fullmatch(name)) and text.strip():
            kind = next((kind for kind in ("given", "middle", "family") if found[kind]), "whole")
            parts.setdefault(int(found["number"]), {})[kind] = text.strip()
    return [_author(parts[number]) for number in sorted(parts)]


def _author(part: Mapping[str, str]) -> str | Author:
    if "whole" in part:
        return part["whole"]
    return Author(f"{part.get('given', '')} {part.get('middle', '')}".strip(), part.get("family", ""))
