"""CSV (RFC 4180): a header and a line per paper; several values in a cell are separated by ``; ``.

A cell that a spreadsheet would read as a formula gets a leading apostrophe (OWASP, CSV injection).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from archive.model.fields import OPTIONAL_TEXTS
from archive.model.record import Record
from archive.model.text import FORMULA_STARTS, without_invisible
from archive.store.editions import Registry

COLUMNS = (
    *("id", "title", "authors", "family_names", "year", "edition", "venue", "topics", "suggested_topics"),
    *OPTIONAL_TEXTS,
    *("links", "summary", "abstract", "abstract_source"),
)


def write(records: Iterable[Record], registry: Registry) -> Iterator[str]:  # noqa: ARG001 (as every format has it)
    """A header and a line per paper."""
    yield csv_line(COLUMNS)
    for record in records:
        yield entry(record)


def entry(record: Record) -> str:
    """A paper's line."""
    return csv_line([_cell(record.get(column)) for column in COLUMNS])


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        value = "; ".join(f"{name}: {family}" for name, family in value.items())
    if isinstance(value, list):
        value = "; ".join(f"{v['label']}: {v['url']}" if isinstance(v, dict) else v for v in value)
    text = "" if value is None else without_invisible(str(value))  # which a terminal may show
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_line(cells: Iterable[str], end: str = "\r\n") -> str:
    """One line, quoted where necessary, followed by ``end``."""
    out = io.StringIO()
    csv.writer(out, lineterminator=end).writerow(cells)
    return out.getvalue()
