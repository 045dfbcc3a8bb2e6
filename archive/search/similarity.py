"""The papers most similar to one, by words, topics and authors; :mod:`archive.search.related` says why.

The similarity is a number from 0 to about 2: the BM25 score of the paper's characteristic words in the other paper, as
a share of the paper's own score; plus shared topics, of which rare ones count more; plus shared authors.
"""

from __future__ import annotations

from array import array
from bisect import insort
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple, Protocol

from archive.catalogue.taxonomy import Taxonomy
from archive.model.analysis import STOP_WORDS, split_words, stem
from archive.model.name_parts import name_key
from archive.model.paper import WITHDRAWN
from archive.model.record import Record
from archive.search import ranking
from archive.search.stored_fields import TITLE_COUNTS

TITLE, SUMMARY, ABSTRACT = 3, 2, 1  # how much a word counts by where it occurs
TOPICS, METHOD, AUTHORS = 0.6, 0.4, 0.15  # all topics shared; a method relative to an area; each author shared
_MOST_AUTHORS = 2  # shared authors that count
_SHARE_OF_BEST = 0.25  # of the nearest paper's similarity; farther ones share little but a common topic or word
_TERMS = 40  # characteristic terms of a paper that are compared
_CANDIDATES = 200
_COMMON = 200  # papers; a word that occurs in more of them does not distinguish a paper
_SATURATION = 2  # like k1 of BM25: a word that occurs three times does not count three times as much
_ROUNDING = 1e-9  # more than the rounding error of a sum of scores


class Facts(NamedTuple):
    """What is compared of a paper besides its words.

    Attributes:
        topics: with the broader ones, each with its place in the list.
        people: the keys of the authors' names.
        withdrawn: such a paper is never a neighbour.
    """

    topics: Mapping[str, int]
    people: frozenset[str]
    withdrawn: bool


def make_facts(topics: Iterable[str], authors: Iterable[str], status: str | None) -> Facts:
    """The facts of a paper. ``topics`` have the broader ones among them."""
    return Facts({topic: at for at, topic in enumerate(topics)}, frozenset(map(name_key, authors)), status == WITHDRAWN)


class Corpus(Protocol):
    """The papers among which neighbours are found, by number from 0."""

    def __len__(self) -> int:
        """How many papers there are."""

    def frequency(self, stem: str) -> int:
        """How many papers contain a stem."""

    def scores(self, stem: str) -> Iterable[tuple[int, float]]:
        """The papers that contain a stem, each with its BM25 score."""

    def facts(self, number: int) -> Facts:
        """The facts of a paper."""

    def topic_counts(self) -> Mapping[str, int]:
        """How many papers have each topic, counting narrower topics too."""


class _Best:
    """The highest similarities so far, at most ``limit``. If ``limit`` is None, none is kept: all papers are wanted, so
    the search cannot end early.
    """

    def __init__(self, limit: int | None) -> None:
        self._limit = limit
        self._negated: list[float] = []  # in rising order

    def add(self, similarity: float) -> None:
        if self._limit is not None and (len(self._negated) < self._limit or -similarity < self._negated[-1]):
            insort(self._negated, -similarity)
            del self._negated[self._limit :]

    def are_all_above(self, bound: float) -> bool:
        """Whether ``limit`` similarities are known, all of them above a bound."""
        return self._limit is not None and len(self._negated) >= self._limit and -self._negated[self._limit - 1] > bound


