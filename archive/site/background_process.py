"""Runs work in a second process, where the system can fork and has a second processor."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from archive.errors import ArchiveError

Made = TypeVar("Made")


def can_fork() -> bool:
    """Whether a second process can be forked and has a second processor. Only on Linux is forking safe with all
    libraries."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1


@contextlib.contextmanager
def in_background(work: Callable[[], Iterable[Made]], is_forked: bool) -> Iterator[Callable[[], Iterable[Made]]]:
    """Start some work in a second process, which is ended with the block.

    Args:
        work: gives its results step by step; they must be picklable, and are sent when all are made.
        is_forked: whether to fork a process; without one the work is done when its results are read.

    Yields:
        A function that waits for the results and returns them. It raises what the work raised, and
        :class:`ArchiveError` where the process was killed.
    """
    if not is_forked:
        yield work
        return
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_work, args=(work, there, os.getpid()), daemon=True)
    process.start()
    there.close()

    def wait() -> Iterable[Made]:
        try:
            made, error = here.recv()
        except EOFError:
            process.join()
            raise ArchiveError(
                f"The process that makes half of the pages ended unexpectedly ({process.exitcode}). Try again."
            ) from None
        if error is not None:
            raise error
        return made  # type: ignore[no-any-return]

    try:
        yield wait
    finally:
        process.terminate()
        process.join()
        here.close()


class Deal:
    """Deals numbered tasks to two processes, which take them from the two ends until they meet.

    Args:
        number: how many.
        is_forked: whether there is a second process.
    """

    def __init__(self, number: int, is_forked: bool) -> None:
        context = multiprocessing.get_context("fork") if is_forked else None
        self._lock = context.Lock() if context else contextlib.nullcontext()
        self._left: Any = context.RawArray("i", [0, number]) if context else [0, number]

    def first(self) -> int | None:
        """Take the first number that is free; None if all are taken."""
        with self._lock:
            if self._left[0] == self._left[1]:
                return None
            self._left[0] += 1
            return int(self._left[0] - 1)

    def last(self) -> int | None:
        """Take the last number that is free; None if all are taken."""
        with self._lock:
            if self._left[0] == self._left[1]:
                return None
            self._left[1] -= 1
            return int(self._left[1])


def _work(work: Callable[[], Iterable[Any]], results: Connection, parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who waits
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what the work opened is closed then
    made = []
    try:
        for one in work():
            made.append(one)
            if os.getppid() != parent:  # the parent has ended
                return
    except Exception as error:
        results.send((None, error))
    else:
        results.send((made, None))
