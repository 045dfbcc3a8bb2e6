"""Softconf's START: one row per submission, ``1: First Name``, ``1: Middle Name``, ``1: Last Name``, ``2: …``."""

from __future__ import annotations

import re

from archive.collect.imports.columns import fields_of
from archive.collect.imports.drafts import Author, Draft, FileReading
from archive.collect.imports.file_content import Content
from archive.collect.imports.tables import Cells
from archive.model.paper import Edition

NAME = "Softconf's spreadsheet of submissions"
_COLUMNS = ("title", "1: last name")
_AUTHOR = re.compile(r"(\d+): last name")
_GIVEN = ("first name", "middle name")


def recognize(content: Content) -> bool:
    """Whether the files are this format's."""
    return content.table(*_COLUMNS) is not None


def read(content: Content, _edition: Edition) -> FileReading:
    """The papers of the files."""
    found = content.rows(*_COLUMNS)
    return FileReading((_draft(number, cells) for number, cells in found.rows), sheets=found.sheets)


def _draft(number: int, cells: Cells) -> Draft:
    paper = cells.get("submission id")
    return Draft(
        where=f"row {number}, submission {paper}" if paper else f"row {number}",
        title=cells["title"],
        authors=_authors(cells),
        abstract=cells.get("abstract", ""),
        **fields_of(cells),
    )


def _authors(cells: Cells) -> list[Author]:
    places = sorted(int(found[1]) for name in cells if (found := _AUTHOR.fullmatch(name)))
    return [
        Author(" ".join(cells.get(f"{place}: {part}", "") for part in _GIVEN), cells.get(f"{place}: last name", ""))
        for place in places
    ]
