"""What a page contains besides the papers that were read: links and texts that may be papers too."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence

from bs4 import BeautifulSoup, Tag

from archive.collect.html.links import links_of_papers
from archive.collect.html.page import PAPERS, is_within, outermost, quote_beginning, text_of
from archive.errors import PageChanged
from archive.model.identifiers import identifiers
from archive.model.names import NotNames, read_byline
from archive.model.paper import Entry
from archive.model.text import fold, quote
from archive.model.urls import known_ids

AROUND_THE_CONTENT = ("header", "nav", "footer", "head", "template")
_AROUND_CLASSES = frozenset({"contact-us-section", "navigation", "footnote_box", "title_bar"})
_INLINE = ("b", "strong", "a", "span", "i", "em", "font", "u")
_SHOWN = 3
_FEW_LACK = 10  # of so many papers one may lack what the others have, to be reported
_OTHERS = 3  # so many others must have it
_LONGEST_ENTRY = 1000  # characters of title and names
_MOST_STARTS = 100  # ends of sentences and lines behind which names may begin; the last of a text
_BEFORE_NAMES = re.compile(r"[.:?!)]\s+|\s[—–|-]\s+|\n|\bby\s+", re.IGNORECASE)
_NAME = re.compile(
    r"[^\W\d_a-z][\w.'’-]*(?: (?:[^\W\d_a-z][\w.'’-]*|van|von|de|der|den|la|el|al|bin))*(?: [^\W\d_a-z][\w.'’-]+)"
)


def in_content(tag: Tag) -> bool:
    """Whether an element is content, not what is around it on every page."""
    return not any(
        one.name in AROUND_THE_CONTENT or _AROUND_CLASSES & set(one.get("class") or ())
        for one in (tag, *tag.parents)
        if one.name
    )


def refuse_second_section(soup: BeautifulSoup, url: str) -> None:
    """Raise :class:`~archive.errors.PageChanged` if several elements may each be the list of papers."""
    apart = outermost([one for one in soup.select(PAPERS) if text_of(one)])
    if len(apart) > 1:
        raise PageChanged(url, f"one element {PAPERS} should contain the papers", f"{len(apart)}")


def unassigned_links(roots: Sequence[Tag], entries: Sequence[Entry], url: str, prose: Callable[[Tag], bool]) -> list[str]:
    """The addresses of papers on a page that no paper was given, in its order. ``prose`` says which
    links are part of abstracts; these belong to no paper."""
    taken = {address for one in entries for address in _addresses_of(one)}
    ids = {known for one in entries for known in (one.openreview_id, one.arxiv_id)}
    left = (
        target
        for a, target in links_of_papers(roots, url)
        if target not in taken and ids.isdisjoint(known_ids(target).values()) and in_content(a) and not prose(a)
    )
    return list(dict.fromkeys(left))


def _addresses_of(entry: Entry) -> Iterator[str | None]:
    yield from (entry.pdf_url, entry.page_url)
    yield from (link.url for link in entry.links)


def unread_note(texts: Sequence[str], url: str) -> Iterator[str]:
    """The sentence on texts that were not read; none if there are none."""
    if texts:
        more = f" and {len(texts) - 1} more" if len(texts) > 1 else ""
        yield f"{url}: text that was not read as a paper: {quote_beginning(texts[0])}{more}."


def papers_outside(soup: BeautifulSoup, section: Tag) -> Iterator[str]:
    """Texts outside of the list of papers that look like papers: a title in bold, or unfolding, and names."""
    for tag in soup.find_all(["b", "strong", "summary", "h3", "h4", "h5"]):
        if not is_within(tag, section) and in_content(tag):
            title, text = text_of(tag), _text_around(tag)
            if title and len(text) < _LONGEST_ENTRY and names_follow(text.partition(title)[2]):
                yield text


def _text_around(tag: Tag) -> str:
    """The text of the block that an element is in."""
    block = next((one for one in tag.parents if one.name not in _INLINE), None)
    return "" if block is None else text_of(block)


def names_follow(text: str) -> bool:
    """Whether a text ends in people's names, after the end of a sentence or a line."""
    starts = [0, *(found.end() for found in _BEFORE_NAMES.finditer(text))]
    return any(_are_names(text[start:]) for start in starts[-_MOST_STARTS:])


def _are_names(text: str) -> bool:
    try:
        names = read_byline(text.strip(" .,:;—–-")).names
    except NotNames:
        return False
    return bool(names) and all(_NAME.fullmatch(name) and len(name.split()) < 5 for name in names)


def outliers(entries: Sequence[Entry], url: str, without: Collection[str] = ()) -> Iterator[str]:
    """Sentences on papers that differ from all others of the page: one that alone has neither PDF nor id, two of one title.

    ``without`` are titles of which the page says itself that there is no PDF.
    """
    lacking = [one for one in entries if not _has_address(one) and one.title not in without]
    if lacking and _are_few(len(lacking), len(entries)):
        titles = ", ".join(quote(one.title) for one in lacking[:_SHOWN])
        yield f"{url}: {titles}: no link to a PDF, OpenReview or arXiv was found, though the other papers have one."
    for one in _listed_twice(entries):
        yield f"{url}: {quote(one.title)} is listed twice, with different authors or links."


def _listed_twice(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Papers with the title of an earlier one that are not withdrawn and differ from it."""
    seen: dict[str, Entry] = {}
    for one in entries:
        other = seen.setdefault(fold(one.title).strip(" .,:;!?"), one)
        if other is not one and not one.status and _two_papers(one, other):
            yield one


def _are_few(lacking: int, total: int) -> bool:
    """Whether few papers lack what many others have, so that the lack is not a habit of the page."""
    return lacking <= max(1, total // _FEW_LACK) and total - lacking >= _OTHERS


def _has_address(one: Entry) -> bool:
    return bool(identifiers(one) or one.status)


def _two_papers(one: Entry, other: Entry) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in ("authors", "pdf_url", "openreview_id", "links"))
