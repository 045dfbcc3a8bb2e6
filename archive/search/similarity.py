"""The papers most similar to one, by words, topics and authors; :mod:`archive.search.related` says why.

The similarity is a number from 0 to about 2: the BM25 score of the paper's characteristic words in the other paper, as
a share of the paper's own score; plus shared topics, of which rare ones count more; plus shared authors.
"""

from __future__ import annotations

import math
from array import array
from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple, Protocol

from archive.catalogue.taxonomy import Taxonomy
from archive.model.analysis import STOP_WORDS, WORD, split_words, stem
from archive.model.name_parts import name_key
from archive.model.paper import WITHDRAWN
from archive.model.record import Record
from archive.search import ranking
from archive.search.stored_papers import TITLE_COUNTS

TITLE, SUMMARY, ABSTRACT = 3, 2, 1  # how much a word counts by where it occurs
TOPICS, METHOD, AUTHORS = 0.6, 0.4, 0.15  # all topics shared; a method relative to an area; each author shared
_MOST_AUTHORS = 2  # shared authors that count
_SHARE_OF_BEST = 0.25  # of the nearest paper's similarity; farther ones share little but a common topic or word
_TERMS = 40  # characteristic terms of a paper that are compared
_CANDIDATES = 200
_COMMON = 200  # papers; a word that more of them hold distinguishes none
_SATURATION = 2  # as k1 of BM25: a word that occurs three times does not say three times as much
_ROUNDING = 1e-9  # more than sums of scores lose by it


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

    def scores(self, stem: str) -> tuple[Iterable[int], Iterable[float]]:
        """The papers that contain a stem, and their BM25 scores."""

    def sharing(self, facts: Facts, numbers: Sequence[int]) -> Container[int]:
        """Those of some papers, with others or without, that share a topic or an author with one of these facts, or were
        withdrawn.
        """

    def facts(self, number: int) -> Facts:
        """The facts of a paper."""

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
        frequency, idf = self._corpus.frequency, self._idf
        weights = [
            (-idf(number) * count / (count + _SATURATION), word) for word, count in times.items() if (number := frequency(word))
        ]
        return {word: -weight for weight, word in sorted(weights)[:_TERMS]}

    def nearest(self, own: int | None, facts: Facts, terms: Mapping[str, float], limit: int | None) -> dict[int, float]:
        """The papers nearest to one with their similarities, best first, without withdrawn ones and without those that are
        less than a quarter as similar as the first.

        Args:
            own: the paper's number, None for one that the corpus lacks.
            facts: the paper's.
            terms: its characteristic terms.
            limit: how many at most; None for all.
        """
        if limit == 0:
            return {}
        scores = self._scores(terms)
        most = scores.get(own, 1.0) if own is not None else 1.0
        shared_with = self._shared_with(facts)
        candidates = _highest(scores)
        sharing = self._corpus.sharing(facts, [number for _, number in candidates])
        similarities: dict[int, float] = {}
        best = _Best(limit)
        for negated, number in candidates:
            similarity = -negated / most
            if similarity + _MOST_SHARED < best.least:
                break  # all further ones are farther away
            if number in sharing:
                other = self._corpus.facts(number)
                if other.withdrawn:
                    continue
                similarity += shared_with(other)
            if number != own and similarity > best.least:
                similarities[number] = similarity
                best.add(similarity)
        return _close_ones(similarities, limit)

    def _scores(self, terms: Mapping[str, float]) -> dict[int, float]:
        sums: dict[int, float] = {}
        for word, weight in terms.items():
            if self._corpus.frequency(word) <= _COMMON:
                numbers, scores = self._corpus.scores(word)
                more = dict(zip(numbers, map(weight.__mul__, scores), strict=True))
                for number in more.keys() & sums.keys():  # few, hence the rest without a loop
                    more[number] += sums[number]
                sums.update(more)
        return sums

    def _shared_with(self, one: Facts) -> Callable[[Facts], float]:
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

        def shared_with(other: Facts) -> float:
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


def _counted(terms: Iterable[int]) -> tuple[array[int], array[int]]:
    """Stems, each once, and how often each is among them."""
    times = Counter(terms)
    return array("I", times), array("I", times.values())


def _share(taxonomy: Taxonomy, topic: str) -> float:
    return METHOD if topic in taxonomy and taxonomy[topic].kind == "method" else 1


class _Stems(dict[str, tuple[int, ...]]):
    """The numbers of the stems of what a text has between blanks and signs, looked up once for each.

    Args:
        number_of: gives the number of a word's stem.
        holds: which words are meant.
    """

    def __init__(self, number_of: Callable[[str], int], holds: Callable[[str], bool] = lambda _: True) -> None:
        self._number_of = number_of
        self._holds = holds

    def __missing__(self, written: str) -> tuple[int, ...]:
        found = self[written] = tuple(self._number_of(word) for word in split_words(written) if self._holds(word))
        return found

    def of(self, written: Iterable[str]) -> list[int]:
        return list(chain.from_iterable(map(self.__getitem__, written)))


