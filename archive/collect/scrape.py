"""Scraping one edition: fetch its pages, read them, merge, and store it whole or not at all."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.catalogue.author_identity import possible_same_person
from archive.collect.diff import changes
from archive.collect.families import load_family, read_page
from archive.collect.join import PageEntries, join_pages
from archive.collect.other_editions import papers_of_others, refuse_other_editions_list, refuse_wrong_edition
from archive.collect.page_limits import Deadline
from archive.collect.paper_count import refuse_other_count
from archive.collect.reconcile import ReconciledEdition, reconcile, refuse_shrinking, withdraw
from archive.collect.removed import left_out_note, removed_entries, without_removed
from archive.collect.suspicious_changes import refuse_other_authors, unusual_changes
from archive.errors import NotThere
from archive.model.paper import Edition, Paper
from archive.model.plausibility import doubts
from archive.net.fetch import Fetcher
from archive.store.curation import Curated, load_curation, removed_papers
from archive.store.editions import Registry
from archive.store.people import KnownPeople, load_known_people, unknown_names
from archive.store.root import Root, bundled_papers
from archive.store.transaction import transaction


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a scrape did to one edition. ``changes`` are lines of a short diff, ``notes`` are for people; ``first`` are the
    papers of an edition that had none before, with what is unlikely about each."""

    edition: str
    papers: int
    withdrawn: int
    changes: Sequence[str] = ()
    notes: Sequence[str] = ()
    first: Sequence[tuple[Paper, Sequence[str]]] = ()


def scrape_edition(
    edition: Edition,
    registry: Registry,
    root: Root,
    fetcher: Fetcher,
    *,
    force: bool = False,
    today: datetime.date | None = None,
) -> Outcome:
    """Collect an edition's papers into the store.

    All or nothing: any :class:`~archive.errors.ArchiveError` leaves the edition as it was. A later
    page that is not there costs only what it alone would have added; so does any missing page of an
    edition known in part. ``force`` accepts a list that lacks stored papers and marks those
    withdrawn.
    """
    day = (today or datetime.date.today()).isoformat()
    removed = removed_papers(load_curation(edition.id, root.folder))  # report damage before fetching anything
    listed = removed | {paper.id: paper for paper in root.store.papers(edition.id)}
    pages, notes, cut = _read_pages(edition, registry, fetcher, list(listed.values()), force)
    with transaction(root.folder):  # nothing is fetched under the lock; the store is read again, because it may have changed
        return _store_edition(edition, registry, root, pages, notes, cut, force=force, day=day)


def _store_edition(
    edition: Edition,
    registry: Registry,
    root: Root,
    pages: list[PageEntries],
    notes: list[str],
    cut: Sequence[str],
    *,
    force: bool,
    day: str,
) -> Outcome:
    """Settle what pages say with the store, and write it."""
    store = root.store
    curation = load_curation(edition.id, root.folder)
    previous = store.papers(edition.id)
    staying = without_removed(previous, curation)
    others = papers_of_others(edition.id, store)
    people = load_known_people(root.folder)
    for page in pages:
        refuse_other_editions_list(edition, page, others, registry)
    joined, reports = join_pages([*pages, _known(curation)], union=edition.partial)
    removed = removed_entries([one.entry for one in joined], staying, curation)
    joined = list(itertools.compress(joined, [paper_id is None for paper_id in removed]))
    reconciled = reconcile(
        edition,
        joined,
        staying,
        curation=curation,
        given=bundled_papers(root, edition.id),
        taken=[paper.id for papers in others.values() for paper in papers],
        today=day,
        keep_unstated=len(pages) < len(edition.pages),
        people=people,
    )
    papers = _settled(edition, reconciled, staying, len(joined), force=force, day=day)
    store.write_papers(edition.id, papers)  # last: what fails before leaves the edition as it was
    notes += unusual_changes(previous, papers) if previous else [*cut, *_alike(papers, others, people)]
    withdrawn = sum(paper.withdrawn for paper in papers)
    return Outcome(
        edition=edition.id,
        papers=len(papers) - withdrawn,
        withdrawn=withdrawn,
        changes=changes(previous, papers) if previous else (),
        notes=[
            *notes,
            *reports,
            *left_out_note(edition.id, removed),
            *reconciled.notes,
            *_stray_curation(edition, curation, papers),
        ],
        first=() if previous else _with_doubts(papers, people),
    )


def _known(curation: Mapping[str, Curated]) -> PageEntries:
    """The papers that curation knows, as a last page: what no page lists."""
    known = [(curated.known, curated.sources) for curated in curation.values() if curated.known and curated.removed is None]
    return PageEntries("", [entry for entry, _ in known], [sources for _, sources in known])


def _settled(
    edition: Edition, reconciled: ReconciledEdition, previous: Sequence[Paper], listed: int, *, force: bool, day: str
) -> list[Paper]:
    """The papers that will be stored; what vanished from the pages is refused, or with ``force`` withdrawn."""
    if not edition.pages:  # no page to vanish from: what was imported stays as it is
        places = {paper.id: place for place, paper in enumerate(previous)}
        return sorted([*reconciled.papers, *reconciled.vanished], key=lambda paper: places.get(paper.id, len(places)))
    if force:
        return [*reconciled.papers, *(withdraw(paper, day) for paper in reconciled.vanished)]
    refuse_shrinking(edition, reconciled, listed, len(previous))
    refuse_other_authors(edition, previous, reconciled.papers)
    return reconciled.papers


def _with_doubts(papers: Sequence[Paper], people: KnownPeople) -> list[tuple[Paper, Sequence[str]]]:
    """New papers, each with what is unlikely of it."""
    return [(paper, list(doubts(paper.title, unknown_names(paper.authors, people), paper.family_names))) for paper in papers]


def _alike(first: Sequence[Paper], others: Mapping[str, Sequence[Paper]], people: KnownPeople) -> Iterator[str]:
    """Sentences of authors who come in with a part more or less than another name has, here or in another edition."""
    new = (name for paper in first for name in paper.authors)
    known = (name for papers in others.values() for paper in papers for name in paper.authors)
    return possible_same_person(new, known, people)


def _read_pages(
    edition: Edition, registry: Registry, fetcher: Fetcher, previous: Sequence[Paper], force: bool
) -> tuple[list[PageEntries], list[str], list[str]]:
    """The pages as they were read, notes for a person, and sentences of what was cut from titles."""
    pages: list[PageEntries] = []
    notes: list[str] = []
    cut: list[str] = []
    if not edition.pages:
        notes.append("no page is registered for this edition; imported and curated papers stay as they are.")
    for page in edition.pages:
        load_family(page.family)  # before anything is fetched
    deadline = Deadline(edition.id)
    for rank, page in enumerate(edition.pages):
        deadline.require()
        try:
            html = fetcher.get(page.url)
        except NotThere as error:
            if rank == 0 and not edition.partial:
                raise
            notes.append(f"{error} Anything that only this page lists is missing.")
            continue
        refuse_wrong_edition(edition, page, html, registry, fetcher)
        reading = read_page(html, page)
        refuse_other_count(edition, page, reading.entries, previous, force=force)
        pages.append(PageEntries(page.url, reading.entries))
        notes += reading.notes
        cut += reading.cut
    return pages, notes, cut


def _stray_curation(edition: Edition, curation: Mapping[str, Curated], papers: Sequence[Paper]) -> list[str]:
    ids = {paper.id for paper in papers} | removed_papers(curation).keys()
    return [f"curation/{edition.id}.toml has {key}, but the edition has no such paper." for key in curation if key not in ids]
