"""From papers to a snapshot. Whoosh turns words into postings; its public reader returns them, and what a search needs
is written as plain arrays (:mod:`~archive.search.snapshot`).

The one scored field, ``text``, has title, abstract and summary as stems, since term frequencies of several fields would
saturate separately. A word of the title counts three times. ``name`` has the words of authors' names; ``about`` the
names of the paper's topics, each as one term of stems; ``person`` the words that find an author.

Papers are indexed in batches, so that memory holds the postings of one batch in Whoosh's form, not of all papers.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from whoosh.codec import default_codec
from whoosh.fields import FieldType, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.formats import Format
from whoosh.reading import IndexReader

from archive.model.analysis import key, split_words, stem
from archive.model.text import without_apostrophes, words
from archive.search.metadata_writer import MetadataWriter
from archive.search.postings import FIELDS, TermPostings, write_postings
from archive.search.snapshot import SnapshotWriter
from archive.search.stored_papers import GAP, TITLE_COUNTS, content_words

if TYPE_CHECKING:
    from archive.catalogue.taxonomy import Taxonomy
    from archive.model.record import Record

_BATCH = 1_600  # papers that Whoosh indexes at a time
_POOL_MB = 512  # more than a batch needs: Whoosh then sorts it in memory

Placed = Mapping[str, Sequence[int]]
"""The terms of a paper with their positions."""


class _PositionsFormat(Format):
    """Whoosh's format of a posting: the positions of a term in a paper, four bytes each."""

    def decode_frequency(self, value: bytes) -> int:
        return len(value) // 4

    def decode_weight(self, value: bytes) -> float:
        return len(value) / 4

    def decode_positions(self, value: bytes) -> array[int]:
        return array("I", value)


