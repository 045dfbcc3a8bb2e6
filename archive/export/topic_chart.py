"""An SVG chart of papers by year and topic. Text stays text, colours follow the reader's colour scheme, numbers beside
the bars make it readable in print and without colour, and a title and description serve screen readers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import NamedTuple

from archive.catalogue.stats import FALLING, RISING, Stats, Trend

_LABEL, _YEAR, _SHARE = 280, 68, 150  # widths of the columns: topic, one year, shares
_ROW, _HEAD, _EDGE, _INDENT = 24, 92, 16, 14
_BAR = 34  # width of the longest bar of a kind
_SIGNS = {RISING: "▲", FALLING: "▼", None: ""}
_STYLE = """
  svg { color-scheme: light dark; }
  text { font: 13px system-ui, sans-serif; fill: #1b1f24; }
  .title { font-size: 18px; font-weight: 600; }
  .head, .share { fill: #57606a; }
  .number { text-anchor: start; }
  .bar { fill: #2f6f9f; }
  .all .bar { fill: #57606a; }
  .ground { fill: #ffffff; }
  .line { stroke: #d0d7de; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .head, .share { fill: #9da7b1; }
    .bar { fill: #6cb6ff; }
    .all .bar { fill: #9da7b1; }
    .ground { fill: #0d1117; }
    .line { stroke: #30363d; }
  }
  @media print {
    text, .head, .share { fill: #000000; }
    .bar { fill: #444444; }
    .ground { fill: #ffffff; }
  }
"""


Moved = Callable[[str, str], str]
"""Says how a topic's share moved: from the first share to the second."""


def _moved_in_english(early: str, late: str) -> str:
    return f"{early} to {late}"


class Labels(NamedTuple):
    """The words of a chart: its description, the names of the row of all papers and of the column of shares, and how a share
    moved."""

    description: str
    all_papers: str
    share: str
    moved: Moved


def _english(stats: Stats) -> Labels:
    return Labels(describe(stats), "All papers", "share, then and now" if len(stats.years) > 1 else "share", _moved_in_english)


def draw(stats: Stats, title: str, labels: Labels | None = None) -> str:
    """The chart as an SVG document, in English where no labels are given, without topics that have no papers."""
    labels = labels or _english(stats)
    trends = [trend for trend in stats.trends if trend.total]
    years = [year.year for year in stats.years]
    width, height = size(stats)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            'role="img" aria-labelledby="title description">',
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="description">{escape(labels.description)}</desc>',
            f"<style>{_STYLE}</style>",
            f'<rect class="ground" width="{width}" height="{height}"/>',
            *_body(stats, trends, years, title, labels),
            "</svg>\n",
        ]
    )


def size(stats: Stats) -> tuple[int, int]:
    """The chart's width and height in pixels."""
    rows = sum(bool(trend.total) for trend in stats.trends) + 1
    return _EDGE * 2 + _LABEL + _YEAR * len(stats.years) + _SHARE, _HEAD + _ROW * rows + _EDGE


def describe(stats: Stats) -> str:
    """The chart in words."""
    if not stats.years:
        return "There are no papers."
    first, last = stats.years[0].year, stats.years[-1].year
    number = sum(year.papers for year in stats.years)
    total = f"{number} paper{'' if number == 1 else 's'}"
    by_year = ", ".join(f"{y.papers} in {y.year}" for y in stats.years)
    parts = [f"{total} in {first}." if first == last else f"{total} from {first} to {last}: {by_year}."]
    return " ".join([*parts, *_moved(stats, RISING), *_moved(stats, FALLING)])


def _moved(stats: Stats, direction: str) -> Iterator[str]:
    """A sentence on the topics whose share rises, or falls; none without any."""
    if names := ", ".join(f"{t.topic.name} ({share_of(t)})" for t in stats.trends if t.direction == direction):
        yield f"{direction.capitalize()} topics, by share of papers: {names}."


def share_of(trend: Trend, moved: Moved = _moved_in_english) -> str:
    """A topic's share of papers in the first and the second half of the years; only one share if there is one year."""
    late = f"{trend.late:.0%}"
    return late if trend.early is None else moved(f"{trend.early:.0%}", late)


def _body(stats: Stats, trends: list[Trend], years: list[int], title: str, labels: Labels) -> Iterator[str]:
    yield _text(_EDGE, 36, title, "title")
    for i, year in enumerate(years):
        yield _text(_column(i), _HEAD - 18, str(year), "head")
    if trends:
        yield _text(_column(len(years)), _HEAD - 18, labels.share, "head")
    most = max((year.papers for year in stats.years), default=1)
    yield '<g class="all">'
    yield _text(_EDGE, _HEAD, labels.all_papers)
    for i, whole in enumerate(stats.years):
        yield from _bar(_column(i), _HEAD, whole.papers, most)
    yield "</g>"
    yield f'<line class="line" x1="{_EDGE}" x2="{_column(len(years)) + _SHARE}" y1="{_HEAD + 9}" y2="{_HEAD + 9}"/>'
    most = max((number for trend in trends for number in trend.papers.values()), default=1)
    for row, trend in enumerate(trends, start=1):
        y = _HEAD + _ROW * row + 4
        yield _text(_EDGE + _INDENT * trend.depth, y, trend.topic.name)
        for i, year in enumerate(years):
            yield from _bar(_column(i), y, trend.papers[year], most)
        yield _text(_column(len(years)), y, f"{share_of(trend, labels.moved)} {_SIGNS[trend.direction]}".strip(), "share")


def _column(index: int) -> int:
    return _EDGE + _LABEL + _YEAR * index


def _bar(x: int, y: int, number: int, most: int) -> Iterator[str]:
    if number:
        width = max(1.5, _BAR * number / most)
        yield f'<rect class="bar" x="{x}" y="{y - 11}" width="{width:.1f}" height="13" rx="1.5"/>'
        yield _text(x + width + 4, y, str(number), "number")


def _text(x: float, y: float, text: str, name: str | None = None) -> str:
    kind = f' class="{name}"' if name else ""
    return f'<text{kind} x="{x:g}" y="{y:g}">{escape(text)}</text>'
