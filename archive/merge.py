"""From what several pages say of an edition to its papers: pure, and the heart of the archive.

Two steps. :func:`join_pages` makes one entry of all that the pages say of a paper; :func:`settle`
gives each the id it always had, mends it by curation, and holds it against the stored edition.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from archive.curated import Correction, Curated
from archive.errors import ArchiveError
from archive.folding import fold
from archive.ids import make_id
from archive.matching import align
from archive.models import WITHDRAWN, Edition, Entry, Paper, Source

FORUM = "https://openreview.net/forum?id="
ARXIV = "https://arxiv.org/abs/"
_FILLED = ("award", "presentation", "status", "pdf_url", "page_url", "links", "openreview_id", "arxiv_id")
_SHARED = tuple(f.name for f in dataclasses.fields(Entry) if f.name not in ("abstract",))


@dataclass(frozen=True, slots=True)
class PageText:
    """What one page gave: its entries in order. ``sources`` are what stands behind each entry where
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


@dataclass(slots=True)
class Settled:
    """An edition ready to be stored. ``notes`` are for a person to read."""

    papers: list[Paper]
    vanished: list[Paper] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


# -- step one: pages --------------------------------------------------------------------------


def join_pages(pages: Sequence[PageText], union: bool) -> tuple[list[Joined], list[str]]:
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
                reports.append(f"{where} names {more.entry.title!r}, which {pages[0].url} does not list; it was not added.")
    return joined, reports


def _each_once(page: PageText, reports: list[str]) -> list[Joined]:
    """A page's entries; one that it lists twice, alike in all that both say, is one."""
    listed: list[Joined] = []
    first: dict[tuple[str, tuple[str, ...]], int] = {}
    for i, entry in enumerate(page.entries):
        one, key = _first_word(page, i, entry), (fold(entry.title).strip(" .,:;!?"), entry.authors)
        before = first.setdefault(key, len(listed))
        if before < len(listed) and entry.authors and _agree(listed[before].entry, entry):
            reports.append(f"{page.url} lists {entry.title!r} more than once.")
            listed[before] = _fill(listed[before], one)
        else:
            listed.append(one)
    return listed


def _agree(one: Entry, other: Entry) -> bool:
    """Whether two entries contradict each other nowhere that tells papers apart."""
    if one.status != other.status:
        return False
    pairs = ((getattr(one, name), getattr(other, name)) for name in ("pdf_url", "openreview_id", "arxiv_id"))
    return all(ours == theirs or not ours or not theirs for ours, theirs in pairs)


def _first_word(page: PageText, index: int, entry: Entry) -> Joined:
    return Joined(
        entry=entry,
        urls=(page.url,) if page.url else (),
        known=page.sources[index] if page.sources else (),
    )


def _fill(first: Joined, more: Joined) -> Joined:
    missing = _missing(first.entry, more.entry, _SHARED)
    if first.entry.authors:  # a star belongs to the byline it stands in
        missing.pop("equal_contribution", None)
    return Joined(
        entry=dataclasses.replace(first.entry, **missing),
        urls=first.urls + tuple(url for url in more.urls if url not in first.urls),
        known=first.known + more.known,
    )


def _missing(first: Entry | Paper, more: Entry | Paper, fields: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(more, name) for name in fields if not getattr(first, name) and getattr(more, name)}


# -- step two: ids, curation, the store -------------------------------------------------------


def settle(
    edition: Edition,
    joined: Sequence[Joined],
    previous: Sequence[Paper] = (),
    *,
    curation: Mapping[str, Curated] | None = None,
    given: Sequence[Paper] = (),
    taken: Iterable[str] = (),
    today: str,
    some_page_missing: bool = False,
    names: Sequence[str | None] = (),
) -> Settled:
    """Make the edition's papers.

    ``previous`` is what the store holds of this edition, ``given`` papers whose
    ids were given elsewhere (the bundled catalogue), ``taken`` the ids of all other editions,
    ``today`` an ISO date. Papers that the pages no longer list are returned as ``vanished`` and are
    not among ``papers``; withdrawn ones stay. With ``some_page_missing`` stored fields fill what no
    page says this time. ``names`` are ids that entries have themselves, where they do.
    """
    curation = curation or {}
    entries = [j.entry for j in joined]
    matches = align(entries, previous, curation, names)
    taken = {*taken, *(p.id for p in previous)}
    ids = _give_ids(
        edition,
        entries,
        _own_ids([previous[m].id if m is not None else None for m in matches], names, taken),
        curation,
        given,
        taken,
    )
    settled = Settled(papers=[])
    for one, match, paper_id in zip(joined, matches, ids, strict=True):
        before = previous[match] if match is not None else None
        paper = _paper(one, paper_id, before, some_page_missing)
        paper = _curate(paper, curation.get(paper_id, Curated()), before, settled.notes)
        settled.papers.append(_dated(paper, one, before, today, some_page_missing))
    matched = set(matches)
    for i, paper in enumerate(previous):
        if i not in matched:
            (settled.papers if paper.withdrawn or edition.partial else settled.vanished).append(paper)
    return settled


def withdraw(paper: Paper, today: str) -> Paper:
    """The paper marked withdrawn: it stays findable under its id."""
    sources = tuple(dataclasses.replace(source, retrieved=today) for source in paper.sources)
    return dataclasses.replace(paper, status=WITHDRAWN, sources=sources)


def _own_ids(stored: Sequence[str | None], names: Sequence[str | None], taken: Collection[str]) -> list[str | None]:
    """The stored ids, and where there is none the entry's own, if no other paper has it."""
    used = {paper_id for paper_id in stored if paper_id} | set(taken)
    ids = list(stored)
    for i, name in enumerate(names):
        if ids[i] is None and name and name not in used:
            ids[i] = name
            used.add(name)
    return ids


