"""What an index holds of its papers besides postings. Each part is read when it is first asked for."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from archive.model.text import fold, words

if TYPE_CHECKING:
    from archive.model.record import Record

TITLE_COUNTS = 3
"""How often a title stands in the scored text."""

GAP = 50
"""Places between two parts of a text: a phrase does not reach across."""

_COUNT_BITS = 12


class Layout(NamedTuple):
    """Where in the scored text a paper's parts stand: title, title, title, abstract, summary."""

    title: int
    abstract: int

    def span(self, part: str) -> range:
        """The places of ``title`` (its first), ``abstract`` or ``summary``."""
        if part == "title":
            return range(self.title)
        start = TITLE_COUNTS * (self.title + GAP)
        if part == "abstract":
            return range(start, start + self.abstract)
        return range(start + self.abstract + GAP, 1 << 31)


class Papers:
    """The papers of an index, by their numbers from 0 on."""

    def __init__(self, parts: Mapping[str, memoryview | bytes]) -> None:
        self._parts = parts

    def __len__(self) -> int:
        return len(self.lengths)

    @cached_property
    def lengths(self) -> Sequence[int]:
        """The telling words of each scored text."""
        return _numbers(self._parts["lengths"])

    @cached_property
    def mean_length(self) -> float:
        return sum(self.lengths) / len(self.lengths) if self.lengths else 1.0

    @cached_property
    def facts(self) -> list[dict[str, Any]]:
        """Of each paper what filters, facets and orders ask: a :data:`Record`'s id, year, edition, venue,
        authors, award and status; its topics with the broader ones; ``people``, the authors' names to
        show; ``order``, its title as it is sorted."""
        return cast("list[dict[str, Any]]", json.loads(bytes(self._parts["facts"])))

    @cached_property
    def called(self) -> dict[str, set[str]]:
        """The ids, years, venues and editions of the papers, folded, and the words of their awards."""
        called = {
            name: {fold(str(fact[name])) for fact in self.facts if fact[name]} for name in ("id", "year", "venue", "edition")
        }
        return {**called, "award": {word for fact in self.facts for word in words(fact["award"] or "")}}

    @cached_property
    def _by_id(self) -> dict[str, int]:
        return {fact["id"]: number for number, fact in enumerate(self.facts)}

    def number(self, paper_id: str) -> int | None:
        return self._by_id.get(paper_id)

    def layout(self, number: int) -> Layout:
        return Layout(*self._layouts[2 * number : 2 * number + 2])

    @cached_property
    def _layouts(self) -> Sequence[int]:
        return _numbers(self._parts["layouts"])

    def record(self, number: int) -> Record:
        """The paper as results show it."""
        start, end = self._record_ends[number : number + 2]
        return cast("Record", json.loads(bytes(self._parts["records"][start : end - 1])))

    @cached_property
    def _record_ends(self) -> list[int]:
        return _ends(self._parts["record-sizes"])

    def told(self, number: int) -> Iterator[tuple[str, int]]:
        """The telling stems of a paper's scored text, with how often they stand there."""
        start, end = self._told_ends[number : number + 2]
        for packed in self._told[start:end]:
            yield self._stems[packed >> _COUNT_BITS], packed & ((1 << _COUNT_BITS) - 1)

    @cached_property
    def holders(self) -> Mapping[str, int]:
        """How many papers tell each stem."""
        return {self._stems[number]: count for number, count in Counter(packed >> _COUNT_BITS for packed in self._told).items()}

    @cached_property
    def _told(self) -> Sequence[int]:
        return _numbers(self._parts["told"])

    @cached_property
    def _told_ends(self) -> list[int]:
        return _ends(self._parts["told-sizes"])

    @cached_property
    def _stems(self) -> list[str]:
        return _texts(self._parts["stems"])

    @cached_property
    def words(self) -> list[str]:
        """All words of titles, abstracts, summaries and names, folded but whole, in order."""
        return _texts(self._parts["words"])

    @cached_property
    def word_papers(self) -> Sequence[int]:
        """How many papers hold each of :attr:`words`."""
        return _numbers(self._parts["word-papers"])

    def words_from(self, start: str) -> list[str]:
        """The words that begin so."""
        first = bisect_left(self.words, start)
        last = bisect_left(self.words, start + "\U0010ffff", first)
        return self.words[first:last]


def pack_told(words: Iterable[tuple[int, int]]) -> array[int]:
    """A paper's stems, by number, and how often each stands there, as :meth:`Papers.told` reads them."""
    most = (1 << _COUNT_BITS) - 1
    return array("I", (number << _COUNT_BITS | min(count, most) for number, count in words))


def pack_numbers(numbers: Iterable[int]) -> bytes:
    return array("I", numbers).tobytes()


def join_texts(texts: Iterable[str]) -> bytes:
    return "\n".join(texts).encode()


def _numbers(part: memoryview | bytes) -> Sequence[int]:
    numbers = array("I")
    numbers.frombytes(bytes(part))
    return numbers


def _ends(sizes: memoryview | bytes) -> list[int]:
    return list(accumulate(_numbers(sizes), initial=0))


def _texts(part: memoryview | bytes) -> list[str]:
    return bytes(part).decode().split("\n") if part else []
