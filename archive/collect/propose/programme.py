"""What a programme lists beside papers: breaks, talks of speakers, panels."""

from __future__ import annotations

import re

SKIPPED_BREAKS = (
    r"(?i)^[^a-z]*(?:[ap]m\W+)?(?:(?:coffee|lunch|tea|morning|afternoon|short) )*"
    r"(?:break|lunch|opening|closing|welcome|registration)\b"
)
"""A pattern of breaks for the key ``skip`` of a page's table: it says less than :func:`is_no_paper`, as what is skipped is
not seen again."""
_NO_PAPER = re.compile(
    r"^\W*(?:\d{1,2}[:.h]\d\d\W*(?:[ap]\.?m\.?)?\W*)*"
    r"(?:keynotes?|invited|panel|(?:coffee|tea|lunch|morning|afternoon) ?(?:break)?|break|opening|closing|welcome|"
    r"introduction and welcome|registration|reception|social|dinner|poster session|lightning|session \d|discussion|"
    r"tutorial|award ceremony|concluding|wrap[- ]?up|q ?& ?a)\b",
    re.IGNORECASE,
)
_TIME = re.compile(r"^\W*\d{1,2}[:.h]\d\d|\b(?:19|20)\d\d\b.*\bdeadline\b", re.IGNORECASE)
_IDLE = re.compile(r"\b(?:break|lunch|introduction|welcome|opening|closing|remarks|end|registration|coffee|dinner)\b", re.I)


def begins_with_time(text: str) -> bool:
    """Whether a text begins with a time of day, or a year before which something is due."""
    return bool(_TIME.match(text))


def is_no_paper(text: str) -> bool:
    """Whether a text is that of a programme's break, keynote, panel or the like."""
    return bool(_NO_PAPER.match(text))


def is_break(text: str) -> bool:
    """Whether a text is a slot of a programme without a talk, or with the organizers' alone."""
    return is_no_paper(text) or (begins_with_time(text) and bool(_IDLE.search(text[:80])))
