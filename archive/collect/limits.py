"""Bounds on what strangers send: size and depth of a page before it is parsed, and the time that reading it may take."""

from __future__ import annotations

import contextlib
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

from archive.errors import ArchiveError

MOST_ELEMENTS = 60_000  # the largest real page has 2,000, and 100 papers
DEEPEST = 200  # elements within each other; real pages have 30
LONGEST = 30.0  # seconds for reading one page; real ones take less than one
LONGEST_EDITION = 7200.0  # seconds for all pages, or all abstracts, of an edition

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
_FLAT = frozenset(  # elements that hold none, or that the next of their kind ends
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot option "
    "optgroup colgroup rp rt html head body".split()
)


class TooMuch(ArchiveError):
    """What somebody sent is larger, deeper or slower to read than anything that lists papers."""


def refuse_excess(html: str) -> None:
    """Raise :class:`TooMuch` for a page of too many elements, or too many within each other."""
    open_ones: Counter[str] = Counter()
    depth = number = 0
    for found in _TAG.finditer(html):
        number += 1
        name = found[2].lower()
        if number > MOST_ELEMENTS:
            raise TooMuch(f"a page with more than {MOST_ELEMENTS} tags was not read; no list of papers needs so many.")
        if name in _FLAT:
            continue
        if not found[1]:
            open_ones[name] += 1
            depth += 1
        elif open_ones[name]:
            open_ones[name] -= 1
            depth -= 1
        if depth > DEEPEST:
            raise TooMuch(f"a page with more than {DEEPEST} elements within each other was not read.")


@contextlib.contextmanager
def time_limit(what: str, seconds: float | None = None) -> Iterator[None]:
    """Raise :class:`TooMuch` where a block takes longer; by default :data:`LONGEST`.

    Only the main thread can be interrupted, and not on Windows; elsewhere the bounds on size alone hold.
    """
    seconds = LONGEST if seconds is None else seconds
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    if signal.getitimer(signal.ITIMER_REAL)[0]:  # inside another limit, which stands
        yield
        return

    def give_up(*_: Any) -> None:
        raise TooMuch(f"{what}: reading it takes longer than {seconds:g} s, and it was not read.")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


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
                f"{self._edition}: it took longer than {self._seconds / 60:g} minutes and was given up. Try again later."
            )

    @property
    def is_over(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() > self._end
