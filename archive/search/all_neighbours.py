"""The nearest papers of every paper of a site, without an index."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain

from archive.catalogue.taxonomy import Taxonomy
from archive.model.analysis import STOP_WORDS, split_words, stem
from archive.model.record import Record
from archive.search import ranking
from archive.search.similarity import ABSTRACT, COMMON, SUMMARY, TITLE, Metadata, Neighbourhood, make_metadata
from archive.search.stored_papers import TITLE_COUNTS

_Counts = tuple["array[int]", "array[int]"]  # stems by their numbers, each once, and how often each occurs


def _counted(words: Iterable[int], stems: Sequence[tuple[int, ...]]) -> _Counts:
    """The stems of words, which are numbers."""
    times = Counter(chain.from_iterable(map(stems.__getitem__, words)))
    return array("I", times), array("I", times.values())


class _Words(dict[str, int]):
    """What texts have between blanks, by number, read once for each.

    Attributes:
        stems: by number, those of its words; stems are numbered too.
        compared: those that are compared, without stop words and single letters.
        content: how many of its words are no stop words.
        stem_numbers: of all stems.
    """

    def __init__(self) -> None:
        self.stems: list[tuple[int, ...]] = []
        self.compared: list[tuple[int, ...]] = []
        self.content: list[int] = []
        self.stem_numbers: dict[str, int] = {}

    def __missing__(self, written: str) -> int:
        words = split_words(written)
        content = [word for word in words if word not in STOP_WORDS]
        self.stems.append(tuple(map(self._number, words)))
        self.compared.append(tuple(self._number(word) for word in content if len(word) > 1))
        self.content.append(len(content))
        number = self[written] = len(self)
        return number

    def _number(self, word: str) -> int:
        return self.stem_numbers.setdefault(stem(word), len(self.stem_numbers))

    def of(self, text: str | None) -> list[int]:
        """The numbers of what a text has between blanks."""
        return list(map(self.__getitem__, (text or "").split()))


class PapersInMemory:
    """A corpus of records: what neighbours need, and nothing else of an index. It scores as an index does.

    Args:
        records: the papers.
        taxonomy: names broader topics.
    """

    def __init__(self, records: Iterable[Record], taxonomy: Taxonomy) -> None:
        self._lengths: list[int] = []
        self._metadata: list[Metadata] = []
        self._times: list[_Counts] = []  # by paper: its stems, and how much each counts
        self._scored: dict[int, tuple[Iterable[int], Iterable[float]]] = {}
        term_vectors = self._read(records, taxonomy)
        self._mean = sum(self._lengths) / max(1, len(self._lengths)) or 1.0
        frequencies = Counter(chain.from_iterable(stems for stems, _ in term_vectors))
        self._postings = self._by_stem(term_vectors, {stem for stem, number in frequencies.items() if number <= COMMON})
        self._frequencies = array("I", map(frequencies.__getitem__, range(len(frequencies))))
        self._bits = {topic: 1 << bit for bit, topic in enumerate(self.topic_counts())}
        self._masks = list(map(self._mask, self._metadata))
        self._withdrawn = {number for number, metadata in enumerate(self._metadata) if metadata.withdrawn}
        self._by_person: dict[str, list[int]] = defaultdict(list)
        for number, metadata in enumerate(self._metadata):
            for person in metadata.people:
                self._by_person[person].append(number)

    def _read(self, records: Iterable[Record], taxonomy: Taxonomy) -> list[_Counts]:
        """Keep what is needed of each record; returns its stems, and how often it has each."""
        words = _Words()
        term_vectors = []
        for record in records:
            self._metadata.append(make_metadata(taxonomy.with_broader(record["topics"]), record["authors"], record["status"]))
            title, summary, abstract = (words.of(record[part]) for part in ("title", "summary", "abstract"))
            indexed = title * TITLE_COUNTS + summary + abstract
            term_vectors.append(_counted(indexed, words.stems))
            self._times.append(_counted(title * TITLE + summary * SUMMARY + abstract * ABSTRACT, words.compared))
            self._lengths.append(sum(map(words.content.__getitem__, indexed)))
        places = {number: place for place, (_, number) in enumerate(sorted(words.stem_numbers.items()))}
        for counts in (term_vectors, self._times):
            counts[:] = [(array("I", map(places.__getitem__, stems)), times) for stems, times in counts]
        return term_vectors

    def __len__(self) -> int:
        return len(self._lengths)

    def _by_stem(self, term_vectors: Iterable[_Counts], rare: Set[int]) -> dict[int, dict[int, int]]:
        """By stem that distinguishes papers: the papers that contain it, and how often."""
        found: dict[int, dict[int, int]] = {stem: {} for stem in rare}
        for number, (stems, counts) in enumerate(term_vectors):
            counted = dict(zip(stems, counts, strict=True))
            for one in counted.keys() & rare:
                found[one][number] = counted[one]
        return found

    def times(self, number: int) -> Iterator[tuple[int, int]]:
        """How much each stem counts in a paper: in the title most, stop words and single letters not at all."""
        return zip(*self._times[number], strict=True)

    def frequency(self, stem: int) -> int:
        """How many papers contain a stem."""
        return self._frequencies[stem]

    def scores(self, stem: int) -> tuple[Iterable[int], Iterable[float]]:
        """The papers that contain a stem, and their BM25 scores; only of stems that distinguish papers."""
        if (known := self._scored.get(stem)) is None:
            scores = ranking.bm25(self._postings.pop(stem), self._lengths, self._mean)
            known = self._scored[stem] = array("I", scores), array("d", scores.values())
        return known

    def sharing(self, metadata: Metadata, numbers: Sequence[int]) -> Container[int]:
        """Those of some papers that share a topic with these metadata, and all that share an author or were withdrawn."""
        topics, masks = self._mask(metadata), self._masks
        others = self._withdrawn.union(*(self._by_person.get(person, ()) for person in metadata.people))
        return others.union(number for number in numbers if masks[number] & topics)

    def _mask(self, metadata: Metadata) -> int:
        """The topics as bits, which are compared faster than names."""
        return sum(self._bits.get(topic, 0) for topic in metadata.topics)

    def metadata(self, number: int) -> Metadata:
        """The metadata of a paper."""
        return self._metadata[number]

    def topic_counts(self) -> Mapping[str, int]:
        """How many papers have each topic, counting narrower topics too."""
        return Counter(topic for metadata in self._metadata for topic in metadata.topics)


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
        self._neighbourhood: Neighbourhood[int] = Neighbourhood(self._corpus, taxonomy)

    def of(self, number: int) -> list[int]:
        """The numbers of the papers nearest to that of a number, best first."""
        metadata = self._corpus.metadata(number)
        if metadata.withdrawn:
            return []
        terms = self._neighbourhood.characteristic_terms(self._corpus.times(number))
        return list(self._neighbourhood.nearest(number, metadata, terms, self._limit))
