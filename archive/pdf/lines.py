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
SAME_BASELINE, SCRIPT_BASELINE = 0.2, 0.08
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
    """One line of one column. ``font`` and ``size`` are those of most of its letters; ``raised`` and
    ``lowered`` say which glyphs are scripts."""

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
    ink = _accented([g for g in glyphs if not g.text.isspace()])
    blanks = [g for g in glyphs if g.text.isspace()]
    pieces = [piece for row in _split_at_gutters(_rows(ink)) for piece in row]
    lines = [_line(piece, page) for piece in _with_scripts(pieces)]
    for line in lines:
        line.text = _text(line, blanks)
    kept = _without_line_numbers([line for line in lines if line.plain.strip()])
    return sorted(kept, key=lambda line: (-line.y, line.x0))


def _accented(ink: list[Glyph]) -> list[Glyph]:
    """The letters, with accents that stand as glyphs of their own set upon them. An accent is drawn
    next to its letter in the file, whichever comes first, and over or under it on the page."""
    kept: list[Glyph] = []
    strays: list[Glyph] = []
    waiting: Glyph | None = None
    for i, glyph in enumerate(ink):
        if waiting is not None:
            _set_upon(glyph, waiting)
            waiting = None
        if _mark(glyph.text):
            after = ink[i + 1] if i + 1 < len(ink) else None
            if after is not None and _bears(after, glyph):
                waiting = glyph
                continue
            if kept and _bears(kept[-1], glyph):
                _set_upon(kept[-1], glyph)
                continue
            strays.append(glyph)
        kept.append(glyph)
    for stray in strays:  # over a capital it is drawn higher, and PDFium tells of it elsewhere
        bearers = [glyph for glyph in kept if _bears(glyph, stray)]
        if bearers:
            _set_upon(min(bearers, key=lambda glyph: abs(glyph.y - stray.y)), stray)
            kept.remove(stray)
    return kept


def _mark(text: str) -> str | None:
    return text if unicodedata.combining(text[0]) else _ACCENTS.get(text)


def _bears(letter: Glyph, accent: Glyph) -> bool:
    middle, em = (accent.x0 + accent.x1) / 2, letter.size
    over = letter.x0 - 0.1 * em < middle < letter.x1 + 0.1 * em
    return over and abs(letter.y - accent.y) < 0.6 * em and bool(_LETTER.match(letter.text)) and not _mark(letter.text)


def _set_upon(letter: Glyph, accent: Glyph) -> None:
    base = {"ı": "i", "ȷ": "j"}.get(letter.text, letter.text)
    letter.text = unicodedata.normalize("NFC", base + (_mark(accent.text) or ""))


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
    """Points between two baselines that are one; letters of unlike sizes may be scripts of each other."""
    smaller, larger = sorted((one.size, other.size))
    return (SAME_BASELINE if smaller > _SCRIPT_SIZE * larger else SCRIPT_BASELINE) * smaller


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
    """Whether the rows above or those below leave the gap free too, or end and begin at its edges:
    a gutter runs on at least to one side."""
    middle = (gap[0] + gap[1]) / 2
    free = covered = 0
    for step in (-1, 1):
        free_here = covered_here = 0
        j = i + step
        while 0 <= j < len(covers) and free_here + covered_here < 5 and abs(covers[j].y - covers[i].y) < 8 * em:
            row = covers[j]
            if row.x0 < middle < row.x1:
                if any(a - 0.1 * em < middle < b + 0.1 * em for a, b in row.spans):
                    covered_here += 1
                else:
                    free_here += 1
            elif abs(row.x1 - gap[0]) < 0.7 * em or abs(row.x0 - gap[1]) < 0.7 * em:
                free_here += 1
            j += step
        if free_here > 2 and not covered_here:
            return True
        free, covered = free + free_here, covered + covered_here
    return covered <= free / 2


