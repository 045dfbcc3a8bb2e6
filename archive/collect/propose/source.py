"""The given page or file: whether it is a web page, its address, and its elements."""

from __future__ import annotations

import contextlib
import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from bs4 import BeautifulSoup

from archive.collect.html.page import parse_html
from archive.model.urls import is_address

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|link|div|main|section|article|header|"
    r"nav|table|ul|ol|dl|h[1-6]|p|script|style)\b",
    re.IGNORECASE | re.DOTALL,
)
_UNKNOWN = "page-address-not-given.invalid"  # RFC 2606: a name that never is anybody's


@dataclass(frozen=True, slots=True, eq=False)
class GivenPage:
    """A page: its HTML, its address, and its elements without those that a browser does not show."""

    html: str
    url: str
    soup: BeautifulSoup

    @classmethod
    def parse(cls, html: str, url: str) -> GivenPage:
        """The page of some HTML, whatever it contains."""
        soup = parse_html(html)
        for tag in soup.select("template, noscript"):
            tag.decompose()
        return cls(html, url, soup)


def looks_like_page(text: str) -> bool:
    """Whether a text is HTML."""
    return bool(_PAGE.match(text.lstrip("\ufeff")))


def own_address(html: str) -> str | None:
    """The address that a page says is its own; None if it does not, or if it names the machine on which it was made, as the
    preview of a site generator does. Browsers write it into pages they save."""
    if found := re.search(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->", html[:4000]):
        return found[1] if _is_on_the_web(found[1]) else None
    soup = parse_html(html)
    for selector, attribute in (("link[rel='canonical']", "href"), ("meta[property='og:url']", "content")):
        tag = soup.select_one(selector)
        address = str(tag.get(attribute) or "") if tag else ""
        if _is_on_the_web(address):
            return address
    return None


def _is_on_the_web(url: str) -> bool:
    """Whether a page may be at an address for others too: not at ``localhost:4000``."""
    if not is_address(url):
        return False
    host = urlsplit(url).hostname or ""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_global
    return "." in host and not host.endswith((".localhost", ".local"))


def unknown_address(name: str) -> str:
    """An address for a file whose own is not known, so that relative links can be resolved."""
    return urljoin(f"https://{_UNKNOWN}/", quote(name))


def is_unknown(url: str) -> bool:
    """Whether an address is that of :func:`unknown_address`."""
    return urlsplit(url).hostname == _UNKNOWN


def shown_address(url: str | None) -> str | None:
    """An address as it is shown: without a host if that is not known."""
    return shown_text(url) if url else url


def shown_text(text: str) -> str:
    """A text as it is shown: without the hosts of addresses of which none is known."""
    return text.replace(f"https://{_UNKNOWN}/", "")
