"""Combines accents that are glyphs of their own with their letters, and puts raised and lowered letters into their
lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from archive.pdf.glyphs import Glyph

SCRIPT_SIZE = 0.88  # of its host's size, at most
_BAND = 40.0  # points; scripts are sought no further from their line
_MOST_STRAYS = 100  # accents that stand far from their letters in the file; a figure may have thousands
_LETTER = re.compile(r"[^\W\d_]")
_ACCENTS = dict(
    zip(
        "´`¨ˆ˜ˇ¸˚¯˘˙˝˛^~",
        "\u0301\u0300\u0308\u0302\u0303\u030c\u0327\u030a\u0304\u0306\u0307\u030b\u0328\u0302\u0303",
        strict=True,
    )
)


def accented(ink: list[Glyph]) -> list[Glyph]:
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
    for stray in strays[:_MOST_STRAYS]:
        _place(stray, kept)
    return kept


def _place(stray: Glyph, letters: list[Glyph]) -> None:
    """Set an accent upon its letter, wherever that is: over a capital it is drawn higher, and PDFium tells of it elsewhere."""
    bearers = [glyph for glyph in letters if _bears(glyph, stray)]
    if bearers:
        _set_upon(min(bearers, key=lambda glyph: abs(glyph.y - stray.y)), stray)
        letters.remove(stray)


def _mark(text: str) -> str | None:
    return text if unicodedata.combining(text[0]) else _ACCENTS.get(text)


def _bears(letter: Glyph, accent: Glyph) -> bool:
    middle, em = (accent.x0 + accent.x1) / 2, letter.size
    over = letter.x0 - 0.1 * em < middle < letter.x1 + 0.1 * em
    return over and abs(letter.y - accent.y) < 0.6 * em and bool(_LETTER.match(letter.text)) and not _mark(letter.text)


def _set_upon(letter: Glyph, accent: Glyph) -> None:
    base = {"ı": "i", "ȷ": "j"}.get(letter.text, letter.text)
    letter.text = unicodedata.normalize("NFC", base + (_mark(accent.text) or ""))


@dataclass(slots=True)
class _Host:
    """A line in the making: each letter with 1 where it is raised, -1 where it is lowered, else 0."""

    y: float
    size: float
    letters: list[tuple[Glyph, int]]

    def take(self, piece: Iterable[Glyph], shift: int) -> None:
        """Add letters that are raised, lowered or neither."""
        self.letters += [(glyph, shift) for glyph in piece]


def with_scripts(pieces: Iterable[list[Glyph]]) -> list[list[tuple[Glyph, int]]]:
    """Pieces of rows as lines, with small pieces that touch a larger line raised or lowered into it."""
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
    """The line that has a gap for a letter or two; None for more letters."""
    return next((host for host in near if _fills_gap(piece, host)), None) if len(piece) < 3 else None


def _host(piece: list[Glyph], size: float, near: Iterable[_Host]) -> _Host | None:
    """The line that most of a piece's runs touch, from above or from below."""
    runs = runs_of(piece)  # a row of scripts holds those of several words
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
    """Whether a letter or two that are shifted a little fill a gap of a line."""
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
    """The stretches of a row, left to right, that letters cover."""
    spans: list[tuple[float, float]] = []
    for glyph in letters:
        if spans and glyph.x0 - spans[-1][1] < 0.5 * glyph.size:
            spans[-1] = (spans[-1][0], max(spans[-1][1], glyph.x1))
        else:
            spans.append((glyph.x0, glyph.x1))
    return spans
