"""CSL-JSON: what citation processors and reference managers read (Citation Style Language 1.0.2, csl-data.json)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from archive.names import NameParts
from archive.record import Record
from archive.reference import Reference, references
from archive.registry import Registry

ABSTRACTS_ON_REQUEST = True
ENDING = "json"


def write(records: Iterable[Record], registry: Registry) -> Iterator[str]:
    items = [item(reference) for reference in references(records, registry)]
    yield json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def item(reference: Reference) -> dict[str, Any]:
    """A paper as CSL knows it; what nobody knows is left out."""
    fields = {
        "id": reference.id,
        "type": "paper-conference",
        "title": reference.title,
        "author": [_name(name) for name in reference.authors],
        "container-title": reference.container,
        "event-title": reference.container,
        "event-place": reference.place,
        "issued": {"date-parts": [_date(reference)]} if reference.year else None,
        "URL": reference.url,
        "archive": "arXiv" if reference.arxiv_id else "",
        "archive_location": reference.arxiv_id,
        "keyword": ", ".join(reference.keywords),
        "note": "; ".join(reference.notes),
        "abstract": reference.abstract,
    }
    return {name: value for name, value in fields.items() if value}


def _name(name: NameParts) -> dict[str, str]:
    if not name.given:
        return {"literal": name.family}
    parts = {"family": name.family, "given": name.given, "non-dropping-particle": name.particle, "suffix": name.suffix}
    return {key: value for key, value in parts.items() if value}


def _date(reference: Reference) -> list[int]:
    date = reference.date
    return [date.year, date.month, date.day] if date else [reference.year or 0]
