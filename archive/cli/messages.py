"""Phrases that several commands use in messages."""

from __future__ import annotations

import errno
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from archive.errors import reason_of

_LONGEST_LINE = 2000


def count(number: int, thing: str) -> str:
    """``1 paper``, ``2 papers``, ``2 addresses``."""
    ending = "es" if thing.endswith("s") else "s"
    return f"{number} {thing}{'' if number == 1 else ending}"


def quoted(values: Iterable[str]) -> str:
    """Values in quotes for a message: ``"lerned", "indxe"``."""
    from archive.model.text import quote

    return ", ".join(map(quote, values))


def paper_count(number: int, withdrawn: int = 0) -> str:
    """``186 papers (+1 withdrawn)``; ``number`` is without withdrawn papers."""
    return count(number, "paper") + (f" (+{withdrawn} withdrawn)" if withdrawn else "")


def no_topics(folder: object) -> str:
    """The message that an archive has no topics, and how to add some; ``folder`` is its root."""
    return (
        f"This archive has no topics. `mlforsys topics --suggest-taxonomy` proposes some; put the right ones into "
        f"{folder}/topics.toml."
    )


def no_editions(folder: object) -> str:
    """The message that an archive has no editions, and how to add one; ``folder`` is its root."""
    return (
        f"{folder} has no editions yet. `mlforsys add URL` adds one from its accepted-papers page, "
        "`mlforsys import FILE --edition ID` imports papers from a file."
    )


def listed(records: Collection[Mapping[str, Any]]) -> str:
    """The number of papers in a list of records, as :func:`papers` writes it."""
    from archive.model.paper import WITHDRAWN

    withdrawn = sum(record["status"] == WITHDRAWN for record in records)
    return paper_count(len(records) - withdrawn, withdrawn)


def years_of(years: Iterable[int]) -> str:
    """The range of years: ``2018-2023`` or ``2019``; empty if there are none."""
    ordered = sorted(years)
    if not ordered:
        return ""
    return str(ordered[0]) if ordered[0] == ordered[-1] else f"{ordered[0]}-{ordered[-1]}"


def bounded(message: str) -> str:
    """A message in which lines of thousands of letters lack their middle: they repeat what was given by mistake."""
    return "\n".join(line if len(line) <= _LONGEST_LINE else f"{line[:1000]} … {line[-500:]}" for line in message.split("\n"))


def sentence(error: OSError, other: str = "another --root") -> str:
    """An error of the operating system as sentences for the user; ``other`` is what may be chosen instead of the path."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    of_output = error.errno in (errno.ENOSPC, errno.EIO, errno.EFBIG) and not error.filename
    where = f"{error.filename or 'standard output'}: " if error.filename or of_output else ""
    reason = reason_of(error)
    hint = f" Check the path and its permissions, or choose {other}."
    if of_output:
        hint = ""
    elif full:
        hint = " Free some space on that disk, then try again."
    return f"{where}{reason}.{hint}"
