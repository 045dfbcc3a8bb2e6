"""One file of plain arrays: what a search needs of an index, without the engine that built it.

A snapshot contains only numbers and text: no pickle, no code, nothing that a reader must trust. It is memory-mapped, so a
search reads only the pages it needs. Layout, all numbers little-endian::

    8 bytes   magic
    u32 × 4   format version, length of the header, number of blocks, CRC-32 of header and checksums
    header    JSON: what it was made from, and [name, type, offset, length] of each section of the body
    u32 × n   CRC-32 of each block of the body
    body      the sections, each aligned to 8 bytes

A section is an array of unsigned numbers (type ``B``, ``H`` or ``I``: 1, 2 or 4 bytes). A block is checked when it is
first read. Checksums detect damage but not malice, so all numbers are checked for their bounds too; whatever is wrong
raises :class:`DamagedSnapshot`.
"""

from __future__ import annotations

import json
import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any, cast
from zlib import crc32

from archive.errors import ArchiveError

FORMAT = 1
"""Increase it with every change of the layout; files of other formats are rebuilt."""

MAGIC = b"MLFSNAP\n"
BLOCK = 16_384  # bytes under one checksum
_PREAMBLE = struct.Struct("<8sIIII")
_LONGEST_HEADER = 1 << 20
_ALIGNMENT = 8
_TEXTS_A_SEARCH = 100  # which are read in the time of one search
_SIZES = {"B": 1, "H": 2, "I": 4}

Buffer = bytes | bytearray | memoryview


class DamagedSnapshot(ArchiveError):
    """The file is not a snapshot, is damaged, or has impossible content.

    Args:
        what: what is wrong, as part of a sentence.
    """

    def __init__(self, what: str) -> None:
        super().__init__(f"The search index is damaged ({what}). Rebuild it with `mlforsys index`.")
        self.what = what


class SnapshotWriter:
    """Collects sections and makes a snapshot of them. The same sections give the same bytes."""

    def __init__(self) -> None:
        self._body = bytearray()
        self._sections: list[tuple[str, str, int, int]] = []

    def numbers(self, name: str, numbers: Iterable[int]) -> None:
        """Add a section of unsigned numbers, in the smallest type that holds the largest of them."""
        numbers = numbers if isinstance(numbers, Sequence) else list(numbers)
        self._add(name, smallest_type(numbers), numbers)

    def raw(self, name: str, content: Buffer) -> None:
        """Add a section of bytes."""
        self._align()
        self._sections.append((name, "B", len(self._body), len(content)))
        self._body += content

    def texts(self, name: str, texts: Iterable[str]) -> None:
        """Add a list of texts, which :class:`TextList` reads."""
        encoded = [text.encode("utf-8", "replace") for text in texts]
        self.raw(name, b"".join(encoded))
        self.ends(name, map(len, encoded))

    def ends(self, name: str, lengths: Iterable[int]) -> None:
        """Add the ends of consecutive stretches of the section ``name``, given their lengths."""
        ends = array("I", [0])
        end = 0
        for length in lengths:
            end += length
            ends.append(end)
        self._add(f"{name}.ends", "I", ends)

    def finish(self, made_from: Mapping[str, Any]) -> bytes:
        """The bytes of the snapshot; ``made_from`` is returned by :attr:`Snapshot.made_from`."""
        head = {"made_from": made_from, "sections": self._sections}
        header = json.dumps(head, separators=(",", ":")).encode()
        header += b" " * (-(_PREAMBLE.size + len(header)) % _ALIGNMENT)
        body = memoryview(self._body)
        checksums = [crc32(body[at : at + BLOCK]) for at in range(0, len(body), BLOCK)]
        checksums += [0] * (len(checksums) % 2)  # of no block: the body begins at a multiple of 8
        table = to_bytes("I", checksums)
        preamble = _PREAMBLE.pack(MAGIC, FORMAT, len(header), len(checksums), crc32(table, crc32(header)))
        return b"".join((preamble, header, table, body))

    def _add(self, name: str, kind: str, numbers: Sequence[int]) -> None:
        self._align()
        self._sections.append((name, kind, len(self._body), len(numbers)))
        self._body += to_bytes(kind, numbers)

    def _align(self) -> None:
        self._body += bytes(-len(self._body) % _ALIGNMENT)


