"""Bar charts by year, for inline SVG: the position of each bar, its height, its texts, and where it leads.

The template (``bar_chart`` in ``macros.html``) draws them in the theme's colours; each bar is a link. A chart of up
to fourteen years is no wider than the narrowest screen.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

_WIDEST, _NARROWEST, _ALL = 36, 20, 288  # pixels: a year's place, and what all of them should have
_HEIGHT, _TOP, _FOOT = 56, 14, 16  # pixels: the highest bar, the number above it, the year below it
_GAP = 3  # on each side of a bar
_ABOVE, _BELOW = 4, 3  # from a number to its bar, and from a year to the chart's lower edge
_ROOMY = 26  # pixels: a place in which a number with its unit fits
_LEAST = 2  # of the height: a bar that is not zero is visible


class Point(NamedTuple):
    """A year: the height of its bar (in any unit), the label above it, its title for tooltips and screen readers, and where
    it leads (a path from the site's top; None where there is nothing to see)."""

    year: int
    value: float
    label: str
    title: str
    path: str | None


class Bar(NamedTuple):
    """A point as it is drawn, in pixels from the top left corner."""

    point: Point
    x: float
    y: float
    middle: float
    height: float
    label_y: float

    @property
    def year(self) -> str:
        """The year as short as it is understood below a bar."""
        return f"’{self.point.year % 100:02}"


class Chart(NamedTuple):
    """The bars, in order; sizes in pixels."""

    bars: Sequence[Bar]
    width: float
    step: float
    bar_width: float
    height: int = _TOP + _HEIGHT + _FOOT
    base: int = _TOP + _HEIGHT
    year_y: int = _TOP + _HEIGHT + _FOOT - _BELOW


def bar_chart(points: Iterable[Point], unit: str = "") -> Chart | None:
    """A chart of points in the order given, whose highest bar is full. ``unit`` follows the numbers where there is room.
    None where there is nothing to draw."""
    known = list(points)
    most = max((point.value for point in known), default=0)
    if not known or not most:
        return None
    step = _tenths(min(_WIDEST, max(_NARROWEST, _ALL / len(known))), math.floor)
    drawn = []
    shown = unit if step >= _ROOMY else ""
    for number, point in enumerate(known):
        height = _tenths(max(_LEAST, _HEIGHT * point.value / most)) if point.value else 0
        top = _tenths(_TOP + _HEIGHT - height)
        left, middle = _tenths(number * step + _GAP), _tenths((number + 0.5) * step)
        drawn.append(Bar(point._replace(label=f"{point.label}{shown}"), left, top, middle, height, _tenths(top - _ABOVE)))
    return Chart(drawn, _tenths(step * len(known)), step, _tenths(step - 2 * _GAP))


def _tenths(pixels: float, whole: Callable[[float], float] = round) -> float:
    """A length as it is written, in tenths of a pixel."""
    return whole(10 * pixels) / 10
