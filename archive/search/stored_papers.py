"""What an index has besides postings: metadata for filters and facets, records, lengths, term vectors, and the vocabulary.
Each is read on first use.

A field of metadata (year, edition, topics …) is a column: the number of a value for each paper, and the list of values.
Records are JSON.
Every method may raise :class:`~archive.search.snapshot.DamagedSnapshot`.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from archive.model.analysis import STOP_WORDS
from archive.model.text import fold, words
from archive.search.record_check import is_record
from archive.search.snapshot import DamagedSnapshot, Snapshot, TextList

if TYPE_CHECKING:
    from archive.model.record import Record

TITLE_COUNTS = 3
"""How many times a word of the title counts in the scored text."""

GAP = 1
"""Empty positions between two parts of a text, so that no phrase matches across them."""

SINGLE = ("year", "edition", "venue", "award", "presentation", "status")  # fields with at most one value per paper
SEVERAL = ("topics", "authors", "people")  # fields with a list of values
METADATA = ("id", *SINGLE, *SEVERAL)


class Layout(NamedTuple):
    """The lengths of a paper's title and abstract in words, which give the positions of its parts."""

    title: int
    abstract: int

    def span(self, part: str) -> range:
        """The positions of ``title``, ``abstract`` or ``summary``; the summary comes last and is left open."""
        if part == "title":
            return range(self.title)
        start = self.title + GAP
        if part == "abstract":
            return range(start, start + self.abstract)
        return range(start + self.abstract + GAP, 1 << 62)


class PaperMetadata(Mapping[str, Any]):
    """The metadata of a paper, for filters, facets and sorting: id, year, edition, venue, award, status and authors as in
    its record; topics with the broader ones; ``people``, the authors under the names to show. Each is read when it
    is asked for.
    """

    __slots__ = ("_number", "_papers")

    def __init__(self, papers: Papers, number: int) -> None:
        self._papers = papers
        self._number = number

    def __getitem__(self, name: str) -> Any:
        return self._papers.value(name, self._number)

    def __iter__(self) -> Iterator[str]:
        return iter(METADATA)

    def __len__(self) -> int:
        return len(METADATA)


