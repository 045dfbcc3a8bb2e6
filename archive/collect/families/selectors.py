"""The family that a table of the registry describes: CSS selectors say what is a paper and what its pieces are.

``docs/pages.md`` explains every key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag

from archive.collect.html import links as links_of
from archive.collect.html.bylines import is_placeholder
from archive.collect.html.css import PaperElements, papers_of
from archive.collect.html.index import PageIndex
from archive.collect.html.page import is_whole, outermost, parse_html, quote_beginning, text_of
from archive.collect.html.reading import Reading
from archive.collect.html.selector_entry import CompiledSelectors, SelectedPaper, compile_selectors, read_paper
from archive.collect.titles import trim_entries
from archive.errors import PageChanged
from archive.model.paper import Selectors
from archive.model.text import quote

ABSTRACT_SOURCE = "page"
IS_PROGRAMME = False
_SHOWN = 5  # papers that cannot be read, of more only the number is reported
_NEXT = "Correct the page's table in editions.toml; `mlforsys add` proposes a table for a page"


def read(html: str, url: str, settings: Selectors, *, counted: bool = False) -> Reading:
    """The papers of a page, in its order, and what a person should know of it.

    ``counted``: a person said how many there are, so that a page without its end may be trusted. Raises
    :class:`~archive.errors.PageChanged` if the page may be cut off, if nothing matches, and where
    any matched element has no title or a byline that cannot be read: an edition is taken whole or not at all.
    Raises :class:`~archive.errors.StoreError` for an invalid selector.
    """
    _must_be_whole(html, url, counted)
    found = find_papers(parse_html(html), url, settings)
    problems = [(number, one) for number, one in enumerate(found.papers, start=1) if one.problem]
    if problems:
        raise PageChanged(url, _place(settings, problems, len(found.papers)), _few(problems), _NEXT)
    entries = [one.entry for one in found.papers if one.entry]
    if not entries:
        raise PageChanged(
            url, f"paper = {quote(settings.paper)} should match some papers", "only elements that `skip` leaves out", _NEXT
        )
    entries, cut = trim_entries(entries)
    return Reading(
        entries, [*found.notes, *links_of.unassigned_note(found.unassigned, url)], [f"{url}: {sentence}." for sentence in cut]
    )


class FoundPapers(NamedTuple):
    """What selectors find on a page.

    Attributes:
        papers: readable or not, without what is skipped, with titles as they are printed.
        notes: sentences that a person should read.
        unassigned: the addresses of PDFs, OpenReview or arXiv papers that belong to none of them.
    """

    papers: Sequence[SelectedPaper]
    notes: Sequence[str] = ()
    unassigned: Sequence[str] = ()


def find_papers(
    soup: BeautifulSoup, url: str, settings: Selectors, *, sample: int | None = None, index: PageIndex | None = None
) -> FoundPapers:
    """What the selectors find on a page.

    ``sample``: at most about so many papers, spread over the page, and nothing else. Raises as :func:`read` does
    if nothing matches at all or a selector is invalid. ``index`` is the page's, if it is at hand.
    """
    selectors = compile_selectors(settings, url)
    index = index or PageIndex(soup)
    roots = _roots(soup, selectors, url, index)
    matched = [one for root in roots for one in papers_of(root, selectors.paper, selectors.until, index)]
    if not matched:
        raise PageChanged(url, f"paper = {quote(settings.paper)} should match some elements", _nothing(settings), _NEXT)
    if sample is not None:
        return FoundPapers([read_paper(elements, selectors, url) for elements in matched[:: -(-len(matched) // sample)]])
    filled, notes = _filled(matched, settings, url)
    found = [read_paper(elements, selectors, url) for elements in filled]
    unassigned = links_of.unassigned(roots, [one.links for one in found], url)
    return FoundPapers(found, [*notes, *_of_bylines(found, url)], unassigned)


def _filled(matched: Sequence[PaperElements], settings: Selectors, url: str) -> tuple[list[PaperElements], list[str]]:
    """Of what may be papers all that is neither to be skipped nor empty, and a note on what is empty."""
    wanted = [elements for elements in matched if not _is_skipped(elements, settings)]
    filled = [elements for elements in wanted if not _is_empty(elements)]
    if not (empty := len(wanted) - len(filled)):
        return filled, []
    what = f"{empty} of {len(matched)} elements that paper = {quote(settings.paper)} matches are empty and were skipped"
    return filled, [f"{url}: {what}."]


def _of_bylines(found: Sequence[SelectedPaper], url: str) -> Iterator[str]:
    """Notes on bylines without a name, and on those that look odd."""
    for one in found:
        if one.entry and is_placeholder(one.byline):
            yield f"{url}: {quote(one.entry.title)} has {quote(one.byline)} instead of authors; it was stored without authors."
    for one in found:
        if one.entry and one.odd:
            yield f"{url}: {one.odd}, in {quote(one.entry.title)}; it was stored as printed."


def _roots(soup: BeautifulSoup, selectors: CompiledSelectors, url: str, index: PageIndex) -> list[Tag]:
    if selectors.within is None:
        return [soup]
    roots = index.select(selectors.within, soup)
    if not roots:
        raise PageChanged(url, f"within = {quote(selectors.settings.within)} should match an element", "none", _NEXT)
    return outermost(roots)


def _nothing(settings: Selectors) -> str:
    if re.search(r"\btbody\b", settings.paper):
        return "no match; browsers add <tbody> to tables, so try it without"
    return "none"


def _is_skipped(elements: PaperElements, settings: Selectors) -> bool:
    return bool(settings.skip) and re.search(str(settings.skip), text_of(elements.first)) is not None


def _is_empty(elements: PaperElements) -> bool:
    return not any(text_of(one) or one.name == "a" or one.find("a") for one in elements.elements)


# -- refusals -----------------------------------------------------------------------------------


def _must_be_whole(html: str, url: str, counted: bool) -> None:
    """Raise :class:`~archive.errors.PageChanged` for a page that may be cut off, or contains nothing."""
    if not (is_whole(html) or (counted and html.strip())):
        raise PageChanged(
            url,
            "a page should end in </html>, or its table should give the number of papers as `expect`",
            quote_beginning(html[-60:]) if html.strip() else "nothing",
            _NEXT,
        )


def _place(settings: Selectors, problems: Sequence[tuple[int, SelectedPaper]], total: int) -> str:
    what = f"every element that paper = {quote(settings.paper)} matches should be a paper"
    return f"{what}, and {len(problems)} of {total} cannot be read"


def _few(problems: Sequence[tuple[int, SelectedPaper]]) -> str:
    shown = [
        f"{one.problem} in element {number}, {quote_beginning(text_of(one.elements.first))}"
        for number, one in problems[:_SHOWN]
    ]
    more = len(problems) - _SHOWN
    return "; ".join(shown) + (f"; and {more} more" if more > 0 else "")
