"""Postings: which papers contain a term, how often, and where, as arrays in a snapshot.

There are four fields, each a sorted list of terms: ``text`` (stems of title, abstract and summary, with positions),
``name`` (words of authors' names, with positions), ``about`` (names of the paper's topics) and ``person`` (words that
find an author). The postings of a term are four arrays, one after the other: gaps between paper numbers, term
frequencies, the number of positions per paper, and the positions as gaps within a paper. The byte before them gives the
width of each array; an array of ones is left out.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from itertools import accumulate
from threading import Lock
from typing import Generic, NamedTuple, TypeVar

from archive.search.snapshot import DamagedSnapshot, Snapshot, SnapshotWriter, TextList, native, smallest_type, to_bytes

Value = TypeVar("Value")

FIELDS = ("text", "name", "about", "person")
_POSITIONAL = frozenset({"text", "name"})
_KEPT = 300_000  # postings that are kept once read: some 30 MB
_WIDTHS = ("", "B", "H", "I")  # types by the code that stands for them; the first: nothing but ones
_SIZES = (0, 1, 2, 4)
_STEPS = 3  # the array of positions, which is always there


class TermPostings(NamedTuple):
    """The postings of a term.

    Attributes:
        papers: the numbers of the papers that contain it, ascending.
        frequencies: per paper, how often it counts.
        counts: per paper, how many positions it has.
        positions: the positions of all papers, one paper after the other.
    """

    papers: Sequence[int]
    frequencies: Sequence[int]
    counts: Sequence[int] = ()
    positions: Sequence[int] = ()


class Postings:
    """The postings of an index. The last ones that were read are cached, up to a bound.

    Raises:
        DamagedSnapshot: from every method, if the content of the snapshot is impossible.
    """

    def __init__(self, snapshot: Snapshot, papers: int) -> None:
        self._snapshot = snapshot
        self._papers = papers
        self._terms = {field: TextList(snapshot, f"{field}-terms") for field in FIELDS}
        self._frequencies: _Cache[Mapping[int, int]] = _Cache(_KEPT)
        self._positions: _Cache[Mapping[int, Sequence[int]]] = _Cache(_KEPT)

    def __contains__(self, term: tuple[str, str]) -> bool:
        field, text = term
        return self._terms[field].find(text) is not None

    def terms(self, field: str) -> TextList:
        """The terms of a field, sorted; a term's number is its index in this list."""
        return self._terms[field]

    def document_frequency(self, field: str, term: str) -> int:
        """How many papers contain a term."""
        number = self._terms[field].find(term)
        return 0 if number is None else self._snapshot.numbers(f"{field}-df", number, number + 1)[0]

    def frequencies(self, field: str, term: str) -> Mapping[int, int]:
        """How often a term counts in each paper that contains it; an occurrence in a title counts three times."""
        known = self._frequencies.get((field, term))
        if known is None:
            if (read := self._read(field, term)) is None:
                return {}
            known = dict(zip(read.papers, read.frequencies, strict=True))
            self._frequencies.put((field, term), known, len(known))
        return known

    def positions(self, field: str, term: str) -> Mapping[int, Sequence[int]]:
        """The positions of a term in each paper that contains it, as numbers of words, ascending."""
        known = self._positions.get((field, term))
        if known is None:
            if (read := self._read(field, term)) is None:
                return {}
            known = {}
            at = 0
            for paper, count in zip(read.papers, read.counts, strict=True):
                known[paper] = tuple(accumulate(read.positions[at : at + count]))
                at += count
            self._positions.put((field, term), known, at)
        return known

    def _read(self, field: str, term: str) -> TermPostings | None:
        number = self._terms[field].find(term)
        if number is None:
            return None
        document_frequency = self._snapshot.numbers(f"{field}-df", number, number + 1)[0]
        content = self._snapshot.stretch(f"{field}-postings", number)
        if not document_frequency or not content:
            raise DamagedSnapshot("a term without papers")
        return _unpack(content, document_frequency, self._papers, field in _POSITIONAL)


def write_postings(writer: SnapshotWriter, field: str, terms: Mapping[str, TermPostings]) -> None:
    """Write the postings of a field for :class:`Postings`; ``terms`` are sorted."""
    writer.texts(f"{field}-terms", terms)
    writer.numbers(f"{field}-df", [len(term.papers) for term in terms.values()])
    packed = [_pack(term, field in _POSITIONAL) for term in terms.values()]
    writer.raw(f"{field}-postings", b"".join(packed))
    writer.ends(f"{field}-postings", map(len, packed))


def _pack(term: TermPostings, positional: bool) -> bytes:
    steps = [term.papers[0], *(after - before for before, after in zip(term.papers, term.papers[1:], strict=False))]
    arrays: list[Sequence[int]] = [steps, term.frequencies]
    if positional:
        arrays += [term.counts, _steps(term)]
    codes, content = 0, b""
    for place, numbers in enumerate(arrays):
        only_ones = place < _STEPS and all(number == 1 for number in numbers)
        code = 0 if only_ones else _WIDTHS.index(smallest_type(numbers))
        codes |= code << 2 * place
        content += to_bytes(_WIDTHS[code], numbers) if code else b""
    return bytes([codes]) + content


def _steps(term: TermPostings) -> list[int]:
    """The positions as gaps within each paper."""
    steps, at = [], 0
    for count in term.counts:
        before = 0
        for position in term.positions[at : at + count]:
            steps.append(position - before)
            before = position
        at += count
    return steps


def _unpack(content: memoryview, document_frequency: int, papers: int, positional: bool) -> TermPostings:
    if document_frequency > papers:
        raise DamagedSnapshot("a term with more papers than the index has")
    codes, at = content[0], 1

    def numbers(place: int, length: int) -> list[int]:
        nonlocal at
        code = codes >> 2 * place & 3
        if code == 0 and place < _STEPS:
            return [1] * length
        start, at = at, at + length * _SIZES[code]
        if code == 0 or at > len(content):
            raise DamagedSnapshot("postings are cut short")
        return native(content[start:at], _WIDTHS[code]).tolist()

    steps = numbers(0, document_frequency)
    found = list(accumulate(steps))
    if found[-1] >= papers or 0 in steps[1:]:
        raise DamagedSnapshot("postings of papers that do not exist")
    frequencies = numbers(1, document_frequency)
    if not positional:
        return TermPostings(found, frequencies)
    counts = numbers(2, document_frequency)
    return TermPostings(found, frequencies, counts, numbers(_STEPS, sum(counts)))


class _Cache(Generic[Value]):
    """Keeps the values used last, up to a total cost of ``most``."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._cost = 0
        self._values: OrderedDict[tuple[str, str], tuple[Value, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[str, str]) -> Value | None:
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key][0]

    def put(self, key: tuple[str, str], value: Value, cost: int) -> None:
        with self._lock:
            if key not in self._values:
                self._values[key] = value, cost
                self._cost += cost
            while self._cost > self._most:
                _, (_, saved) = self._values.popitem(last=False)
                self._cost -= saved
