"""Writes a site's files beside the work on the next page: making a file costs as much as rendering it."""

from __future__ import annotations

import os
import queue
import shutil
import threading
from pathlib import Path
from types import TracebackType

_WAITING = 256  # files at most that are rendered and not yet written


class Writer:
    """Writes files under a folder in a thread of its own; a context manager. What fails there is raised by
    the next call, or at the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._made: set[str] = set()
        self._queue: queue.Queue[tuple[str, bytes | Path] | None] = queue.Queue(_WAITING)
        self._error: OSError | None = None
        self._thread = threading.Thread(target=self._work, name="site-writer", daemon=True)

    def __enter__(self) -> Writer:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._queue.put(None)
        self._thread.join()
        if kind is None:
            self._raise()

    def write(self, path: str, content: bytes | Path) -> None:
        """Write a file, or copy one; ``path`` is relative to the site."""
        self._raise()
        self._queue.put((path, content))

    def _raise(self) -> None:
        if self._error is not None:
            raise self._error

    def _work(self) -> None:
        while (task := self._queue.get()) is not None:
            if self._error is None:  # after a failure the queue is only emptied
                try:
                    self._write(*task)
                except OSError as error:
                    self._error = error

    def _write(self, path: str, content: bytes | Path) -> None:
        place = os.path.join(self._folder, path)
        folder = os.path.dirname(place)
        if folder not in self._made:
            os.makedirs(folder, exist_ok=True)
            self._made.add(folder)
        if isinstance(content, Path):
            shutil.copyfile(content, place)
            return
        with open(place, "wb") as file:
            file.write(content)
