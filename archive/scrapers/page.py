"""What all families share: a whole page, its list of papers, text and addresses out of elements."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString, Script, Stylesheet

from archive.errors import PageChanged
from archive.folding import squeeze
from archive.models import ARXIV_ID

PAPERS = ".accepted_papers_section"
_APART = frozenset(["br", "p", "div", "li", "ul", "ol", "tr", "td", "h1", "h2", "h3", "h4", "details", "summary"])
_ARXIV_PATH = re.compile(rf"/(?:abs|pdf)/({ARXIV_ID.pattern})(?:v\d+)?(?:\.pdf)?$")
_MARK_WITHDRAWN = "[Retracted]"
_SAYS_WITHDRAWN = "retracted|withdrawn"
_WITHDRAWN_BEFORE = re.compile(rf"^[\[(]\s*(?:{_SAYS_WITHDRAWN})\s*[\])]\s*[:.–—-]?\s*", re.IGNORECASE)
_WITHDRAWN_AFTER = re.compile(rf"\s*[\[(]\s*(?:{_SAYS_WITHDRAWN})\s*[\])]$", re.IGNORECASE)
_WITHDRAWN_ALONE = re.compile(rf"^(?:{_SAYS_WITHDRAWN})$", re.IGNORECASE)


def open_page(html: str, url: str) -> BeautifulSoup:
    """Parse a page; one that breaks off before its end raises, for its last papers may be missing."""
    if "</html>" not in html[-2000:].lower():
        raise PageChanged(url, "a page should end in </html>", quoted(html[-60:]) if html.strip() else "nothing")
    return BeautifulSoup(html, "lxml")


def papers_section(soup: BeautifulSoup, url: str) -> Tag:
    """The element that holds the list of accepted papers."""
    section = soup.select_one(PAPERS)
    if section is None:
        title = squeeze(soup.title.get_text()) if soup.title else ""
        raise PageChanged(
            url, f"an element {PAPERS} should hold the papers", f"none on the page {title!r}" if title else "none"
        )
    return section


def text_of(element: PageElement) -> str:
    """The text of an element with white space folded. Lines and paragraphs are apart, inline markup
    is not (``n<sup>2</sup>`` is one word); comments and scripts are no text."""
    if not isinstance(element, Tag):
        return squeeze(str(element)) if is_text(element) else ""
    parts = []
    for node in element.descendants:
        if isinstance(node, Tag):
            parts.append(" " if node.name in _APART else "")
        elif is_text(node):
            parts.append(str(node))
            if node.parent is not None and node.parent.name in _APART and node.next_sibling is None:
                parts.append(" ")
    return squeeze("".join(parts))


def is_text(node: PageElement) -> bool:
    return isinstance(node, NavigableString) and not isinstance(node, PreformattedString | Script | Stylesheet)


def may_be_paper(element: Tag) -> bool:
    """Whether something of a list that is not read might be a paper all the same. Prose around the
    papers is passed over; a bold text or a linked PDF never is."""
    links = [str(link.get("href") or "").lower() for link in element.find_all("a")]
    return element.find(["b", "strong"]) is not None or any(".pdf" in link for link in links)


def address(link: Tag, url: str) -> str | None:
    """Where a link leads, absolute; nothing for an empty one, one inside the page, or no web address."""
    href = squeeze(str(link.get("href") or ""))
    if not href or href.startswith("#"):
        return None
    try:
        absolute = urljoin(url, href)
        parts = urlsplit(absolute)
    except ValueError:
        raise PageChanged(url, "a link should be an address", quoted(href)) from None
    return absolute if parts.scheme in ("http", "https") and parts.netloc else None


def openreview_id(address: str) -> str | None:
    """The id in an OpenReview forum or PDF address."""
    parts = urlsplit(address)
    if (parts.hostname or "").removeprefix("www.") != "openreview.net":
        return None
    return next(iter(parse_qs(parts.query).get("id", [])), None)


def paper_fields(link: str | None) -> dict[str, str]:
    """What the address behind a paper's own link tells: its PDF, its OpenReview or arXiv page."""
    if link is None:
        return {}
    ids = known_ids(link)
    is_page = ids and not urlsplit(link).path.startswith("/pdf")
    return {"page_url" if is_page else "pdf_url": link} | ids


def known_ids(link: str) -> dict[str, str]:
    """The OpenReview or arXiv id in an address, under the name of its field."""
    if note := openreview_id(link):
        return {"openreview_id": note}
    parts = urlsplit(link)
    host = (parts.hostname or "").removeprefix("www.")
    if host == "arxiv.org" and (found := _ARXIV_PATH.match(parts.path)):
        return {"arxiv_id": found[1]}
    return {}


def read_status(title: str) -> tuple[str, bool]:
    """A title without its mark of retraction, and whether it had one; a title that is nothing but
    the mark stays as the page prints it."""
    if _WITHDRAWN_ALONE.match(title):
        return title, True
    rest = _WITHDRAWN_AFTER.sub("", _WITHDRAWN_BEFORE.sub("", title))
    return rest or title, rest != title


def write_status(title: str) -> str:
    """A title with the mark of retraction that :func:`read_status` takes off."""
    return title if read_status(title)[1] else f"{_MARK_WITHDRAWN}: {title}"


def quoted(text: str) -> str:
    return repr(squeeze(text)[:80])


def found_text(element: PageElement) -> str:
    """How an error shows an element that was not understood."""
    return quoted(str(element))
