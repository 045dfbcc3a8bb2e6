"""Removes letters that a reader does not see: invisible ones, repeated drawings of one letter, and watermarks across the text.

Distances are in em of the letter unless stated otherwise.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from archive.pdf.glyphs import INVISIBLE, Glyph

_SMALLEST = 1.0  # points; smaller text cannot be read
_MOSTLY = (
    0.5  # the share of invisible letters: with more, they are a text layer under a picture, or light text on a dark ground
)
_SAME_PLACE, _SHADOW = 0.12, 0.21  # between two drawings of one letter: exactly on its baseline, and otherwise
_LARGER, _LIGHTER = 1.3, 0.25  # a watermark compared with the text: times its size, and difference in lightness
_ACROSS = 0.25  # the share of a watermark's letters that cover letters of the text, at least
_DROPPED = 1.6  # times the size of the text: a drop cap


def visible_once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The letters that a reader of the page sees, each once, in the order of the file.

    If most letters of a page are invisible, they are kept: they may be the recognized text under the picture of a scan. Drop
    caps are moved to the line that they begin.
    """
    ink = _ink(glyphs)
    if not ink:
        return list(glyphs)
    hidden = {id(glyph) for glyph in ink if glyph.lightness >= INVISIBLE or glyph.size < _SMALLEST}
    if len(hidden) > _MOSTLY * len(ink):
        hidden = set()
    visible = [glyph for glyph in glyphs if id(glyph) not in hidden]
    visible = _without_watermarks(list(_once(visible)))
    _set_initials(visible)
    return visible


def _ink(glyphs: Iterable[Glyph]) -> list[Glyph]:
    return [glyph for glyph in glyphs if not glyph.text.isspace()]


def _once(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    """The letters without those that are drawn again at the same place or a little beside it, to look bold or cast a shadow.

    A letter is not compared with the one before it in the file: both may be parts of a ligature, which are at one place.
    """
    latest: Glyph | None = None
    places: dict[tuple[str, float, int], list[Glyph]] = {}
    for glyph in glyphs:
        if glyph.text.isspace():
            yield glyph
            continue
        text, size, row = glyph.text, glyph.size, int(glyph.y / (0.25 * glyph.size))
        if not any(
            other is not latest and _is_again(glyph, other)
            for near in (row - 1, row, row + 1)
            if (text, size, near) in places
            for other in places[text, size, near]
            if abs(glyph.x0 - other.x0) < 0.25 * size
        ):
            latest = glyph
            places.setdefault((text, size, row), []).append(glyph)
            yield glyph


def _is_again(glyph: Glyph, other: Glyph) -> bool:
    along, aside = abs(glyph.x0 - other.x0) / glyph.size, abs(glyph.y - other.y) / glyph.size
    return along < (_SAME_PLACE if aside < 0.02 else _SHADOW) and aside < _SHADOW


def _without_watermarks(glyphs: list[Glyph]) -> list[Glyph]:
    """The letters without runs that are larger or lighter than the text and cover it."""
    ink = _ink(glyphs)
    if not ink:
        return glyphs
    size, suspects = _suspects(ink)
    if not suspects:
        return glyphs
    grid: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    for glyph in ink:
        if id(glyph) not in suspects:
            grid[int(glyph.x0 / size), int(glyph.y / size)].append(glyph)
    drop = {id(glyph) for run in _runs(glyphs, suspects) if _lies_across(run, grid, size) for glyph in run}
    return [glyph for glyph in glyphs if id(glyph) not in drop]


def _suspects(ink: Sequence[Glyph]) -> tuple[float, set[int]]:
    """The size of the text, and the ``id()`` of letters that are larger or lighter than it."""
    size, lightness = Counter((glyph.size, glyph.lightness) for glyph in ink).most_common(1)[0][0]
    return size, {id(glyph) for glyph in ink if glyph.size > _LARGER * size or glyph.lightness > lightness + _LIGHTER}


def _runs(glyphs: Iterable[Glyph], suspects: Collection[int]) -> Iterator[list[Glyph]]:
    """Consecutive letters of ``suspects`` (their ``id()``) in one style; there may be blanks between them."""
    for _, found in groupby(glyphs, key=lambda glyph: glyph.text.isspace() or id(glyph) in suspects):
        printed = [glyph for glyph in found if id(glyph) in suspects]
        for _, run in groupby(printed, key=lambda glyph: (glyph.size, glyph.lightness, glyph.font)):
            yield list(run)


def _lies_across(run: Sequence[Glyph], grid: dict[tuple[int, int], list[Glyph]], size: float) -> bool:
    return sum(_lies_on(glyph, grid, size) for glyph in run) > _ACROSS * len(run)


def _lies_on(glyph: Glyph, grid: dict[tuple[int, int], list[Glyph]], size: float) -> bool:
    """Whether the middle of a letter of the text (``grid`` has them by place) is within the box of ``glyph``."""
    top = glyph.y + 0.7 * glyph.size
    for column in range(int(glyph.x0 / size) - 1, int(glyph.x1 / size) + 2):
        for row in range(int(glyph.y / size) - 1, int(top / size) + 2):
            for other in grid.get((column, row), ()):
                x, y = (other.x0 + other.x1) / 2, other.y + 0.3 * other.size
                if glyph.x0 < x < glyph.x1 and glyph.y < y < top:
                    return True
    return False


def _set_initials(glyphs: Sequence[Glyph]) -> None:
    """Make each drop cap the first letter of the first line beside it, with the size of that line."""
    ink = _ink(glyphs)
    if not ink:
        return
    size = Counter(glyph.size for glyph in ink).most_common(1)[0][0]
    large = [glyph for glyph in ink if glyph.size > _DROPPED * size]
    for initial in large:
        beside = _text_beside(initial, ink, size) if _is_initial(initial, large, size) else []
        if len({round(glyph.y) for glyph in beside}) > 1:
            first = max(beside, key=lambda glyph: (round(glyph.y), -glyph.x0))
            gap = 0.3 * size if _is_before_blank(initial, glyphs) else 0.0
            initial.size, initial.y = first.size, first.y
            initial.x0, initial.x1 = first.x0 - gap - 0.6 * size, first.x0 - gap


def _is_initial(glyph: Glyph, large: Iterable[Glyph], size: float) -> bool:
    """Whether a large letter is a single capital; ``size`` is that of the text."""
    row = (other for other in large if other is not glyph and abs(other.y - glyph.y) < size)
    alone = not any(_distance(glyph, other) < glyph.size for other in row)
    return alone and glyph.text.isalpha() and glyph.text.isupper()


def _text_beside(initial: Glyph, ink: Iterable[Glyph], size: float) -> list[Glyph]:
    """The letters of the text that are directly to the right of a drop cap."""
    return [
        glyph
        for glyph in ink
        if abs(glyph.size - size) < 0.1 * size
        and -0.2 * size < glyph.x0 - initial.x1 < 1.2 * size
        and -0.2 * size < glyph.y - initial.y < initial.size
    ]


def _is_before_blank(glyph: Glyph, glyphs: Iterable[Glyph]) -> bool:
    return any(one is glyph and after.text.isspace() for one, after in pairwise(glyphs))


def _distance(one: Glyph, other: Glyph) -> float:
    return max(one.x0 - other.x1, other.x0 - one.x1)
