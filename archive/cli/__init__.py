"""The command line: one thin module per command, imported when it is asked for."""

from __future__ import annotations

import gc
import os
import sys
from typing import TextIO

from archive.errors import ArchiveError


def main() -> None:
    """The entry point of ``mlforsys``. Exit codes: 0 done, 1 it could not be done, 2 wrong usage."""
    gc.set_threshold(100_000)  # imports make no garbage worth a tenth of a search's time
    from archive.cli.app import command

    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a narrow terminal encoding is no reason to fail
    try:
        command()(prog_name="mlforsys")
    except ArchiveError as error:
        print(f"mlforsys: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except OSError as error:
        from archive.cli.options import sentence

        print(f"mlforsys: {sentence(error)}", file=sys.stderr)
        sys.exit(1)
    finally:
        gc.freeze()  # the process ends here: what is left need not be looked through, a sixth of a search's time


def _nowhere() -> TextIO:
    """Where a closed standard stream writes."""
    return open(os.devnull, "w", encoding="utf-8")
