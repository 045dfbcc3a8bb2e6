"""Limits on untrusted pages: their size and depth before they are parsed, and the time that reading them may take.

Parsing makes objects of 300 to 900 bytes each: elements, attributes, comments, texts. So their number decides the memory,
not only the size of the page: comments of 7 bytes each would need 75 times as much as the page. Within these limits, a page
of 10 MB needs less than :data:`MOST_MEMORY` to be parsed, which a test checks.
"""

from __future__ import annotations

import contextlib
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from archive.errors import ArchiveError

LARGEST = 10_000_000  # characters; the largest real page has 0.2 million
MOST_ELEMENTS = 60_000  # tags, comments and declarations; the largest real page has 2,000, and 100 papers
MOST_WORDS = 400_000  # words and attributes; the largest real page has 30,000
MOST_MEMORY = 500_000_000  # bytes that parsing a page within these bounds may take
DEEPEST = 200  # elements within each other; real pages have 30
LONGEST = 30.0  # seconds for reading one page; real ones take less than one
_AGAIN = 5.0  # seconds after which a block is interrupted once more: a library may have caught the first error
LONGEST_EDITION = 7200.0  # seconds for all pages, or all abstracts, of an edition

_TAG = re.compile(r"<(/?)([a-zA-Z_:.][a-zA-Z0-9-]*)|<[!?/]")  # as the parser has it, which is laxer than HTML
_APART = re.compile(r"[\s/\"']+")  # between the words of a text, and before every attribute
_FLAT = frozenset(  # elements that contain none, or that the next of their kind ends
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot option "
    "optgroup colgroup rp rt html head body".split()
)


class TooMuch(ArchiveError):
    """A page or file is larger, deeper or slower to read than any list of papers."""


def refuse_excess(html: str) -> None:
    """Refuse a page that would take too much memory or time to parse.

    Raises:
        TooMuch: it is too large, or has too many elements, words or attributes, or too many elements within each other.
    """
    if len(html) > LARGEST:
        raise TooMuch(f"a page of more than {LARGEST // 1_000_000} million characters was not read.")
    if next(islice(_APART.finditer(html), MOST_WORDS, None), None):
        raise TooMuch(f"a page with more than {MOST_WORDS} words and attributes was not read; no list of papers needs so many.")
    for number, depth in enumerate(_depths(html), 1):
        if number > MOST_ELEMENTS:
            raise TooMuch(f"a page with more than {MOST_ELEMENTS} tags was not read; no list of papers needs so many.")
        if depth > DEEPEST:
            raise TooMuch(f"a page with more than {DEEPEST} levels of nested elements was not read.")


def _depths(html: str) -> Iterator[int]:
    """The depth of nested elements after each tag, comment and declaration."""
    open_ones: Counter[str] = Counter()
    depth = 0
    for found in _TAG.finditer(html):
        name = (found[2] or "").lower()
        if name and name not in _FLAT:
            change = -min(open_ones[name], 1) if found[1] else 1  # an end without a beginning ends nothing
            open_ones[name] += change
            depth += change
        yield depth


@contextlib.contextmanager
def time_limit(what: str, seconds: float | None = None) -> Iterator[None]:
    """Raise :class:`TooMuch` if a block takes longer; by default :data:`LONGEST`.

    A signal ends the block whatever it does, if there are such signals: in the main thread, and not on Windows.
    Everywhere it ends at the next call of :func:`require_time`, of which every text that is read makes one.

    Args:
        what: the page, as the message names it.
        seconds: how long the block may take. Inside another limit, the outer limit counts.
    """
    if _running.__dict__.get("limit"):
        yield
        return
    seconds = LONGEST if seconds is None else seconds
    _running.limit = limit = _TimeLimit(what, seconds, time.monotonic() + seconds)
    try:
        with _alarm(limit):
            yield
    finally:
        _running.limit = None


def require_time() -> None:
    """Raise :class:`TooMuch` if the time of the running :func:`time_limit` is over."""
    limit: _TimeLimit | None = _running.__dict__.get("limit")
    if limit is not None and time.monotonic() > limit.end:
        raise limit.error()


class _TimeLimit(NamedTuple):
    what: str
    seconds: float
    end: float

    def error(self) -> TooMuch:
        return TooMuch(f"{self.what}: reading it takes longer than {self.seconds:g} s, and it was not read.")


_running = threading.local()


@contextlib.contextmanager
def _alarm(limit: _TimeLimit) -> Iterator[None]:
    """Interrupt a block at the end of its time, if the system can."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def give_up(*_: Any) -> None:
        if _running.__dict__.get("limit") is limit:
            raise limit.error()

    before = signal.signal(signal.SIGALRM, give_up)
    timer = signal.setitimer(signal.ITIMER_REAL, limit.seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        signal.setitimer(signal.ITIMER_REAL, *timer)  # of whoever calls, if there is one


class Deadline:
    """The time that an edition may take."""

    def __init__(self, edition: str, seconds: float | None = None) -> None:
        self._edition = edition
        self._seconds = LONGEST_EDITION if seconds is None else seconds
        self._end = time.monotonic() + self._seconds

    def require(self) -> None:
        """Raise :class:`TooMuch` once the time is over."""
        if self.is_over:
            raise TooMuch(
                f"{self._edition}: it took longer than {self._seconds / 60:g} minutes and was stopped. Try again later."
            )

    @property
    def is_over(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() > self._end
