"""What all families share: a whole page, its list of papers, text and addresses out of elements."""

from __future__ import annotations

import re
import warnings
from collections.abc import Collection, Sequence
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag, XMLParsedAsHTMLWarning
from bs4.element import NavigableString, PageElement, PreformattedString, Script, Stylesheet

from archive.collect.page_limits import refuse_excess, require_time
from archive.errors import PageChanged
from archive.model.text import quote, squeeze

PAPERS = ".accepted_papers_section"
_WHITE = re.compile(r"\s+")
_APART = frozenset(
    "address article aside blockquote br caption center dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)


def open_page(html: str, url: str) -> BeautifulSoup:
    """Parse a page; one that breaks off before its end raises, because its last papers may be missing."""
    if not is_whole(html):
        raise PageChanged(url, "a page should end in </html>", quote_beginning(html[-60:]) if html.strip() else "nothing")
    return parse_html(html)


def parse_html(html: str) -> BeautifulSoup:
    """A page as elements. XHTML is read as HTML, as browsers do, and without a warning. Raises
    :class:`~archive.collect.page_limits.TooMuch` for a page beyond all bounds."""
    refuse_excess(html)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(html, "lxml")


def is_whole(html: str) -> bool:
    """Whether a page says that it ends; one that does not may have been cut off."""
    return "</html>" in html[-2000:].lower()


def papers_section(soup: BeautifulSoup, url: str) -> Tag:
    """The element that contains the list of accepted papers."""
    section = soup.select_one(PAPERS)
    if section is None:
        title = squeeze(soup.title.get_text()) if soup.title else ""
        raise PageChanged(
            url, f"an element {PAPERS} should contain the papers", f"none on the page {quote(title)}" if title else "none"
        )
    return section


def text_of(element: PageElement, without: Collection[Tag] = ()) -> str:
    """The text of an element with white space folded. Lines and paragraphs are apart, inline markup
    is not (``n<sup>2</sup>`` is one word); comments and scripts are left out. ``without`` are elements
    inside that are skipped, compared by identity."""
    return squeeze("".join(_pieces(element, frozenset(map(id, without)))))


def lines_of(element: PageElement, without: Collection[Tag] = ()) -> str:
    """The text of an element as :func:`text_of` gives it, one line for each line and paragraph of the page."""
    return "\n".join(filter(None, map(squeeze, raw_lines(element, without).split("\n"))))


def raw_lines(element: PageElement, without: Collection[Tag] = ()) -> str:
    """The text of :func:`lines_of` with the white space around line breaks kept, so that neighbours may share a line."""
    pieces = _pieces(element, frozenset(map(id, without)))
    return "".join(piece if piece == "\n" else _WHITE.sub(" ", piece) for piece in pieces)


def _pieces(element: PageElement, without: Collection[int]) -> list[str]:
    require_time()
    pieces: list[str] = []
    _collect(element, without, pieces)
    return pieces


def _collect(element: PageElement, without: Collection[int], pieces: list[str]) -> None:
    """Add the texts of an element; called for every element of a page again and again, so no generator."""
    if not isinstance(element, Tag):
        if is_text(element):
            pieces.append(str(element))
        return
    apart = element.name in _APART
    if apart:
        pieces.append("\n")
    for child in element.contents:
        if id(child) not in without:
            _collect(child, without, pieces)
    if apart:
        pieces.append("\n")


def is_text(node: PageElement) -> bool:
    """Whether a node is text that a reader sees: no comment, script or style."""
    return isinstance(node, NavigableString) and not isinstance(node, PreformattedString | Script | Stylesheet)


def is_inside(node: PageElement, other: PageElement) -> bool:
    """Whether a node is inside another one."""
    return any(parent is other for parent in node.parents)


def is_within(node: PageElement, other: PageElement) -> bool:
    """Whether a node is another one, or is inside it."""
    return node is other or is_inside(node, other)


def outermost(elements: Sequence[Tag]) -> list[Tag]:
    """Of some elements those that lie inside no other, in their order."""
    return [one for one in elements if not any(is_inside(one, other) for other in elements)]


def may_be_paper(element: Tag) -> bool:
    """Whether an unread part of a list may be a paper. Prose around the
    papers is skipped; a bold text or a linked PDF never is."""
    links = [str(link.get("href") or "").lower() for link in element.find_all("a")]
    return element.find(["b", "strong"]) is not None or any(".pdf" in link for link in links)


def address(link: Tag, url: str) -> str | None:
    """Where a link leads, absolute; nothing for an empty one, one inside the page, or no web address."""
    href = squeeze(str(link.get("href") or ""))
    if not href or href.startswith("#"):
        return None
    try:
        return _absolute(url, href)
    except ValueError:
        raise PageChanged(url, "a link should be an address", quote_beginning(href)) from None


@lru_cache(maxsize=4000)  # a proposal reads each link with every table that it tries
def _absolute(url: str, href: str) -> str | None:
    absolute = urljoin(url, href)
    parts = urlsplit(absolute)
    return absolute if parts.scheme in ("http", "https") and parts.netloc else None


def quote_beginning(text: str) -> str:
    """The beginning of a text as a message shows it, in quotation marks."""
    return quote(squeeze(text)[:80])


def found_text(element: PageElement) -> str:
    """How an error shows an element that was not understood."""
    return quote_beginning(str(element))
