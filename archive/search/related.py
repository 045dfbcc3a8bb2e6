"""Related papers: the papers most similar to one (:mod:`archive.search.similarity`), with the reasons in words."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from archive.catalogue.taxonomy import Taxonomy
from archive.model.analysis import STOP_WORDS, split, stem
from archive.model.name_parts import name_key
from archive.model.record import Record
from archive.search import ranking
from archive.search.engine import SearchIndex
from archive.search.similarity import ABSTRACT, SUMMARY, TITLE, Metadata, Neighbourhood, make_metadata

_REPEATED = 3  # how much a word must count in both papers to be given as a reason
_SHOWN = 3  # words, topics or names in one reason


class Related(NamedTuple):
    """A related paper; ``reasons`` are phrases for the user."""

    record: Record
    score: float
    reasons: tuple[str, ...]


def related(index: SearchIndex, record: Record, taxonomy: Taxonomy, limit: int | None = 5) -> list[Related]:
    """The papers most similar to one, best first, without withdrawn ones.

    Args:
        index: the papers.
        record: the paper to compare with; it need not be in the index.
        taxonomy: the topics.
        limit: how many; None for all that were compared.
    """
    papers = index.papers
    neighbourhood = Neighbourhood(_IndexedPapers(index), taxonomy)
    wording = _wording(record)
    terms = neighbourhood.characteristic_terms(wording.times.items())
    metadata = make_metadata(taxonomy.with_broader(record["topics"]), record["authors"], record["status"])
    nearest = neighbourhood.nearest(papers.number(record["id"]), metadata, terms, limit)
    comparison = _Comparison(record, wording, terms, taxonomy)
    others = ((papers.record(number), score) for number, score in nearest.items())
    return [Related(other, score, comparison.reasons(other)) for other, score in others]


class _IndexedPapers:
    """The papers of an index, as neighbours need them."""

    def __init__(self, index: SearchIndex) -> None:
        self._papers = index.papers
        self._postings = index.postings

    def __len__(self) -> int:
        return len(self._papers)

    def frequency(self, stem: str) -> int:
        return self._postings.document_frequency("text", stem)

    def scores(self, stem: str) -> tuple[Iterable[int], Iterable[float]]:
        frequencies = self._postings.frequencies("text", stem)
        scores = ranking.bm25(frequencies, self._papers.lengths, self._papers.mean_length)
        return scores.keys(), scores.values()

    def sharing(self, metadata: Metadata, numbers: Sequence[int]) -> Container[int]:  # noqa: ARG002, all: reading metadata is fast for one paper
        return numbers

    def metadata(self, number: int) -> Metadata:
        stored = self._papers.metadata(number)
        return make_metadata(stored["topics"], stored["authors"], stored["status"])

    def topic_counts(self) -> Mapping[str, int]:
        return self._papers.topic_counts()


class _Comparison:
    """One paper, to be compared with others."""

    def __init__(self, record: Record, wording: _Wording, terms: Iterable[str], taxonomy: Taxonomy) -> None:
        self._terms = terms
        self._topics = taxonomy.with_broader(record["topics"])
        self._people = {name_key(name): name for name in record["authors"]}
        self._wording = wording
        self._taxonomy = taxonomy

    def reasons(self, other: Record) -> tuple[str, ...]:
        """The reasons why the other paper is similar, as phrases."""
        topics = self._taxonomy.with_broader(other["topics"])
        reasons = (
            ("on", self._taxonomy.names(self._narrowest([topic for topic in self._topics if topic in topics]))),
            ("both say", self._shared_words(_wording(other))),
            ("by", [name for name in other["authors"] if name_key(name) in self._people]),
        )
        return tuple(f"{why} {_some(what)}" for why, what in reasons if what)

    def _narrowest(self, topics: list[str]) -> list[str]:
        return [topic for topic in topics if not any(t.broader == topic for t in map(self._taxonomy.get, topics) if t)]

    def _shared_words(self, other: _Wording) -> list[str]:
        """The most characteristic words of both papers, as the other one spells them."""
        counts = ((word, min(other.times.get(word, 0), self._wording.times.get(word, 0))) for word in self._terms)
        return [other.spelled[word] for word, count in counts if count >= _REPEATED]


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


def _words(record: Record) -> Iterator[tuple[str, int]]:
    for text, weight in ((record["title"], TITLE), (record["summary"], SUMMARY), (record["abstract"], ABSTRACT)):
        for word in split(text or ""):
            if word.text not in STOP_WORDS and len(word.text) > 1:
                yield word.text, weight


def _some(texts: list[str]) -> str:
    return ", ".join(texts[:_SHOWN])
