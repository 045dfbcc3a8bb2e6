"""RIS: one CONF a paper (Research Information Systems, RIS Format Specification, 2011).

A tag without a value is left out: some readers take the next line for its value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.folding import squeeze
from archive.names import family_name, given_name, name_suffix
from archive.record import Record
from archive.registry import Registry


def write(records: Iterable[Record], registry: Registry) -> Iterator[str]:
    for i, record in enumerate(records):
        yield (
            ("\n" if i else "") + "".join(f"{tag}  - {value}\n" for tag, value in _tags(record, registry) if value) + "ER  - \n"
        )


def _tags(record: Record, registry: Registry) -> Iterator[tuple[str, str]]:
    edition = registry.get(record["edition"])
    yield "TY", "CONF"
    yield "ID", record["id"]
    for name in record["authors"]:
        yield "AU", _name(name)
    yield "TI", squeeze(record["title"])
    yield "T2", squeeze(edition.name) if edition else record["edition"]
    yield "PY", str(record["year"] or "")
    yield "DA", edition.date.strftime("%Y/%m/%d/") if edition and edition.date else ""
    yield "CY", squeeze(edition.location) if edition and edition.location and edition.location != "online" else ""
    yield "AB", squeeze(record["abstract"] or "")
    yield "N1", squeeze("; ".join(note for note in (record["award"], (record["status"] or "").capitalize()) if note))
    yield "UR", record["pdf_url"] or record["page_url"] or ""
    yield "AN", f"arXiv:{record['arxiv_id']}" if record["arxiv_id"] else ""


def _name(name: str) -> str:
    """``Family, Given, Suffix``; a comma inside a part would begin the next."""
    parts = (family_name(name), given_name(name), name_suffix(name))
    return ", ".join(squeeze(part.replace(",", " ")) for part in parts if part)
