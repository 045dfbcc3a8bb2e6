"""Finds the same paper on two pages, or on a page and in the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.model.identifiers import identifiers
from archive.model.paper import Entry, Paper
from archive.model.text import share_authors, title_identity, title_key
from archive.store.curation import Curated

_TESTED_APART = ("PDF", "OpenReview id")
_MARKS = frozenset({"retracted", "withdrawn"})  # what is left of a title that was taken off a page


@dataclass(frozen=True, slots=True)
class _MatchKeys:
    titles: frozenset[str]
    pdfs: frozenset[str]
    openreview_ids: frozenset[str]
    other_ids: frozenset[tuple[str, str]]  # what else identifies a paper, with its name
    bare: bool
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Test:
    """What two identities that are one paper's have in common: one of ``keys``, and, if that alone is not enough, an
    author.
    """

    keys: Callable[[_MatchKeys], frozenset[Hashable]]
    needs_author: bool = False


_TESTS = (  # the surest first
    _Test(lambda one: frozenset((title, pdf) for title in one.titles for pdf in one.pdfs)),
    _Test(lambda one: one.openreview_ids),
    _Test(lambda one: one.titles, needs_author=True),
    _Test(lambda one: one.other_ids),
    _Test(lambda one: one.pdfs),
    _Test(lambda one: frozenset({"bare"} if one.bare and not (one.pdfs or one.openreview_ids or one.other_ids) else ())),
)


class _Pairing:
    """For each new paper, the old paper that it is, if that is known; each old paper is used once."""

    def __init__(self, new: int, old: int) -> None:
        self.found: list[int | None] = [None] * new
        self.free = set(range(old))

    def open(self) -> list[int]:
        """The new ones without a partner, in their order."""
        return [i for i, match in enumerate(self.found) if match is None]

    def pair(self, new: int, candidates: Iterable[int]) -> None:
        """Give a new one the first of the old that is free among candidates, if any is."""
        match = min(self.free.intersection(candidates), default=None)
        if match is not None:
            self.found[new] = match
            self.free.remove(match)


def align(
    new: Sequence[Entry | Paper],
    old: Sequence[Paper | Entry],
    curation: Mapping[str, Curated] | None = None,
    stated_ids: Sequence[str | None] = (),
) -> list[int | None]:
    """For each new entry the index of the same paper in ``old``, each used once at most.

    Same is: the id, where ``stated_ids`` says which id a new entry has; title and PDF, or the OpenReview
    id, or the title by authors of whom some are the same, or the arXiv id or DOI, or the PDF, tried in this
    order over all, so that a shared PDF never draws a paper away from its own title. What a page said before
    a correction counts too. Entries that are nothing but a mark of retraction, without address, are matched to
    such in their order.
    """
    here = [_identity(item, {}) for item in new]
    there = [_identity(item, curation or {}) for item in old]
    pairing = _Pairing(len(new), len(old))
    places = {item.id: j for j, item in enumerate(old) if isinstance(item, Paper)}
    for i, stated in enumerate(stated_ids):
        if stated in places:
            pairing.pair(i, [places[stated]])
    for test in _TESTS:
        having = _by_key(test, there, pairing.free)
        for i in pairing.open():
            pairing.pair(i, _same(here[i], test, having, there))
    return pairing.found


def _by_key(test: _Test, identities: Sequence[_MatchKeys], free: Iterable[int]) -> Mapping[Hashable, Sequence[int]]:
    """Which of the identities that are free have each key."""
    having: defaultdict[Hashable, list[int]] = defaultdict(list)
    for j in free:
        for key in test.keys(identities[j]):
            having[key].append(j)
    return having


def _same(
    one: _MatchKeys, test: _Test, having: Mapping[Hashable, Sequence[int]], others: Sequence[_MatchKeys]
) -> Iterator[int]:
    """Which of the others pass a test with this one."""
    for key in test.keys(one):
        for j in having.get(key, ()):
            if not test.needs_author or share_authors(one.authors, others[j].authors):
                yield j


def is_bare(item: Entry | Paper) -> bool:
    """Whether nothing is left of a paper but the mark of its retraction."""
    return title_key(item.title) in _MARKS


def _said(field: str, value: str | None, curated: Curated) -> Iterator[str]:
    """The value of a field, and what a page said before it was corrected."""
    yield from filter(None, (value, *(one.page for one in curated.corrections if one.field == field)))


def _identity(item: Entry | Paper, curation: Mapping[str, Curated]) -> _MatchKeys:
    curated = curation.get(item.id, Curated()) if isinstance(item, Paper) else Curated()
    return _MatchKeys(
        titles=frozenset(map(title_identity, _said("title", item.title, curated))) - _MARKS - {""},
        pdfs=frozenset(_said("pdf_url", item.pdf_url, curated)),
        openreview_ids=frozenset({item.openreview_id} if item.openreview_id else ()),
        other_ids=frozenset(pair for pair in identifiers(item).items() if pair[0] not in _TESTED_APART),
        bare=is_bare(item),
        authors=tuple(item.authors),
    )
