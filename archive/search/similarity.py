"""The papers most similar to one, by words, topics and authors; :mod:`archive.search.related` says why.

The similarity is a number from 0 to about 2: the BM25 score of the paper's characteristic words in the other paper, as
a share of the paper's own score; plus shared topics, of which rare ones count more; plus shared authors.
"""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import cache
from typing import Generic, NamedTuple, Protocol, TypeVar

from archive.catalogue.taxonomy import Taxonomy
from archive.model.name_parts import name_key
from archive.model.paper import WITHDRAWN
from archive.search import ranking

TITLE, SUMMARY, ABSTRACT = 3, 2, 1  # how much a word counts by where it occurs
TOPICS, METHOD, AUTHORS = 0.6, 0.4, 0.15  # all topics shared; a method relative to an area; each author shared
_MOST_AUTHORS = 2  # shared authors that count
_SHARE_OF_BEST = 0.25  # of the nearest paper's similarity; farther ones share little but a common topic or word
_TERMS = 40  # characteristic terms of a paper that are compared
_CANDIDATES = 200
COMMON = 200  # papers; a word that is in more of them distinguishes none
_SATURATION = 2  # as k1 of BM25: a word that occurs three times does not say three times as much
_ROUNDING = 1e-9  # more than sums of scores lose by it


class Metadata(NamedTuple):
    """What is compared of a paper besides its words.

    Attributes:
        topics: with the broader ones, each with its place in the list.
        people: the keys of the authors' names.
        withdrawn: such a paper is never a neighbour.
    """

    topics: Mapping[str, int]
    people: frozenset[str]
    withdrawn: bool


def make_metadata(topics: Iterable[str], authors: Iterable[str], status: str | None) -> Metadata:
    """The metadata of a paper. ``topics`` have the broader ones among them."""
    return Metadata({topic: at for at, topic in enumerate(topics)}, frozenset(map(name_key, authors)), status == WITHDRAWN)


Stem = TypeVar("Stem", str, int, contravariant=True)


class Corpus(Protocol[Stem]):
    """The papers among which neighbours are found, by number from 0. Stems are texts, or their numbers in alphabetical
    order.
    """

    def __len__(self) -> int:
        """How many papers there are."""

    def frequency(self, stem: Stem) -> int:
        """How many papers contain a stem."""

    def scores(self, stem: Stem) -> tuple[Iterable[int], Iterable[float]]:
        """The papers that contain a stem, and their BM25 scores; not asked of a stem that more than :data:`COMMON` contain."""

    def sharing(self, metadata: Metadata, numbers: Sequence[int]) -> Container[int]:
        """Those of some papers, with others or without, that share a topic or an author with these metadata, or were
        withdrawn.
        """

    def metadata(self, number: int) -> Metadata:
        """The metadata of a paper."""

    def topic_counts(self) -> Mapping[str, int]:
        """How many papers have each topic, counting narrower topics too."""


class _Best:
    """The highest similarities so far, at most ``limit``; ``least`` is the lowest of these, once there are ``limit``. If
    ``limit`` is None, all papers are wanted, and none is kept.
    """

    def __init__(self, limit: int | None) -> None:
        self._limit = limit
        self._sorted: list[float] = []
        self.least = -math.inf

    def add(self, similarity: float) -> None:
        if self._limit is None:
            return
        insort(self._sorted, similarity)
        del self._sorted[: -self._limit]
        if len(self._sorted) == self._limit:
            self.least = self._sorted[0]