class Snapshot:
    """An open snapshot.

    Args:
        content: its bytes, or a map of its file.
        repair: rebuilds the snapshot and returns its bytes; called if a block is damaged.

    Raises:
        DamagedSnapshot: it is not a snapshot of this format, or its header is damaged.
    """

    def __init__(self, content: Any, repair: Callable[[], bytes] | None = None) -> None:
        self._repair = repair
        whole = memoryview(content)
        header, self._checksums, self._body = _parts(whole)
        self._checked = bytearray(len(self._checksums))
        try:
            head = json.loads(bytes(header))
            self.made_from: Mapping[str, Any] = dict(head["made_from"])
            self._sections = {str(name): _section(kind, at, length) for name, kind, at, length in head["sections"]}
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise DamagedSnapshot("its header cannot be read") from error
        for _, _, end in self._sections.values():
            if end > len(self._body):
                raise DamagedSnapshot("it is cut short")
        if len(self._checksums) * BLOCK < len(self._body):
            raise DamagedSnapshot("checksums are missing")

    def __len__(self) -> int:
        """The length of the body in bytes."""
        return len(self._body)

    def count(self, name: str) -> int:
        """How many numbers a section has."""
        kind, at, end = self._section(name)
        return (end - at) // _SIZES[kind]

    def numbers(self, name: str, start: int = 0, stop: int | None = None) -> memoryview:
        """The numbers of a section from ``start`` to before ``stop``, without copying.

        Raises:
            DamagedSnapshot: there are fewer, or their block is damaged.
        """
        kind, at, end = self._section(name)
        size = _SIZES[kind]
        first = at + start * size
        last = end if stop is None else at + stop * size
        if not at <= first <= last <= end:
            raise DamagedSnapshot(f"{name} is too short")
        if first < last:
            self._check(first, last)
        return native(self._body[first:last], kind)

    def stretch(self, name: str, number: int) -> memoryview:
        """One of the stretches whose ends :meth:`SnapshotWriter.ends` wrote."""
        start, stop = self.numbers(f"{name}.ends", number, number + 2)
        return self.numbers(name, start, stop)

    def _section(self, name: str) -> tuple[str, int, int]:
        try:
            return self._sections[name]
        except KeyError:
            raise DamagedSnapshot(f"{name} is missing") from None

    def _check(self, first: int, last: int) -> None:
        for block in range(first // BLOCK, (last - 1) // BLOCK + 1):
            if not self._checked[block]:
                if crc32(self._body[block * BLOCK : (block + 1) * BLOCK]) != self._checksums[block]:
                    self._mend()
                self._checked[block] = 1

    def _mend(self) -> None:
        """Continue with the bytes of the same snapshot, built again; what was read before remains valid."""
        if self._repair is not None:
            _, checksums, body = _parts(memoryview(self._repair()))
            if checksums == self._checksums:
                self._body = body
                return
        raise DamagedSnapshot("a checksum does not match")


class TextList(Sequence[str]):
    """A list of texts in a snapshot. If it is sorted, :meth:`find` and :meth:`starting` search it."""

    def __init__(self, snapshot: Snapshot, name: str) -> None:
        self._snapshot = snapshot
        self._name = name
        self._count = snapshot.count(f"{name}.ends") - 1
        if self._count < 0:
            raise DamagedSnapshot(f"{name} has no ends")
        self._searches_left = self._count // _TEXTS_A_SEARCH

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: Any) -> Any:
        if isinstance(number, slice):
            return [self[at] for at in range(*number.indices(self._count))]
        if not 0 <= number < self._count:
            raise IndexError(number)
        return _decoded(self._bytes(number), self._name)

    def __iter__(self) -> Iterator[str]:
        """All texts, decoded at once, which is much faster than one by one."""
        ends, content = self._ends.tolist(), bytes(self._content)
        if any(map(int.__gt__, ends, ends[1:])) or ends[-1] > len(content):
            raise DamagedSnapshot(f"{self._name} is out of order")
        return iter([_decoded(content[start:end], self._name) for start, end in pairwise(ends)])

    def find(self, text: str) -> int | None:
        """The number of a text in a sorted list. After many searches all texts are read at once, which is faster then."""
        if self._searches_left > 0:
            self._searches_left -= 1
            return self._search(text)
        return self._numbers.get(text)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {text: number for number, text in enumerate(self)}

    def _search(self, text: str) -> int | None:
        wanted = text.encode("utf-8", "replace")
        at = self._first(wanted)
        return at if at < self._count and self._bytes(at) == wanted else None

    def starting(self, start: str) -> range:
        """The numbers of the texts with this beginning, in a sorted list."""
        wanted = start.encode("utf-8", "replace")
        return range(self._first(wanted), self._first(wanted + b"\xff"))

    @cached_property
    def _ends(self) -> memoryview:
        return self._snapshot.numbers(f"{self._name}.ends")

    @cached_property
    def _content(self) -> memoryview:
        return self._snapshot.numbers(self._name)

    def _first(self, wanted: bytes) -> int:
        return bisect_left(range(self._count), wanted, key=self._bytes)

    def _bytes(self, number: int) -> bytes:
        start, end = self._ends[number], self._ends[number + 1]
        if not start <= end <= len(self._content):
            raise DamagedSnapshot(f"{self._name} is out of order")
        return bytes(self._content[start:end])


