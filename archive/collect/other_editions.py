"""Whether a page is the edition's that it is registered for, or another one's, which is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urljoin, urlsplit

from archive.collect.html.stated_edition import holds_text, same_venue, stated_edition, year_of_call
from archive.collect.join import PageEntries
from archive.collect.record_linkage import align, is_bare
from archive.errors import NotThere, WrongEdition
from archive.model.paper import Edition, Page, Paper
from archive.model.text import quote
from archive.net.fetch import Fetcher
from archive.store.editions import Registry
from archive.store.papers import Store

_CALL = "call_for_papers.html"


def refuse_wrong_edition(edition: Edition, page: Page, html: str, registry: Registry, fetcher: Fetcher) -> None:
    """Raise :class:`~archive.errors.WrongEdition` if a page is not known to be this edition's.

    It is if it contains the text that its table knows it by. Without such a text, a page
    that says in its header which edition it is must be this one; if the header is silent, the call for papers
    beside the page says the year; a page at an address that several editions share must have one.

    Args:
        edition: the edition that the page is registered for.
        page: its address and table.
        html: the page.
        registry: all editions, for addresses that several share.
        fetcher: gets the call for papers.
    """
    if page.known_by is not None:
        _must_hold(page.known_by, edition, page, html)
    elif (stated := stated_edition(html)) is not None:
        _must_be_stated(*stated, edition, page)
    else:
        _check_call_for_papers(edition, page, registry, fetcher)


def _must_hold(text: str, edition: Edition, page: Page, html: str) -> None:
    if not holds_text(html, text):
        raise WrongEdition(
            edition.id,
            f"{page.url} does not contain its known_by text, {quote(text)}; it may be another "
            "edition's. Nothing was changed. If the page is right, change known_by in its table in editions.toml.",
        )


def _must_be_stated(venue: str, year: int, edition: Edition, page: Page) -> None:
    if year != edition.year or not (page.selectors or same_venue(venue, edition.venue)):
        raise WrongEdition(
            edition.id,
            f"{page.url} says it is {venue} {year}, not {edition.venue} {edition.year}. Nothing was changed. "
            "If the page moved, change its address in editions.toml; if it is the right one, give its table "
            'known_by = "…", with a text that only this edition\'s page has.',
        )


def _check_call_for_papers(edition: Edition, page: Page, registry: Registry, fetcher: Fetcher) -> None:
    """Refuse a page whose call for papers is of another year, and one at a shared address without a call."""
    shared = _is_shared(page, edition, registry)
    if page.selectors and not shared:
        return  # a call for papers of another site need not be where this workshop has it
    year_called = _year_of_call_beside(page, fetcher)
    if year_called is not None and year_called != edition.year:
        raise WrongEdition(
            edition.id,
            f"{page.url} does not say which edition it is, and the call for papers beside it is for "
            f"{year_called}, not {edition.year}. Nothing was changed.",
        )
    if year_called is None and shared:
        raise WrongEdition(
            edition.id,
            f"{page.url} does not say which edition it is, and no {_CALL} beside it names a year; its address "
            "belongs to another edition each year, so it cannot be trusted to be this one. Nothing was changed. If it is "
            'this edition\'s page, give its table known_by = "…", a text of the page that only this edition has.',
        )


def _year_of_call_beside(page: Page, fetcher: Fetcher) -> int | None:
    if urlsplit(page.url).query:
        return None  # no static page: nothing is beside it
    try:
        return year_of_call(fetcher.get(urljoin(page.url, _CALL)))
    except NotThere:
        return None


def _is_shared(page: Page, edition: Edition, registry: Registry) -> bool:
    folder = urljoin(page.url, ".")
    return not urlsplit(page.url).query and any(
        other.url.startswith(folder) for e in registry.values() if e.id != edition.id for other in e.pages
    )


def papers_of_others(edition_id: str, store: Store) -> dict[str, list[Paper]]:
    """The stored papers of all editions but one, by edition."""
    return {other: store.papers(other) for other in store.editions() if other != edition_id}


def refuse_other_editions_list(
    edition: Edition, page: PageEntries, others: Mapping[str, Sequence[Paper]], registry: Registry
) -> None:
    """Raise :class:`~archive.errors.WrongEdition` if most of a list's papers are in another edition.

    Args:
        edition: the edition that the list is to be stored for.
        page: the list, with its address or file name.
        others: the papers of all other editions, as :func:`papers_of_others` has them.
        registry: all editions, for their names.
    """
    entries = [entry for entry in page.entries if not is_bare(entry)]
    for other, papers in others.items():
        shared = sum(match is not None for match in align(entries, papers))
        if shared * 2 > len(entries):
            name = registry[other].name if other in registry else other
            raise WrongEdition(
                edition.id,
                f"{_share(shared, len(entries), page.url)} already in {other} ({name}); "
                "the list seems to be that edition's. Nothing was changed.",
            )


def _share(part: int, whole: int, where: str) -> str:
    """``all 3 papers on URL are``, ``2 of the 3 papers on URL are``, ``the only paper on URL is``."""
    if whole == 1:
        return f"the only paper on {where} is"
    return f"{'all' if part == whole else f'{part} of the'} {whole} papers on {where} are"
