"""Finds out what is at an address: by HEAD, and by GET if HEAD fails or says too little. Of a body, at most a kilobyte is
read."""

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
from archive.net.http import GONE, LONGEST_WAIT, REDIRECTS, Reply, redirect_target, retry_after

THERE, NOT_THERE, NO_HOST, REFUSED, NOT_ASKED = "there", "not there", "no host", "refused", "not asked"
AS_PDF, AS_HTML = "pdf", "html"  # values of LinkStatus.content
MOST_REDIRECTS = 10  # addresses of publishers need five
_PERMANENT_REDIRECTS = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)
_TRANSIENT = (408, 425, 429)  # with 5xx, these may be different tomorrow
_RETRY_LATER = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
_EMPTY = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE  # it has not even a first byte
_PDF_TYPES = ("application/pdf", "application/x-pdf")
_HTML = re.compile(rb"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)


class Peeker(Protocol):
    """The part of a fetcher that is needed here."""

    def peek(self, url: str, method: str) -> Reply:
        """See :meth:`archive.net.fetch.Fetcher.peek`."""


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """What is at an address.

    Attributes:
        url: the address.
        state: :data:`THERE`, :data:`NOT_THERE`, :data:`NO_HOST`, :data:`REFUSED` or :data:`NOT_ASKED`.
        reason: a sentence, unless something is there.
        status: the HTTP status; None without an answer.
        content: :data:`AS_PDF`, :data:`AS_HTML`, a media type, or a phrase for messages; None if it is not known.
        moved_to: where permanent redirects lead.
        unavailable_host: the host that does not exist, gave no answer, or asks for fewer requests.
    """

    url: str
    state: str
    reason: str = ""
    status: int | None = None
    content: str | None = None
    moved_to: str | None = None
    unavailable_host: str | None = None

    @property
    def content_unknown(self) -> bool:
        """Whether something is there, but it is not known what."""
        return self.state == THERE and self.content is None

    @property
    def is_cacheable(self) -> bool:
        """Whether it may be cached: there was an answer, and its status is not one that may be different tomorrow."""
        return self.status is not None and self.status < 500 and self.status not in _TRANSIENT


class _FinalReply(NamedTuple):
    """The answer at an address, and whether its body was requested."""

    url: str
    reply: Reply
    read: bool


def probe(url: str, peeker: Peeker, *, as_pdf: bool) -> LinkStatus:
    """Request an address and follow its redirects. ``as_pdf``: find out too whether a PDF is there."""
    route = _Route(url, url, {url})
    try:
        return _follow(route, peeker, as_pdf)
    except NoSuchHost:
        return no_host(url, route.here)
    except Disallowed:
        return LinkStatus(url, NOT_ASKED, f"{_chain(url, route.here)} the site's robots.txt disallows fetching it.")
    except FetchError as error:
        return LinkStatus(url, REFUSED, str(error), unavailable_host=urlsplit(route.here).netloc)


def no_host(url: str, here: str) -> LinkStatus:
    """The status of an address whose host, or the host of ``here`` to which it redirects, does not exist."""
    parts = urlsplit(here)
    why = f"{_chain(url, here)} the host {parts.hostname} does not exist."
    return LinkStatus(url, NO_HOST, why, unavailable_host=parts.netloc)


@dataclass(slots=True)
class _Route:
    """The redirects from an address.

    Attributes:
        url: where they begin.
        here: where they have led so far.
        passed: the addresses so far.
        moved_to: where permanent redirects led before any temporary one; None if the first one is temporary.
        for_good: all redirects so far were permanent.
    """

    url: str
    here: str
    passed: set[str]
    moved_to: str | None = None
    for_good: bool = True

    def go(self, to: str, status: int) -> None:
        """Follow one redirect."""
        self.here = to
        self.passed.add(to)
        self.for_good = self.for_good and status in _PERMANENT_REDIRECTS
        self.moved_to = to if self.for_good else self.moved_to


def _follow(route: _Route, peeker: Peeker, as_pdf: bool) -> LinkStatus:
    """Follow the redirects to their end, and record them in ``route``."""
    while True:
        arrival = _head_or_get(route.here, peeker, as_pdf)
        status = arrival.reply.status
        if (to := redirect_target(route.here, arrival.reply)) is None:
            return _status_of(route.url, arrival, route.moved_to)
        if to in route.passed or len(route.passed) > MOST_REDIRECTS or not is_address(to):
            return LinkStatus(route.url, REFUSED, f"{route.url} {_redirect_problem(to, route.passed)}.", status)
        route.go(to, status)


def _head_or_get(url: str, peeker: Peeker, as_pdf: bool) -> _FinalReply:
    try:
        reply = peeker.peek(url, "HEAD")
    except (NoSuchHost, Disallowed, NoRules):
        raise
    except FetchError:  # some servers fail only on HEAD
        pass
    else:
        if _is_conclusive(reply, as_pdf):
            return _FinalReply(url, reply, read=bool(reply.content))  # a mirror returns the body for HEAD, too
        if reply.status in _RETRY_LATER and (wait := retry_after(reply)):
            time.sleep(wait)
    return _FinalReply(url, peeker.peek(url, "GET"), read=True)


def _is_conclusive(reply: Reply, as_pdf: bool) -> bool:
    """Whether an answer to HEAD says enough, or asks for fewer requests."""
    if reply.status in _RETRY_LATER:
        wait = retry_after(reply)
        return wait > LONGEST_WAIT if wait is not None else reply.status == HTTPStatus.TOO_MANY_REQUESTS
    if reply.status in REDIRECTS:
        return "location" in reply.headers
    if not as_pdf or reply.content:
        return _is_good(reply)
    return _is_good(reply) and _media_type(reply) in _PDF_TYPES and reply.headers.get("content-length") != "0"


def _is_good(reply: Reply) -> bool:
    return 200 <= reply.status < 300


def _status_of(url: str, arrival: _FinalReply, moved_to: str | None) -> LinkStatus:
    here, reply, read = arrival
    status = reply.status
    if _is_good(reply) or status == _EMPTY:
        if moved_to and urldefrag(moved_to).url == url:
            moved_to = None
        return LinkStatus(url, THERE, status=status, content=_content(reply, read), moved_to=moved_to)
    if status in GONE:
        return LinkStatus(url, NOT_THERE, f"{_chain(url, here)} nothing is there (HTTP {status}).", status)
    reason = {429: "the server asks for fewer requests", 401: "the server asks for a login"}.get(status)
    reason = reason or ("the server failed" if status >= 500 else "the server refuses access")
    unavailable_host = urlsplit(here).netloc if status == HTTPStatus.TOO_MANY_REQUESTS else None
    return LinkStatus(url, REFUSED, f"{_chain(url, here)} {reason} (HTTP {status}).", status, unavailable_host=unavailable_host)


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


def _chain(url: str, here: str) -> str:
    return f"{url}:" if here == url else f"{url} redirects to {here}:"


def _redirect_problem(here: str, passed: set[str]) -> str:
    if here in passed:
        return "redirects in a loop"
    return (
        f"redirects more than {MOST_REDIRECTS} times" if is_address(here) else f"redirects to an invalid address: {quote(here)}"
    )
