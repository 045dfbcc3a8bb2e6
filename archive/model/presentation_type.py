"""How papers were presented. A search prints this, and imports this module instead of :mod:`archive.model.paper`, whose
dataclasses would take a tenth of its time.
"""

from __future__ import annotations

import re

from archive.model.text import fold

PRESENTATIONS = ("oral", "spotlight", "poster")
"""The kinds of presentation, the most distinctive first."""

DISTINCTIONS = ("oral", "spotlight")
"""The presentations that distinguish a paper; results show them."""


def distinction(presentation: str | None) -> str | None:
    """A presentation, if it distinguishes a paper; a poster does not.

    Args:
        presentation: one of :data:`PRESENTATIONS`, or None if it is unknown.

    Returns:
        The presentation, or None.
    """
    return presentation if presentation in DISTINCTIONS else None


def presentation_in(text: str) -> str | None:
    """The kind of presentation that a text names: ``oral`` of ``Accept (Oral)`` or ``Orals``; None of any other word."""
    said = set(re.findall(r"[a-z]+", fold(text)))
    return next((one for one in PRESENTATIONS if one in said or f"{one}s" in said), None)
