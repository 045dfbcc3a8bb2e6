"""Combines accents that are separate glyphs with their letters, and puts superscripts and subscripts into their lines."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from archive.pdf.glyphs import Glyph

SCRIPT_SIZE = 0.88  # of the size of its line, at most
_BAND = 40.0  # points; the height of the bands in which the lines of scripts are looked up
_MOST_STRAYS = 100  # accents that are not next to their letters in the file; a figure may have thousands
_LETTER = re.compile(r"[^\W\d_]")
_ACCENTS = dict(
    zip(
        "´`¨ˆ˜ˇ¸˚¯˘˙˝˛^~",
        "\u0301\u0300\u0308\u0302\u0303\u030c\u0327\u030a\u0304\u0306\u0307\u030b\u0328\u0302\u0303",
        strict=True,
    )
)


def accented(ink: list[Glyph]) -> list[Glyph]:
    """The letters, combined with accents that are separate glyphs. In the file, an accent usually comes directly before or
    after its letter; on the page, it is above or below it."""
    kept: list[Glyph] = []
    strays: list[Glyph] = []
    waiting: Glyph | None = None
    for i, glyph in enumerate(ink):
        if waiting is not None:
            _add_accent(glyph, waiting)
            waiting = None
        if _mark(glyph.text):
            after = ink[i + 1] if i + 1 < len(ink) else None
            if after is not None and _belongs_to(after, glyph):
                waiting = glyph
                continue
            if kept and _belongs_to(kept[-1], glyph):
                _add_accent(kept[-1], glyph)
                continue
            strays.append(glyph)
        kept.append(glyph)
    for stray in strays[:_MOST_STRAYS]:
        _place(stray, kept)
    return kept


def _place(stray: Glyph, letters: list[Glyph]) -> None:
    """Add an accent to its letter, wherever that is in the file: PDFium reports accents above capitals elsewhere."""
    bases = [glyph for glyph in letters if _belongs_to(glyph, stray)]
    if bases:
        _add_accent(min(bases, key=lambda glyph: abs(glyph.y - stray.y)), stray)
        letters.remove(stray)


def _mark(text: str) -> str | None:
    return text if unicodedata.combining(text[0]) else _ACCENTS.get(text)


def _belongs_to(letter: Glyph, accent: Glyph) -> bool:
    middle, em = (accent.x0 + accent.x1) / 2, letter.size
    over = letter.x0 - 0.1 * em < middle < letter.x1 + 0.1 * em
    return over and abs(letter.y - accent.y) < 0.6 * em and bool(_LETTER.match(letter.text)) and not _mark(letter.text)


def _add_accent(letter: Glyph, accent: Glyph) -> None:
    base = {"ı": "i", "ȷ": "j"}.get(letter.text, letter.text)
    letter.text = unicodedata.normalize("NFC", base + (_mark(accent.text) or ""))


@dataclass(slots=True)
class _Host:
    """A line to which scripts are being added: each letter with 1 if it is raised, -1 if it is lowered, and 0 otherwise."""

    y: float
    size: float
    letters: list[tuple[Glyph, int]]

    def take(self, piece: Iterable[Glyph], shift: int) -> None:
        """Add letters that are raised (``shift`` 1), lowered (-1) or neither (0)."""
        self.letters += [(glyph, shift) for glyph in piece]


def with_scripts(pieces: Iterable[list[Glyph]]) -> list[list[tuple[Glyph, int]]]:
    """Build lines from pieces of rows: a small piece that touches a larger line becomes part of it.

    Returns:
        The letters of each line, left to right, with 1 if they are raised, -1 if they are lowered, and 0 otherwise.
    """
    bands: dict[int, list[_Host]] = {}
    for size, piece in sorted(((size_of(piece), piece) for piece in pieces), key=lambda pair: (-pair[0], -len(pair[1]))):
        y = piece[0].y
        band = int(y // _BAND)
        near = [*bands.get(band - 1, ()), *bands.get(band, ()), *bands.get(band + 1, ())]
        if host := _host(piece, size, near):
            host.take(piece, 1 if y > host.y else -1)
        elif host := _host_with_gap(piece, near):
            host.take(piece, 0)  # the E of TeX
        else:
            bands.setdefault(band, []).append(_Host(y, size, [(glyph, 0) for glyph in piece]))
    return [sorted(host.letters, key=lambda pair: pair[0].x0) for host in chain.from_iterable(bands.values())]


def _host_with_gap(piece: list[Glyph], near: Iterable[_Host]) -> _Host | None:
    """The line that has a gap for a piece of one or two letters; None if there is none, or for more letters."""
    return next((host for host in near if _fills_gap(piece, host)), None) if len(piece) < 3 else None


def _host(piece: list[Glyph], size: float, near: Iterable[_Host]) -> _Host | None:
    """The nearest line that most words of a piece touch, from above or from below; None if there is none."""
    runs = runs_of(piece)  # a row of scripts may belong to several words
    best, nearest = None, 1.0
    for host in near:
        em = host.size
        up = (piece[0].y - host.y) / em
        if em * SCRIPT_SIZE < size or not -0.4 < up < 0.7 or abs(up) >= nearest:
            continue
        touching = sum(any(h.x0 - 0.5 * em < x1 and x0 < h.x1 + 0.4 * em for h, _ in host.letters) for x0, x1 in runs)
        if touching * 2 > len(runs):
            best, nearest = host, abs(up)
    return best


def _fills_gap(piece: list[Glyph], host: _Host) -> bool:
    """Whether one or two letters, a little above or below a line, fill a gap of it."""
    em, x0, x1 = host.size, piece[0].x0, piece[-1].x1
    if abs(piece[0].y - host.y) > 0.35 * em or len(host.letters) < 3:
        return False
    before = max((glyph.x1 for glyph, _ in host.letters if glyph.x0 < x0), default=float("-inf"))
    after = min((glyph.x0 for glyph, _ in host.letters if glyph.x0 >= x0), default=float("inf"))
    return after < float("inf") and abs(x0 - before) < 0.3 * em and x1 - after < 0.3 * em


def size_of(glyphs: Sequence[Glyph]) -> float:
    """The size of most of the letters, in points."""
    return Counter(g.size for g in glyphs).most_common(1)[0][0]


def runs_of(letters: Sequence[Glyph]) -> list[tuple[float, float]]:
    """The left and right edges, in points, of runs of letters without wide gaps. ``letters`` are sorted from left to right."""
    spans: list[tuple[float, float]] = []
    for glyph in letters:
        if spans and glyph.x0 - spans[-1][1] < 0.5 * glyph.size:
            spans[-1] = (spans[-1][0], max(spans[-1][1], glyph.x1))
        else:
            spans.append((glyph.x0, glyph.x1))
    return spans
