"""Spreadsheets as tables of texts: CSV in its dialects, .xlsx, and the XML that Excel wrote in 2003."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from archive.errors import UsageError
from archive.folding import fold, squeeze

MOST_ROWS, MOST_COLUMNS = 100_000, 2_000
_LONGEST_CELL = 1_000_000  # characters
_END = "\ue000"  # a last line that no file has: a quotation mark left open swallows it
_HEADER_WITHIN = 10  # rows; some exports begin with the conference's name
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_SHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"

Record = dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: rows of texts with the number that a person sees beside them, from 1."""

    name: str
    rows: Sequence[tuple[int, Sequence[str]]]
    notes: Sequence[str] = field(default=())

    def under(self, *columns: str) -> list[tuple[int, Record]] | None:
        """The rows below the header that has these columns, by folded name; None where none has.
        An empty row is passed over, a cell beyond the header too."""
        for at, (_, row) in enumerate(self.rows[:_HEADER_WITHIN]):
            header = [column_key(cell) for cell in row]
            if set(columns) <= set(header):
                return [(number, _record(header, cells)) for number, cells in self.rows[at + 1 :] if any(cells)]
        return None


def column_key(text: str) -> str:
    """How columns are compared: ``Paper Title`` and `` paper  title`` are one."""
    return fold(squeeze(text))


def _record(header: Sequence[str], cells: Sequence[str]) -> Record:
    record: Record = {}
    for name, cell in zip(header, cells, strict=False):
        if name and not record.get(name):
            record[name] = cell
    return record


def read_csv(text: str, name: str) -> Table:
    """A table out of text, whatever its cells are separated by. Raises :class:`UsageError` for a
    quotation mark that is never closed: it swallows all that follows."""
    delimiter = _delimiter(text)
    notes = [] if delimiter == "," else [f"Its columns are separated by {_DELIMITERS[delimiter]}."]
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(chain(io.StringIO(text, newline=""), [_END]), delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    line = begins = 1
    try:
        for number, row in enumerate(reader, start=1):
            rows.append((number, row))
            line, begins = begins, reader.line_num + 1
            _must_be_a_list(name, number, len(row))
    except csv.Error as error:
        raise UsageError(f"{name}: line {begins} cannot be read: {error}. Is it the right file?") from None
    _, last = rows.pop()
    if last != [_END]:
        raise UsageError(f"{name}: a quotation mark in line {line} is never closed. Mend that line.")
    return Table(name, rows, [*notes, *_empty(rows)])


def read_xlsx(content: bytes, name: str) -> list[Table]:
    """The sheets of a workbook, values of formulas and not formulas; read without links and macros."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        return [_sheet(sheet, name) for sheet in book.worksheets]
    except UsageError:
        raise
    except Exception as error:  # a damaged file breaks inside of the library in a dozen ways
        raise UsageError(f"{name}: the workbook is damaged ({type(error).__name__}). Save it again, or as CSV.") from None


def _sheet(sheet: Any, name: str) -> Table:
    sheet.reset_dimensions()  # what the file says of its size is often wrong
    rows = []
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        _must_be_a_list(name, number, len(cells))
        rows.append((number, [_text(cell) for cell in cells]))
    return Table(f"{name}, sheet {sheet.title}", rows, _empty(rows))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)


def is_excel_xml(text: str) -> bool:
    return text.lstrip().startswith("<") and 'urn:schemas-microsoft-com:office:spreadsheet"' in text[:5000]


def read_excel_xml(content: bytes, name: str) -> list[Table]:
    """The sheets of an *XML Spreadsheet 2003*, which CMT exports under the name ``.xls``."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=False)
    try:
        book = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UsageError(f"{name}: its XML breaks off or is damaged ({error.msg}). Export it again.") from None
    return [_xml_sheet(sheet, name) for sheet in book.iter(f"{_SHEET}Worksheet")]


def _xml_sheet(sheet: Any, name: str) -> Table:
    rows: list[tuple[int, list[str]]] = []
    number = 0
    for row in sheet.iter(f"{_SHEET}Row"):
        number = _index(row, number)
        cells: list[str] = []
        for cell in row.iter(f"{_SHEET}Cell"):
            place = _index(cell, len(cells))
            _must_be_a_list(name, number, place)
            cells += [""] * (place - 1 - len(cells))
            data = cell.find(f"{_SHEET}Data")
            cells.append("".join(data.itertext()) if data is not None else "")
        rows.append((number, cells))
    return Table(f"{name}, sheet {sheet.get(f'{_SHEET}Name', '')}", rows, _empty(rows))


def _index(element: Any, before: int) -> int:
    given = element.get(f"{_SHEET}Index", "")
    return int(given) if given.isdigit() and len(given) < 9 and int(given) > before else before + 1


def _must_be_a_list(name: str, rows: int, columns: int) -> None:
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise UsageError(
            f"{name}: it has more than {MOST_ROWS:,} rows or {MOST_COLUMNS:,} columns; no list of papers has. "
            "Is it the right file?"
        )


def _empty(rows: Sequence[tuple[int, Sequence[str]]]) -> list[str]:
    empty = sum(not any(cells) for _, cells in rows)
    columns = max((len(cells) for _, cells in rows), default=0)
    used = max((i for _, cells in rows for i, cell in enumerate(cells, start=1) if cell), default=0)
    counted = ((empty, "row"), (columns - used, "column"))
    told = ", ".join(f"{number} empty {what}{'s' * (number > 1)}" for number, what in counted if number)
    return [f"Passed over: {told}."] if told else []


def _delimiter(text: str) -> str:
    """What stands oftenest, outside of quotation marks, in the first line that has words."""
    line = next(filter(str.strip, text[:100_000].splitlines()), "")
    bare = re.sub(r'"(?:[^"]|"")*"?', "", line)
    return max(_DELIMITERS, key=bare.count)
