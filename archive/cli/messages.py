"""Words for people that several commands say."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from archive.cli.terminal import visible


def note(text: str) -> None:
    """A line for a person, apart from results."""
    print(visible(text), file=sys.stderr)


def leave_quietly() -> None:
    """Who reads standard output has seen enough: what is still written goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def count(number: int, thing: str) -> str:
    """``1 paper``, ``2 papers``."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def years_of(years: Iterable[int]) -> str:
    """``2018-2023``, or one year."""
    ordered = sorted(years)
    if not ordered:
        return ""
    return str(ordered[0]) if ordered[0] == ordered[-1] else f"{ordered[0]}-{ordered[-1]}"


def sentence(error: OSError) -> str:
    """What the system refused, for a person."""
    where = f"{error.filename}: " if error.filename else ""
    reason = error.strerror or str(error) or type(error).__name__
    return f"{where}{reason[:1].lower()}{reason[1:]}. Check the path and whose it is, or choose another --root."
