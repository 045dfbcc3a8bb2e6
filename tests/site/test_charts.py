"""Bars by year: their sizes, and years that are left out."""

from __future__ import annotations

from archive.site.charts import Point, bar_chart


def point(year: int, value: float) -> Point:
    return Point(year, value, str(value), f"{year}: {value}", "there/" if value else None)


def test_the_highest_value_has_the_highest_bar_and_none_has_none():
    chart = bar_chart([point(2031, 4), point(2032, 0), point(2033, 2), point(2034, 0.01)])
    heights = [bar.height for bar in chart.bars]
    assert heights[0] == 2 * heights[2] > 0
    assert heights[1] == 0
    assert heights[3] >= 2  # it is seen
    assert all(bar.y + bar.height == chart.base for bar in chart.bars)
    assert chart.bars[0].year == "’31"


def test_a_chart_of_up_to_fourteen_years_fits_the_narrowest_screen():
    assert bar_chart([point(2031 + n, 1) for n in range(14)]).width <= 288
    assert bar_chart([point(2031 + n, 1) for n in range(30)]).step == 20  # wide enough for a finger; it scrolls


def test_no_chart_is_drawn_without_data():
    assert bar_chart([]) is None
    assert bar_chart([point(2031, 0)]) is None
