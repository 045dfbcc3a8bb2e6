"""Letters to lines: by baseline, by the white gutters between columns, with scripts at their place.

Nothing here knows the order of the file's content; a text layer out of order gives the same lines.
Distances are in em (the size of the line's type) unless said otherwise.
"""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from archive.pdf.glyphs import Glyph

SUPER, SUB = "\ue000", "\ue001"  # stand before each raised or lowered letter in Line.text
SAME_BASELINE = 0.2
WORD_GAP = 0.45  # of the line's usual space between words
NARROWEST_WORD_GAP, WIDEST_WORD_GAP = 0.07, 0.14
COLUMN_GAP = 0.8  # a narrower gap never parts columns
ALWAYS_APART = 3.0
_SCRIPT_SIZE = 0.88  # of its host's size
_SCRIPTS = re.compile(f"[{SUPER}{SUB}].")
_LETTER = re.compile(r"[^\W\d_]")
_ACCENTS = dict(
    zip(
        "´`¨ˆ˜ˇ¸˚¯˘˙˝˛^~",
        "\u0301\u0300\u0308\u0302\u0303\u030c\u0327\u030a\u0304\u0306\u0307\u030b\u0328\u0302\u0303",
        strict=True,
    )
)


@dataclass(slots=True)
class Line:
    """One line of one column. ``font`` and ``size`` are those of most of its letters."""

    glyphs: list[Glyph]
    page: int
    x0: float = 0.0
    x1: float = 0.0
    y: float = 0.0
    size: float = 0.0
    font: str = ""
    text: str = ""
    raised: set[int] = field(default_factory=set)

    @property
    def width(self) -> float:
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
    ink = [g for g in glyphs if not g.text.isspace()]
    blanks = [g for g in glyphs if g.text.isspace()]
    pieces = [piece for row in _split_at_gutters(_rows(ink)) for piece in row]
    lines = [_line(piece, page) for piece in _with_scripts(pieces)]
    for line in lines:
        line.text = _text(line, blanks)
    kept = _without_line_numbers([line for line in lines if line.plain.strip()])
    return sorted(kept, key=lambda line: (-line.y, line.x0))


def _rows(ink: Iterable[Glyph]) -> list[list[Glyph]]:
    rows: list[list[Glyph]] = []
    for glyph in sorted(ink, key=lambda g: -g.y):
        for row in reversed(rows[-8:]):
            last = row[-1]
            if abs(last.y - glyph.y) <= SAME_BASELINE * min(last.size, glyph.size) and _alike(last, glyph):
                row.append(glyph)
                break
        else:
            rows.append([glyph])
    for row in rows:
        row.sort(key=lambda g: g.x0)
    return rows


def _alike(one: Glyph, other: Glyph) -> bool:
    """Small capitals share a row with capitals, a title's letters do not share it with a footnote's."""
    return 0.5 < one.size / other.size < 2.0


def _split_at_gutters(rows: list[list[Glyph]]) -> list[list[list[Glyph]]]:
    """Each row in pieces, parted where its neighbours too leave a gap: there runs a gutter."""
    covers = [_Cover(row) for row in rows]
    split = []
    for i, row in enumerate(rows):
        pieces, start = [], 0
        reach = row[0].x1
        for j in range(1, len(row)):
            gap, em = row[j].x0 - reach, max(row[j].size, row[j - 1].size)
            if gap > ALWAYS_APART * em or (gap > COLUMN_GAP * em and _is_gutter(covers, i, (reach, row[j].x0), em)):
                pieces.append(row[start:j])
                start = j
            reach = max(reach, row[j].x1)
        split.append([*pieces, row[start:]])
    return split


class _Cover:
    """Which stretches of a row hold letters."""

    def __init__(self, row: list[Glyph]) -> None:
        self.y, self.x0, self.x1 = row[0].y, row[0].x0, max(g.x1 for g in row)
        self.spans: list[tuple[float, float]] = []
        for glyph in row:
            if self.spans and glyph.x0 - self.spans[-1][1] < 0.5 * glyph.size:
                self.spans[-1] = (self.spans[-1][0], max(self.spans[-1][1], glyph.x1))
            else:
                self.spans.append((glyph.x0, glyph.x1))


def _is_gutter(covers: Sequence[_Cover], i: int, gap: tuple[float, float], em: float) -> bool:
    middle = (gap[0] + gap[1]) / 2
    free = covered = 0
    for step in (-1, 1):
        j, seen = i + step, 0
        while 0 <= j < len(covers) and seen < 5 and abs(covers[j].y - covers[i].y) < 8 * em:
            if covers[j].x0 < middle < covers[j].x1:
                seen += 1
                if any(a - 0.1 * em < middle < b + 0.1 * em for a, b in covers[j].spans):
                    covered += 1
                else:
                    free += 1
            j += step
    return covered <= free / 2


def _with_scripts(pieces: list[list[Glyph]]) -> list[list[tuple[Glyph, int]]]:
    """Pieces of rows, with small pieces that touch a larger line raised or lowered into it."""
    sizes = [_size(piece) for piece in pieces]
    order = sorted(range(len(pieces)), key=lambda i: -sizes[i])
    hosts: dict[int, list[tuple[Glyph, int]]] = {}
    for i in order:
        host = _host(pieces[i], sizes[i], pieces, sizes, hosts)
        if host is None:
            hosts[i] = [(glyph, 0) for glyph in pieces[i]]
        else:
            shift = 1 if pieces[i][0].y > pieces[host][0].y else -1
            hosts[host] += [(glyph, shift) for glyph in pieces[i]]
    return [sorted(glyphs, key=lambda pair: pair[0].x0) for glyphs in hosts.values()]


