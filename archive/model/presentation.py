"""How papers were presented, for whoever prints it: a search prints this without loading :mod:`archive.model.paper`,
whose dataclasses would take a tenth of its time."""

from __future__ import annotations

DISTINCTIONS = ("oral", "spotlight")
"""The presentations that set a paper apart; a result's line shows them."""


def distinction(presentation: str | None) -> str | None:
    """How a paper was presented, where that sets it apart: a poster is no distinction.

    Args:
        presentation: one of :data:`archive.model.paper.PRESENTATIONS`, or None where none is stated.

    Returns:
        The presentation, or None.
    """
    return presentation if presentation in DISTINCTIONS else None
