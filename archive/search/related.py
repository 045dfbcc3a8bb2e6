"""Related papers: the papers most similar to one by words, topics and authors, with the reasons in words.

The similarity is a number from 0 to about 2: the BM25 score of the paper's characteristic words in the other paper, as
a share of the paper's own score; plus shared topics, of which rare ones count more; plus shared authors.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from archive.catalogue.people import name_key
from archive.catalogue.taxonomy import Taxonomy
from archive.model.analysis import STOP_WORDS, split, stem
from archive.model.record import Record
from archive.search.engine import SearchIndex
from archive.search.ranking import Scores

TITLE, SUMMARY, ABSTRACT = 3, 2, 1  # how much a word counts by where it occurs
TOPICS, METHOD, AUTHORS = 0.6, 0.4, 0.15  # all topics shared; a method relative to an area; each author shared
_TERMS = 40  # characteristic terms of a paper that are compared
_CANDIDATES = 200
_COMMON = 200  # papers; a word that more of them hold distinguishes none
_REPEATED = 3  # how much a word must count in both papers to be named as a reason
_SHOWN = 3  # words, topics or names of a reason


class Related(NamedTuple):
    """A related paper; ``reasons`` are phrases for the user."""

    record: Record
    score: float
    reasons: tuple[str, ...]


def related(index: SearchIndex, record: Record, taxonomy: Taxonomy, limit: int | None = 5) -> list[Related]:
    """The papers most similar to ``record``, best first, without withdrawn ones."""
    return Neighbourhood(index, taxonomy).of(record, limit)


class Neighbourhood:
    """Finds related papers in an index. What is computed for one paper is kept for the next."""

    def __init__(self, index: SearchIndex, taxonomy: Taxonomy) -> None:
        self._index = index
        self._taxonomy = taxonomy
        self._term_scores: dict[str, Scores] = {}
        self._idf: dict[str, float] = {}
        self._wordings: dict[str, _Wording] = {}
        self._facts: dict[int, _Fact] = {}
        self._weights = {topic: idf * _share(taxonomy, topic) for topic, idf in index.topic_idf().items()}

    def of(self, record: Record, limit: int | None = 5) -> list[Related]:
        """The papers most similar to one, best first, without withdrawn ones."""
        papers = self._index.papers
        wording = self._wording_of(record)
        comparison = _Comparison(record, wording, self._characteristic_terms(wording.times), self._taxonomy)
        scores = self._scores(comparison.terms)
        own = papers.number(record["id"])
        most = scores.get(own, 1.0) if own is not None else 1.0
        best = heapq.nlargest(_CANDIDATES, sorted(scores), key=scores.__getitem__)
        likes = {
            number: scores[number] / most + self._shared(comparison, number)
            for number in best
            if number != own and papers.fact("status", number) != "withdrawn"
        }
        nearest = sorted(likes, key=lambda number: -likes[number])[:limit]
        others = {number: papers.record(number) for number in nearest}
        return [Related(other, likes[n], comparison.reasons(other, self._wording_of(other))) for n, other in others.items()]

    def _wording_of(self, record: Record) -> _Wording:
        if record["id"] not in self._wordings:
            self._wordings[record["id"]] = _wording(record)
        return self._wordings[record["id"]]

    def _characteristic_terms(self, times: Mapping[str, int]) -> dict[str, float]:
        """The stems that distinguish a paper most, with their tf-idf weights."""
        self._idf |= self._index.idf(word for word in times if word not in self._idf)
        weights = {word: self._idf[word] * count / (count + 2) for word, count in times.items() if word in self._idf}
        return dict(sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:_TERMS])

    def _scores(self, terms: Mapping[str, float]) -> Scores:
        sums: dict[int, float] = {}
        for word, weight in terms.items():
            if word not in self._term_scores:
                self._term_scores[word] = self._index.score_terms({word: 1.0}).scores
            if len(self._term_scores[word]) <= _COMMON:
                for number, score in self._term_scores[word].items():
                    sums[number] = sums.get(number, 0.0) + score * weight
        return sums

    def _shared(self, comparison: _Comparison, number: int) -> float:
        """The similarity by shared topics and authors."""
        if number not in self._facts:
            fact = self._index.papers.facts(number)
            self._facts[number] = _Fact(fact["topics"], frozenset(fact["topics"]), frozenset(map(name_key, fact["authors"])))
        topics, topic_set, people = self._facts[number]
        score = 0.0
        if not people.isdisjoint(comparison.people):
            score += AUTHORS * min(len(people & comparison.people.keys()), 2)
        if not topic_set.isdisjoint(comparison.topics):
            shared = [topic for topic in comparison.topics if topic in topic_set]
            either = dict.fromkeys([*comparison.topics, *topics])
            score += TOPICS * self._weight(shared, comparison.topics, topics) / self._weight(either, comparison.topics, topics)
        return score

    def _weight(self, topics: Iterable[str], one: Sequence[str], other: Sequence[str]) -> float:
        """The weight of some topics: rare ones count more, methods less than areas, a paper's first topics most."""
        return sum(
            self._weights[topic] / (1 + min(ids.index(topic) if topic in ids else len(ids) for ids in (one, other)))
            for topic in topics
            if topic in self._weights
        )


