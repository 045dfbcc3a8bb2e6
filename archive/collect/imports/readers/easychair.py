"""EasyChair's two sheets, submissions and authors, joined on the number of the submission.

As a workbook, as two CSV files, or as the submissions alone, whose ``authors`` are ``A, B and C``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archive.collect.imports.columns import fields_of
from archive.collect.imports.drafts import Author, Draft, FileReading
from archive.collect.imports.file_content import Content
from archive.collect.imports.tables import Cells
from archive.errors import UsageError
from archive.model.paper import Edition

NAME = "EasyChair's submissions and authors (.xlsx, or two CSV files)"
_SUBMISSIONS = ("#", "title")
_AUTHORS = ("submission #", "first name", "last name")
_YES = frozenset({"yes", "true", "1", "x", "✔"})


def recognize(content: Content) -> bool:
    """Whether the files are this format's."""
    return any(content.table(*columns) for columns in (_SUBMISSIONS, _AUTHORS))


def read(content: Content, _edition: Edition) -> FileReading:
    """The papers of the files. A submission that the sheet of authors does not know has the names that are beside its own
    title. Raises :class:`UsageError` if the sheet of submissions is missing."""
    submissions, authors = content.rows(*_SUBMISSIONS), content.rows(*_AUTHORS)
    if not submissions.sheets:
        raise UsageError(
            f"{content.name}: this is EasyChair's list of authors; titles and decisions are in the list of "
            "submissions. Give both."
        )
    names: dict[str, list[Author]] = {}
    for _, cells in authors.rows:
        names.setdefault(_number(cells["submission #"]), []).append(_author(cells))
    return FileReading(
        (_draft(number, cells, names) for number, cells in submissions.rows), sheets=[*submissions.sheets, *authors.sheets]
    )


def _draft(number: int, cells: Cells, names: Mapping[str, Sequence[Author]]) -> Draft:
    """The draft of a submission; ``names`` are the authors by the number of their submission."""
    return Draft(
        where=f"row {number}, submission {cells['#']}",
        title=cells["title"],
        authors=names.get(_number(cells["#"])) or cells.get("authors", ""),
        skipped="deleted" if cells.get("deleted?", "").lower() in _YES else None,
        abstract=cells.get("abstract", ""),
        **fields_of(cells),
    )


def _author(cells: Cells) -> Author:
    return Author(cells["first name"], cells["last name"], unnamed="an e-mail address" if cells.get("email") else "")


def _number(cell: str) -> str:
    """A submission's number, however a spreadsheet wrote it: 7, 007, 7.0."""
    bare = cell.strip().removesuffix(".0")
    return bare.lstrip("0") or bare