class Neighbourhood(Generic[Stem]):
    """Finds the nearest papers in a corpus.

    Args:
        corpus: the papers.
        taxonomy: says which topics are methods.
    """

    def __init__(self, corpus: Corpus[Stem], taxonomy: Taxonomy) -> None:
        self._corpus: Corpus[Stem] = corpus
        counts = corpus.topic_counts().items()
        self._idf = cache(lambda number: ranking.idf(number, len(corpus)))
        self._weights = {topic: self._idf(number) * _share(taxonomy, topic) for topic, number in counts}

    def characteristic_terms(self, times: Iterable[tuple[Stem, int]]) -> dict[Stem, float]:
        """The stems that distinguish a paper most, with their tf-idf weights.

        Args:
            times: how much each stem counts in the paper.
        """
        frequency, idf = self._corpus.frequency, self._idf
        weights = [(-idf(number) * count / (count + _SATURATION), stem) for stem, count in times if (number := frequency(stem))]
        return {stem: -weight for weight, stem in sorted(weights)[:_TERMS]}

    def nearest(self, own: int | None, metadata: Metadata, terms: Mapping[Stem, float], limit: int | None) -> dict[int, float]:
        """The papers nearest to one with their similarities, best first, without withdrawn ones and without those that are
        less than a quarter as similar as the first.

        Args:
            own: the paper's number, None for one that the corpus lacks.
            metadata: the paper's.
            terms: its characteristic terms.
            limit: how many at most; None for all.
        """
        if limit == 0:
            return {}
        scores = self._scores(terms)
        most = scores.get(own, 1.0) if own is not None else 1.0
        shared_with = self._shared_with(metadata)
        candidates = _highest(scores)
        sharing = self._corpus.sharing(metadata, [number for _, number in candidates])
        similarities: dict[int, float] = {}
        best = _Best(limit)
        for negated, number in candidates:
            similarity = -negated / most
            if similarity + _MOST_SHARED < best.least:
                break  # all further ones are farther away
            if number in sharing:
                other = self._corpus.metadata(number)
                if other.withdrawn:
                    continue
                similarity += shared_with(other)
            if number != own and similarity > best.least:
                similarities[number] = similarity
                best.add(similarity)
        return _close_ones(similarities, limit)

    def _scores(self, stems: Mapping[Stem, float]) -> dict[int, float]:
        """The papers that contain some of these stems, and the sums of their scores by the stems' weights."""
        sums: dict[int, float] = {}
        so_far = sums.get
        for stem, weight in stems.items():
            if self._corpus.frequency(stem) <= COMMON:
                for number, score in zip(*self._corpus.scores(stem), strict=True):
                    sums[number] = so_far(number, 0.0) + weight * score
        return sums

    def _shared_with(self, one: Metadata) -> Callable[[Metadata], float]:
        """A function that gives the similarity of another paper to one by shared topics and authors.

        For topics, it is the weight of the shared topics, as a share of the weight of all topics of the two papers. Rare
        topics count more, methods less than areas, and the first topics of a paper most.
        """
        people, topics, weights = one.people, one.topics, self._weights
        weighed = [(topic, place, weights[topic]) for topic, place in topics.items() if topic in weights]
        last = len(topics)

        def by_topics(others: Mapping[str, int]) -> float:
            shared = either = 0.0
            for topic, place, weight in weighed:
                there = others.get(topic)
                if there is None:
                    either += weight / (1 + min(place, len(others)))
                else:
                    both = weight / (1 + min(place, there))
                    either += both
                    shared += both
            for topic, place in others.items():
                if topic not in topics and topic in weights:
                    either += weights[topic] / (1 + min(place, last))
            return shared / either

        def shared_with(other: Metadata) -> float:
            score = 0.0
            if not people.isdisjoint(other.people):
                score = AUTHORS * min(len(people & other.people), _MOST_AUTHORS)
            return score if topics.keys().isdisjoint(other.topics) else score + TOPICS * by_topics(other.topics)

        return shared_with


_MOST_SHARED = TOPICS + AUTHORS * _MOST_AUTHORS + _ROUNDING


def _close_ones(similarities: Mapping[int, float], limit: int | None) -> dict[int, float]:
    """The most similar papers, best first, without those that are less than a quarter as similar as the first."""
    least = _SHARE_OF_BEST * max(similarities.values(), default=0.0)
    nearest = sorted(similarities, key=similarities.__getitem__, reverse=True)[:limit]
    return {number: similarities[number] for number in nearest if similarities[number] >= least}


def _highest(scores: Mapping[int, float]) -> list[tuple[float, int]]:
    """The highest scores, negated, each with its paper, best first; of equal ones, those that come first in the archive."""
    least = min(sorted(scores.values())[-_CANDIDATES:], default=0.0)
    return sorted([(-score, number) for number, score in scores.items() if score >= least])[:_CANDIDATES]


def _share(taxonomy: Taxonomy, topic: str) -> float:
    return METHOD if topic in taxonomy and taxonomy[topic].kind == "method" else 1
