"""Which papers hold a word, how often, and where: Whoosh's postings, read as its codec writes them.

Importing that codec alone takes a third of a search, for what needs two structures: a table of terms
(``whoosh.filedb.filetables``, after D. J. Bernstein's cdb) and blocks of postings (``whoosh.codec.whoosh3``).
The release is pinned, an index of another one is built anew, and a test holds every term and posting of an
index against the codec. Parts of both are pickles: only an index under the user's own seal comes here, and
nothing but plain values is taken from one.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import struct
import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

_BUCKETS = 256
_LENGTHS = struct.Struct("!ii")  # of a key and its value, before both
_SLOT = struct.Struct("!Iq")  # a key's hash, and where the key stands; 0 where nothing does
_BUCKET = struct.Struct("!qi")  # where a bucket's slots begin, and how many there are
_INT = struct.Struct("!i")
_FIELD = struct.Struct("!H")
_EXTENT = struct.Struct("!qi")  # of a term's postings, behind what Whoosh counts of it:
_COUNTED = struct.calcsize("!BfIBBfII")
_BLOCKS_MARK = 4  # bytes


class Postings:
    """The postings of an index. What was read once is kept, so a second question is cheap."""

    def __init__(self, terms: memoryview, postings: memoryview) -> None:
        self._terms = _Terms(terms) if terms else None
        self._postings = postings
        self._counts: dict[tuple[str, str], Mapping[int, int]] = {}
        self._places: dict[tuple[str, str], Mapping[int, Sequence[int]]] = {}

    def counts(self, field: str, term: str) -> Mapping[int, int]:
        """How often a term stands in each paper that holds it, by the paper's number."""
        known = self._counts.get((field, term))
        if known is None:
            known = {}
            for papers, counts, _ in self._blocks(field, term):
                known.update(zip(papers, counts, strict=True))
            self._counts[field, term] = known
        return known

    def places(self, field: str, term: str) -> Mapping[int, Sequence[int]]:
        """Where a term stands in each paper that holds it: the numbers of words, in order."""
        known = self._places.get((field, term))
        if known is None:
            known = {}
            for papers, _, values in self._blocks(field, term):
                known.update(zip(papers, map(_places, values), strict=True))
            self._places[field, term] = known
        return known

    def __contains__(self, term: tuple[str, str]) -> bool:
        return self._terms is not None and self._terms.find(*term) is not None

    def _blocks(self, field: str, term: str) -> Iterator[tuple[list[int], list[int], Sequence[bytes]]]:
        """Of each block of a term: papers, how often it stands in each, and what Whoosh says of its places."""
        extent = self._terms.find(field, term) if self._terms is not None else None
        if extent is None:
            return
        start, length = extent
        file = io.BytesIO(self._postings[start + _BLOCKS_MARK : start + length])
        size = 1
        while size > 0:  # that of the last block is negative
            (size,) = _INT.unpack(file.read(_INT.size))
            end = file.tell() + abs(size)
            number, _, _, compressed, _, _ = _Plain(file).load()
            data = file.read(end - file.tell())
            steps, weights, values = _plain(zlib.decompress(data) if compressed else data)
            if not isinstance(weights, tuple):
                weights = (weights or 1,) * number
            yield list(accumulate(steps)), list(map(int, weights)), values


class _Terms:
    """Where the postings of each term stand."""

    def __init__(self, table: memoryview) -> None:
        self._table = table
        at = len(table) - _INT.size
        (length,) = _INT.unpack_from(table, at)
        self._buckets = at - length - _BUCKETS * _BUCKET.size
        self._fields: dict[str, int] = _plain(table[at - length : at])["fieldmap"]

    def find(self, field: str, term: str) -> tuple[int, int] | None:
        """Start and length of a term's postings."""
        key = _FIELD.pack(self._fields.get(field, 0xFFFF)) + term.encode("utf-8", "replace")
        wanted = int.from_bytes(hashlib.md5(key, usedforsecurity=False).digest()[-4:], "big")
        first, slots = _BUCKET.unpack_from(self._table, self._buckets + wanted % _BUCKETS * _BUCKET.size)
        for probe in range(slots):
            slot = (wanted // _BUCKETS + probe) % slots
            found, at = _SLOT.unpack_from(self._table, first + slot * _SLOT.size)
            if not at:
                break
            length, _ = _LENGTHS.unpack_from(self._table, at)
            start = at + _LENGTHS.size
            if found == wanted and self._table[start : start + length] == key:
                extent: tuple[int, int] = _EXTENT.unpack_from(self._table, start + length + _COUNTED)
                return extent
        return None


def _places(value: bytes) -> Sequence[int]:
    """The places of a term in one paper, kept as steps from one to the next behind their number."""
    return array("I", accumulate(_plain(value[_INT.size :])))


class _Plain(pickle.Unpickler):
    """Reads numbers, texts, bytes, tuples and tables, and no code: the one name it knows is how bytes are written."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) != ("_codecs", "encode"):
            raise pickle.UnpicklingError(f"{module}.{name} has no place in an index")
        return str.encode


def _plain(content: bytes | memoryview) -> Any:
    return _Plain(io.BytesIO(content)).load()
