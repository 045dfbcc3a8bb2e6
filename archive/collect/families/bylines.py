"""How a page's byline is read, by the format that its table names."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.model.names import NotNames, read_byline

AFFILIATED = "name, affiliation;"
FAMILY_FIRST = "family-first"
_ENDS_A_NAME = re.compile(r"\s*[*†‡]*\s*(?:[,;.]|and\b|&|$)")
_NOBODY = frozenset("nan n/a na none null tbd tba - – —".split())


def names_nobody(text: str) -> bool:
    """Whether a byline only says that nobody is known: what a spreadsheet's empty cell became, ``nan``, ``TBD``."""
    return text.strip(" .()[]").lower() in _NOBODY


def separator(names: str) -> str:
    """What stands between several pieces that hold people, so that each begins a name."""
    return ", " if names == "comma" else "; "


@lru_cache(maxsize=10_000)  # a proposal reads the same bylines by many tables
def read_names(text: str, names: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of a byline and those with equal contribution, by a format of the registry.

    Raises :class:`~archive.model.names.NotNames`, whose message is the beginning of a sentence.
    """
    if names == AFFILIATED:
        text = "; ".join(part.split(",")[0] for part in text.split(";"))
    if names == FAMILY_FIRST:
        parts = [part.split(",") for part in text.split(";")]
        if any(len(part) != 2 for part in parts):
            raise NotNames(f"{text!r} where names such as 'Quill, Ada; Reed, Bo' should stand")
        text = "; ".join(f"{given.strip()} {family.strip()}" for family, given in parts)
    return read_byline(_without_affiliations(text))


def _without_affiliations(text: str) -> str:
    """Parentheses go, nested ones with them, where what follows begins another name."""
    kept, depth, start = [], 0, 0
    for i, sign in enumerate(text):
        if sign == "(":
            depth += 1
            start = i if depth == 1 else start
        elif sign == ")" and depth:
            depth -= 1
            if not depth and not _ENDS_A_NAME.match(text, i + 1):
                kept.append(text[start : i + 1])
            if not depth:
                continue
        if not depth and sign != "(":
            kept.append(sign)
    return "".join(kept if not depth else [*kept, text[start:]])
