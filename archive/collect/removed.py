"""Leaves out the papers that a person removed from an edition (:mod:`archive.store.removal`). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from archive.collect.record_linkage import align
from archive.model.paper import Entry, Paper
from archive.store.curation import Curated, removed_papers


def without_removed(papers: Iterable[Paper], curation: Mapping[str, Curated]) -> list[Paper]:
    """The stored papers of an edition without those that curation removed."""
    removed = removed_papers(curation)
    return [paper for paper in papers if paper.id not in removed]


def removed_entries(
    entries: Sequence[Entry],
    stored: Sequence[Paper],
    curation: Mapping[str, Curated],
    stated_ids: Sequence[str | None] = (),
) -> list[str | None]:
    """For each entry the id of the removed paper that it is, or None.

    Args:
        entries: what pages or a file say, each paper once.
        stored: the edition's papers, of which an entry may be one instead.
        curation: what people know of the edition's papers, by id.
        stated_ids: ids that entries have themselves, where they do.
    """
    removed = list(removed_papers(curation).values())
    if not removed:
        return [None] * len(entries)
    kept = without_removed(stored, curation)
    matches = align(entries, [*kept, *removed], curation, stated_ids)
    return [None if match is None or match < len(kept) else removed[match - len(kept)].id for match in matches]


def left_out_note(edition_id: str, ids: Iterable[str | None]) -> Iterator[str]:
    """A sentence on the removed papers of :func:`removed_entries`, if there are any."""
    if found := list(filter(None, ids)):
        papers = "1 paper" if len(found) == 1 else f"{len(found)} papers"
        yield f"{papers} left out, removed by curation (curation/{edition_id}.toml): {', '.join(found)}."
