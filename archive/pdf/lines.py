"""Builds lines from letters: by baseline, split at the white gutters between columns, with superscripts and subscripts
in place.

The order of the file's content is not used, so a text layer out of order gives the same lines. Distances are in em (the
type size of the line) unless stated otherwise.
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

SUPER, SUB = "\ue000", "\ue001"  # stand before each raised or lowered letter in Line.text
SAME_BASELINE, SCRIPT_BASELINE = 0.2, 0.08
WORD_GAP = 0.45  # of the line's usual space between words
NARROWEST_WORD_GAP, WIDEST_WORD_GAP = 0.07, 0.14
COLUMN_GAP = 0.8  # a narrower gap never parts columns
ALWAYS_APART = 3.0
_APART = 0.2  # between the number of a line and the line
_FEWEST_NUMBERS = 5
_TELLING_ROWS = 5  # on either side of a row, of which it is asked whether a gap is a gutter
_SCRIPTS = re.compile(f"[{SUPER}{SUB}].")


@dataclass(slots=True)
class Line:
    """A line of one column. ``font`` and ``size`` are those of most of its letters; ``raised`` and ``lowered`` are the
    indexes of glyphs that are superscripts and subscripts.
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
        """In points."""
        return self.x1 - self.x0

    @property
    def level(self) -> str:
        """The text without raised and lowered letters: a byline without the marks of its footnotes."""
        return _SCRIPTS.sub(" ", self.text)

    @property
    def plain(self) -> str:
        """The text without the marks of scripts."""
        return self.text.replace(SUPER, "").replace(SUB, "")


def lines_of(glyphs: Sequence[Glyph], page: int = 0) -> list[Line]:
    """The lines of a page from top to bottom, left to right."""
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
    """How far apart, in points, the baselines of one row may be; letters of different sizes may be superscripts of each
    other.
    """
    smaller, larger = sorted((one.size, other.size))
    return (SAME_BASELINE if smaller > SCRIPT_SIZE * larger else SCRIPT_BASELINE) * smaller


def _alike(one: Glyph, other: Glyph) -> bool:
    """Whether letters may share a row by size: small capitals do with capitals, a title's letters do not with a
    footnote's.
    """
    return 0.5 < one.size / other.size < 2.0


def _split_at_gutters(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """The pieces of rows, split at gaps that neighbouring rows have too: these are gutters between columns."""
    covers = [_Cover(row) for row in rows]
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


class _Cover:
    """The horizontal ranges of a row that letters cover."""

    def __init__(self, row: list[Glyph]) -> None:
        self.y, self.x0, self.x1 = row[0].y, row[0].x0, max(g.x1 for g in row)
        self.spans = runs_of(row)


def _is_gutter(covers: Sequence[_Cover], i: int, gap: tuple[float, float], em: float) -> bool:
    """Whether the rows above or those below leave the gap free too, or end and begin at its edges:
    a gutter runs on at least to one side."""
    is_free: list[bool] = []
    for step in (-1, 1):
        here = list(islice(_leave_free(covers, i, step, gap, em), _TELLING_ROWS))
        if len(here) > 2 and all(here):
            return True
        is_free += here
    free = sum(is_free)
    return len(is_free) - free <= free / 2


def _leave_free(covers: Sequence[_Cover], i: int, step: int, gap: tuple[float, float], em: float) -> Iterator[bool]:
    """Whether the rows next to row ``i``, one after the other in one direction, leave a gap free; no word of those that lie
    beside it."""
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
    """The line's words, with marks before raised and lowered letters, and small capitals as the small letters that they are."""
    starts, small_capitals = set(_word_starts(line, blanks)), _small_capitals(line)
    out: list[str] = []
    for i, glyph in enumerate(line.glyphs):
        if i in starts:
            out.append(" ")
        out.append(SUPER if i in line.raised else SUB if i in line.lowered else "")
        out.append(glyph.text.lower() if i in small_capitals else glyph.text)
    return "".join(out)


def _word_starts(line: Line, blanks: Iterable[Glyph]) -> Iterator[int]:
    """The letters that begin a word: after white space that is wider than between the line's letters, or after a blank of
    the file that takes room."""
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
    """The usual space between the letters of a line, and the widest beyond that within a word, in points."""
    tracking = max(0.0, statistics.median(gaps)) if len(gaps) > 8 else 0.0
    spaces = [gap - tracking for gap in gaps if gap - tracking > 0.12 * em]
    usual = statistics.median(spaces) / em if len(spaces) > 2 else 0.25
    return tracking, min(max(WORD_GAP * usual, NARROWEST_WORD_GAP), WIDEST_WORD_GAP) * em


def _middles(line: Line, blanks: Iterable[Glyph]) -> list[float]:
    """Where the blanks of a line stand, left to right."""
    return sorted((b.x0 + b.x1) / 2 for b in blanks if abs(b.y - line.y) < 0.5 * line.size and line.x0 < b.x0 < line.x1)


def _small_capitals(line: Line) -> set[int]:
    """Capitals set smaller beside full-sized letters of one word: they were typed as small letters."""
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
    """A piece that begins with a number; ``digits`` is how many letters that takes, ``end`` where it ends, in points."""

    piece: list[tuple[Glyph, int]]
    digits: int
    number: int
    end: float


def _numbered(piece: list[tuple[Glyph, int]]) -> _Numbered | None:
    """A piece with the number that stands before it, and apart from it; None without one."""
    digits = next((i for i, (glyph, _) in enumerate(piece) if not glyph.text.isdecimal()), 0)
    if not digits:
        return None
    last, first = piece[digits - 1][0], piece[digits][0]
    if first.x0 - last.x1 <= _APART * last.size:
        return None
    return _Numbered(piece, digits, int("".join(glyph.text for glyph, _ in piece[:digits])), last.x1)


def _without_numbers_before(pieces: list[list[tuple[Glyph, int]]]) -> list[list[tuple[Glyph, int]]]:
    """Drop the numbers of lines that stand so near their lines that they would be one with them: as many as
    :func:`_without_line_numbers` asks for, counting downward, which begin their lines at one place and stand apart."""
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
    """The lines without the line numbers of a manuscript: five or more numbers, increasing downward, in a column of
    their own.
    """
    numbers = sorted((line for line in lines if line.plain.strip().isdecimal()), key=lambda line: -line.y)
    drop: set[int] = set()
    for column in (*_aligned(numbers, "x0"), *_aligned(numbers, "x1")):
        if _are_line_numbers([int(line.plain) for line in column]):
            drop.update(map(id, column))
    return [line for line in lines if id(line) not in drop]


def _aligned(lines: Iterable[Line], side: Literal["x0", "x1"]) -> Collection[list[Line]]:
    """Columns of lines that begin, or end, at one place."""
    columns: defaultdict[int, list[Line]] = defaultdict(list)
    for line in lines:
        columns[round(getattr(line, side) / 4)].append(line)
    return columns.values()


def _are_line_numbers(numbers: Sequence[int]) -> bool:
    """Whether numbers, from top to bottom, count lines."""
    return len(numbers) >= _FEWEST_NUMBERS and all(0 < after - before <= 10 for before, after in pairwise(numbers))
