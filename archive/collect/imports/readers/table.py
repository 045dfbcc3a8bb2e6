"""Any table with a title and authors in it, whatever its columns are called; Zotero's CSV is one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from archive.collect.imports.author_values import family_first
from archive.collect.imports.columns import LINKS, addresses, loose_key, match_columns
from archive.collect.imports.decisions import plainly_decide
from archive.collect.imports.drafts import Author, Draft, FileReading
from archive.collect.imports.file_content import Content
from archive.collect.imports.tables import Cells, NamedRow, Table
from archive.errors import UsageError
from archive.model.paper import Edition
from archive.model.presentation_type import presentation_in
from archive.model.text import quote

Fields = dict[str, str]

NAME = "a table with title and authors"
_ONE_AUTHOR = frozenset({"author", "authorname"})  # columns that may contain one author
_SEVERAL = re.compile(r"[,;|\n]|\band\b")
_ZOTERO = {"item type", "publication title", "author"}


def recognize(content: Content) -> bool:
    """Whether the files are this format's."""
    return any(_header(table, content.mapped) is not None for table in content.tables)


def read(content: Content, _edition: Edition) -> FileReading:
    """The papers of the first sheet that has them; notes name the columns that are not used. Raises :class:`UsageError`
    for a ``--map`` that fits nothing."""
    for table in content.tables:
        if (at := _header(table, content.mapped)) is not None:
            return _read_table(table, at, content)
    return FileReading(())


def _header(table: Table, mapped: Mapping[str, str]) -> int | None:
    """Which row is the header; None if none has a title and authors. Raises :class:`UsageError` for a ``--map`` that fits
    nothing."""

    def fits(names: list[str]) -> bool:
        keys = set(map(loose_key, names))
        given = {field: column for field, column in mapped.items() if loose_key(column) in keys}
        return {"title", "authors"} <= match_columns(filter(None, names), given).keys()

    at = table.header(fits)
    if mapped and table.rows:
        match_columns(filter(None, table.names(at or 0)), mapped)
    return at


def _read_table(table: Table, at: int, content: Content) -> FileReading:
    header = table.names(at)
    notes: list[str] = []
    fields = match_columns(filter(None, header), content.mapped)
    records = table.below(at, header)
    if "decision" not in fields:
        fields |= _decisions(header, records, fields, content.name, notes)
    if rest := _unused(header, fields):
        notes.append(f"Columns not used: {', '.join(rest)}. {HOW_TO_MAP}")
    from_zotero = {column.casefold() for column in header} >= _ZOTERO
    rows = [(number, {field: record.get(column, "") for field, column in fields.items()}) for number, record in records]
    if loose_key(fields["authors"]) in _ONE_AUTHOR:
        rows = _joined(rows, notes)
    drafts = (_draft(f"row {number}", cells, fields, from_zotero) for number, cells in rows)
    return FileReading(drafts, notes, [table.name])


def _unused(header: Sequence[str], fields: Fields) -> list[str]:
    return [column for column in header if column and column not in fields.values()]


def _decisions(header: Sequence[str], records: Sequence[NamedRow], fields: Fields, name: str, notes: list[str]) -> Fields:
    """The column that contains decisions by what is in it, under whatever name. Raises :class:`UsageError` for several."""
    free = dict.fromkeys(_unused(header, fields))
    found = [column for column in free if plainly_decide([record.get(column, "") for _, record in records])]
    if len(found) > 1:
        raise UsageError(
            f"{name}: several columns hold decisions: {', '.join(found)}. Give one: --map decision={quote(found[0])}."
        )
    if found:
        notes.append(f"The column {quote(found[0])} contains decisions, and was read as such.")
    return {"decision": found[0]} if found else {}


def _joined(rows: Sequence[NamedRow], notes: list[str]) -> list[NamedRow]:
    """One row per paper, if each author has a row: those after each other with one number and title, and one name each."""
    joined: list[NamedRow] = []
    several = 0
    for number, cells in rows:
        before = joined[-1][1] if joined else {}
        same = before and all(before.get(key) == cells.get(key) for key in ("title", "number")) and cells["title"].strip()
        if same and not _SEVERAL.search(cells["authors"]) and cells["authors"].strip() not in before["authors"].split("\n"):
            joined[-1] = (joined[-1][0], before | {"authors": f"{before['authors']}\n{cells['authors'].strip()}"})
            several += 1
        else:
            joined.append((number, dict(cells)))
    if several:
        notes.append("Rows with the same title are one paper's, each with one of its authors, and were joined.")
    return joined


HOW_TO_MAP = 'To use one, add --map FIELD=COLUMN, such as --map pdf="Camera ready".'


def _draft(where: str, cells: Cells, fields: dict[str, str], from_zotero: bool) -> Draft:
    found = addresses(cells)
    return Draft(
        where=f"{where}, paper {cells['number']}" if cells.get("number", "").strip() else where,
        title=cells["title"],
        authors=_turned(cells["authors"]) if from_zotero else cells["authors"],
        decision=cells.get("decision"),
        abstract=cells.get("abstract", ""),
        award=cells.get("award", ""),
        presentation=presentation_in(cells.get("presentation", "")) or "",
        columns={field: column for field, column in fields.items() if field not in LINKS},
        **found,
    )


def _turned(cell: str) -> list[str | Author]:
    """Zotero's ``Quill, Ada; Frost, Bo``."""
    return [family_first(one) for one in filter(None, map(str.strip, cell.split(";")))]
