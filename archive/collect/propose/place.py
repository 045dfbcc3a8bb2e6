"""Where a meeting is, in lines such as ``at ACME 2031, Utrecht, Netherlands, May 1, 2031``."""

from __future__ import annotations

import re

from archive.model.months import MONTH_PATTERN
from archive.model.text import squeeze, words

_MONTH_DAY, _DAY_MONTH = rf"(?:{MONTH_PATTERN})\.?\s+\d{{1,2}}", rf"\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTH_PATTERN})\b"
_DAY = rf"(?:{_MONTH_DAY}|{_DAY_MONTH}|(?:19|20)\d\d-\d\d-\d\d)"
_WORD = rf"(?!(?:{MONTH_PATTERN})\b)[A-ZÀ-Þ][^\W\d_]*(?:['’.-][^\W\d_]+)*\.?"
_PART = rf"{_WORD}(?:\s+(?:{_WORD}|de|of|la|am|an|der|the|and)){{0,3}}"
_PLACE = rf"({_PART}(?:,\s*{_PART}){{0,2}})"
_PLACES = (  # between venue and day, or between day and end: prose goes on
    re.compile(rf"\b(?:19|20)\d\d\s*[,(]\s*(?:in\s+)?{_PLACE}\s*(?:[,;|·•–—-]|\bon\b)\s*(?:on\s+)?{_DAY}"),
    re.compile(rf"{_DAY}(?:,?\s+(?:19|20)\d\d)?\s*[,;|·•–—(-]\s*(?:in\s+)?{_PLACE}\s*(?:$|[.;|)])"),
)
_NO_PLACES = frozenset(
    "room hall ballroom auditorium building floor level center centre hotel morning afternoon evening day session sessions "
    "virtual online hybrid zoom workshop workshops conference paper papers poster posters program programme talk talks "
    "proceedings schedule".split()
)


def place_in(line: str) -> str | None:
    """The place beside a day in a line, as it says it; None if there is none, or if it may be a room or a session."""
    for pattern in _PLACES:
        if found := pattern.search(line):
            return squeeze(found[1]) if _NO_PLACES.isdisjoint(words(found[1])) else None
    return None
