"""Any table with a title and authors in it, whatever its columns are called; Zotero's CSV is one."""

from __future__ import annotations

from collections.abc import Iterator

from archive.collect.imports.columns import LINKS, addresses, plain_key, presented, understand
from archive.collect.imports.content import Content
from archive.collect.imports.drafts import Author, Draft
from archive.collect.imports.tables import Record, Table
from archive.model.paper import Edition
from archive.model.text import squeeze

NAME = "a table with title and authors"
_HEADER_WITHIN = 10  # rows
_ZOTERO = {"item type", "publication title", "author"}


def recognize(content: Content) -> bool:
    return any(_header(table, content.mapped) for table in content.tables)


def read(content: Content, edition: Edition) -> Iterator[Draft]:
    """Tells the columns that are not used, once. Raises :class:`UsageError` for a ``--map`` that fits nothing."""
    for table in content.tables:
        if header := _header(table, content.mapped):
            content.used.add(table.name)
            yield from _rows(table, header, content)
            return


def _header(table: Table, mapped: dict[str, str]) -> list[str] | None:
    for _, row in table.rows[:_HEADER_WITHIN]:
        keys = {plain_key(cell) for cell in row}
        given = {field: column for field, column in mapped.items() if plain_key(column) in keys}
        if {"title", "authors"} <= understand(filter(None, map(squeeze, row)), given).keys():
            understand(filter(None, map(squeeze, row)), mapped)  # raises for a column that there is not
            return [squeeze(cell) for cell in row]
    if mapped and table.rows:
        understand(filter(None, map(squeeze, table.rows[0][1])), mapped)
    return None


def _rows(table: Table, header: list[str], content: Content) -> Iterator[Draft]:
    fields = understand(filter(None, header), content.mapped)
    rest = [column for column in header if column and column not in fields.values()]
    if rest:
        content.notes.append(f"Columns not used: {', '.join(rest)}. {HOW_TO_MAP}")
    from_zotero = {column.casefold() for column in header} >= _ZOTERO
    for number, record in table.under_header(header):
        yield _draft(f"row {number}", {field: record.get(column, "") for field, column in fields.items()}, fields, from_zotero)


HOW_TO_MAP = 'To use one, add --map FIELD=COLUMN, such as --map pdf="Camera ready".'


def _draft(where: str, cell: Record, fields: dict[str, str], from_zotero: bool) -> Draft:
    found = addresses(cell)
    return Draft(
        where=f"{where}, paper {cell['number']}" if cell.get("number", "").strip() else where,
        title=cell["title"],
        authors=_turned(cell["authors"]) if from_zotero else cell["authors"],
        decision=cell.get("decision"),
        abstract=cell.get("abstract", ""),
        award=cell.get("award", ""),
        presentation=presented(cell.get("presentation", "")),
        columns={field: column for field, column in fields.items() if field not in LINKS},
        **found,
    )


def _turned(cell: str) -> list[str | Author]:
    """Zotero's ``Quill, Ada; Frost, Bo``; a name without a comma is a group's."""
    authors: list[str | Author] = []
    for one in filter(None, map(str.strip, cell.split(";"))):
        family, comma, given = one.partition(",")
        authors.append(Author(given.strip(), family.strip()) if comma else f"{{{one}}}")
    return authors
