"""Scraping one edition: fetch its pages, read them, merge, and store it whole or not at all."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from archive.catalogue.people import KnownPeople, load_known_people, perhaps_one, unsettled
from archive.collect.diff import changes
from archive.collect.expected import refuse_other_count
from archive.collect.families import family, read_page
from archive.collect.join import PageText, join_pages
from archive.collect.limits import Deadline
from archive.collect.losses import losses, refuse_other_authors
from archive.collect.matching import align, is_bare
from archive.collect.pages.identity import holds_text, same_venue, stated_edition, year_of_call
from archive.collect.settle import refuse_shrinking, settle, withdraw
from archive.errors import NotThere, WrongEdition
from archive.model.paper import Edition, Entry, Page, Paper
from archive.model.unlikely import doubts
from archive.net.fetch import Fetcher
from archive.store.curation import load_curation
from archive.store.editions import Registry
from archive.store.root import Root, bundled_papers
from archive.store.transaction import transaction

CALL = "call_for_papers.html"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a scrape did to one edition. ``changes`` are lines of a short diff, ``notes`` for a person; ``first`` are the
    papers of an edition that had none before, with what is unlikely of each."""

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
    load_curation(edition.id, root.folder)  # what is damaged is told before anything is fetched
    pages, notes, cut = _read_pages(edition, registry, fetcher, root.store.papers(edition.id), force)
    with transaction(root.folder):  # nothing is fetched under the lock; the store is read again, for it may have changed
        return _store_edition(edition, registry, root, pages, notes, cut, force=force, day=day)


