"""A pager for results that are longer than the terminal, after the habits of git and gh: ``MLFORSYS_PAGER``,
else ``PAGER``, else ``less`` where it is; ``cat`` or nothing means none."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import Any, TextIO

_LISTING = frozenset("search show related editions authors topics export stats check".split())
_TALKS = frozenset({"-i", "--interactive", "--review"})  # with the person: nothing to page


def wanted(arguments: Sequence[str]) -> bool:
    """Whether what these arguments ask for is a text to read."""
    return not _LISTING.isdisjoint(arguments) and _TALKS.isdisjoint(arguments)


@contextlib.contextmanager
def paging() -> Iterator[None]:
    """Standard output goes through a pager as soon as it is longer than the terminal."""
    command = _command()
    if not command:
        yield
        return
    stream, sys.stdout = sys.stdout, _Paged(sys.stdout, command)
    paged: Any = sys.stdout
    try:
        yield
    finally:
        sys.stdout = stream
        paged.finish()


class _Paged:
    """Holds text until there is more of it than the terminal has lines; then a pager has it all."""

    def __init__(self, stream: TextIO, command: Sequence[str]) -> None:
        self._stream = stream
        self._command = command
        self._size = shutil.get_terminal_size()
        self._held: list[str] = []
        self._lines = 0
        self._pager: subprocess.Popen[str] | None = None

    def write(self, text: str) -> int:
        if self._pager is not None and self._pager.stdin is not None:
            return self._pager.stdin.write(text)
        self._held.append(text)
        self._lines += sum(1 + len(line) // self._size.columns for line in text.split("\n")) - 1
        if self._lines >= self._size.lines - 1:
            self._start()
        return len(text)

    def flush(self) -> None:
        """What is held stays so until it is known whether it needs a pager."""

    def finish(self) -> None:
        if self._pager is None:
            self._stream.write("".join(self._held))
            self._stream.flush()
            return
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is the pager's now
        try:
            with contextlib.suppress(BrokenPipeError):
                self._pager.communicate()
        finally:
            signal.signal(signal.SIGINT, before)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def _start(self) -> None:
        environment = {"LESS": "FRX", "LV": "-c", **os.environ}
        self._stream.flush()
        try:
            self._pager = subprocess.Popen(  # noqa: S603 - the pager that the user named
                self._command, stdin=subprocess.PIPE, text=True, encoding="utf-8", errors="backslashreplace", env=environment
            )
        except OSError:  # no such pager: the text is what was asked for
            self._stream.write("".join(self._held))
            self._held, self._lines, self._size = [], 0, os.terminal_size((self._size.columns, sys.maxsize))
            return
        self.write("".join(self._held))


def _command() -> list[str]:
    given = os.environ.get("MLFORSYS_PAGER", os.environ.get("PAGER"))
    if given is None:
        return ["less"] if shutil.which("less") else []
    try:
        command = shlex.split(given)
    except ValueError:
        return []
    return [] if command in ([], ["cat"]) else command
