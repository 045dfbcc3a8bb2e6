"""Trains the suggestion model: counts which terms occur in papers of which topics. The same papers give the same bytes."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from archive.catalogue.items import Item
from archive.catalogue.taxonomy import Taxonomy
from archive.catalogue.topic_suggestions.model import RULING, Counts
from archive.catalogue.topic_suggestions.text import Cues, find, make_cues


class Example(NamedTuple):
    """A curated paper to learn from."""

    title: str
    abstract: str
    topics: tuple[str, ...]


def examples(items: Iterable[Item]) -> list[Example]:
    """The papers to learn from: those with topics."""
    return [
        Example(item.paper.title, item.abstract.text if item.abstract else "", item.paper.topics)
        for item in items
        if item.paper.topics and not item.paper.withdrawn
    ]


def learn(papers: Iterable[Example], taxonomy: Taxonomy, known: Mapping[str, Any] | None = None) -> Counts:
    """Count the terms and topics of papers.

    Args:
        papers: the curated papers.
        taxonomy: the topics.
        known: cues beside the names in the taxonomy; by default the bundled ones.

    Returns:
        The counts. Words that are not cues are kept if at least :data:`RULING` papers have them.
    """
    cues = make_cues(taxonomy, known)
    papers = list(papers)
    topics: Counter[str] = Counter()
    terms: Counter[str] = Counter()
    both: dict[str, Counter[str]] = defaultdict(Counter)
    silent: dict[str, Counter[str]] = defaultdict(Counter)
    for paper in papers:
        topics.update(paper.topics)
        marked, others = find(paper.title, paper.abstract, cues)
        unsaid = cues.silent(marked)
        for term in (*marked, *others):
            terms[term] += 1
            both[term].update(topic for topic in paper.topics if (term, topic) not in unsaid)
        for term, topic in unsaid:
            silent[term][topic] += 1
    kept = _kept(terms, cues)
    with_topic = {term: both[term] for term in kept}
    return Counts(len(papers), topics, kept, with_topic, sum(bool(paper.abstract) for paper in papers), silent)


def _kept(terms: Mapping[str, int], cues: Cues) -> dict[str, int]:
    """The terms that are cues, or that enough papers have, with their number of papers."""
    return {term: number for term, number in terms.items() if term in cues.topics or number >= RULING}


def to_bytes(counts: Counts) -> bytes:
    """The counts as a file: JSON with a term per line, sorted."""
    lines = []
    for term in sorted(counts.terms):
        figures = [counts.terms[term], dict(sorted(counts.both[term].items()))]
        if unsaid := counts.silent.get(term):
            figures.append(dict(sorted(unsaid.items())))
        lines.append(f"  {json.dumps(term, ensure_ascii=False)}: {json.dumps(figures)}")
    facts = {"papers": counts.papers, "abstracts": counts.abstracts, "topics": dict(sorted(counts.topics.items()))}
    head = "".join(f"{json.dumps(key)}: {json.dumps(value)},\n" for key, value in facts.items())
    return ("{" + head + '"terms": {\n' + ",\n".join(lines) + "}}\n").encode()
