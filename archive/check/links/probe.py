"""One address, asked politely: HEAD, and GET where HEAD is refused or says too little; never more than a
kilobyte of what is there."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import NamedTuple, Protocol
from urllib.parse import urldefrag, urlsplit

from archive.errors import Disallowed, FetchError, NoRules, NoSuchHost
from archive.model.text import quote
from archive.model.urls import is_address
from archive.net.http import GONE, LONGEST_WAIT, REDIRECTS, Reply, redirect_target, wait_asked

THERE, NOT_THERE, NO_HOST, REFUSED, UNASKED = "there", "not there", "no host", "refused", "unasked"
AS_PDF, AS_HTML = "pdf", "html"  # what an address may hold; else its media type
MOST_REDIRECTS = 10  # publishers' addresses need five
_PERMANENT_REDIRECTS = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)
_TRANSIENT = (408, 425, 429)  # beside 5xx: another day the answer may be another
_RETRY_LATER = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
_EMPTY = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE  # not even the first byte
_PDF_TYPES = ("application/pdf", "application/x-pdf")
_HTML = re.compile(rb"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)


class Peeker(Protocol):
    """What asks an address: a fetcher, as far as it is needed here."""

    def peek(self, url: str, method: str) -> Reply:
        """See :meth:`archive.net.fetch.Fetcher.peek`."""


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """What is at an address. ``content`` is known where a PDF was asked for; ``moved_to`` is where
    permanent redirects lead; ``unavailable_host`` the host that gave no answer or wants no more questions;
    ``reason`` a sentence where nothing is there."""

    url: str
    state: str
    reason: str = ""
    status: int | None = None
    content: str | None = None
    moved_to: str | None = None
    unavailable_host: str | None = None

    @property
    def content_unknown(self) -> bool:
        """Whether something is there, and it is not known what."""
        return self.state == THERE and self.content is None

    @property
    def is_cacheable(self) -> bool:
        """Whether it is worth remembering: a server's trouble and that of a host without an answer are not."""
        return self.status is not None and self.status < 500 and self.status not in _TRANSIENT


class _FinalReply(NamedTuple):
    """The last answer on the way of redirects, and whether its body was asked for."""

    url: str
    reply: Reply
    read: bool


def probe(url: str, peeker: Peeker, *, as_pdf: bool) -> LinkStatus:
    """Ask for an address and go where it leads. ``as_pdf``: it matters whether a PDF is there."""
    route = _Route(url, url, {url})
    try:
        return _follow(route, peeker, as_pdf)
    except NoSuchHost:
        return no_host(url, route.here)
    except Disallowed:
        return LinkStatus(url, UNASKED, f"{_way(url, route.here)} the site's robots.txt disallows fetching it.")
    except FetchError as error:
        return LinkStatus(url, REFUSED, str(error), unavailable_host=urlsplit(route.here).netloc)


def no_host(url: str, here: str) -> LinkStatus:
    """The status of an address that is, or redirects to, an address ``here`` whose host does not exist."""
    parts = urlsplit(here)
    why = f"{_way(url, here)} the host {parts.hostname} does not exist."
    return LinkStatus(url, NO_HOST, why, unavailable_host=parts.netloc)


@dataclass(slots=True)
class _Route:
    """The redirects from an address.

    Attributes:
        here: where it has come to.
        passed: the addresses so far.
        moved_to: where permanent redirects alone have led; None without any.
        for_good: all redirects so far were permanent.
    """

    url: str
    here: str
    passed: set[str]
    moved_to: str | None = None
    for_good: bool = True

    def go(self, to: str, status: int) -> None:
        """Take one redirect."""
        self.here = to
        self.passed.add(to)
        self.for_good = self.for_good and status in _PERMANENT_REDIRECTS
        self.moved_to = to if self.for_good else self.moved_to


def _follow(route: _Route, peeker: Peeker, as_pdf: bool) -> LinkStatus:
    """Go to the end of the redirects, which ``route`` records."""
    while True:
        arrival = _look(route.here, peeker, as_pdf)
        status = arrival.reply.status
        if (to := redirect_target(route.here, arrival.reply)) is None:
            return _told(route.url, arrival, route.moved_to)
        if to in route.passed or len(route.passed) > MOST_REDIRECTS or not is_address(to):
            return LinkStatus(route.url, REFUSED, f"{route.url} {_redirect_problem(to, route.passed)}.", status)
        route.go(to, status)


def _look(url: str, peeker: Peeker, as_pdf: bool) -> _FinalReply:
    try:
        reply = peeker.peek(url, "HEAD")
    except (NoSuchHost, Disallowed, NoRules):
        raise
    except FetchError:  # some servers stumble over HEAD alone
        pass
    else:
        if _is_conclusive(reply, as_pdf):
            return _FinalReply(url, reply, read=bool(reply.content))  # a mirror shows it at once
        if reply.status in _RETRY_LATER and (wait := wait_asked(reply)):
            time.sleep(wait)
    return _FinalReply(url, peeker.peek(url, "GET"), read=True)


def _is_conclusive(reply: Reply, as_pdf: bool) -> bool:
    """Whether an answer to HEAD says all that is to be known, or that no more should be asked."""
    if reply.status in _RETRY_LATER:
        wait = wait_asked(reply)
        return wait > LONGEST_WAIT if wait is not None else reply.status == HTTPStatus.TOO_MANY_REQUESTS
    if reply.status in REDIRECTS:
        return "location" in reply.headers
    if not as_pdf or reply.content:
        return _is_good(reply)
    return _is_good(reply) and _media_type(reply) in _PDF_TYPES and reply.headers.get("content-length") != "0"


def _is_good(reply: Reply) -> bool:
    return 200 <= reply.status < 300


def _told(url: str, arrival: _FinalReply, moved_to: str | None) -> LinkStatus:
    here, reply, read = arrival
    status = reply.status
    if _is_good(reply) or status == _EMPTY:
        if moved_to and urldefrag(moved_to).url == url:
            moved_to = None
        return LinkStatus(url, THERE, status=status, content=_content(reply, read), moved_to=moved_to)
    if status in GONE:
        return LinkStatus(url, NOT_THERE, f"{_way(url, here)} nothing is there (HTTP {status}).", status)
    reason = {429: "the server asks for fewer requests", 401: "the server asks for a login"}.get(status)
    reason = reason or ("the server failed" if status >= 500 else "the server refuses access")
    unavailable_host = urlsplit(here).netloc if status == HTTPStatus.TOO_MANY_REQUESTS else None
    return LinkStatus(url, REFUSED, f"{_way(url, here)} {reason} (HTTP {status}).", status, unavailable_host=unavailable_host)


def _content(reply: Reply, read: bool) -> str | None:
    media_type = _media_type(reply)
    if not read:
        return AS_PDF if media_type in _PDF_TYPES else None
    if b"%PDF-" in reply.content:
        return AS_PDF
    if not reply.content:
        return "nothing"
    if "html" in media_type or _HTML.match(reply.content):
        return AS_HTML
    return "something that is not a PDF" if media_type in ("", *_PDF_TYPES) else media_type


def _media_type(reply: Reply) -> str:
    return reply.headers.get("content-type", "").partition(";")[0].strip().lower()


def _way(url: str, here: str) -> str:
    return f"{url}:" if here == url else f"{url} redirects to {here}:"


def _redirect_problem(here: str, passed: set[str]) -> str:
    if here in passed:
        return "redirects in a loop"
    return (
        f"redirects more than {MOST_REDIRECTS} times" if is_address(here) else f"redirects to an invalid address: {quote(here)}"
    )