def _give_ids(
    edition: Edition,
    entries: Sequence[Entry],
    stored: Sequence[str | None],
    curation: Mapping[str, Curated],
    given: Sequence[Paper],
    taken: Iterable[str],
) -> list[str]:
    """An id for each entry: the stored one, else the key it is curated under, else the one it was
    given elsewhere, else a new one."""
    used = set(taken) | {paper_id for paper_id in stored if paper_id}
    ids = list(stored)
    known: dict[str, Entry | Paper] = {key: c.known for key, c in curation.items() if c.known is not None}
    catalogue: dict[str, Entry | Paper] = {paper.id: paper for paper in given}
    for authority in known, catalogue:
        open_places = [i for i, paper_id in enumerate(ids) if paper_id is None]
        names, papers = list(authority), list(authority.values())
        for i, match in zip(open_places, align([entries[i] for i in open_places], papers, curation), strict=True):
            if match is not None and names[match] not in used:
                ids[i] = names[match]
                used.add(names[match])
    for i, entry in enumerate(entries):
        if ids[i] is None:
            made = make_id(entry.authors, edition.year, entry.title, edition.id, used)
            ids[i] = made
            used.add(made)
    return [paper_id for paper_id in ids if paper_id]


def _paper(one: Joined, paper_id: str, before: Paper | None, keep: bool) -> Paper:
    entry = one.entry
    paper = Paper(id=paper_id, **{name: getattr(entry, name) for name in _SHARED})
    if before is None:
        return paper
    if paper.withdrawn:
        paper = dataclasses.replace(paper, title=before.title, **_missing(paper, before, _SHARED))
    elif keep:
        same_byline = ("equal_contribution",) if paper.authors == before.authors else ()
        paper = dataclasses.replace(paper, **_missing(paper, before, (*_FILLED, *same_byline)))
    return paper


def _curate(paper: Paper, curated: Curated, before: Paper | None, notes: list[str]) -> Paper:
    for correction in curated.corrections:
        paper = corrected(paper, correction, notes)
    added: dict[str, Any] = {k: v for k, v in curated.added.items() if not getattr(paper, k)}
    paper = dataclasses.replace(paper, **added)
    return dataclasses.replace(
        paper,
        topics=curated.topics or (before.topics if before else ()),
        summary=curated.summary or (before.summary if before else None),
    )


def corrected(paper: Paper, correction: Correction, notes: list[str]) -> Paper:
    """The paper with a page's mistake mended; ``notes`` gains what a person should know of it."""
    if correction.field == "authors":
        swap = {correction.page: correction.right}
        if not {correction.page, correction.right} & set(paper.authors):
            notes.append(f"{paper.id}: no author is {correction.page!r} any more; is the correction still needed?")
        return dataclasses.replace(
            paper,
            authors=tuple(swap.get(name, name) for name in paper.authors),
            equal_contribution=tuple(swap.get(name, name) for name in paper.equal_contribution),
        )
    if correction.field == "links":
        if not {correction.page, correction.right} & {link.url for link in paper.links}:
            notes.append(f"{paper.id}: no link leads to {correction.page} any more; is the correction still needed?")
        return dataclasses.replace(
            paper,
            links=tuple(
                dataclasses.replace(link, url=correction.right) if link.url == correction.page else link for link in paper.links
            ),
        )
    says = getattr(paper, correction.field) or ""
    if says not in (correction.page, correction.right):
        notes.append(
            f"{paper.id}: the page now says {says!r} as {correction.field}; the curated correction, "
            f"{correction.right!r}, was made for {correction.page!r} and stands."
        )
    mended: dict[str, Any] = {correction.field: correction.right}
    return dataclasses.replace(paper, **mended)


def _dated(paper: Paper, one: Joined, before: Paper | None, today: str, keep: bool) -> Paper:
    if not paper.page_url:
        forum = FORUM + paper.openreview_id if paper.openreview_id else None
        paper = dataclasses.replace(paper, page_url=forum or (one.urls[0] if one.urls else None))
    sources = tuple(Source(url, today) for url in one.urls) + one.known
    if before is not None and keep:  # a page that is missing today was a source all the same
        named = {source.url for source in sources}
        sources += tuple(source for source in before.sources if source.url not in named)
    fresh = dataclasses.replace(paper, sources=sources)
    if before is not None and _as_told(fresh) == _as_told(before):
        return dataclasses.replace(fresh, sources=before.sources)
    return fresh


def _as_told(paper: Paper) -> Paper:
    """The paper without dates, and without what no page says: curated topics and summaries are no
    reason to call a source newly read."""
    undated = tuple(Source(url, "") for url in sorted(source.url for source in paper.sources))
    return dataclasses.replace(paper, sources=undated, topics=(), summary=None)


# -- what a person should know ----------------------------------------------------------------


class Shrunk(ArchiveError):
    """A page lacks papers that the store holds."""


def refuse_shrinking(edition: Edition, settled: Settled, listed: int, stored: int) -> None:
    """Raise :class:`Shrunk` where papers vanished."""
    if settled.vanished:
        titles = ", ".join(paper.id for paper in settled.vanished[:3])
        more = f" and {len(settled.vanished) - 3} more" if len(settled.vanished) > 3 else ""
        raise Shrunk(
            f"{edition.id}: the page lists {listed} papers, the store holds {stored}; missing: {titles}{more}. "
            "Nothing was changed. If the page is right, run again with --force."
        )
