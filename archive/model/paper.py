"""Papers, editions and abstracts as plain frozen data. No input or output, no clock, no imports from the rest of the
package.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

WITHDRAWN = "withdrawn"
FamilyNames = tuple[tuple[str, str], ...]
"""Pairs of an author and a stated family name, in the order of the authors."""

ABSTRACT_SOURCES = ("page", "schedule", "openreview", "pdf", "arxiv")  # the most trusted first


@dataclass(frozen=True, slots=True)
class Link:
    """A further address of a paper: slides, video, code."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Source:
    """A page or file that a paper was read from, and the ISO date on which its content last changed."""

    url: str
    retrieved: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What one page says about one paper, before ids are given, other pages merged and curation applied.

    A retracted paper whose title is missing has the page's mark, ``[Retracted]``, as its title, and may have no
    authors.

    Attributes:
        family_names: only those that the rule of :mod:`archive.model.names` would not give.
        doi: without a prefix, in lower case.
        abstract: the page's own text, with white space folded.
    """

    title: str
    authors: tuple[str, ...] = ()
    family_names: FamilyNames = ()
    equal_contribution: tuple[str, ...] = ()
    award: str | None = None
    presentation: str | None = None
    status: str | None = None
    pdf_url: str | None = None
    page_url: str | None = None
    links: tuple[Link, ...] = ()
    openreview_id: str | None = None
    arxiv_id: str | None = None
    doi: str | None = None
    abstract: str | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """An accepted paper as the store has it: its pages merged, and curation applied.

    The fields of :class:`Entry` are repeated here because the store writes fields in this order, with the id first.
    """

    id: str
    title: str
    authors: tuple[str, ...] = ()
    family_names: FamilyNames = ()
    equal_contribution: tuple[str, ...] = ()
    award: str | None = None
    presentation: str | None = None
    status: str | None = None
    pdf_url: str | None = None
    page_url: str | None = None
    links: tuple[Link, ...] = ()
    openreview_id: str | None = None
    arxiv_id: str | None = None
    doi: str | None = None
    topics: tuple[str, ...] = ()
    summary: str | None = None
    sources: tuple[Source, ...] = ()

    @property
    def withdrawn(self) -> bool:
        """Whether it was retracted, or disappeared from its page."""
        return self.status == WITHDRAWN


@dataclass(frozen=True, slots=True)
class Abstract:
    """An abstract on this machine; ``source`` is one of :data:`ABSTRACT_SOURCES`, ``doubtful`` a reason or None."""

    text: str
    source: str
    url: str
    retrieved: str
    doubtful: str | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """Why a source has no abstract of a paper; ``reason`` is the end of a sentence. If it is ``final``, the paper itself
    prints no abstract, and less trusted sources are not used.
    """

    reason: str
    source: str
    url: str
    retrieved: str
    final: bool = False


@dataclass(frozen=True, slots=True)
class Selectors:
    """How a page of the family ``selectors`` is read: CSS selectors, regular expressions and settings, named as in the
    registry (``docs/pages.md``). ``pdf`` is None for the paper's first link that ends in ``.pdf``, and empty for no
    PDF.
    """

    paper: str
    title: str
    within: str | None = None
    until: str | None = None
    title_join: bool = False
    authors: str | None = None
    names: str = "comma"
    abstract: str | None = None
    pdf: str | None = None
    award: str | None = None
    drop: tuple[str, ...] = ()
    skip: str | None = None
    title_pattern: str | None = None
    authors_pattern: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of an edition.

    Attributes:
        family: the name of the module that parses it.
        selectors: for the family ``selectors``.
        known_by: text that the page must contain.
        expect: the number of papers that a person counted on it.
    """

    url: str
    family: str
    selectors: Selectors | None = None
    known_by: str | None = None
    expect: int | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of the workshop, as registered. ``pages`` are in order of trust; ``openreview`` is its venue id there.
    Of an edition that is in the store alone, :meth:`unregistered` makes one whose facts are empty, and false."""

    id: str
    name: str
    venue: str
    year: int
    url: str
    date: datetime.date | None = None
    location: str | None = None
    pages: tuple[Page, ...] = field(default=())
    partial: bool = False
    note: str | None = None
    openreview: str | None = None

    @classmethod
    def unregistered(cls, edition_id: str) -> Edition:
        """An edition of which only the id is known: it is the name too, the year is 0, venue and address are empty."""
        return cls(edition_id, edition_id, venue="", year=0, url="")
