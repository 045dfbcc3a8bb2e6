"""All addresses of the store, and the fields that contain them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urldefrag

from archive.model.paper import Edition, Paper
from archive.model.urls import is_address

PDF = "pdf_url"


@dataclass(frozen=True, slots=True)
class Place:
    """A field that contains an address.

    Attributes:
        edition: the id of the edition.
        field: ``pdf_url``, ``page_url``, ``links`` or ``sources`` of a paper; ``url`` or ``pages`` of the edition.
        text: the address as it is in the field.
        paper: the id of the paper; None for a field of the edition.
    """

    edition: str
    field: str
    text: str
    paper: str | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """An address without its fragment, and all places that contain it."""

    url: str
    places: tuple[Place, ...]

    @property
    def as_pdf(self) -> bool:
        """Whether it should be a PDF: it is the ``pdf_url`` of a paper."""
        return any(place.field == PDF for place in self.places)

    @property
    def where(self) -> str:
        """The ids of its papers or editions, for a person to read."""
        owners = list(dict.fromkeys(place.paper or place.edition for place in self.places))
        return " and ".join(owners) if len(owners) <= 2 else f"{owners[0]} and {len(owners) - 1} more"


def find_addresses(papers: Mapping[str, Sequence[Paper]], editions: Mapping[str, Edition]) -> list[Address]:
    """The addresses in papers, which are given by edition, and in these editions; invalid addresses are left out."""
    places: dict[str, list[Place]] = {}
    for edition in papers:
        of_edition = _edition_places(editions[edition]) if edition in editions else iter(())
        for place in (*of_edition, *(place for paper in papers[edition] for place in _paper_places(edition, paper))):
            if is_address(place.text):
                places.setdefault(urldefrag(place.text).url, []).append(place)
    return [Address(url, tuple(dict.fromkeys(found))) for url, found in places.items()]


def _edition_places(edition: Edition) -> Iterator[Place]:
    yield Place(edition.id, "url", edition.url)
    for page in edition.pages:
        yield Place(edition.id, "pages", page.url)


def _paper_places(edition: str, paper: Paper) -> Iterator[Place]:
    several = {"links": [link.url for link in paper.links], "sources": [source.url for source in paper.sources]}
    for field, texts in ({PDF: [paper.pdf_url], "page_url": [paper.page_url]} | several).items():
        for text in filter(None, texts):
            yield Place(edition, field, text, paper.id)