class Neighbourhood:
    """Finds the nearest papers in a corpus.

    Args:
        corpus: the papers.
        taxonomy: says which topics are methods.
    """

    def __init__(self, corpus: Corpus, taxonomy: Taxonomy) -> None:
        self._corpus = corpus
        held = corpus.topic_counts().items()
        self._idf = cache(lambda number: ranking.idf(number, len(corpus)))
        self._weights = {topic: self._idf(number) * _share(taxonomy, topic) for topic, number in held}

    def characteristic_terms(self, times: Mapping[str, int]) -> dict[str, float]:
        """The stems that distinguish a paper most, with their tf-idf weights.

        Args:
            times: how much each stem counts in the paper.
        """
        held = ((word, count, self._corpus.frequency(word)) for word, count in times.items())
        weights = [(-self._idf(number) * count / (count + _SATURATION), word) for word, count, number in held if number]
        return {word: -weight for weight, word in sorted(weights)[:_TERMS]}

    def nearest(self, own: int | None, facts: Facts, terms: Mapping[str, float], limit: int | None) -> dict[int, float]:
        """The papers most similar to a paper, with their similarities, best first; without withdrawn papers, and without
        papers less than a quarter as similar as the first.

        Args:
            own: the number of the paper; None if it is not in the corpus.
            facts: its facts.
            terms: its characteristic terms.
            limit: the most papers; None for all.
        """
        if limit == 0:
            return {}
        scores = self._scores(terms)
        most = scores.get(own, 1.0) if own is not None else 1.0
        similarities: dict[int, float] = {}
        best = _Best(limit)
        for number in _highest(scores):
            share = scores[number] / most
            if best.are_all_above(share + _MOST_SHARED):
                break  # all further ones are farther away
            other = self._corpus.facts(number)
            if number == own or other.withdrawn:
                continue
            similarities[number] = share + self._shared(facts, other)
            best.add(similarities[number])
        least = _SHARE_OF_BEST * max(similarities.values(), default=0.0)
        nearest = sorted(similarities, key=similarities.__getitem__, reverse=True)[:limit]
        return {number: similarities[number] for number in nearest if similarities[number] >= least}

    def _scores(self, terms: Mapping[str, float]) -> dict[int, float]:
        sums: dict[int, float] = {}
        sum_of = sums.get
        for word, weight in terms.items():
            if self._corpus.frequency(word) <= _COMMON:
                for number, score in self._corpus.scores(word):
                    sums[number] = sum_of(number, 0.0) + score * weight
        return sums

    def _shared(self, one: Facts, other: Facts) -> float:
        """The similarity by shared topics and authors."""
        score = 0.0
        if not one.people.isdisjoint(other.people):
            score += AUTHORS * min(len(one.people & other.people), _MOST_AUTHORS)
        if not one.topics.keys().isdisjoint(other.topics):
            score += TOPICS * self._shared_topics(one.topics, other.topics)
        return score

    def _shared_topics(self, one: Mapping[str, int], other: Mapping[str, int]) -> float:
        """The weight of the shared topics, as a share of the weight of all topics of the two papers. Rare topics count
        more, methods less than areas, and the first topics of a paper most.
        """
        shared = either = 0.0
        last = len(other)
        for topic, place in one.items():
            if topic in self._weights:
                weight = self._weights[topic] / (1 + min(place, other.get(topic, last)))
                either += weight
                if topic in other:
                    shared += weight
        last = len(one)
        for topic, place in other.items():
            if topic not in one and topic in self._weights:
                either += self._weights[topic] / (1 + min(place, last))
        return shared / either


_MOST_SHARED = TOPICS + AUTHORS * _MOST_AUTHORS + _ROUNDING


def _highest(scores: Mapping[int, float]) -> list[int]:
    """The papers of the highest scores, best first; of equal ones, those that come first in the archive."""
    least = sorted(scores.values())[-_CANDIDATES:][:1]
    return sorted((n for n in scores if scores[n] >= least[0]), key=lambda n: (-scores[n], n))[:_CANDIDATES]


def _share(taxonomy: Taxonomy, topic: str) -> float:
    return METHOD if topic in taxonomy and taxonomy[topic].kind == "method" else 1


