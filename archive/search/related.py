"""The papers most like one: by what they say, by topic and by author, each with the reason in words.

Likeness is a number from 0 to about 2: the share of the paper's telling words that the other holds (BM25,
with the paper's own score as the measure), and on top of it shared topics, the rarer the more, and
shared authors.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from archive.people import name_key
from archive.record import Record
from archive.search.analysis import STOP_WORDS, split, stem
from archive.search.engine import SearchIndex
from archive.taxonomy import Taxonomy

TITLE, SUMMARY, ABSTRACT = 3, 2, 1  # how much a word counts by where it stands
TOPICS, METHOD, AUTHORS = 0.6, 0.4, 0.15  # likeness of all topics shared; a method against an area; of each author shared
_TOLD = 40  # the paper's most telling words
_CANDIDATES = 200
_REPEATED = 3  # how much a word must count in both to be named as a reason
_SHOWN = 3  # words, topics or names of a reason


class Related(NamedTuple):
    """A paper like the one asked about; ``reasons`` are phrases for a person."""

    record: Record
    score: float
    reasons: tuple[str, ...]


def related(index: SearchIndex, record: Record, taxonomy: Taxonomy, limit: int | None = 5) -> list[Related]:
    """The papers most like ``record``, best first; withdrawn ones are left out."""
    look = _Look(index, record, taxonomy)
    scores = index.holding(look.told).scores
    own = index.papers.number(record["id"])
    most = scores.get(own, 1.0) if own is not None else 1.0
    best = sorted(scores, key=lambda number: (-scores[number], number))[:_CANDIDATES]
    likes = [
        look.at(index.papers.record(number), scores[number] / most)
        for number in best
        if number != own and index.papers.facts[number]["status"] != "withdrawn"
    ]
    return sorted(likes, key=lambda like: -like.score)[:limit]


class _Look:
    """From one paper at others."""

    def __init__(self, index: SearchIndex, record: Record, taxonomy: Taxonomy) -> None:
        self._times: Counter[str] = Counter()
        for word, weight in _words(record):
            self._times[stem(word)] += weight
        times = self._times
        rarity = index.rarity(times)
        weights = {word: rarity[word] * times[word] / (times[word] + 2) for word in rarity}
        self.told = dict(sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:_TOLD])
        self._index = index
        self._taxonomy = taxonomy
        self._topics = taxonomy.with_broader(record["topics"])
        self._names = {name_key(name) for name in record["authors"]}

    def at(self, other: Record, words: float) -> Related:
        topics = self._taxonomy.with_broader(other["topics"])
        shared = [topic for topic in self._topics if topic in topics]
        authors = [name for name in other["authors"] if name_key(name) in self._names]
        score = words + AUTHORS * min(len(authors), 2)
        if shared:
            score += TOPICS * self._weight(shared, topics) / self._weight(dict.fromkeys([*self._topics, *topics]), topics)
        reasons = (
            ("on", self._taxonomy.names(self._narrowest(shared))),
            ("both say", self._said(other)),
            ("by", authors),
        )
        return Related(other, score, tuple(f"{why} {_some(what)}" for why, what in reasons if what))

    def _weight(self, topics: Iterable[str], other: Sequence[str]) -> float:
        """Rare topics tell more, methods less than areas, and the first of a paper's topics most."""
        return sum(
            rarity
            * (METHOD if topic in self._taxonomy and self._taxonomy[topic].kind == "method" else 1)
            / (1 + min(one.index(topic) if topic in one else len(one) for one in (self._topics, other)))
            for topic, rarity in self._index.topic_rarity(topics).items()
        )

    def _narrowest(self, topics: list[str]) -> list[str]:
        return [topic for topic in topics if not any(t.broader == topic for t in map(self._taxonomy.get, topics) if t)]

    def _said(self, other: Record) -> list[str]:
        """The most telling words that both hold, as the other paper writes them."""
        spelled: dict[str, str] = {}
        times: Counter[str] = Counter()
        for word, weight in _words(other):
            spelled.setdefault(stem(word), word)
            times[stem(word)] += weight
        return [spelled[word] for word in self.told if min(times[word], self._times[word]) >= _REPEATED]


def _words(record: Record) -> Iterator[tuple[str, int]]:
    for text, weight in ((record["title"], TITLE), (record["summary"], SUMMARY), (record["abstract"], ABSTRACT)):
        for word in split(text or ""):
            if word.text not in STOP_WORDS and len(word.text) > 1:
                yield word.text, weight


def _some(texts: list[str]) -> str:
    return ", ".join(texts[:_SHOWN])
