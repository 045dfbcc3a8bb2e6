"""Taking turns at a host: one request at a time, and a pause between two, whichever thread asks."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    def __init__(self) -> None:
        self._locks: dict[str, threading.Lock] = {}
        self._last: dict[str, float] = {}

    @contextmanager
    def turn(self, host: str, pause: float) -> Iterator[None]:
        """Wait until no other request to the host runs and ``pause`` seconds have passed since the last."""
        with self._locks.setdefault(host, threading.Lock()):
            rest = self._last.get(host, float("-inf")) + pause - time.monotonic()
            if rest > 0:
                time.sleep(rest)
            try:
                yield
            finally:
                self._last[host] = time.monotonic()  # retries were requests too
