"""Spreadsheets as tables of texts: CSV in its dialects, .xlsx, and the XML that Excel wrote in 2003."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from typing import Any

from archive.errors import ArchiveError, UsageError
from archive.model.text import fold, squeeze

MOST_ROWS, MOST_COLUMNS = 100_000, 2_000  # that contain something
_LAST_ROW, _WIDEST = 1_048_576, 16_384  # of a sheet in Excel
_LONGEST_CELL = 1_000_000  # characters
_END = "\ue000"  # a last line that no file has: a quotation mark left open swallows it
_HEADER_WITHIN = 10  # rows; some exports begin with the conference's name
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # how a workbook writes what XML cannot contain (ECMA-376, 22.9.2.19)
_SHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"

Cells = dict[str, str]
"""The cells of a row by the names of their columns."""
NamedRow = tuple[int, Cells]
"""A row below a header, with its number."""
_SheetRow = tuple[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: the rows that contain something, with the number that a person sees beside each, from 1."""

    name: str
    rows: Sequence[_SheetRow]
    notes: Sequence[str] = field(default=())

    def header(self, fits: Callable[[list[str]], bool]) -> int | None:
        """Which row is the header: the first of the first few whose names of columns fit; None if none does."""
        return next((at for at in range(len(self.rows[:_HEADER_WITHIN])) if fits(self.names(at))), None)

    def names(self, header: int) -> list[str]:
        """The names of the columns that a row gives as the header."""
        return [squeeze(cell) for cell in self.rows[header][1]]

    def below(self, header: int, names: Sequence[str]) -> list[NamedRow]:
        """The rows below the header, with these names for its columns. A cell beyond the header is skipped."""
        return [(number, _named(names, row)) for number, row in self.rows[header + 1 :]]

    def under(self, *columns: str) -> list[NamedRow] | None:
        """The rows below the header that has these columns, by :func:`exact_key`; None if none has."""
        at = self.header(lambda names: set(columns) <= set(map(exact_key, names)))
        return None if at is None else self.below(at, list(map(exact_key, self.names(at))))


def exact_key(text: str) -> str:
    """A column's name as the names that a system gives are compared: ``Paper Title`` and `` paper  title`` are one."""
    return fold(squeeze(text))


def _named(names: Sequence[str], row: Sequence[str]) -> Cells:
    cells: Cells = {}
    for name, cell in zip_longest(names, row[: len(names)], fillvalue=""):
        if name and not cells.get(name):
            cells[name] = cell
    return cells


def read_csv(text: str, name: str) -> Table:
    """A table out of text, whatever its cells are separated by. Raises :class:`UsageError` for a
    quotation mark that is never closed: it swallows all that follows."""
    delimiter = _delimiter(text)
    notes = [] if delimiter == "," else [f"Its columns are separated by {_DELIMITERS[delimiter]}."]
    return _table(name, _csv_rows(text, name, delimiter), notes)


def _csv_rows(text: str, name: str, delimiter: str) -> Iterator[_SheetRow]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(chain(io.StringIO(text, newline=""), [_END]), delimiter=delimiter)
    begins = begun = 1  # the lines of the next row and of the last
    try:
        for number, row in enumerate(reader, start=1):
            if row == [_END]:
                return
            yield number, row
            begun, begins = begins, reader.line_num + 1
    except csv.Error as error:
        raise UsageError(f"{name}: line {begins} cannot be read: {error}. Is it the right file?") from None
    raise UsageError(f"{name}: a quotation mark in line {begun} is never closed. Correct that line.")


def read_xlsx(content: bytes, name: str) -> list[Table]:
    """The sheets of a workbook, values of formulas and not formulas; read without links and macros."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        return [_table(f"{name}, sheet {sheet.title}", _sheet_rows(sheet)) for sheet in book.worksheets]
    except ArchiveError:
        raise
    except Exception as error:  # a damaged file breaks inside the library in a dozen ways
        raise UsageError(f"{name}: the workbook is damaged ({type(error).__name__}). Save it again, or as CSV.") from None


def _sheet_rows(sheet: Any) -> Iterator[_SheetRow]:
    sheet.reset_dimensions()  # what the file says of its size is often wrong
    for number, cells in enumerate(sheet.iter_rows(max_row=_LAST_ROW, values_only=True), start=1):
        yield number, [_text(cell) for cell in cells]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value))


def is_excel_xml(text: str) -> bool:
    """Whether a text is an *XML Spreadsheet 2003*."""
    return text.lstrip().startswith("<") and "urn:schemas-microsoft-com:office:spreadsheet" in text[:5000]


def read_excel_xml(content: bytes, name: str) -> list[Table]:
    """The sheets of an *XML Spreadsheet 2003*, which CMT exports under the name ``.xls``."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=False)
    try:
        book = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UsageError(f"{name}: its XML is cut off or damaged ({error.msg}). Export it again.") from None
    sheets = book.iter(f"{_SHEET}Worksheet")
    return [_table(f"{name}, sheet {sheet.get(f'{_SHEET}Name', '')}", _xml_rows(sheet)) for sheet in sheets]


def _xml_rows(sheet: Any) -> Iterator[_SheetRow]:
    number = 0
    for row in sheet.iter(f"{_SHEET}Row"):
        number = _index(row, number)
        cells: list[str] = []
        for cell in row.iter(f"{_SHEET}Cell"):
            cells += [""] * (min(_index(cell, len(cells)), _WIDEST) - 1 - len(cells))
            data = cell.find(f"{_SHEET}Data")
            cells.append("".join(data.itertext()) if data is not None else "")
        yield number, cells


def _index(element: Any, before: int) -> int:
    given = element.get(f"{_SHEET}Index", "")
    return int(given) if given.isdigit() and len(given) < 9 and int(given) > before else before + 1


def _table(name: str, rows: Iterable[_SheetRow], notes: Sequence[str] = ()) -> Table:
    """A table without the empty rows and columns that spreadsheets leave at the edges; there may be a million."""
    kept: list[_SheetRow] = []
    empty = widest = used = 0
    for number, cells in rows:
        width = max((i for i, cell in enumerate(cells, start=1) if cell.strip()), default=0)
        widest, used = max(widest, len(cells)), max(used, width)
        if not width:
            empty += 1
            continue
        kept.append((number, cells[:width]))
        if len(kept) > MOST_ROWS or width > MOST_COLUMNS:
            most = f"{MOST_ROWS:,} rows or {MOST_COLUMNS:,} columns"
            raise UsageError(f"{name}: it has more than {most}, too many for a list of papers. Is it the right file?")
    counted = ((empty, "row"), (widest - used, "column"))
    passed = ", ".join(f"{number:,} empty {what}{'s' * (number > 1)}" for number, what in counted if number)
    return Table(name, kept, [*notes, f"Skipped: {passed}."] if passed else notes)


def _delimiter(text: str) -> str:
    """The separator that occurs most often, outside quotation marks, in the first line that has words."""
    line = next(filter(str.strip, text[:100_000].splitlines()), "")
    bare = re.sub(r'"(?:[^"]|"")*"?', "", line)
    return max(_DELIMITERS, key=bare.count)