class PapersInMemory:
    """A corpus of records: what neighbours need, and nothing else of an index. It scores as an index does.

    Args:
        records: the papers.
        taxonomy: names broader topics.
    """

    def __init__(self, records: Iterable[Record], taxonomy: Taxonomy) -> None:
        self._texts: list[str] = []  # the stems by their numbers
        self._terms: dict[str, int] = {}
        self._lengths: list[int] = []
        self._facts: list[Facts] = []
        self._times: list[tuple[array[int], array[int]]] = []  # by paper: its stems, and how much each counts
        self._scored: dict[str, tuple[array[int], array[float]]] = {}
        held = list(self._read(records, taxonomy))
        self._mean = sum(self._lengths) / max(1, len(self._lengths)) or 1.0
        self._frequencies = Counter(chain.from_iterable(terms for terms, _ in held))
        self._held = self._by_stem(held)
        self._bits = {topic: 1 << bit for bit, topic in enumerate(self.topic_counts())}
        self._masks = list(map(self._mask, self._facts))
        self._withdrawn = {number for number, facts in enumerate(self._facts) if facts.withdrawn}
        self._by_person: dict[str, list[int]] = defaultdict(list)
        for number, facts in enumerate(self._facts):
            for person in facts.people:
                self._by_person[person].append(number)

    def _read(self, records: Iterable[Record], taxonomy: Taxonomy) -> Iterator[tuple[array[int], array[int]]]:
        """Keep what is needed of each record; yields its stems, and how often it has each."""
        number_of = cache(lambda word: self._number(stem(word)))
        every = _Stems(number_of)
        content = _Stems(number_of, lambda word: word not in STOP_WORDS)
        compared = _Stems(number_of, lambda word: word not in STOP_WORDS and len(word) > 1)
        for record in records:
            self._facts.append(make_facts(taxonomy.with_broader(record["topics"]), record["authors"], record["status"]))
            texts = [WORD.findall(record[part] or "") for part in ("title", "summary", "abstract")]
            title, summary, abstract = map(every.of, texts)
            yield _counted(title * TITLE_COUNTS + summary + abstract)
            title, summary, abstract = map(compared.of, texts)
            self._times.append(_counted(title * TITLE + summary * SUMMARY + abstract * ABSTRACT))
            title, summary, abstract = map(content.of, texts)
            self._lengths.append(len(title) * TITLE_COUNTS + len(summary) + len(abstract))

    def __len__(self) -> int:
        return len(self._lengths)

    def _by_stem(self, held: Iterable[tuple[array[int], array[int]]]) -> dict[int, tuple[array[int], array[int]]]:
        """By stem that distinguishes papers: those that hold it, and how often."""
        found = {term: (array("I"), array("I")) for term, number in self._frequencies.items() if number <= _COMMON}
        for number, (terms, counts) in enumerate(held):
            for term, count in zip(terms, counts, strict=True):
                if term in found:
                    papers, counted = found[term]
                    papers.append(number)
                    counted.append(count)
        return found

    def _number(self, text: str) -> int:
        if text not in self._terms:
            self._terms[text] = len(self._texts)
            self._texts.append(text)
        return self._terms[text]

    def times(self, number: int) -> dict[str, int]:
        """How much each stem counts in a paper: in the title most, stop words and single letters not at all."""
        terms, counts = self._times[number]
        return dict(zip(map(self._texts.__getitem__, terms), counts, strict=True))

    def frequency(self, stem: str) -> int:
        """How many papers contain a stem."""
        return self._frequencies[self._terms[stem]]

    def scores(self, stem: str) -> tuple[Iterable[int], Iterable[float]]:
        """The papers that contain a stem, and their BM25 scores; only of stems that distinguish papers."""
        if stem not in self._scored:
            papers, counts = self._held[self._terms[stem]]
            scores = ranking.bm25(dict(zip(papers, counts, strict=True)), self._lengths, self._mean)
            self._scored[stem] = papers, array("d", scores.values())
        return self._scored[stem]

    def sharing(self, facts: Facts, numbers: Sequence[int]) -> Container[int]:
        """Those of some papers that share a topic with one of these facts, and all that share an author or were withdrawn."""
        topics, masks = self._mask(facts), self._masks
        others = self._withdrawn.union(*(self._by_person.get(person, ()) for person in facts.people))
        return others.union(number for number in numbers if masks[number] & topics)

    def _mask(self, facts: Facts) -> int:
        """The topics as bits, which are compared faster than names."""
        return sum(self._bits.get(topic, 0) for topic in facts.topics)

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
