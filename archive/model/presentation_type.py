"""How papers were presented. A search prints this, and imports this module instead of :mod:`archive.model.paper`, whose
dataclasses would take a tenth of its time.
"""

from __future__ import annotations

DISTINCTIONS = ("oral", "spotlight")
"""The presentations that distinguish a paper; results show them."""


def distinction(presentation: str | None) -> str | None:
    """A presentation, if it distinguishes a paper; a poster does not.

    Args:
        presentation: one of :data:`archive.model.paper.PRESENTATIONS`, or None if it is unknown.

    Returns:
        The presentation, or None.
    """
    return presentation if presentation in DISTINCTIONS else None
