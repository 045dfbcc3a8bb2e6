"""Microsoft CMT's *Export to Excel*: authors as ``Name (Affiliation); …``, the contact author with a star.

The file is XML under the name .xls, with the conference's name above the header; saved again it is
.xlsx or CSV. The star says whom CMT writes to, and not who contributed equally.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.collect.imports.content import Content
from archive.collect.imports.drafts import Draft, without_affiliation
from archive.collect.imports.tables import Record
from archive.model.paper import Edition

NAME = "CMT's list of submissions (.xls, .xlsx or CSV)"
_COLUMNS = ("paper id", "paper title")


def recognize(content: Content) -> bool:
    return content.table(*_COLUMNS) is not None


def read(content: Content, edition: Edition) -> Iterator[Draft]:
    table = content.table(*_COLUMNS)
    for number, cell in (table.under(*_COLUMNS) if table else None) or ():
        yield Draft(
            where=f"row {number}, paper {cell['paper id']}",
            title=cell["paper title"],
            authors=_authors(cell),
            decision=cell.get("status", cell.get("decision")),
            abstract=cell.get("abstract", ""),
        )


def _authors(cell: Record) -> list[str]:
    if cell.get("authors"):
        return [without_affiliation(part.strip(" *")) for part in split_outside(cell["authors"])]
    return cell.get("author names", "").split(";")


def split_outside(text: str) -> list[str]:
    """The parts between semicolons that stand in no parentheses; an affiliation may hold some."""
    parts, depth, start = [], 0, 0
    for i, c in enumerate(text):
        depth = max(0, depth + (c == "(") - (c == ")"))
        if c == ";" and depth == 0:
            parts.append(text[start:i])
            start = i + 1
    return [*parts, text[start:]]
