"""The papers most like one: by what they say, by topic and by author, each with the reason in words.

Likeness is a number from 0 to about 2: the share of the paper's telling words that the other holds (BM25,
with the paper's own score as the measure), and on top of it shared topics, the rarer the more, and
shared authors.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from archive.people import name_key
from archive.record import Record
from archive.search.analysis import STOP_WORDS, split, stem
from archive.search.engine import SearchIndex
from archive.search.ranking import Scores
from archive.taxonomy import Taxonomy

TITLE, SUMMARY, ABSTRACT = 3, 2, 1  # how much a word counts by where it stands
TOPICS, METHOD, AUTHORS = 0.6, 0.4, 0.15  # likeness of all topics shared; a method against an area; of each author shared
_TOLD = 40  # the paper's most telling words
_CANDIDATES = 200
_COMMON = 500  # papers: a word that more of them hold tells none apart
_REPEATED = 3  # how much a word must count in both to be named as a reason
_SHOWN = 3  # words, topics or names of a reason


class Related(NamedTuple):
    """A paper like the one asked about; ``reasons`` are phrases for a person."""

    record: Record
    score: float
    reasons: tuple[str, ...]


def related(index: SearchIndex, record: Record, taxonomy: Taxonomy, limit: int | None = 5) -> list[Related]:
    """The papers most like ``record``, best first; withdrawn ones are left out."""
    return Neighbourhood(index, taxonomy).of(record, limit)


class Neighbourhood:
    """The papers of an index, each near to others. What is worked out for one paper serves the next."""

    def __init__(self, index: SearchIndex, taxonomy: Taxonomy) -> None:
        self._index = index
        self._taxonomy = taxonomy
        self._held: dict[str, Scores] = {}
        self._rarity: dict[str, float] = index.topic_rarity({topic for fact in index.papers.facts for topic in fact["topics"]})
        self._people: dict[int, frozenset[str]] = {}

    def of(self, record: Record, limit: int | None = 5) -> list[Related]:
        """The papers most like one, best first; withdrawn ones are left out."""
        papers = self._index.papers
        look = _Look(record, self._told(record), self._taxonomy)
        scores = self._scores(look.told)
        own = papers.number(record["id"])
        most = scores.get(own, 1.0) if own is not None else 1.0
        best = sorted(scores, key=lambda number: (-scores[number], number))[:_CANDIDATES]
        likes = {
            number: scores[number] / most + self._shared(look, number)
            for number in best
            if number != own and papers.facts[number]["status"] != "withdrawn"
        }
        nearest = sorted(likes, key=lambda number: -likes[number])[:limit]
        return [Related(other, likes[number], look.reasons(other)) for number in nearest for other in (papers.record(number),)]

    def _told(self, record: Record) -> dict[str, float]:
        """The paper's most telling stems, weighted."""
        times = _times(record)
        rarity = self._index.rarity(times)
        weights = {word: rarity[word] * times[word] / (times[word] + 2) for word in rarity}
        return dict(sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:_TOLD])

    def _scores(self, told: Mapping[str, float]) -> Scores:
        sums: dict[int, float] = {}
        for word, weight in told.items():
            if word not in self._held:
                self._held[word] = self._index.holding({word: 1.0}).scores
            if len(self._held[word]) <= _COMMON:
                for number, score in self._held[word].items():
                    sums[number] = sums.get(number, 0.0) + score * weight
        return sums

    def _shared(self, look: _Look, number: int) -> float:
        """What shared topics and authors add."""
        fact = self._index.papers.facts[number]
        if number not in self._people:
            self._people[number] = frozenset(map(name_key, fact["authors"]))
        score = AUTHORS * min(len(self._people[number] & look.people.keys()), 2)
        topics = fact["topics"]
        if shared := [topic for topic in look.topics if topic in topics]:
            either = dict.fromkeys([*look.topics, *topics])
            score += TOPICS * self._weight(shared, look.topics, topics) / self._weight(either, look.topics, topics)
        return score

    def _weight(self, topics: Iterable[str], one: Sequence[str], other: Sequence[str]) -> float:
        """Rare topics tell more, methods less than areas, and the first of a paper's topics most."""
        return sum(
            self._rarity[topic]
            * (METHOD if topic in self._taxonomy and self._taxonomy[topic].kind == "method" else 1)
            / (1 + min(ids.index(topic) if topic in ids else len(ids) for ids in (one, other)))
            for topic in topics
            if topic in self._rarity
        )


class _Look:
    """From one paper at others."""

    def __init__(self, record: Record, told: Mapping[str, float], taxonomy: Taxonomy) -> None:
        self.told = told
        self.topics = taxonomy.with_broader(record["topics"])
        self.people = {name_key(name): name for name in record["authors"]}
        self._times = _times(record)
        self._taxonomy = taxonomy

    def reasons(self, other: Record) -> tuple[str, ...]:
        """Why the other is like this one, as phrases."""
        topics = self._taxonomy.with_broader(other["topics"])
        reasons = (
            ("on", self._taxonomy.names(self._narrowest([topic for topic in self.topics if topic in topics]))),
            ("both say", self._said(other)),
            ("by", [name for name in other["authors"] if name_key(name) in self.people]),
        )
        return tuple(f"{why} {_some(what)}" for why, what in reasons if what)

    def _narrowest(self, topics: list[str]) -> list[str]:
        return [topic for topic in topics if not any(t.broader == topic for t in map(self._taxonomy.get, topics) if t)]

    def _said(self, other: Record) -> list[str]:
        """The most telling words that both hold, as the other paper writes them."""
        spelled: dict[str, str] = {}
        for word, _ in _words(other):
            spelled.setdefault(stem(word), word)
        times = _times(other)
        return [spelled[word] for word in self.told if min(times[word], self._times[word]) >= _REPEATED]


def _times(record: Record) -> Counter[str]:
    """How much each stem of a paper counts."""
    times: Counter[str] = Counter()
    for word, weight in _words(record):
        times[stem(word)] += weight
    return times


def _words(record: Record) -> Iterator[tuple[str, int]]:
    for text, weight in ((record["title"], TITLE), (record["summary"], SUMMARY), (record["abstract"], ABSTRACT)):
        for word in split(text or ""):
            if word.text not in STOP_WORDS and len(word.text) > 1:
                yield word.text, weight


def _some(texts: list[str]) -> str:
    return ", ".join(texts[:_SHOWN])
