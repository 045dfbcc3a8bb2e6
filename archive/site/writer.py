"""Writes a site's files while the next page is rendered: writing a file takes as long as rendering it. A thread
would mostly wait for the interpreter (GIL), so this is a process."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import IO, cast

from archive.errors import ArchiveError

_WORKER = Path(__file__).with_name("worker.py")
_BUFFER = 1 << 16  # bytes, as many as a pipe holds


class Writer:
    """Writes files under a folder in a separate process; a context manager. Its errors are raised by one of the next
    calls, or at the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Writer:
        self._process = subprocess.Popen(  # noqa: S603, our own program, which needs only the standard library
            [sys.executable, "-I", "-S", str(_WORKER), str(self._folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=_BUFFER,
        )
        self._pipe, self._answers = cast("IO[bytes]", self._process.stdin), cast("IO[bytes]", self._process.stdout)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if kind is None:
                self._end()
        finally:
            self._process.kill()
            self._process.wait()
            for pipe in (self._pipe, self._answers):
                with contextlib.suppress(OSError):
                    pipe.close()

    def write(self, path: str, content: bytes | Path) -> None:
        """Write a file, or copy one; ``path`` is relative to the site."""
        if path.startswith("/") or ".." in path.split("/") or "\0" in path:
            raise ArchiveError(f"{path!r} leads out of the site. It was not written.")
        task = [path, str(content)] if isinstance(content, Path) else [path, len(content)]
        try:
            self._pipe.write(json.dumps(task).encode() + b"\n")
            if isinstance(content, bytes):
                self._pipe.write(content)
        except BrokenPipeError:
            self._end()

    def _end(self) -> None:
        """Wait until everything is written; raises what failed."""
        with contextlib.suppress(BrokenPipeError):
            self._pipe.close()
        failure = self._answers.read()
        code = self._process.wait()
        if failure:
            raise OSError(*json.loads(failure))
        if code:
            raise ArchiveError(f"The process that writes the site's files ended unexpectedly ({code}). Try again.")
