"""RIS: a CONF record per paper (Research Information Systems, RIS Format Specification, 2011).

Tags without a value are left out, since some readers take the next line as the value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.export.bibliographic_data import Reference, references
from archive.model.name_parts import NameParts
from archive.model.record import Record
from archive.store.editions import Registry

ENDING = "ris"
ABSTRACTS_ON_REQUEST = True


def write(records: Iterable[Record], registry: Registry) -> Iterator[str]:
    """A record per paper, each closed by ``ER``."""
    for i, reference in enumerate(references(records, registry)):
        yield ("\n" if i else "") + entry(reference)


def entry(reference: Reference) -> str:
    """A paper's record, with its final newline."""
    return "".join(f"{tag}  - {value}\n" for tag, value in _tags(reference) if value) + "ER  - \n"


def _tags(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", "CONF"
    yield "ID", reference.id
    for name in reference.authors:
        yield "AU", _name(name)
    yield "TI", reference.marked_title
    yield "T2", reference.container
    yield "PY", str(reference.year or "")
    yield "DA", f"{reference.date:%Y/%m/%d}/" if reference.date else ""
    yield "CY", reference.place
    yield "AB", reference.abstract
    for keyword in reference.keywords:
        yield "KW", keyword
    yield "N1", "; ".join(reference.notes)
    yield "UR", reference.url
    yield "DO", reference.doi
    yield "AN", f"arXiv:{reference.arxiv_id}" if reference.arxiv_id else ""


def _name(name: NameParts) -> str:
    """``Family, Given, Suffix``, without commas inside a part."""
    parts = (f"{name.particle} {name.family}", name.given, name.suffix)
    return ", ".join(" ".join(part.replace(",", " ").split()) for part in parts if part)
