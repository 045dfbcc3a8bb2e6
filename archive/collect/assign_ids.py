"""The ids of an edition's papers: each keeps the one it has, or gets one. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from archive.collect.record_linkage import align
from archive.model.ids import IdMaker
from archive.model.paper import Edition, Entry, Paper
from archive.store.curation import Curated


class Assignment:
    """Which ids the entries of a list have so far, each given once.

    Args:
        stored: for each entry the id that the store has for it, or None.
        taken: ids that no other entry may get.
    """

    def __init__(self, stored: Iterable[str | None], taken: Iterable[str | None]) -> None:
        self.ids = list(stored)
        self.used = {paper_id for paper_id in (*taken, *self.ids) if paper_id}
        self._maker = IdMaker(self.used)

    def open(self) -> list[int]:
        """The entries without an id, in their order."""
        return [i for i, paper_id in enumerate(self.ids) if paper_id is None]

    def give(self, entry: int, paper_id: str) -> None:
        """Give an entry an id, unless that is used."""
        if paper_id not in self.used:
            self.ids[entry] = paper_id
            self.used.add(paper_id)

    def give_new(self, entry: int, paper: Entry, edition: Edition) -> None:
        """Make an id for an entry."""
        families = dict(paper.family_names)
        self.ids[entry] = self._maker.make(paper.authors, edition.year, paper.title, edition.id, families)

    def give_own(self, names: Sequence[str | None]) -> None:
        """Give entries the ids that they have themselves, such as in a file of this program's; ``names`` has one each, or
        is empty."""
        for i, name in enumerate(names):
            if name and self.ids[i] is None:
                self.give(i, name)


def assign_ids(
    edition: Edition,
    entries: Sequence[Entry],
    assigned: Assignment,
    curation: Mapping[str, Curated],
    given: Sequence[Paper],
) -> list[str]:
    """An id for each entry: the one that is assigned, else the key it is curated under, else the one it was
    given elsewhere, else a new one.

    Args:
        edition: the edition of the entries.
        entries: what pages or a file say, in their order.
        assigned: the ids that entries have already; the others are added.
        curation: what people know of the edition's papers, by id.
        given: papers whose ids were given elsewhere.

    Returns:
        The ids, in the order of the entries.
    """
    known = {key: curated.known for key, curated in curation.items() if curated.known is not None}
    _give_from(known, entries, assigned, curation)
    _give_from({paper.id: paper for paper in given}, entries, assigned, curation)
    for i in assigned.open():
        assigned.give_new(i, entries[i], edition)
    return [paper_id for paper_id in assigned.ids if paper_id]


def _give_from(
    authority: Mapping[str, Entry | Paper], entries: Sequence[Entry], assigned: Assignment, curation: Mapping[str, Curated]
) -> None:
    """Give entries the ids that the same papers already have elsewhere."""
    ids, papers = list(authority), list(authority.values())
    places = assigned.open()
    for i, match in zip(places, align([entries[i] for i in places], papers, curation), strict=True):
        if match is not None:
            assigned.give(i, ids[match])