def _store_edition(
    edition: Edition,
    registry: Registry,
    root: Root,
    pages: list[PageText],
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
    others = {other: store.papers(other) for other in store.editions() if other != edition.id}
    people = load_known_people(root.folder)
    some_page_missing = len(pages) < len(edition.pages)
    for page in pages:
        refuse_other_editions_list(edition, page, others, registry)
    known = [curated for curated in curation.values() if curated.known is not None]
    pages.append(PageText("", [c.known for c in known if c.known], [c.sources for c in known]))

    joined, reports = join_pages(pages, union=edition.partial)
    settled = settle(
        edition,
        joined,
        previous,
        curation=curation,
        given=bundled_papers(root, edition.id),
        taken=[paper.id for papers in others.values() for paper in papers],
        today=day,
        some_page_missing=some_page_missing,
        people=people,
    )
    if not edition.pages:  # no page to vanish from: what was imported stays as it is
        settled.papers += settled.vanished
    elif force:
        settled.papers += [withdraw(paper, day) for paper in settled.vanished]
    else:
        refuse_shrinking(edition, settled, len(joined), len(previous))
        refuse_other_authors(edition, previous, settled.papers)
    store.write_papers(edition.id, settled.papers)  # last: what fails before leaves the edition as it was
    first = [] if previous else settled.papers
    notes += losses(previous, settled.papers) if previous else [*cut, *_alike(first, others, people)]
    return Outcome(
        edition=edition.id,
        papers=sum(not paper.withdrawn for paper in settled.papers),
        withdrawn=sum(paper.withdrawn for paper in settled.papers),
        changes=changes(previous, settled.papers) if previous else (),
        notes=[*notes, *reports, *settled.notes, *_stray_curation(edition, curation, settled.papers)],
        first=[(paper, [*doubts(paper.title, unsettled(paper.authors, people), paper.family_names)]) for paper in first],
    )


def _alike(first: Sequence[Paper], others: Mapping[str, Sequence[Paper]], people: KnownPeople) -> Iterator[str]:
    """Sentences of authors who come in with a part more or less than another name has, here or in another edition."""
    new = (name for paper in first for name in paper.authors)
    known = (name for papers in others.values() for paper in papers for name in paper.authors)
    return perhaps_one(new, known, people)


def _read_pages(
    edition: Edition, registry: Registry, fetcher: Fetcher, previous: Sequence[Paper], force: bool
) -> tuple[list[PageText], list[str], list[str]]:
    """The pages as they were read, notes for a person, and sentences of what was cut from titles."""
    pages: list[PageText] = []
    notes: list[str] = []
    cut: list[str] = []
    if not edition.pages:
        notes.append("no page is registered for this edition; imported and curated papers stay as they are.")
    for page in edition.pages:
        family(page.family)  # before anything is fetched
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
        _refuse_wrong_edition(edition, page, html, registry, fetcher)
        reading = read_page(html, page)
        refuse_other_count(edition, page, reading.entries, previous, force=force)
        pages.append(PageText(page.url, reading.entries))
        notes += reading.notes
        cut += reading.cut
    return pages, notes, cut


def _refuse_wrong_edition(edition: Edition, page: Page, html: str, registry: Registry, fetcher: Fetcher) -> None:
    """A page is this edition's where it holds the text that its table knows it by. Without such a text, a page
    that says in its header which edition it is must be this one; where the header is silent, the call for papers
    beside the page tells the year; a page at an address that several editions share must be told apart by one."""
    if page.known_by is not None:
        if not holds_text(html, page.known_by):
            raise WrongEdition(
                f"{edition.id}: {page.url} does not contain its known_by text, {page.known_by!r}; it may be another "
                "edition's. Nothing was changed. If the page is right, change known_by in its table in editions.toml."
            )
        return
    stated = stated_edition(html)
    if stated is not None:
        venue, year = stated
        if year != edition.year or not (page.selectors or same_venue(venue, edition.venue)):
            raise WrongEdition(
                f"{edition.id}: {page.url} says it is {venue} {year}, not {edition.venue} {edition.year}. Nothing was changed. "
                "If the page moved, change its address in editions.toml; if it is the right one, give its table "
                'known_by = "…", with a text that only this edition\'s page has.'
            )
        return
    shared = _is_shared(page, edition, registry)
    if page.selectors and not shared:
        return  # a call for papers of another site need not be where this workshop has it
    year_called = _year_of_call_beside(page, fetcher)
    if year_called is not None and year_called != edition.year:
        raise WrongEdition(
            f"{edition.id}: {page.url} does not say which edition it is, and the call for papers beside it is for "
            f"{year_called}, not {edition.year}. Nothing was changed."
        )
    if year_called is None and shared:
        raise WrongEdition(
            f"{edition.id}: {page.url} does not say which edition it is, and no {CALL} beside it names a year; its address "
            "belongs to another edition each year, so it cannot be trusted to be this one. Nothing was changed. If it is "
            'this edition\'s page, give its table known_by = "…", a text of the page that only this edition has.'
        )


def _year_of_call_beside(page: Page, fetcher: Fetcher) -> int | None:
    if urlsplit(page.url).query:
        return None  # no static page: nothing stands beside it
    try:
        return year_of_call(fetcher.get(urljoin(page.url, CALL)))
    except NotThere:
        return None


def _is_shared(page: Page, edition: Edition, registry: Registry) -> bool:
    folder = urljoin(page.url, ".")
    return not urlsplit(page.url).query and any(
        other.url.startswith(folder) for e in registry.values() if e.id != edition.id for other in e.pages
    )


def refuse_other_editions_list(edition: Edition, page: PageText, others: dict[str, list[Paper]], registry: Registry) -> None:
    """Raise :class:`~archive.errors.WrongEdition` where most of a list's papers stand in another edition."""
    entries: Sequence[Entry] = [entry for entry in page.entries if not is_bare(entry)]
    for other, papers in others.items():
        shared = sum(match is not None for match in align(entries, papers))
        if shared * 2 > len(entries):
            name = registry[other].name if other in registry else other
            raise WrongEdition(
                f"{edition.id}: {shared} of the {len(entries)} papers on {page.url} are already in {other} ({name}); "
                "the list seems to be that edition's. Nothing was changed."
            )


def _stray_curation(edition: Edition, curation: Iterable[str], papers: Sequence[Paper]) -> list[str]:
    ids = {paper.id for paper in papers}
    return [f"curation/{edition.id}.toml has {key}, but the edition has no such paper." for key in curation if key not in ids]
