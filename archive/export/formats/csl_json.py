"""CSL-JSON, which Zotero, pandoc and other CSL processors read (csl-data.json 1.0.2).

The meeting is only the ``container-title``; as ``event-title`` too, it would appear twice in references of APA and
Chicago. Titles are plain text; processors read ``<i>`` in them as italics.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from archive.export.bibliographic_data import Reference, references
from archive.model.name_parts import NameParts
from archive.model.record import Record
from archive.store.editions import Registry

ENDING = "csl.json"
ABSTRACTS_ON_REQUEST = True


def write(records: Iterable[Record], registry: Registry) -> Iterator[str]:
    """A list of CSL items."""
    shapes = [item(reference) for reference in references(records, registry)]
    yield json.dumps(shapes, ensure_ascii=False, indent=2) + "\n"


def item(reference: Reference) -> dict[str, Any]:
    """A reference as a CSL item, without empty fields."""
    fields = {
        "id": reference.id,
        "type": "paper-conference",
        "title": reference.marked_title,
        "author": [_name(name) for name in reference.authors],
        "issued": _issued(reference),
        "container-title": reference.container,
        "publisher-place": reference.place,
        "URL": reference.url,
        "DOI": reference.doi,
        "archive": "arXiv" if reference.arxiv_id else "",
        "archive_location": reference.arxiv_id,
        "keyword": ", ".join(reference.keywords),
        "note": "; ".join(reference.notes),
        "abstract": reference.abstract,
    }
    return {key: value for key, value in fields.items() if value}


def _name(name: NameParts) -> dict[str, str]:
    if not name.given:
        return {"literal": name.family}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {key: value for key, value in parts.items() if value}


def _issued(reference: Reference) -> dict[str, list[list[int]]]:
    if reference.date:
        return {"date-parts": [[reference.date.year, reference.date.month, reference.date.day]]}
    return {"date-parts": [[reference.year]]} if reference.year else {}