def _host(
    piece: list[Glyph], size: float, pieces: list[list[Glyph]], sizes: list[float], hosts: dict[int, list[tuple[Glyph, int]]]
) -> int | None:
    # A row of scripts holds those of several words, so each end is held against the host's letters.
    best, nearest = None, 1.0
    for j in hosts:
        if sizes[j] * _SCRIPT_SIZE < size:
            break  # hosts stand in order of size
        up = (piece[0].y - pieces[j][0].y) / sizes[j]
        if not -0.4 < up < 0.7 or abs(up) >= nearest:
            continue
        em = sizes[j]
        touches = [g for g in piece if any(h.x0 - 0.5 * em < g.x0 < h.x1 + 0.4 * em for h, _ in hosts[j])]
        if len(touches) * 2 > len(piece):
            best, nearest = j, abs(up)
    return best


def _size(glyphs: Sequence[Glyph]) -> float:
    return Counter(g.size for g in glyphs).most_common(1)[0][0]


def _line(pairs: list[tuple[Glyph, int]], page: int) -> Line:
    level = [glyph for glyph, shift in pairs if not shift]
    size = _size(level)
    line = Line([], page, pairs[0][0].x0, max(g.x1 for g, _ in pairs), statistics.median(g.y for g in level), size)
    line.font = Counter(g.font for g in level).most_common(1)[0][0]
    for i, (glyph, shift) in enumerate(pairs):
        line.glyphs.append(glyph)
        if shift:
            line.raised.add(i if shift > 0 else -i - 1)
    return line


def _text(line: Line, blanks: Sequence[Glyph]) -> str:
    """The line's words: parted where white space is wider than between the line's letters, or where
    the file has a blank that takes room."""
    em = line.size
    own = sorted((b.x0 + b.x1) / 2 for b in blanks if abs(b.y - line.y) < 0.5 * em and line.x0 < b.x0 < line.x1)
    letters = _composed(line)
    gaps = [after.x0 - before.x1 for (before, _, _), (after, _, _) in pairwise(letters)]
    tracking = max(0.0, statistics.median(gaps)) if len(gaps) > 8 else 0.0
    spaces = [gap - tracking for gap in gaps if gap - tracking > 0.12 * em]
    usual = statistics.median(spaces) / em if len(spaces) > 2 else 0.25
    widest = min(max(WORD_GAP * usual, NARROWEST_WORD_GAP), WIDEST_WORD_GAP) * em
    out: list[str] = []
    at = 0
    for i, (glyph, text, shift) in enumerate(letters):
        if i:
            gap, middle = gaps[i - 1] - tracking, (letters[i - 1][0].x1 + glyph.x0) / 2
            while at < len(own) and own[at] < middle - gap / 2 - 0.1 * em:
                at += 1
            blank = at < len(own) and own[at] < middle + gap / 2 + 0.1 * em
            if gap > widest or (blank and gap > 0.05 * em):
                out.append(" ")
        out.append(SUPER if shift > 0 else SUB if shift < 0 else "")
        out.append(text)
    return "".join(out)


def _composed(line: Line) -> list[tuple[Glyph, str, int]]:
    """The letters with accents that stand as glyphs of their own set upon them."""
    found: list[tuple[Glyph, str, int]] = []
    shifts = [1 if i in line.raised else -1 if -i - 1 in line.raised else 0 for i in range(len(line.glyphs))]
    i, glyphs = 0, line.glyphs
    while i < len(glyphs):
        glyph = glyphs[i]
        mark = _ACCENTS.get(glyph.text)
        if mark or (glyph.text and unicodedata.combining(glyph.text[0])):
            mark = mark or glyph.text
            middle = (glyph.x0 + glyph.x1) / 2
            for j in (i + 1, i - 1):
                if (
                    0 <= j < len(glyphs)
                    and _LETTER.match(glyphs[j].text)
                    and glyphs[j].x0 - 0.5 <= middle <= glyphs[j].x1 + 0.5
                ):
                    break
            else:
                j = -1
            if j == i + 1:
                base = {"ı": "i", "ȷ": "j"}.get(glyphs[j].text, glyphs[j].text)
                found.append((glyphs[j], unicodedata.normalize("NFC", base + mark), shifts[j]))
                i += 2
                continue
            if j == i - 1 and found:
                base_glyph, text, shift = found[-1]
                base = {"ı": "i", "ȷ": "j"}.get(text, text)
                found[-1] = (base_glyph, unicodedata.normalize("NFC", base + mark), shift)
                i += 1
                continue
        found.append((glyph, glyph.text, shifts[i]))
        i += 1
    return found


def _without_line_numbers(lines: list[Line]) -> list[Line]:
    """Drop the numbers that count the lines of a manuscript in its margin: five or more, growing
    downward, in one column of their own."""
    numbers = sorted((line for line in lines if line.plain.strip().isdecimal()), key=lambda line: -line.y)
    drop: set[int] = set()
    for side in ("x0", "x1"):
        columns: dict[int, list[Line]] = {}
        for line in numbers:
            columns.setdefault(round(getattr(line, side) / 4), []).append(line)
        for column in columns.values():
            values = [int(line.plain) for line in column]
            if len(column) >= 5 and all(0 < b - a <= 10 for a, b in pairwise(values)):
                drop.update(id(line) for line in column)
    return [line for line in lines if id(line) not in drop]