class Papers:
    """The papers of an index, by number from 0.

    Raises:
        DamagedSnapshot: the sections do not belong together.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._columns: dict[str, memoryview] = {}  # this and the next two as far as they were read
        self._values: dict[str, list[Any]] = {}
        self._known: dict[str, set[str]] = {}
        self._count = snapshot.count("lengths")
        each = {"title-lengths": 0, "abstract-lengths": 0, "title-ranks": 0, "id-order": 0, "ids.ends": 1, "records.ends": 1}
        each |= {f"{name}-of": 0 for name in SINGLE}
        each |= {f"{name}-of.ends": 1 for name in SEVERAL}
        each["vector-terms.ends"] = 1
        for name, more in each.items():
            if snapshot.count(name) != self._count + more:
                raise DamagedSnapshot(f"{name} belongs to other papers")

    def __len__(self) -> int:
        return self._count

    # -- lengths

    @cached_property
    def lengths(self) -> Sequence[int]:
        """The number of content words of each paper, with those of the title counted :data:`TITLE_COUNTS` times."""
        return self._snapshot.numbers("lengths").tolist()

    @cached_property
    def mean_length(self) -> float:
        """The mean of :attr:`lengths`; 1 without papers."""
        return sum(self.lengths) / max(1, len(self.lengths)) or 1.0

    def layout(self, number: int) -> Layout:
        """The layout of a paper's positions."""
        return Layout(
            self._snapshot.numbers("title-lengths", number, number + 1)[0],
            self._snapshot.numbers("abstract-lengths", number, number + 1)[0],
        )

    # -- ids and records

    @cached_property
    def _ids(self) -> TextList:
        return TextList(self._snapshot, "ids")

    def id(self, number: int) -> str:
        """The id of a paper."""
        return str(self._ids[number])

    def number(self, paper_id: str) -> int | None:
        """The number of the paper with this id, or None."""
        number = next(self._from_id(paper_id), None)
        return number if number is not None and self.id(number) == paper_id else None

    def with_id_from(self, start: str) -> list[int]:
        """The numbers of the papers whose ids have this beginning."""
        return sorted(takewhile(lambda number: self.id(number).startswith(start), self._from_id(start)))

    def _from_id(self, least: str) -> Iterator[int]:
        """The numbers of the papers whose ids are not before this one, in the order of ids."""
        order = self._snapshot.numbers("id-order")
        first = bisect_left(range(self._count), least, key=lambda at: self.id(self._checked(order[at])))
        return (self._checked(order[at]) for at in range(first, self._count))

    def _checked(self, number: int) -> int:
        if number >= self._count:
            raise DamagedSnapshot("an id of no paper")
        return number

    def record(self, number: int) -> Record:
        """The paper as results show it."""
        try:
            record = json.loads(bytes(self._snapshot.stretch("records", number)))
        except (ValueError, RecursionError):
            raise DamagedSnapshot("a paper cannot be read") from None
        if not is_record(record):
            raise DamagedSnapshot("a paper without a required field")
        return record  # type: ignore[no-any-return]

    # -- metadata

    def metadata(self, number: int) -> Record:
        """The metadata of a paper as part of a record; see :class:`PaperMetadata`."""
        return cast("Record", PaperMetadata(self, number))

    def value(self, name: str, number: int) -> Any:
        """One of :data:`METADATA` of a paper: a text, a number (year), a list, or None.

        Raises:
            KeyError: there is no such field.
        """
        if name == "id":
            return self.id(number)
        if name in SINGLE:
            return self._value(name, self.column(name)[number])
        if name in SEVERAL:
            values = self.values(name)
            try:
                return [values[at] for at in self._snapshot.stretch(f"{name}-of", number)]
            except IndexError:
                raise DamagedSnapshot(f"{name} has other values") from None
        raise KeyError(name)

    def column(self, name: str) -> memoryview:
        """Per paper the number of its value in :meth:`values`; 0 for none."""
        if name not in self._columns:
            self._columns[name] = self._snapshot.numbers(f"{name}-of")
        return self._columns[name]

    def values(self, name: str) -> list[Any]:
        """The values of a field, each once. Fields with one value per paper have None as number 0."""
        if name not in self._values:
            texts = list(TextList(self._snapshot, f"{name}-values"))
            self._values[name] = texts if name in SEVERAL else [None, *_years(texts)] if name == "year" else [None, *texts]
        return self._values[name]

    def _value(self, name: str, at: int) -> Any:
        try:
            return self.values(name)[at]
        except IndexError:
            raise DamagedSnapshot(f"{name} has other values") from None

    def where(self, name: str, accepts: Callable[[Any], bool]) -> list[int]:
        """The numbers of papers with a value of a field that ``accepts``; of a list, one value is enough. None never is."""
        passing = {at for at, value in enumerate(self.values(name)) if value is not None and accepts(value)}
        if not passing:
            return []
        if name in SINGLE:
            return [number for number, at in enumerate(self.column(name)) if at in passing]
        values, ends = self._snapshot.numbers(f"{name}-of").tolist(), self._snapshot.numbers(f"{name}-of.ends").tolist()
        return [number for number in range(self._count) if not passing.isdisjoint(values[ends[number] : ends[number + 1]])]

    def without(self, name: str) -> list[int]:
        """The papers that have no value of a field that is a list."""
        ends = self._snapshot.numbers(f"{name}-of.ends")
        return [number for number, (start, end) in enumerate(pairwise(ends)) if start == end]

    @cached_property
    def has_abstracts(self) -> bool:
        """Whether any paper has an abstract."""
        return any(self._snapshot.numbers("abstract-lengths"))

    @cached_property
    def award_names(self) -> set[str]:
        """The awards, in folded words."""
        return {award_name(award) for award in self.values("award") if award}

    def topic_counts(self) -> dict[str, int]:
        """How many papers have each topic, counting narrower topics too."""
        counts = Counter(self._snapshot.numbers("topics-of"))
        return {topic: counts[at] for at, topic in enumerate(self.values("topics"))}

    def known_values(self, name: str) -> set[str]:
        """The values of ``year``, ``venue``, ``edition``, ``presentation`` or ``status`` that papers have, folded; for
        ``award``, the words of the awards.
        """
        if name not in self._known:
            values = [str(value) for value in self.values(name) if value is not None]
            self._known[name] = (
                set(map(fold, values)) if name != "award" else {word for value in values for word in words(value)}
            )
        return self._known[name]

    @cached_property
    def title_ranks(self) -> memoryview:
        """The rank of each paper by title; equal titles share a rank."""
        return self._snapshot.numbers("title-ranks")

    # -- words

    @cached_property
    def _vector_frequencies(self) -> memoryview:
        return self._snapshot.numbers("vector-df")

    def term_vector(self, number: int) -> list[tuple[int, int, int]]:
        """The content stems of a paper in order of first use: per stem its number among the terms of the field
        ``text``, its frequency in the paper, and the number of papers whose vectors have it.
        """
        start, stop = self._snapshot.numbers("vector-terms.ends", number, number + 2)
        terms = self._snapshot.numbers("vector-terms", start, stop)
        by_term = self._vector_frequencies
        try:
            frequencies = [by_term[term] for term in terms]
        except IndexError:
            raise DamagedSnapshot("a text has other words") from None
        return list(zip(terms, self._snapshot.numbers("vector-counts", start, stop), frequencies, strict=True))

    @cached_property
    def words(self) -> TextList:
        """All words of titles, abstracts, summaries and names, folded but not stemmed, sorted."""
        return TextList(self._snapshot, "words")

    @cached_property
    def all_words(self) -> list[str]:
        """:attr:`words` as a list, which reads all of them."""
        return list(self.words)

    @cached_property
    def word_frequencies(self) -> memoryview:
        """How many papers contain each of :attr:`words`."""
        numbers = self._snapshot.numbers("word-papers")
        if len(numbers) != len(self.words):
            raise DamagedSnapshot("words are not counted")
        return numbers

    def words_from(self, start: str, most: int) -> list[str]:
        """The words with this beginning, sorted; at most ``most``."""
        return list(map(self.words.__getitem__, self.words.starting(start)[:most]))


def content_words(title: Sequence[str], abstract: Sequence[str], summary: Sequence[str]) -> list[str]:
    """The words of a paper's texts that count for its length and its term vector: all but stop words, those of the title
    :data:`TITLE_COUNTS` times."""
    return [word for word in (*[*title] * TITLE_COUNTS, *abstract, *summary) if word not in STOP_WORDS]


def award_name(award: str) -> str:
    """An award in folded words, so that spellings of it can be compared."""
    return " ".join(words(award))


def _years(texts: Iterable[str]) -> list[int]:
    try:
        return [int(text) for text in texts]
    except ValueError:
        raise DamagedSnapshot("a year is not a number") from None
