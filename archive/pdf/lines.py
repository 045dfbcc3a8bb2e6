"""Builds lines from letters: by baseline, split at the gutters between columns, with superscripts and subscripts in place.

The order of letters in the file does not matter, apart from accents. Distances are in em (the type size of the line) unless
stated otherwise.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Literal, NamedTuple

from archive.pdf.glyphs import Glyph
from archive.pdf.superscripts import SCRIPT_SIZE, accented, runs_of, size_of, with_scripts

SUPER, SUB = "\ue000", "\ue001"  # come before each superscript or subscript letter in Line.text
SAME_BASELINE, SCRIPT_BASELINE = 0.2, 0.08  # letters of one row: of about one size, of different sizes
WORD_GAP = 0.45  # times the line's usual space between words
NARROWEST_WORD_GAP, WIDEST_WORD_GAP = 0.07, 0.14
COLUMN_GAP = 0.8  # a narrower gap is never a gutter
ALWAYS_APART = 3.0  # a wider gap always is
_APART = 0.2  # between a line number and its line, at least
_FEWEST_NUMBERS = 5
_GUTTER_ROWS = 5  # above and below a row, by which it is decided whether a gap is a gutter
_SCRIPTS = re.compile(f"[{SUPER}{SUB}].")


@dataclass(slots=True)
class Line:
    """A line of one column.

    Attributes:
        glyphs: its letters, left to right, without blanks.
        page: the index of its page.
        x0: its left edge, in points.
        x1: its right edge, in points.
        y: its baseline, in points.
        size: the size of most of its letters, in points.
        font: the font of most of its letters.
        text: its words, with :data:`SUPER` or :data:`SUB` before each superscript or subscript letter.
        raised: the indexes of glyphs that are superscripts.
        lowered: the indexes of glyphs that are subscripts.
    """

    glyphs: list[Glyph]
    page: int
    x0: float = 0.0
    x1: float = 0.0
    y: float = 0.0
    size: float = 0.0
    font: str = ""
    text: str = ""
    raised: set[int] = field(default_factory=set)
    lowered: set[int] = field(default_factory=set)

    @property
    def width(self) -> float:
        """Its width, in points."""
        return self.x1 - self.x0

    @property
    def without_scripts(self) -> str:
        """The text with a blank for each superscript or subscript letter: a byline without the marks of its footnotes."""
        return _SCRIPTS.sub(" ", self.text)

    @property
    def plain(self) -> str:
        """The text without :data:`SUPER` and :data:`SUB`."""
        return self.text.replace(SUPER, "").replace(SUB, "")


def lines_of(glyphs: Sequence[Glyph], page: int = 0) -> list[Line]:
    """The lines of a page, from top to bottom and left to right. ``page`` is the index of the page."""
    ink = accented([g for g in glyphs if not g.text.isspace()])
    blanks = [g for g in glyphs if g.text.isspace()]
    pieces = _split_at_gutters(_rows(ink))
    lines = [_line(piece, page) for piece in _without_numbers_before(with_scripts(pieces))]
    for line in lines:
        line.text = _text(line, blanks)
    kept = _without_line_numbers([line for line in lines if line.plain.strip()])
    return sorted(kept, key=lambda line: (-line.y, line.x0))


def _rows(ink: Iterable[Glyph]) -> list[list[Glyph]]:
    rows: list[list[Glyph]] = []
    for glyph in sorted(ink, key=lambda g: -g.y):
        for row in reversed(rows[-8:]):
            last = row[-1]
            if abs(last.y - glyph.y) <= _tolerance(last, glyph) and _alike(last, glyph):
                row.append(glyph)
                break
        else:
            rows.append([glyph])
    for row in rows:
        row.sort(key=lambda g: g.x0)
    return rows


def _tolerance(one: Glyph, other: Glyph) -> float:
    """How far apart the baselines of two letters of a row may be, in points: less if one may be a superscript of the other,
    by their sizes."""
    smaller, larger = sorted((one.size, other.size))
    return (SAME_BASELINE if smaller > SCRIPT_SIZE * larger else SCRIPT_BASELINE) * smaller


def _alike(one: Glyph, other: Glyph) -> bool:
    """Whether two letters may be in one row by their sizes: small capitals and capitals may, a title and a footnote may not."""
    return 0.5 < one.size / other.size < 2.0


def _split_at_gutters(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """Split rows at the gutters between columns: gaps that the rows above or below have, too."""
    covers = [_Coverage(row) for row in rows]
    pieces = []
    for i, row in enumerate(rows):
        start = 0
        reach = row[0].x1
        for j in range(1, len(row)):
            gap, em = row[j].x0 - reach, max(row[j].size, row[j - 1].size)
            if gap > ALWAYS_APART * em or (gap > COLUMN_GAP * em and _is_gutter(covers, i, (reach, row[j].x0), em)):
                pieces.append(row[start:j])
                start = j
            reach = max(reach, row[j].x1)
        pieces.append(row[start:])
    return pieces


class _Coverage:
    """The horizontal ranges of a row that are covered by letters."""

    def __init__(self, row: list[Glyph]) -> None:
        self.y, self.x0, self.x1 = row[0].y, row[0].x0, max(g.x1 for g in row)
        self.spans = runs_of(row)


def _is_gutter(covers: Sequence[_Coverage], i: int, gap: tuple[float, float], em: float) -> bool:
    """Whether a gap of a row is a gutter: the rows above, or those below, have it too, or end or begin at its edges."""
    is_free: list[bool] = []
    for step in (-1, 1):
        here = list(islice(_leave_free(covers, i, step, gap, em), _GUTTER_ROWS))
        if len(here) > 2 and all(here):
            return True
        is_free += here
    free = sum(is_free)
    return len(is_free) - free <= free / 2


def _leave_free(covers: Sequence[_Coverage], i: int, step: int, gap: tuple[float, float], em: float) -> Iterator[bool]:
    """For row after row, above (``step`` -1) or below (1) row ``i``: whether it has no letter in the gap. Rows that are only
    on one side of the gap, and not at its edge, are skipped."""
    middle = (gap[0] + gap[1]) / 2
    j = i + step
    while 0 <= j < len(covers) and abs(covers[j].y - covers[i].y) < 8 * em:
        row = covers[j]
        if row.x0 < middle < row.x1:
            yield not any(a - 0.1 * em < middle < b + 0.1 * em for a, b in row.spans)
        elif abs(row.x1 - gap[0]) < 0.7 * em or abs(row.x0 - gap[1]) < 0.7 * em:
            yield True
        j += step


def _line(pairs: list[tuple[Glyph, int]], page: int) -> Line:
    level = [glyph for glyph, shift in pairs if not shift]
    size = size_of(level)
    line = Line([], page, pairs[0][0].x0, max(g.x1 for g, _ in pairs), statistics.median(g.y for g in level), size)
    line.font = Counter(g.font for g in level).most_common(1)[0][0]
    for i, (glyph, shift) in enumerate(pairs):
        line.glyphs.append(glyph)
        if shift:
            (line.raised if shift > 0 else line.lowered).add(i)
    return line


def _text(line: Line, blanks: Sequence[Glyph]) -> str:
    """The text of a line: its words, with :data:`SUPER` and :data:`SUB`, and small capitals in lower case."""
    starts, small_capitals = set(_word_starts(line, blanks)), _small_capitals(line)
    out: list[str] = []
    for i, glyph in enumerate(line.glyphs):
        if i in starts:
            out.append(" ")
        out.append(SUPER if i in line.raised else SUB if i in line.lowered else "")
        out.append(glyph.text.lower() if i in small_capitals else glyph.text)
    return "".join(out)


def _word_starts(line: Line, blanks: Iterable[Glyph]) -> Iterator[int]:
    """The indexes of letters that begin a word: after a gap wider than those between letters, or after a blank of the file
    that has some width."""
    em = line.size
    gaps = [after.x0 - before.x1 for before, after in pairwise(line.glyphs)]
    tracking, widest = _spacing(gaps, em)
    ahead = deque(_middles(line, blanks))
    for i, (before, after) in enumerate(pairwise(line.glyphs), start=1):
        gap, middle = gaps[i - 1] - tracking, (before.x1 + after.x0) / 2
        while ahead and ahead[0] < middle - gap / 2 - 0.1 * em:
            ahead.popleft()
        blank = bool(ahead) and ahead[0] < middle + gap / 2 + 0.1 * em
        if gap > widest or (blank and gap > 0.05 * em):
            yield i


def _spacing(gaps: Sequence[float], em: float) -> tuple[float, float]:
    """The usual space between the letters of a line, and how much wider a gap within a word may be, in points."""
    tracking = max(0.0, statistics.median(gaps)) if len(gaps) > 8 else 0.0
    spaces = [gap - tracking for gap in gaps if gap - tracking > 0.12 * em]
    usual = statistics.median(spaces) / em if len(spaces) > 2 else 0.25
    return tracking, min(max(WORD_GAP * usual, NARROWEST_WORD_GAP), WIDEST_WORD_GAP) * em


def _middles(line: Line, blanks: Iterable[Glyph]) -> list[float]:
    """The middles of the blanks of a line, left to right."""
    return sorted((b.x0 + b.x1) / 2 for b in blanks if abs(b.y - line.y) < 0.5 * line.size and line.x0 < b.x0 < line.x1)


def _small_capitals(line: Line) -> set[int]:
    """The indexes of capitals that are smaller than others in the same word: they were typed in lower case."""
    found: set[int] = set()
    word: list[int] = []
    for i, glyph in enumerate(line.glyphs):
        if word and (glyph.x0 - line.glyphs[i - 1].x1 > 0.1 * line.size or not glyph.text.isalpha()):
            found.update(_small_ones(line, word))
            word = []
        if glyph.text.isalpha():
            word.append(i)
    return found | _small_ones(line, word)


def _small_ones(line: Line, word: Sequence[int]) -> set[int]:
    small = {i for i in word if line.glyphs[i].size < SCRIPT_SIZE * line.size} - line.raised - line.lowered
    whole = all(line.glyphs[i].text.isupper() for i in word)
    return small if whole and 0 < len(small) < len(word) else set()


class _Numbered(NamedTuple):
    """A line that begins with a number. ``digits`` is the length of the number, and ``end`` its right edge, in points."""

    piece: list[tuple[Glyph, int]]
    digits: int
    number: int
    end: float


def _numbered(piece: list[tuple[Glyph, int]]) -> _Numbered | None:
    """A line with the number at its beginning, if there is one, and a gap after it; None otherwise."""
    digits = next((i for i, (glyph, _) in enumerate(piece) if not glyph.text.isdecimal()), 0)
    if not digits:
        return None
    last, first = piece[digits - 1][0], piece[digits][0]
    if first.x0 - last.x1 <= _APART * last.size:
        return None
    return _Numbered(piece, digits, int("".join(glyph.text for glyph, _ in piece[:digits])), last.x1)


def _without_numbers_before(pieces: list[list[tuple[Glyph, int]]]) -> list[list[tuple[Glyph, int]]]:
    """Remove line numbers that are so near to their lines that they are part of them.

    They are recognized as in :func:`_without_line_numbers`; besides, they are aligned on the right, and a gap follows.
    """
    columns: defaultdict[int, list[_Numbered]] = defaultdict(list)
    for numbered in filter(None, map(_numbered, sorted(pieces, key=lambda piece: -piece[0][0].y))):
        columns[round(numbered.end / 4)].append(numbered)
    cut = {
        id(one.piece): one.digits
        for column in columns.values()
        if _are_line_numbers([one.number for one in column])
        for one in column
    }
    return [piece[cut.get(id(piece), 0) :] for piece in pieces]


def _without_line_numbers(lines: list[Line]) -> list[Line]:
    """The lines without those that are the line numbers of a manuscript: a column of five or more numbers that increase
    downward."""
    numbers = sorted((line for line in lines if line.plain.strip().isdecimal()), key=lambda line: -line.y)
    drop: set[int] = set()
    for column in (*_aligned(numbers, "x0"), *_aligned(numbers, "x1")):
        if _are_line_numbers([int(line.plain) for line in column]):
            drop.update(map(id, column))
    return [line for line in lines if id(line) not in drop]


def _aligned(lines: Iterable[Line], side: Literal["x0", "x1"]) -> Collection[list[Line]]:
    """Groups of lines that begin (``x0``) or end (``x1``) at about the same place."""
    columns: defaultdict[int, list[Line]] = defaultdict(list)
    for line in lines:
        columns[round(getattr(line, side) / 4)].append(line)
    return columns.values()


def _are_line_numbers(numbers: Sequence[int]) -> bool:
    """Whether numbers, from top to bottom, may be line numbers."""
    return len(numbers) >= _FEWEST_NUMBERS and all(0 < after - before <= 10 for before, after in pairwise(numbers))