def smallest_type(numbers: Sequence[int]) -> str:
    """The smallest array type that holds all of some unsigned numbers."""
    most = max(numbers, default=0)
    return "B" if most < 1 << 8 else "H" if most < 1 << 16 else "I"


def _parts(whole: memoryview) -> tuple[memoryview, memoryview, memoryview]:
    """The header, checksums and body of a snapshot, after checking the header."""
    if len(whole) < _PREAMBLE.size:
        raise DamagedSnapshot("it is cut short")
    magic, version, length, blocks, checksum = _PREAMBLE.unpack_from(whole)
    if magic != MAGIC:
        raise DamagedSnapshot("it is not an index")
    if version != FORMAT:
        raise DamagedSnapshot("another version wrote it")
    body = _PREAMBLE.size + length + 4 * blocks
    if length > _LONGEST_HEADER or body > len(whole):
        raise DamagedSnapshot("it is cut short")
    if crc32(whole[_PREAMBLE.size : body]) != checksum:
        raise DamagedSnapshot("its header is damaged")
    start = _PREAMBLE.size + length
    return whole[_PREAMBLE.size : start], native(whole[start:body], "I"), whole[body:]


def _section(kind: Any, at: Any, length: Any) -> tuple[str, int, int]:
    if kind not in _SIZES or not isinstance(at, int) or not isinstance(length, int) or min(at, length) < 0:
        raise ValueError(kind)
    return kind, at, at + length * _SIZES[kind]


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise DamagedSnapshot(f"{name} is not text") from None


def to_bytes(kind: str, numbers: Iterable[int]) -> bytes:
    """Unsigned numbers as little-endian bytes of an array of that type."""
    values = array(kind, numbers)
    if sys.byteorder == "big":
        values.byteswap()
    return values.tobytes()


def native(content: memoryview, kind: str) -> memoryview:
    """Little-endian bytes as numbers of this machine, without copying if it is little-endian."""
    if sys.byteorder == "little":
        return cast("memoryview", content.cast(cast("Any", kind)))
    values = array(kind, content.tobytes())
    values.byteswap()
    return memoryview(values)