class _Comparison:
    """One paper, to be compared with others."""

    def __init__(self, record: Record, wording: _Wording, terms: Mapping[str, float], taxonomy: Taxonomy) -> None:
        self.terms = terms
        self.topics = taxonomy.with_broader(record["topics"])
        self.people = {name_key(name): name for name in record["authors"]}
        self._wording = wording
        self._taxonomy = taxonomy

    def reasons(self, other: Record, wording: _Wording) -> tuple[str, ...]:
        """The reasons why the other paper is similar, as phrases."""
        topics = self._taxonomy.with_broader(other["topics"])
        reasons = (
            ("on", self._taxonomy.names(self._narrowest([topic for topic in self.topics if topic in topics]))),
            ("both say", self._shared_words(wording)),
            ("by", [name for name in other["authors"] if name_key(name) in self.people]),
        )
        return tuple(f"{why} {_some(what)}" for why, what in reasons if what)

    def _narrowest(self, topics: list[str]) -> list[str]:
        return [topic for topic in topics if not any(t.broader == topic for t in map(self._taxonomy.get, topics) if t)]

    def _shared_words(self, other: _Wording) -> list[str]:
        """The most characteristic words of both papers, as the other one spells them."""
        counts = ((word, min(other.times.get(word, 0), self._wording.times.get(word, 0))) for word in self.terms)
        return [other.spelled[word] for word, count in counts if count >= _REPEATED]


class _Fact(NamedTuple):
    """The topics and authors of another paper, prepared for comparison."""

    topics: Sequence[str]
    topic_set: frozenset[str]
    people: frozenset[str]


class _Wording(NamedTuple):
    """How much each stem counts in a paper, and its first spelling there."""

    times: Mapping[str, int]
    spelled: Mapping[str, str]


def _wording(record: Record) -> _Wording:
    times: dict[str, int] = {}
    spelled: dict[str, str] = {}
    for word, weight in _words(record):
        stemmed = stem(word)
        times[stemmed] = times.get(stemmed, 0) + weight
        spelled.setdefault(stemmed, word)
    return _Wording(times, spelled)


def _share(taxonomy: Taxonomy, topic: str) -> float:
    return METHOD if topic in taxonomy and taxonomy[topic].kind == "method" else 1


def _words(record: Record) -> Iterator[tuple[str, int]]:
    for text, weight in ((record["title"], TITLE), (record["summary"], SUMMARY), (record["abstract"], ABSTRACT)):
        for word in split(text or ""):
            if word.text not in STOP_WORDS and len(word.text) > 1:
                yield word.text, weight


def _some(texts: list[str]) -> str:
    return ", ".join(texts[:_SHOWN])
