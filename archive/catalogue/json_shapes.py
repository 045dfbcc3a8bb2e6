"""The shapes of what ``editions``, ``topics``, ``authors`` and ``stats`` print with ``--json`` and the Python interface
returns.

``papers_count`` is a number, without withdrawn papers, ``papers`` a list of ids, ``results`` a list of whole papers; only
in an edition's row ``papers`` is a number. ``docs/json.md`` and ``archive/json.schema.json`` describe every field.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypedDict

from archive.catalogue.author_identity import Person
from archive.catalogue.items import Item, items
from archive.catalogue.stats import Stats, Trend
from archive.catalogue.taxonomy import Taxonomy, Topic
from archive.model.paper import Edition
from archive.model.record import Record
from archive.store.editions import Registry
from archive.store.root import Root


class EditionRow(TypedDict):
    """An edition with its counts; ``papers`` and the counts after it leave out withdrawn papers."""

    id: str
    name: str
    venue: str
    year: int | None
    date: str | None
    location: str | None
    url: str
    papers: int
    withdrawn: int
    with_pdf: int
    with_abstract: int
    abstract_sources: dict[str, int]
    partial: bool
    note: str | None


class TopicRow(TypedDict):
    """A topic; ``papers_count`` includes narrower topics and leaves out withdrawn papers."""

    id: str
    name: str
    kind: str
    broader: str | None
    description: str
    about: str | None
    synonyms: list[str]
    papers_count: int


class TopicPapers(TopicRow):
    """A topic with its papers, and the papers for which it is only suggested."""

    results: list[Record]
    suggested_results: list[Record]


class AuthorRow(TypedDict):
    """A person; ``variants`` has all bylines, ``papers`` the ids of all papers, those of withdrawn ones too."""

    name: str
    variants: list[str]
    orcid: str | None
    years: list[int]
    papers_count: int
    withdrawn_count: int
    papers: list[str]


class YearRow(TypedDict):
    """The papers of a year and their authors."""

    year: int
    papers_count: int
    authors_count: int
    new_authors_count: int
    returning_authors_count: int


class TrendRow(TypedDict):
    """A topic by year; shares are of all papers, 0 to 1; ``trend`` is rising, falling or null."""

    id: str
    name: str
    kind: str
    papers_count: int
    by_year: dict[str, int]
    early_share: float | None
    late_share: float
    trend: str | None


class CollaborationRow(TypedDict):
    """Two people and the ids of the papers they wrote together."""

    authors: list[str]
    papers_count: int
    papers: list[str]


class StatsRows(TypedDict):
    """Everything that ``stats`` counts."""

    years: list[YearRow]
    topics: list[TrendRow]
    collaborators: list[CollaborationRow]


def edition_rows(root: Root, registry: Registry) -> list[EditionRow]:
    """The editions in chronological order, including those without papers; unregistered ones come last.

    Raises:
        StoreError: the store is damaged.
    """
    known: dict[str, Edition] = dict(registry)
    by_edition: dict[str, list[Item]] = {edition_id: [] for edition_id in registry}
    for item in items(root, registry):
        known.setdefault(item.edition.id, item.edition)
        by_edition.setdefault(item.edition.id, []).append(item)
    return [_edition_row(known[edition_id], papers) for edition_id, papers in by_edition.items()]


def _edition_row(edition: Edition, items: Sequence[Item]) -> EditionRow:
    current = [item for item in items if not item.paper.withdrawn]
    sources = Counter(item.abstract.source for item in current if item.abstract)
    return {
        "id": edition.id,
        "name": edition.name,
        "venue": edition.venue,
        "year": edition.year or None,
        "date": edition.date.isoformat() if edition.date else None,
        "location": edition.location,
        "url": edition.url,
        "papers": len(current),
        "withdrawn": len(items) - len(current),
        "with_pdf": sum(bool(item.paper.pdf_url) for item in current),
        "with_abstract": sum(sources.values()),
        "abstract_sources": dict(sorted(sources.items())),
        "partial": edition.partial,
        "note": edition.note,
    }


def topic_rows(everything: Iterable[Item], taxonomy: Taxonomy) -> list[TopicRow]:
    """All topics, in the order of the taxonomy's tree."""
    counts = Counter(
        topic for item in everything if not item.paper.withdrawn for topic in taxonomy.with_broader(item.paper.topics)
    )
    return [_topic_row(topic, counts[topic.id]) for _, topic in taxonomy.tree()]


def topic_papers(everything: Iterable[Item], taxonomy: Taxonomy, topic: Topic) -> TopicPapers:
    """One topic and its papers, including narrower topics and without withdrawn papers."""
    within = taxonomy.within(topic.id)
    records = [item.record() for item in everything if not item.paper.withdrawn]
    found = [record for record in records if not within.isdisjoint(record["topics"])]
    suggested = [record for record in records if not within.isdisjoint(record.get("suggested_topics", ()))]
    return {**_topic_row(topic, len(found)), "results": found, "suggested_results": suggested}


def _topic_row(topic: Topic, papers_count: int) -> TopicRow:
    return {
        "id": topic.id,
        "name": topic.name,
        "kind": topic.kind,
        "broader": topic.broader,
        "description": topic.description,
        "about": topic.about,
        "synonyms": list(topic.synonyms),
        "papers_count": papers_count,
    }


def author_row(person: Person) -> AuthorRow:
    """A person as ``authors`` lists them."""
    return {
        "name": person.name,
        "variants": list(person.variants),
        "orcid": person.orcid,
        "years": person.years,
        "papers_count": person.papers_count,
        "withdrawn_count": person.withdrawn_count,
        "papers": [item.paper.id for item in person.items],
    }


def stats_rows(counted: Stats) -> StatsRows:
    """What :func:`archive.catalogue.stats.compute_stats` counted, as JSON."""
    return {
        "years": [
            {
                "year": year.year,
                "papers_count": year.papers,
                "authors_count": year.authors,
                "new_authors_count": year.new,
                "returning_authors_count": year.returning,
            }
            for year in counted.years
        ],
        "topics": [_trend_row(trend) for trend in counted.trends],
        "collaborators": [
            {"authors": [pair.one, pair.other], "papers_count": len(pair.papers), "papers": list(pair.papers)}
            for pair in counted.pairs
        ],
    }


def _trend_row(trend: Trend) -> TrendRow:
    return {
        "id": trend.topic.id,
        "name": trend.topic.name,
        "kind": trend.topic.kind,
        "papers_count": trend.total,
        "by_year": {str(year): number for year, number in trend.papers.items()},
        "early_share": None if trend.early is None else round(trend.early, 4),
        "late_share": round(trend.late, 4),
        "trend": trend.direction,
    }
