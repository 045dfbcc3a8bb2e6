"""One request to a host at a time, with a pause between two, across all threads."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class RateLimit:
    """Spaces requests, host by host. ``clock`` and ``sleep`` use seconds; tests replace them."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] | None = None) -> None:
        self._clock = clock
        self._sleep = sleep
        self._locks: dict[str, threading.Lock] = {}
        self._last: dict[str, float] = {}

    @contextmanager
    def request(self, host: str, pause: float) -> Iterator[None]:
        """Wait until no other request to the host is running, and ``pause`` seconds have passed since the last one ended.

        The body of the ``with`` statement is the request.
        """
        with self._locks.setdefault(host, threading.Lock()):
            rest = self._last.get(host, float("-inf")) + pause - self._clock()
            if rest > 0:
                (self._sleep or time.sleep)(rest)
            try:
                yield
            finally:
                self._last[host] = self._clock()  # from the end, since the retries were requests too
