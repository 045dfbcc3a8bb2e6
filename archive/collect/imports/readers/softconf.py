"""Softconf's START: one row a submission, ``1: First Name``, ``1: Middle Name``, ``1: Last Name``, ``2: …``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.collect.imports.content import Content
from archive.collect.imports.drafts import Draft
from archive.collect.imports.tables import Record
from archive.model.paper import Edition

NAME = "Softconf's spreadsheet of submissions"
_COLUMNS = ("title", "1: last name")
_AUTHOR = re.compile(r"(\d+): last name")
_PARTS = ("first name", "middle name", "last name")


def recognize(content: Content) -> bool:
    return content.table(*_COLUMNS) is not None


def read(content: Content, edition: Edition) -> Iterator[Draft]:
    table = content.table(*_COLUMNS)
    for number, cell in (table.under(*_COLUMNS) if table else None) or ():
        paper = cell.get("submission id")
        yield Draft(
            where=f"row {number}, submission {paper}" if paper else f"row {number}",
            title=cell["title"],
            authors=_authors(cell),
            decision=cell.get("acceptance status", cell.get("decision")),
            abstract=cell.get("abstract", ""),
        )


def _authors(cell: Record) -> list[str]:
    places = sorted(int(found[1]) for name in cell if (found := _AUTHOR.fullmatch(name)))
    return [" ".join(cell.get(f"{place}: {part}", "") for part in _PARTS) for place in places]
