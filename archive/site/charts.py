"""Columns by year, for an inline SVG: where each stands, how high it is, what it says, and where it leads.

The template (``columns`` in ``macros.html``) draws them in the theme's colours; each column is a link. A chart of up
to fourteen years is no wider than the narrowest screen.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_WIDEST, _NARROWEST, _ALL = 36, 20, 288  # pixels: a year's place, and what all of them should have
_HEIGHT, _TOP, _FOOT = 56, 14, 16  # pixels: the highest column, the number above it, the year below it
_GAP = 3  # on each side of a column
_ROOMY = 26  # pixels: a place in which a number with its unit fits
_LEAST = 2  # of the height: a column that is not nothing is seen


class Point(NamedTuple):
    """A year: how high its column is (in any unit), the number above it, what is read aloud, and where it leads
    (a path from the site's top; None where there is nothing to see)."""

    year: int
    value: float
    label: str
    told: str
    path: str | None


class Column(NamedTuple):
    """A point as it is drawn, in pixels from the top left corner."""

    point: Point
    x: float
    y: float
    middle: float
    height: float

    @property
    def year(self) -> str:
        """The year as short as it is understood below a column."""
        return f"’{self.point.year % 100:02}"


class Chart(NamedTuple):
    """The columns, in order; sizes in pixels."""

    columns: Sequence[Column]
    width: float
    step: float
    bar: float
    height: int = _TOP + _HEIGHT + _FOOT
    base: int = _TOP + _HEIGHT


def columns(points: Iterable[Point], highest: float | None = None, unit: str = "") -> Chart | None:
    """A chart of points in the order given. ``highest`` is the value of a full column, that of the highest one if left
    out: several charts that are compared share it. ``unit`` follows the numbers where there is room.
    None where there is nothing to draw."""
    known = list(points)
    most = highest or max((point.value for point in known), default=0)
    if not known or not most:
        return None
    step = math.floor(10 * min(_WIDEST, max(_NARROWEST, _ALL / len(known)))) / 10
    drawn = []
    shown = unit if step >= _ROOMY else ""
    for number, point in enumerate(known):
        height = round(max(_LEAST, _HEIGHT * point.value / most), 1) if point.value else 0
        left, top, middle = number * step + _GAP, _TOP + _HEIGHT - height, (number + 0.5) * step
        drawn.append(
            Column(point._replace(label=f"{point.label}{shown}"), round(left, 1), round(top, 1), round(middle, 1), height)
        )
    return Chart(drawn, round(step * len(known), 1), step, round(step - 2 * _GAP, 1))
