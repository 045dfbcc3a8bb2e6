"""The JSON shape of a paper, the same in search, show, export and the index."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, TypedDict, cast

from archive.model.fields import OPTIONAL_TEXTS
from archive.model.paper import Abstract, Edition, Paper

Record = dict[str, Any]
"""A :class:`PaperRecord`, without its type, as the package uses it."""


class LinkRecord(TypedDict):
    """A further address of a paper: slides, video, code."""

    label: str
    url: str


class SomeFields(TypedDict, total=False):
    """Fields that only some papers have: suggested topics, of a paper without curated ones, and why its abstract is
    doubtful.
    """

    suggested_topics: list[str]
    abstract_doubtful: str


class PaperRecord(SomeFields):
    """A paper as ``--json`` prints it and the Python interface returns it; ``docs/json.md`` describes the fields."""

    id: str
    title: str
    authors: list[str]
    family_names: dict[str, str]
    equal_contribution: list[str]
    year: int | None
    edition: str
    venue: str | None
    topics: list[str]
    award: str | None
    presentation: str | None
    status: str | None
    abstract: str | None
    abstract_source: str | None
    summary: str | None
    pdf_url: str | None
    page_url: str | None
    openreview_id: str | None
    arxiv_id: str | None
    doi: str | None
    links: list[LinkRecord]


class Result(PaperRecord):
    """A paper that a search found; ``partial`` if some words were not found."""

    score: float
    partial: bool


class RelatedPaper(PaperRecord):
    """A related paper; ``reasons`` are phrases for the user."""

    score: float
    reasons: list[str]


def make_record(paper: Paper, edition: Edition, abstract: Abstract | None, suggested: Sequence[str] = ()) -> Record:
    """A paper as a record. Every key is always there, except those of :class:`SomeFields`. Year and venue of an
    unregistered edition are None.

    Args:
        paper: the paper.
        edition: its edition.
        abstract: its abstract, if it is on this machine.
        suggested: ids of suggested topics.
    """
    doubtful = {"abstract_doubtful": abstract.doubtful} if abstract and abstract.doubtful else {}
    return {
        "id": paper.id,
        "title": paper.title,
        "authors": list(paper.authors),
        "family_names": dict(paper.family_names),
        "equal_contribution": list(paper.equal_contribution),
        "year": edition.year or None,
        "edition": edition.id,
        "venue": edition.venue or None,
        "topics": list(paper.topics),
        **({"suggested_topics": list(suggested)} if suggested else {}),
        **{name: getattr(paper, name) for name in OPTIONAL_TEXTS},
        "abstract": abstract.text if abstract else None,
        "abstract_source": abstract.source if abstract else None,
        **doubtful,
        "summary": paper.summary,
        "links": [dataclasses.asdict(link) for link in paper.links],
    }


def without_abstract(record: Record) -> Record:
    """The record without its abstract."""
    bare = record | {"abstract": None, "abstract_source": None}
    bare.pop("abstract_doubtful", None)
    return bare


def make_result(record: Record, score: float, partial: bool) -> Result:
    """A record as ``search`` returns it."""
    return cast("Result", {**record, "score": round(score, 4), "partial": partial})


def make_related(record: Record, score: float, reasons: Sequence[str]) -> RelatedPaper:
    """A record as ``related`` returns it."""
    return cast("RelatedPaper", {**record, "score": round(score, 4), "reasons": list(reasons)})
