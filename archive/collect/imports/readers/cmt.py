"""Microsoft CMT's *Export to Excel*: authors as ``Name (Affiliation); …``, the contact author with a star.

The file is XML under the name .xls, with the conference's name above the header; saved again it is
.xlsx or CSV. The star marks the contact, not equal contribution.
"""

from __future__ import annotations

from archive.collect.imports.columns import fields_of
from archive.collect.imports.drafts import Draft, FileReading
from archive.collect.imports.file_content import Content
from archive.collect.imports.tables import Cells
from archive.model.names import FAMILY_FIRST
from archive.model.paper import Edition

NAME = "CMT's list of submissions (.xls, .xlsx or CSV)"
_COLUMNS = ("paper id", "paper title")


def recognize(content: Content) -> bool:
    """Whether the files are this format's."""
    return content.table(*_COLUMNS) is not None


def read(content: Content, _edition: Edition) -> FileReading:
    """The papers of the files."""
    found = content.rows(*_COLUMNS)
    return FileReading((_draft(number, cells) for number, cells in found.rows), sheets=found.sheets)


def _draft(number: int, cells: Cells) -> Draft:
    return Draft(
        where=f"row {number}, paper {cells['paper id']}",
        title=cells["paper title"],
        authors=cells.get("authors") or cells.get("author names", ""),
        style="" if cells.get("authors") else _style(cells.get("author names", "")),
        columns={"authors": "Authors" if cells.get("authors") else "Author Names"},
        abstract=cells.get("abstract", ""),
        **fields_of(cells),
    )


def _style(names: str) -> str:
    """The style of the column *Author Names*: family names first if each name has a comma."""
    return FAMILY_FIRST if all("," in name for name in names.split(";") if name.strip(" *")) else ""
