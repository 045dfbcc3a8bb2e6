"""The archive's things as plain frozen data. No I/O, no clock, no imports from the rest of the package."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

WITHDRAWN = "withdrawn"
PRESENTATIONS = ("oral", "spotlight", "poster")  # the most telling first
FamilyNames = tuple[tuple[str, str], ...]
"""Pairs of an author and the family name that a source or a person states, in order of the authors."""

ABSTRACT_SOURCES = ("page", "schedule", "openreview", "pdf", "arxiv")  # the most trusted first


@dataclass(frozen=True, slots=True)
class Link:
    """A further address of a paper: slides, video, code."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a paper was read, and on which day its content last changed (ISO date)."""

    url: str
    retrieved: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What one page says of one paper: ids, curation and other pages are not in it yet.

    A retracted paper whose title is gone has the page's mark, ``[Retracted]``, for one, and may have
    no authors. ``family_names`` has only those that the rule of :mod:`archive.model.names` would not give;
    ``doi`` is bare and in lower case; ``abstract`` is the page's own text, white space folded.
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
    """One accepted paper as the store holds it: the merge of its pages and of what people know."""

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
        """Whether it was retracted, or vanished from its page."""
        return self.status == WITHDRAWN


@dataclass(frozen=True, slots=True)
class Abstract:
    """An abstract on this machine. ``source`` is page, schedule, openreview, pdf or arxiv."""

    text: str
    source: str
    url: str
    retrieved: str
    doubtful: str | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """Why a paper has no abstract, as far as one source knows: the end of a sentence."""

    reason: str
    source: str
    url: str
    retrieved: str


@dataclass(frozen=True, slots=True)
class Selectors:
    """How a page of the family ``selectors`` prints its papers: CSS selectors, regular expressions and
    settings, named as in the registry (``docs/pages.md``). ``pdf`` is None where the paper's first link that
    ends in ``.pdf`` counts, and empty where there is none."""

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
    """A page of an edition and the family that reads it; ``selectors`` where the registry describes it.
    ``known_by`` is a text that the page must hold, ``expect`` how many papers a person counted on it."""

    url: str
    family: str
    selectors: Selectors | None = None
    known_by: str | None = None
    expect: int | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """One meeting of the workshop, as the registry describes it. ``pages`` stand most trusted first;
    ``openreview`` is its venue group there."""

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