class _Terms(FieldType):
    """A Whoosh field type for terms that :mod:`archive.model.analysis` has already split."""

    def __init__(self) -> None:
        super().__init__(format=_PositionsFormat(), analyzer=None, scorable=False)

    def index(self, value: Placed, **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, positions in value.items():
            yield term.encode("utf-8", "replace"), len(positions), float(len(positions)), array("I", positions).tobytes()


def build_snapshot(
    records: Iterable[Record], taxonomy: Taxonomy, people: Mapping[str, str], made_from: Mapping[str, Any] | None = None
) -> bytes:
    """The index of some papers, in their order.

    Args:
        records: the papers, as results show them.
        taxonomy: names the topics; unknown topics are found by id only.
        people: the names to show of people with several bylines, by :func:`~archive.model.name_parts.name_key`.
        made_from: stored in the snapshot as JSON, for its reader to compare.

    Returns:
        The bytes that :class:`~archive.search.snapshot.Snapshot` opens.
    """
    builder = _SnapshotBuilder(taxonomy, people)
    for record in records:
        builder.add(record)
    return builder.finish(made_from or {})


class _SnapshotBuilder:
    def __init__(self, taxonomy: Taxonomy, people: Mapping[str, str]) -> None:
        self._taxonomy = taxonomy
        self._people = people
        self._batch = _Batch()
        self._postings: dict[str, dict[str, _TermPostingsBuilder]] = {field: {} for field in FIELDS}
        self._metadata = MetadataWriter()
        self._words: Counter[str] = Counter()
        self._stems: dict[str, str] = {}
        self._lengths, self._title_lengths, self._abstract_lengths = array("I"), array("I"), array("I")
        self._stem_numbers: dict[str, int] = {}
        self._vector_terms, self._vector_counts, self._vector_sizes = array("I"), array("I"), array("I")

    def add(self, record: Record) -> None:
        from archive.model.name_parts import name_key

        title, abstract, summary = (split_words(record[part] or "") for part in ("title", "abstract", "summary"))
        names = list(map(split_words, record["authors"]))
        topics = self._taxonomy.with_broader(record["topics"])
        self._words.update({*title, *abstract, *summary, *(word for name in names for word in name)})
        self._title_lengths.append(len(title))
        self._abstract_lengths.append(len(abstract))
        text = _placed([list(map(self._stem, part)) for part in (title, abstract, summary)])
        self._add_vector((title, abstract, summary))
        self._batch.add(
            text=text,
            name=_placed(names),
            about=dict.fromkeys(self._names_of(topics), (0,)),
            person=dict.fromkeys(_person_words(record["authors"]), (0,)),
        )
        self._metadata.add(record, topics, dict.fromkeys(self._people.get(name_key(name), name) for name in record["authors"]))
        if len(self._batch) == _BATCH:
            self._take_batch()

    def finish(self, made_from: Mapping[str, Any]) -> bytes:
        self._take_batch()
        writer = SnapshotWriter()
        self._metadata.write(writer)
        for field in FIELDS:
            grown = self._postings.pop(field)
            write_postings(writer, field, {term: grown[term].postings() for term in sorted(grown)})
            if field == "text":
                numbers = {term: number for number, term in enumerate(sorted(grown))}
        self._write_vectors(writer, numbers)
        writer.numbers("lengths", self._lengths)
        writer.numbers("title-lengths", self._title_lengths)
        writer.numbers("abstract-lengths", self._abstract_lengths)
        counted = sorted(self._words.items())
        writer.texts("words", (word for word, _ in counted))
        writer.numbers("word-papers", [count for _, count in counted])
        return writer.finish(made_from)

    def _stem(self, word: str) -> str:
        if (known := self._stems.get(word)) is None:
            known = self._stems[word] = stem(word)
        return known

    def _names_of(self, topics: Iterable[str]) -> Iterator[str]:
        known = (self._taxonomy[topic] for topic in topics if topic in self._taxonomy)
        return filter(None, (key(name) for topic in known for name in (topic.name, *topic.synonyms)))

    def _add_vector(self, parts: tuple[list[str], list[str], list[str]]) -> None:
        content = Counter(map(self._stem, content_words(*parts)))
        self._lengths.append(content.total())
        self._vector_sizes.append(len(content))
        self._vector_terms.extend(self._stem_numbers.setdefault(word, len(self._stem_numbers)) for word in content)
        self._vector_counts.extend(content.values())

    def _write_vectors(self, writer: SnapshotWriter, numbers: Mapping[str, int]) -> None:
        """Term vectors, with each stem as its number among the terms of the field ``text``."""
        final = array("I", (numbers[word] for word in self._stem_numbers))
        terms = array("I", map(final.__getitem__, self._vector_terms))
        frequencies = Counter(terms)
        writer.numbers("vector-terms", terms)
        writer.numbers("vector-df", [frequencies[number] for number in range(len(numbers))])
        writer.ends("vector-terms", self._vector_sizes)
        writer.numbers("vector-counts", self._vector_counts)

    def _take_batch(self) -> None:
        """Take the postings of the papers that were added last from Whoosh's reader, and begin another batch."""
        first = len(self._lengths) - len(self._batch)
        with self._batch.reader() as reader:
            for field in FIELDS:
                self._take(reader, field, first)
        self._batch = _Batch()

    def _take(self, reader: IndexReader, field: str, first: int) -> None:
        """Add the postings of a field from a reader, whose paper 0 is our paper ``first``."""
        grown, titles = self._postings[field], self._title_lengths if field == "text" else None
        for term in reader.lexicon(field):
            text = term.decode()
            if (postings := grown.get(text)) is None:
                postings = grown[text] = _TermPostingsBuilder()
            matcher = reader.postings(field, term)
            while matcher.is_active():
                number = first + matcher.id()
                postings.add(number, matcher.value_as("positions"), titles[number] if titles else 0)
                matcher.next()


class _Batch:
    """Papers that Whoosh indexes together, in memory."""

    def __init__(self) -> None:
        self._index = RamStorage().create_index(Schema(**{field: _Terms() for field in FIELDS}))
        self._writer = self._index.writer(limitmb=_POOL_MB, compound=False, codec=default_codec(compression=0))
        self._papers = 0

    def __len__(self) -> int:
        return self._papers

    def add(self, **fields: Placed) -> None:
        """Add a paper by its terms in each of :data:`FIELDS`."""
        self._writer.add_document(**fields)
        self._papers += 1

    def reader(self) -> IndexReader:
        """What was added, by Whoosh's public reader; nothing can be added any more."""
        self._writer.commit()
        return self._index.reader()


class _TermPostingsBuilder:
    """Collects the postings of a term, paper by paper."""

    __slots__ = ("_papers", "_positions")

    def __init__(self) -> None:
        self._papers = array("I")  # each paper's number, frequency and count of positions, one after the other
        self._positions = array("I")

    def add(self, paper: int, positions: array[int], title: int) -> None:
        """Add a paper. Positions before ``title`` are words of the title and count more."""
        count = len(positions)
        in_title = bisect_left(positions, title) if positions[0] < title else 0
        self._papers.extend((paper, count + (TITLE_COUNTS - 1) * in_title, count))
        self._positions += positions

    def postings(self) -> TermPostings:
        papers, frequencies, counts = (self._papers[part::3] for part in range(3))
        return TermPostings(papers, frequencies, counts, self._positions)


def _placed(parts: Iterable[Sequence[str]]) -> dict[str, list[int]]:
    """The words of the parts of a text, each with its positions."""
    placed: dict[str, list[int]] = {}
    position = 0
    for part in parts:
        for word in part:
            placed.setdefault(word, []).append(position)
            position += 1
        position += GAP
    return placed


def _person_words(names: Iterable[str]) -> Iterator[str]:
    """The words by which :func:`~archive.catalogue.filters.is_person` may find one of some people."""
    for name in names:
        yield from words(name)
        yield from words(without_apostrophes(name))
