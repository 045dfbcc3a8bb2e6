"""Which papers hold a word, how often, and where: Whoosh's postings, read by Whoosh's own codec.

Whoosh's searcher, queries and scoring are not imported: the codec alone costs a third of a search.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3TermsReader
from whoosh.filedb.structfile import BufferFile
from whoosh.formats import Existence, Positions
from whoosh.reading import TermNotFound

_FORMATS = {"text": Positions(), "name": Positions(), "about": Existence()}


class Postings:
    """The postings of an index. What was read once is kept, so a second question is cheap; reading
    moves a cursor in a shared buffer, so one thread reads at a time."""

    def __init__(self, terms: memoryview, postings: memoryview) -> None:
        self._reader: Any = None
        if terms:
            self._reader = W3TermsReader(W3Codec(), BufferFile(terms), len(terms), BufferFile(postings))
        self._counts: dict[tuple[str, str], Mapping[int, int]] = {}
        self._places: dict[tuple[str, str], Mapping[int, Sequence[int]]] = {}
        self._lock = Lock()

    def counts(self, field: str, term: str) -> Mapping[int, int]:
        """How often a term stands in each paper that holds it, by the paper's number."""
        known = self._counts.get((field, term))
        if known is None:
            known = {}
            with self._lock:
                if (matcher := self._matcher(field, term)) is not None:
                    while matcher.is_active():
                        known[matcher.id()] = int(matcher.weight())
                        matcher.next()
            self._counts[field, term] = known
        return known

    def places(self, field: str, term: str) -> Mapping[int, Sequence[int]]:
        """Where a term stands in each paper that holds it: the numbers of words, in order."""
        known = self._places.get((field, term))
        if known is None:
            known = {}
            with self._lock:
                if (matcher := self._matcher(field, term)) is not None:
                    while matcher.is_active():
                        known[matcher.id()] = array("I", matcher.value_as("positions"))
                        matcher.next()
            self._places[field, term] = known
        return known

    def __contains__(self, term: tuple[str, str]) -> bool:
        field, text = term
        return self._reader is not None and (field, text.encode("utf-8", "replace")) in self._reader

    def _matcher(self, field: str, term: str) -> Any:
        if self._reader is None:
            return None
        try:
            return self._reader.matcher(field, term.encode("utf-8", "replace"), _FORMATS[field])
        except TermNotFound:
            return None