def _with_scripts(pieces: list[list[Glyph]]) -> list[list[tuple[Glyph, int]]]:
    """Pieces of rows, with small pieces that touch a larger line raised or lowered into it."""
    sizes = [_size(piece) for piece in pieces]
    order = sorted(range(len(pieces)), key=lambda i: (-sizes[i], -len(pieces[i])))
    hosts: dict[int, list[tuple[Glyph, int]]] = {}
    for i in order:
        host = _host(pieces[i], sizes[i], pieces, sizes, hosts)
        if host is None and len(pieces[i]) < 3 and (line := _gap_for(pieces[i], pieces, sizes, hosts)) is not None:
            hosts[line] += [(glyph, 0) for glyph in pieces[i]]  # the E of TeX
        elif host is None:
            hosts[i] = [(glyph, 0) for glyph in pieces[i]]
        else:
            shift = 1 if pieces[i][0].y > pieces[host][0].y else -1
            hosts[host] += [(glyph, shift) for glyph in pieces[i]]
    return [sorted(glyphs, key=lambda pair: pair[0].x0) for glyphs in hosts.values()]


def _host(
    piece: list[Glyph], size: float, pieces: list[list[Glyph]], sizes: list[float], hosts: dict[int, list[tuple[Glyph, int]]]
) -> int | None:
    runs = _Cover(piece).spans  # a row of scripts holds those of several words
    best, nearest = None, 1.0
    for j in hosts:
        if sizes[j] * _SCRIPT_SIZE < size:
            break  # hosts stand in order of size
        up = (piece[0].y - pieces[j][0].y) / sizes[j]
        if not -0.4 < up < 0.7 or abs(up) >= nearest:
            continue
        em = sizes[j]
        touching = sum(any(h.x0 - 0.5 * em < x1 and x0 < h.x1 + 0.4 * em for h, _ in hosts[j]) for x0, x1 in runs)
        if touching * 2 > len(runs):
            best, nearest = j, abs(up)
    return best


def _gap_for(
    piece: list[Glyph], pieces: list[list[Glyph]], sizes: list[float], hosts: dict[int, list[tuple[Glyph, int]]]
) -> int | None:
    """The line in which a letter or two that are shifted a little fill a gap."""
    x0, x1 = piece[0].x0, piece[-1].x1
    for j, letters in hosts.items():
        em = sizes[j]
        if abs(piece[0].y - pieces[j][0].y) > 0.35 * em or len(letters) < 3:
            continue
        before = [g.x1 for g, _ in letters if g.x0 < x0]
        after = [g.x0 for g, _ in letters if g.x0 >= x0]
        if (
            before
            and after
            and max(before) - x0 < 0.3 * em
            and -0.1 * em < x0 - max(before) + 0.3 * em < 0.6 * em
            and x1 - min(after) < 0.3 * em
        ):
            return j
    return None


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
            (line.raised if shift > 0 else line.lowered).add(i)
    return line


def _text(line: Line, blanks: Sequence[Glyph]) -> str:
    """The line's words: parted where white space is wider than between the line's letters, or where
    the file has a blank that takes room."""
    em = line.size
    own = sorted((b.x0 + b.x1) / 2 for b in blanks if abs(b.y - line.y) < 0.5 * em and line.x0 < b.x0 < line.x1)
    letters = line.glyphs
    gaps = [after.x0 - before.x1 for before, after in pairwise(letters)]
    tracking = max(0.0, statistics.median(gaps)) if len(gaps) > 8 else 0.0
    spaces = [gap - tracking for gap in gaps if gap - tracking > 0.12 * em]
    usual = statistics.median(spaces) / em if len(spaces) > 2 else 0.25
    widest = min(max(WORD_GAP * usual, NARROWEST_WORD_GAP), WIDEST_WORD_GAP) * em
    small_capitals = _small_capitals(line)
    out: list[str] = []
    at = 0
    for i, glyph in enumerate(letters):
        if i:
            gap, middle = gaps[i - 1] - tracking, (letters[i - 1].x1 + glyph.x0) / 2
            while at < len(own) and own[at] < middle - gap / 2 - 0.1 * em:
                at += 1
            blank = at < len(own) and own[at] < middle + gap / 2 + 0.1 * em
            if gap > widest or (blank and gap > 0.05 * em):
                out.append(" ")
        out.append(SUPER if i in line.raised else SUB if i in line.lowered else "")
        out.append(glyph.text.lower() if i in small_capitals else glyph.text)
    return "".join(out)


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
    small = {i for i in word if line.glyphs[i].size < _SCRIPT_SIZE * line.size} - line.raised - line.lowered
    whole = all(line.glyphs[i].text.isupper() for i in word)
    return small if whole and 0 < len(small) < len(word) else set()


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
