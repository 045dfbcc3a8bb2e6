"""The result of reading one page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from archive.model.paper import Entry


class Reading(NamedTuple):
    """A page's papers in its order, and what a person should know of it: the beginnings of sentences name the page.
    ``cut`` are sentences of what was cut from titles."""

    entries: Sequence[Entry]
    notes: Sequence[str] = ()
    cut: Sequence[str] = ()