class PapersInMemory:
    """A corpus of records: what neighbours need, and nothing else of an index. It scores as an index does.

    Args:
        records: the papers.
        taxonomy: names broader topics.
    """

    def __init__(self, records: Iterable[Record], taxonomy: Taxonomy) -> None:
        self._terms: dict[str, int] = {}
        self._texts: list[str] = []  # the stems by their numbers
        self._held: list[tuple[array[int], array[int]]] = []  # by stem: the papers that contain it, and how often
        self._scored: dict[str, tuple[array[int], array[float]]] = {}
        self._times: list[tuple[array[int], array[int]]] = []  # by paper: its stems, and how much each counts
        self._lengths: list[int] = []
        self._facts: list[Facts] = []
        known: dict[str, int] = {}  # stems by words
        for record in records:
            self._facts.append(make_facts(taxonomy.with_broader(record["topics"]), record["authors"], record["status"]))
            self._add_text(record, known)
        self._mean = sum(self._lengths) / max(1, len(self._lengths)) or 1.0

    def __len__(self) -> int:
        return len(self._lengths)

    def _add_text(self, record: Record, known: dict[str, int]) -> None:
        held: dict[int, int] = {}
        times: dict[int, int] = {}
        length = 0
        parts = ((record["title"], TITLE_COUNTS, TITLE), (record["summary"], 1, SUMMARY), (record["abstract"], 1, ABSTRACT))
        for text, count, weight in parts:
            for word in split_words(text or ""):
                term = known.get(word)
                if term is None:
                    term = known[word] = self._term(stem(word))
                held[term] = held.get(term, 0) + count
                if word not in STOP_WORDS:
                    length += count
                    if len(word) > 1:
                        times[term] = times.get(term, 0) + weight
        for term, count in held.items():
            papers, counts = self._held[term]
            papers.append(len(self._lengths))
            counts.append(count)
        self._times.append((array("I", times), array("I", times.values())))
        self._lengths.append(length)

    def _term(self, text: str) -> int:
        if text not in self._terms:
            self._terms[text] = len(self._texts)
            self._texts.append(text)
            self._held.append((array("I"), array("I")))
        return self._terms[text]

    def times(self, number: int) -> dict[str, int]:
        """How much each stem counts in a paper: in the title most, stop words and single letters not at all."""
        terms, counts = self._times[number]
        return {self._texts[term]: count for term, count in zip(terms, counts, strict=True)}

    def frequency(self, stem: str) -> int:
        """How many papers contain a stem."""
        term = self._terms.get(stem)
        return 0 if term is None else len(self._held[term][0])

    def scores(self, stem: str) -> Iterable[tuple[int, float]]:
        """The papers that contain a stem, each with its BM25 score."""
        if stem not in self._scored:
            papers, counts = self._held[self._terms[stem]]
            scores = ranking.bm25(dict(zip(papers, counts, strict=True)), self._lengths, self._mean)
            self._scored[stem] = papers, array("d", scores.values())
        return zip(*self._scored[stem], strict=True)

    def facts(self, number: int) -> Facts:
        """The facts of a paper."""
        return self._facts[number]

    def topic_counts(self) -> Mapping[str, int]:
        """How many papers have each topic, counting narrower topics too."""
        return Counter(topic for facts in self._facts for topic in facts.topics)


class AllNeighbours:
    """The most similar papers of each paper. Withdrawn papers have none, and are not among them.

    Args:
        records: the papers.
        taxonomy: their topics.
        limit: how many for each.
    """

    def __init__(self, records: Sequence[Record], taxonomy: Taxonomy, limit: int) -> None:
        self._limit = limit
        self._corpus = PapersInMemory(records, taxonomy)
        self._neighbourhood = Neighbourhood(self._corpus, taxonomy)

    def of(self, number: int) -> list[int]:
        """The numbers of the papers nearest to that of a number, best first."""
        facts = self._corpus.facts(number)
        if facts.withdrawn:
            return []
        terms = self._neighbourhood.characteristic_terms(self._corpus.times(number))
        return list(self._neighbourhood.nearest(number, facts, terms, self._limit))
