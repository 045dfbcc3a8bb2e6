"""Runs code that ends its process in a copy of this one, since a new process would first import everything again."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from archive.cli import main


def run_in_copy(code: str, *arguments: str) -> int:
    """The exit code of a copy of this process that runs some statements with these arguments; 1 if they fail."""
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    code_of_exit = 1
    try:
        sys.argv = ["", *arguments]
        exec(compile(code, "<a copy>", "exec"), {"__name__": "__main__"})
        code_of_exit = 0
    finally:
        os._exit(code_of_exit)


def run_without_reader(arguments: Sequence[str], *, results: Path | None = None, notes: Path | None = None) -> int:
    """The exit code of ``mlforsys ARGUMENTS`` in a copy of this process. What it prints goes into these files; without one,
    into a pipe whose reader has gone."""
    reads, writes = os.pipe()
    os.close(reads)
    pid = os.fork()
    if pid == 0:
        streams = (writes if path is None else os.open(path, os.O_WRONLY | os.O_CREAT) for path in (results, notes))
        for number, stream in enumerate((os.open(os.devnull, os.O_RDONLY), *streams)):
            os.dup2(stream, number)
        become_command(arguments, os.environ.copy())
    os.close(writes)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def become_command(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    encoding: str = "utf-8",
    before: Callable[[], object] = lambda: None,
) -> NoReturn:
    """In a copy of this process that has streams of its own: run ``mlforsys ARGUMENTS``, after something else, and end with
    its exit code; 99 where an exception comes out of it."""
    code = 99
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.environ.clear()
        os.environ.update(environment)
        sys.stdin = sys.__stdin__ = os.fdopen(0, encoding="utf-8", closefd=False)
        sys.stdout = sys.__stdout__ = os.fdopen(1, "w", encoding=encoding, closefd=False)
        sys.stderr = sys.__stderr__ = os.fdopen(2, "w", buffering=1, encoding=encoding, closefd=False)
        sys.argv = ["mlforsys", *arguments]
        before()
        main()
        code = 0
    except SystemExit as exit_:
        code = exit_.code if isinstance(exit_.code, int) else int(exit_.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        try:
            sys.stdout.flush()
        except OSError:
            code = 120  # as of Python that cannot write what is left
        finally:
            os._exit(code)
