"""Microsoft CMT's *Export to Excel*: authors as ``Name (Affiliation); …``, the contact author with a star.

The file is XML under the name .xls, with the conference's name above the header; saved again it is
.xlsx or CSV. The star marks the contact, not equal contribution.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.collect.imports.columns import fields_of
from archive.collect.imports.drafts import Draft
from archive.collect.imports.file_content import Content
from archive.model.names import FAMILY_FIRST
from archive.model.paper import Edition

NAME = "CMT's list of submissions (.xls, .xlsx or CSV)"
_COLUMNS = ("paper id", "paper title")


def recognize(content: Content) -> bool:
    """Whether the files are this format's."""
    return content.table(*_COLUMNS) is not None


def read(content: Content, _edition: Edition) -> Iterator[Draft]:
    """A draft for each paper of the files, in their order."""
    table = content.use(*_COLUMNS)
    for number, cell in (table.under(*_COLUMNS) if table else None) or ():
        yield Draft(
            where=f"row {number}, paper {cell['paper id']}",
            title=cell["paper title"],
            authors=cell.get("authors") or cell.get("author names", ""),
            style="" if cell.get("authors") else _style(cell.get("author names", "")),
            columns={"authors": "Authors" if cell.get("authors") else "Author Names"},
            abstract=cell.get("abstract", ""),
            **fields_of(cell),
        )


def _style(names: str) -> str:
    """Under *Author Names* stands ``Last, First; …``."""
    return FAMILY_FIRST if all("," in name for name in names.split(";") if name.strip(" *")) else ""
