"""Which is which: the same paper on two pages, or on a page and in the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

from archive.model.paper import Entry, Paper
from archive.model.text import share_authors, title_identity, title_key
from archive.store.curation import Curated

_MARKS = frozenset({"retracted", "withdrawn"})  # what is left of a title that was taken off a page


@dataclass(frozen=True, slots=True)
class _Identity:
    titles: frozenset[str]
    pdfs: frozenset[str]
    notes: frozenset[str]
    bare: bool


def _by_title(one: _Identity) -> frozenset[Hashable]:
    return one.titles


# What two identities that are one paper's have in common, the surest first.
_TESTS: tuple[Callable[[_Identity], frozenset[Hashable]], ...] = (
    lambda one: frozenset((title, pdf) for title in one.titles for pdf in one.pdfs),
    lambda one: one.notes,
    _by_title,
    lambda one: one.pdfs,
    lambda one: frozenset({"bare"} if one.bare and not (one.pdfs or one.notes) else ()),
)


def align(
    new: Sequence[Entry | Paper],
    old: Sequence[Paper | Entry],
    curation: Mapping[str, Curated] | None = None,
    names: Sequence[str | None] = (),
) -> list[int | None]:
    """For each new entry the index of the same paper in ``old``, each used once at most.

    Same is: the id, where ``names`` says which id a new entry has; title and PDF, or the OpenReview
    id, or the title by authors of whom some are the same, or the PDF, tried in this order over all, so
    that a shared PDF never draws a paper away from its own title. What a page said before a correction
    counts too. Entries that are nothing but a mark of retraction, without PDF, are matched to such in
    their order.
    """
    here = [_identity(item, {}) for item in new]
    there = [_identity(item, curation or {}) for item in old]
    found: list[int | None] = [None] * len(new)
    free = set(range(len(old)))
    ids = {item.id: j for j, item in enumerate(old) if isinstance(item, Paper)}
    for i, name in enumerate(names):
        if name in ids and ids[name] in free:
            found[i] = ids[name]
            free.remove(ids[name])
    for keys in _TESTS:
        places = defaultdict(list)
        for j in free:
            for key in keys(there[j]):
                places[key].append(j)

        def fits(i: int, j: int, by_title: bool = keys is _by_title) -> bool:
            return not by_title or share_authors(new[i].authors, old[j].authors)

        for i, identity in enumerate(here):
            if found[i] is None and (
                same := [j for key in keys(identity) for j in places.get(key, ()) if j in free and fits(i, j)]
            ):
                found[i] = first = min(same)
                free.remove(first)
    return found


def is_bare(item: Entry | Paper) -> bool:
    """Whether nothing is left of a paper but the mark of its retraction."""
    return title_key(item.title) in _MARKS


def _identity(item: Entry | Paper, curation: Mapping[str, Curated]) -> _Identity:
    titles, pdfs = {item.title}, {item.pdf_url}
    if isinstance(item, Paper) and item.id in curation:
        for correction in curation[item.id].corrections:
            if correction.field == "title":
                titles.add(correction.page)
            if correction.field == "pdf_url":
                pdfs.add(correction.page)
    keys = {title_identity(title) for title in titles}
    return _Identity(
        titles=frozenset(keys - _MARKS - {""}),
        pdfs=frozenset(pdf for pdf in pdfs if pdf),
        notes=frozenset({item.openreview_id} if item.openreview_id else ()),
        bare=is_bare(item),
    )
