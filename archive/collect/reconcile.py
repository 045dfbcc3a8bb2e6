"""Makes an edition's papers from its joined pages: each keeps its id, is corrected by curation, and is compared with the
stored edition. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from archive.catalogue.author_identity import with_family_names
from archive.collect.assign_ids import Assignment, assign_ids
from archive.collect.join import ENTRY_FIELDS, Joined, missing
from archive.collect.record_linkage import align
from archive.errors import ArchiveError
from archive.model.fields import OPTIONAL_TEXTS
from archive.model.paper import WITHDRAWN, Edition, Paper, Source
from archive.model.paper_links import FORUM
from archive.store.curation import Curated, apply_correction, removed_papers
from archive.store.people import KnownPeople as People

_FILLED = (*OPTIONAL_TEXTS, "links")


@dataclass(slots=True)
class ReconciledEdition:
    """An edition ready to be stored. ``notes`` are for people."""

    papers: list[Paper]
    vanished: list[Paper] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def reconcile(
    edition: Edition,
    joined: Sequence[Joined],
    previous: Sequence[Paper] = (),
    *,
    curation: Mapping[str, Curated] | None = None,
    given: Sequence[Paper] = (),
    taken: Iterable[str] = (),
    today: str,
    keep_unstated: bool = False,
    stated_ids: Sequence[str | None] = (),
    people: People | None = None,
) -> ReconciledEdition:
    """Make the edition's papers.

    ``previous`` is what the store has of this edition, ``given`` papers whose
    ids were given elsewhere (the bundled catalogue), ``taken`` the ids of all other editions,
    ``today`` an ISO date. Papers that the pages no longer list are returned as ``vanished`` and are
    not among ``papers``; withdrawn ones stay. With ``keep_unstated`` stored fields stay where no
    page says anything this time. ``stated_ids`` are ids that entries have themselves, where they do; ``people`` is what
    ``people.toml`` says of authors, such as family names.
    """
    curation, people = curation or {}, people or People()
    joined = [_stated(one, people) for one in joined]
    entries = [one.entry for one in joined]
    matches = align(entries, previous, curation, stated_ids)
    stored = [None if match is None else previous[match] for match in matches]
    assigned = Assignment(map(_id_of, stored), taken={*taken, *map(_id_of, previous), *removed_papers(curation)})
    assigned.give_own(stated_ids)
    ids = assign_ids(edition, entries, assigned, curation, given)
    reconciled = ReconciledEdition(papers=[])
    for one, before, paper_id in zip(joined, stored, ids, strict=True):
        paper = _paper(one, paper_id, before, keep_unstated)
        paper = _curate(paper, curation.get(paper_id, Curated()), before, reconciled.notes)
        paper = _with_family_names(paper, before, people)
        reconciled.papers.append(_dated(paper, one, before, today, keep_unstated))
    _keep_or_miss((paper for i, paper in enumerate(previous) if i not in matches), reconciled, edition)
    return reconciled


def _id_of(paper: Paper | None) -> str | None:
    return paper.id if paper else None


def _keep_or_miss(papers: Iterable[Paper], reconciled: ReconciledEdition, edition: Edition) -> None:
    """Put the stored papers that no page lists among those that stay, or those that vanished."""
    for paper in papers:
        stays = paper.withdrawn or edition.partial
        (reconciled.papers if stays else reconciled.vanished).append(paper)


def withdraw(paper: Paper, today: str) -> Paper:
    """The paper marked withdrawn: it stays findable under its id."""
    sources = tuple(dataclasses.replace(source, retrieved=today) for source in paper.sources)
    return dataclasses.replace(paper, status=WITHDRAWN, sources=sources)


def _paper(one: Joined, paper_id: str, before: Paper | None, keep_unstated: bool) -> Paper:
    entry = one.entry
    paper = Paper(id=paper_id, **{name: getattr(entry, name) for name in ENTRY_FIELDS})
    if before is None:
        return paper
    if paper.withdrawn:
        paper = dataclasses.replace(paper, title=before.title, **missing(paper, before, ENTRY_FIELDS))
    elif keep_unstated:
        same_byline = ("equal_contribution",) if paper.authors == before.authors else ()
        paper = dataclasses.replace(paper, **missing(paper, before, (*_FILLED, *same_byline)))
    return paper


def _stated(one: Joined, people: People) -> Joined:
    """The entry with what ``people.toml`` says of its authors' family names, of which its id is made."""
    family_names = with_family_names(one.entry.authors, one.entry.family_names, people)
    return dataclasses.replace(one, entry=dataclasses.replace(one.entry, family_names=family_names))


def _with_family_names(paper: Paper, before: Paper | None, people: People) -> Paper:
    """The paper with the family names that are stated now, or were before, of authors it has."""
    stated = (before.family_names if before else ()) + paper.family_names
    return dataclasses.replace(paper, family_names=with_family_names(paper.authors, stated, people))


def _curate(paper: Paper, curated: Curated, before: Paper | None, notes: list[str]) -> Paper:
    for correction in curated.corrections:
        paper = apply_correction(paper, correction, notes)
    added: dict[str, Any] = {k: v for k, v in curated.added.items() if not getattr(paper, k)}
    paper = dataclasses.replace(paper, **added)
    return dataclasses.replace(
        paper,
        topics=curated.topics or (before.topics if before else ()),
        summary=curated.summary or (before.summary if before else None),
    )


def _dated(paper: Paper, one: Joined, before: Paper | None, today: str, keep_unstated: bool) -> Paper:
    """The paper with its page and its sources; those of an unchanged paper keep their dates."""
    if not paper.page_url:
        paper = dataclasses.replace(paper, page_url=_page_of(paper, one))
    sources = tuple(Source(url, today) for url in one.urls) + one.known
    if before is None:
        return dataclasses.replace(paper, sources=sources)
    if keep_unstated:  # a page that is missing today was a source, too
        named = {source.url for source in sources}
        sources += tuple(source for source in before.sources if source.url not in named)
    fresh = dataclasses.replace(paper, sources=sources)
    return dataclasses.replace(fresh, sources=before.sources) if _as_told(fresh) == _as_told(before) else fresh


def _page_of(paper: Paper, one: Joined) -> str | None:
    """The page of a paper that has none of its own: its forum, or the list that names it."""
    if paper.openreview_id:
        return FORUM + paper.openreview_id
    return one.urls[0] if one.urls else None


def _as_told(paper: Paper) -> Paper:
    """The paper without dates, and without what no page says: curated topics and summaries are no
    reason to call a source newly read."""
    undated = tuple(Source(url, "") for url in sorted(source.url for source in paper.sources))
    return dataclasses.replace(paper, sources=undated, topics=(), summary=None)


# -- what a person should know ----------------------------------------------------------------


class Shrunk(ArchiveError):
    """A page lacks papers that the store holds."""


def refuse_shrinking(edition: Edition, reconciled: ReconciledEdition, listed: int, stored: int) -> None:
    """Raise :class:`Shrunk` where papers vanished."""
    if reconciled.vanished:
        titles = ", ".join(paper.id for paper in reconciled.vanished[:3])
        more = f" and {len(reconciled.vanished) - 3} more" if len(reconciled.vanished) > 3 else ""
        raise Shrunk(
            f"{edition.id}: the page lists {listed} papers, the store has {stored}; missing: {titles}{more}. "
            "Nothing was changed. If the page is right, run again with --force."
        )
