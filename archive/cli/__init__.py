"""The command line: one thin module per command, imported when it is asked for."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TextIO

from archive.cli.messages import leave_quietly, note, sentence
from archive.errors import ArchiveError

NO_PAGER = "--no-pager"


def main() -> None:
    """The entry point of ``mlforsys``. Exit codes: 0 done, 1 it could not be done, 2 wrong usage."""
    gc.set_threshold(100_000)  # imports make no garbage worth a tenth of a search's time
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a narrow terminal encoding is no reason to fail
    arguments = sys.argv[1:]
    try:
        with _reading(arguments):
            try:
                _command(arguments)()
            finally:
                sys.stdout.flush()
    except ArchiveError as error:
        note(f"mlforsys: {error}")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        leave_quietly()
    except OSError as error:
        note(f"mlforsys: {sentence(error)}")
        sys.exit(1)
    finally:
        gc.freeze()  # the process ends here: what is left need not be looked through, a sixth of a search's time


def _reading(arguments: list[str]) -> AbstractContextManager[None]:
    """A pager, where a person reads on a terminal and has not said ``--no-pager``, which is taken out."""
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    refused = NO_PAGER in options
    arguments[: len(options)] = options = [option for option in options if option != NO_PAGER]
    if refused or not sys.stdout.isatty():
        return nullcontext()
    from archive.cli.pager import paging, wanted

    return paging() if wanted(options) else nullcontext()


def _command(arguments: list[str]) -> Callable[[], object]:
    """What is to be done. A search of plain words has nothing to parse and does not wait for a parser's
    imports, which take a third of its time; everything else goes through Typer."""
    plain = arguments[:1] == ["search"] and not any(argument.startswith("-") for argument in arguments)
    if plain and "_MLFORSYS_COMPLETE" not in os.environ:
        from archive.cli.run_search import Request, answer

        return lambda: answer(Request(words=arguments[1:]))
    from archive.cli.app import command

    return lambda: command()(arguments, prog_name="mlforsys")


def _nowhere() -> TextIO:
    """Where a closed standard stream writes."""
    return open(os.devnull, "w", encoding="utf-8")
