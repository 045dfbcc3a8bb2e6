"""HotCRP's *Authors* download: one row an author, ``given_name`` and ``family_name``, once ``first`` and
``last``. A contact who is not an author has a row too, and says so.

It says nothing of decisions: HotCRP downloads the papers that were selected there.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import starmap

from archive.collect.imports.columns import fields_of
from archive.collect.imports.drafts import Author, Draft, FileReading
from archive.collect.imports.file_content import Content
from archive.collect.imports.tables import Cells, NamedRow
from archive.model.paper import Edition

NAME = "HotCRP's list of authors (CSV)"
_NEWER = ("paper", "title", "given_name", "family_name")
_OLDER = ("paper", "title", "first", "last")
_NO_AUTHOR = frozenset({"nonauthor", "contact_only"})  # its words since 2022, and before


def recognize(content: Content) -> bool:
    """Whether the files are this format's."""
    return any(content.table(*columns) for columns in (_NEWER, _OLDER))


def read(content: Content, _edition: Edition) -> FileReading:
    """The papers of the files."""
    papers: dict[str, list[NamedRow]] = {}
    newer, older = content.rows(*_NEWER), content.rows(*_OLDER)
    for number, cells in (*newer.rows, *older.rows):
        papers.setdefault(cells["paper"], []).append((number, cells))
    return FileReading(starmap(_draft, papers.items()), sheets=[*newer.sheets, *older.sheets])


def _draft(paper: str, rows: Sequence[NamedRow]) -> Draft:
    """The draft of a paper; ``rows`` are those of its authors."""
    number, first = rows[0]
    return Draft(
        where=f"row {number}, paper {paper}",
        title=first["title"],
        authors=[_name(cells) for _, cells in rows if cells.get("iscontact") not in _NO_AUTHOR],
        abstract=first.get("abstract", ""),
        **fields_of(first),
    )


def _name(cells: Cells) -> Author:
    given, family = cells.get("given_name", cells.get("first", "")), cells.get("family_name", cells.get("last", ""))
    return Author(given, family, unnamed="an e-mail address" if cells.get("email") else "")
