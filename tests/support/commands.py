"""Runs the command line in the test's own process."""

from __future__ import annotations

import json
import sys
from typing import NamedTuple

from archive.cli import main


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


def run(capsys, *args: str) -> Ran:
    """The output of ``mlforsys ARGS``, and its exit code."""
    capsys.readouterr()
    before, sys.argv = sys.argv, ["mlforsys", *map(str, args)]
    try:
        main()
        code = 0
    except SystemExit as exit_:
        code = exit_.code if isinstance(exit_.code, int) else 0 if exit_.code is None else 1
    finally:
        sys.argv = before
    return Ran(code, *capsys.readouterr())
