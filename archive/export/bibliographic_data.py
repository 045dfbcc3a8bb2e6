"""The bibliographic data of a paper, in one place for all formats: names, meeting, address."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.catalogue.known_names import known_names
from archive.catalogue.taxonomy import Taxonomy, load_taxonomy
from archive.model.name_parts import NameParts, name_parts
from archive.model.paper import WITHDRAWN, Edition
from archive.model.paper_links import best_address
from archive.model.record import Record
from archive.model.text import squeeze
from archive.model.titles import with_retraction_mark
from archive.store.editions import Registry

_ONLINE = "online"  # the location of an edition that met online
_SAYS_WHAT = re.compile(
    r"\b(?:workshop|conference|symposium|congress|seminar|meeting|proceedings|colloquium|school|track)s?\b", re.I
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")  # except white space


@dataclass(frozen=True, slots=True)
class Reference:
    """The bibliographic data of a paper. Texts are single lines of plain text, empty if unknown.

    Attributes:
        authors: as the record has them.
        container: the meeting, as :func:`workshop_name` names it.
        notes: its award, and ``Withdrawn``.
    """

    id: str
    title: str
    authors: tuple[NameParts, ...]
    container: str
    year: int | None
    date: datetime.date | None
    place: str
    url: str
    arxiv_id: str
    doi: str
    keywords: tuple[str, ...]
    notes: tuple[str, ...]
    abstract: str
    withdrawn: bool

    @property
    def marked_title(self) -> str:
        """The title for files that other programs cite from. These print no note, so the title of a withdrawn paper says
        it, as on the pages of workshops and publishers: ``[Retracted]: Kites``.
        """
        return with_retraction_mark(self.title) if self.withdrawn else self.title


def references(records: Iterable[Record], registry: Registry) -> Iterator[Reference]:
    """References to papers, one at a time, with names in the form that the archive knows."""
    taxonomy, names = load_taxonomy(registry.folder), known_names(registry.folder)
    for record in map(names.in_record, records):
        yield make_reference(record, registry.get(record["edition"]), taxonomy)


def make_reference(record: Record, edition: Edition | None, taxonomy: Taxonomy) -> Reference:
    """The reference to a paper; for an unregistered edition, the meeting is only its id."""
    withdrawn = record["status"] == WITHDRAWN
    families = record.get("family_names") or {}
    place = edition.location if edition and edition.location != _ONLINE else None
    return Reference(
        id=record["id"],
        title=_line(record["title"]),
        authors=tuple(filter(any, (_author(name, families.get(name)) for name in record["authors"]))),
        container=workshop_name(_line(edition.name if edition else record["edition"])),
        year=record["year"],
        date=edition.date if edition else None,
        place=_line(place),
        url=_line(best_address(record)),
        arxiv_id=_line(record["arxiv_id"]),
        doi=_line(record.get("doi")),
        keywords=tuple(map(_line, taxonomy.names(record["topics"]))),
        notes=tuple(filter(None, (_line(record["award"]), "Withdrawn" if withdrawn else ""))),
        abstract=_line(record["abstract"]),
        withdrawn=withdrawn,
    )


def workshop_name(container: str) -> str:
    """The meeting's name, ``Workshop on Kites for Systems at ACME 2031``; *Workshop on* is added unless the name says
    what kind of meeting it is, or is only an id.
    """
    return container if " " not in container or _SAYS_WHAT.search(container) else f"Workshop on {container}"


def _author(name: str, family: str | None) -> NameParts:
    """The parts of an author's name, with the stated family name if there is one. A name in braces is a group's, as in
    BibTeX, and is not divided; other braces are removed.
    """
    line = _line(name)
    bare = squeeze(line.translate({ord("{"): None, ord("}"): None}))
    return NameParts("", "", bare, "") if line.startswith("{") and line.endswith("}") else name_parts(bare, family)


def _line(text: str | None) -> str:
    return squeeze(_CONTROLS.sub("", text or ""))
