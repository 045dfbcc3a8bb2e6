"""Joins what several pages say about an edition, paper by paper. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from archive.collect.record_linkage import align
from archive.model.identifiers import IDENTIFIERS
from archive.model.paper import Entry, Paper, Source
from archive.model.text import fold, quote

ENTRY_FIELDS = tuple(f.name for f in dataclasses.fields(Entry) if f.name != "abstract")
"""What an entry and a paper both have."""


@dataclass(frozen=True, slots=True)
class PageEntries:
    """What one page gave: its entries in order. ``sources`` are what is behind each entry where
    that is not the page itself."""

    url: str
    entries: Sequence[Entry]
    sources: Sequence[tuple[Source, ...]] = ()


@dataclass(frozen=True, slots=True)
class Joined:
    """One paper, as all pages together tell it, and where that came from."""

    entry: Entry
    urls: tuple[str, ...]
    known: tuple[Source, ...] = ()


def join_pages(pages: Sequence[PageEntries], union: bool) -> tuple[list[Joined], list[str]]:
    """Join pages paper by paper, most trusted first: the first page that has a field wins, later
    ones fill what is missing. What only a later page names is added where ``union`` is set, and
    otherwise reported in the second result."""
    joined: list[Joined] = []
    reports: list[str] = []
    for rank, page in enumerate(pages):
        listed = _each_once(page, reports)
        for more, match in zip(listed, align([one.entry for one in listed], [one.entry for one in joined]), strict=True):
            if match is not None:
                joined[match] = _fill(joined[match], more)
            elif rank == 0 or union:
                joined.append(more)
            else:
                where = page.url or "curation"
                reports.append(
                    f"{where} names {quote(more.entry.title)}, which {pages[0].url} does not list; it was not added."
                )
    return joined, reports


def _each_once(page: PageEntries, reports: list[str]) -> list[Joined]:
    """A page's entries; one that it lists twice, alike in all that both say, is one."""
    listed: list[Joined] = []
    first: dict[tuple[str, tuple[str, ...]], int] = {}
    for i, entry in enumerate(page.entries):
        one, key = _from_page(page, i, entry), (fold(entry.title).strip(" .,:;!?"), entry.authors)
        before = first.setdefault(key, len(listed))
        if before < len(listed) and entry.authors and _agree(listed[before].entry, entry):
            reports.append(f"{page.url} lists {quote(entry.title)} more than once.")
            listed[before] = _fill(listed[before], one)
        else:
            listed.append(one)
    return listed


def _agree(one: Entry, other: Entry) -> bool:
    """Whether two entries agree in every field that distinguishes papers."""
    if one.status != other.status:
        return False
    pairs = ((getattr(one, name), getattr(other, name)) for name in IDENTIFIERS.values())
    return all(ours == theirs or not ours or not theirs for ours, theirs in pairs)


def _from_page(page: PageEntries, index: int, entry: Entry) -> Joined:
    return Joined(
        entry=entry,
        urls=(page.url,) if page.url else (),
        known=page.sources[index] if page.sources else (),
    )


def _fill(first: Joined, more: Joined) -> Joined:
    gaps = missing(first.entry, more.entry, ENTRY_FIELDS)
    if first.entry.authors:  # a star belongs to the byline it is in
        gaps.pop("equal_contribution", None)
        stated = (pair for pair in gaps.pop("family_names", ()) if pair[0] in first.entry.authors)
        gaps["family_names"] = first.entry.family_names or tuple(stated)
    return Joined(
        entry=dataclasses.replace(first.entry, **gaps),
        urls=first.urls + tuple(url for url in more.urls if url not in first.urls),
        known=first.known + more.known,
    )


def missing(first: Entry | Paper, more: Entry | Paper, fields: Iterable[str]) -> dict[str, Any]:
    """The fields that ``first`` lacks and ``more`` has, with their values there."""
    return {name: getattr(more, name) for name in fields if not getattr(first, name) and getattr(more, name)}
