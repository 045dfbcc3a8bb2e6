"""Bylines of pages: joining pieces, texts that mean unknown authors, and reading by the rule that files use too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from archive.collect.page_limits import require_time
from archive.model.names import COMMA, Byline, NotNames, read_byline
from archive.model.text import squeeze

_MARKS = re.compile("[*∗＊†‡§¶]")
_NO_NAME = re.compile(r"[\d,@/:<>\[\]{}|=\"]|\b(?:and|of|for|the|University|Institute|Inc)\b")
_PLACEHOLDERS = frozenset("nan n/a na none null tbd tba - – —".split())


def is_placeholder(text: str) -> bool:
    """Whether a byline means unknown authors: ``TBD``, or ``nan``, which an empty cell of a spreadsheet becomes."""
    return text.strip(" .()[]").lower() in _PLACEHOLDERS


def joined(pieces: Sequence[str], names: str) -> str:
    """The pieces of a page that contain people as one byline; each piece begins a name."""
    alone = len(pieces) > 1 and not any("," in _outside_parentheses(piece) for piece in pieces)
    return ("; " if alone or names != COMMA else ", ").join(pieces)


def read_names(text: str, names: str) -> tuple[Byline, str]:
    """A byline, in a style of :data:`~archive.model.names.BYLINE_STYLES`, and what a person should look at in it, or nothing.

    Where semicolons alone are between people, each with an affiliation in parentheses or none, the byline can be
    divided in one way only: a strange name (``Jay SERVICES Quill``) is then taken as the page prints it, and reported.
    Raises :class:`~archive.model.names.NotNames`, whose message is the beginning of a sentence.
    """
    found, problem = _read(text, names)
    if found is None:
        raise NotNames(problem)
    return found, problem


@lru_cache(maxsize=10_000)  # a proposal reads the same bylines by many tables
def _read(text: str, names: str) -> tuple[Byline | None, str]:
    """The byline and what is odd about it, or None and the reason."""
    require_time()
    try:
        return read_byline(text, names), ""
    except NotNames as error:
        printed = [squeeze(_MARKS.sub("", part)) for part in _outside_parentheses(text).split(";")]
        printed = [name for name in printed if name]
        if names != COMMA or len(printed) < 2 or not all(map(_one_name, printed)):
            return None, str(error)
        return Byline(tuple(printed)), str(error)


def _one_name(text: str) -> bool:
    """Whether a text may be one person's name: some words, without what separates people or is never in a name."""
    return 2 <= len(text.split()) <= 5 and not _NO_NAME.search(text)


def _outside_parentheses(text: str) -> str:
    kept, depth = [], 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        kept.append(sign if depth <= 0 and sign != ")" else " ")
    return "".join(kept)
