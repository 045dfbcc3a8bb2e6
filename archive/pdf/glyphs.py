"""The letters on a page of a PDF, with their positions, sizes and fonts, as PDFium finds them.

Coordinates are PDF points, y upward, rotated so that the page's main direction of writing is left to right.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_LINE_END_HYPHENS = (0x02, 0xAD, 0xFFFE)  # how PDFium encodes a hyphen at the end of a line
_NO_TEXT = (0x00, 0x0A, 0xFFFF)
_WIDEST_ADVANCE = 3.0  # em; a wider box is an error of the font
_MOST_GLYPHS = 30_000  # a page of text has 3,000 to 8,000
INVISIBLE = 0.97  # a lightness; text that is as light, or lighter, cannot be seen on white paper
_NO_INK = (3, 7)  # the text rendering modes of PDF that draw nothing
_ORNAMENTAL = 0.3  # the share of ornaments in a font; no prose has more

# TeX's encodings OT1 and T1, for fonts without Unicode mappings (mostly bitmaps).
_TEX = dict(zip(range(0x0B, 0x10), ("ff", "fi", "fl", "ffi", "ffl"), strict=True))
_TEX |= dict(zip(range(0x1B, 0x20), ("ff", "fi", "fl", "ffi", "ffl"), strict=True))
_TEX |= {0x10: "“", 0x11: "”", 0x15: "–", 0x16: "—", 0x27: "’", 0x60: "‘"}

# Bitmap fonts name their letters a0 to a255 by TeX's code; PDFium reads these names as Zapf Dingbats.
_DINGBATS = dict(
    zip(
        "✁✂✄☎✆✝✞✟✠✡☛☞✌✍✎✏✑✒✓✔✕✖✗✘✙✚✛✜✢✣✤✥✦✧★✩✪✫✬✭✮✯✰✱✲✳✴✵✶✷✸✹✺✻✼✽✾✿❀❁❂❃❄❅❆❇❈❉❊❋●❍■❏❑▲▼◆❖"
        "◗❘❙❚❯❱❲❳❨❩❬❭❪❫❴❵❛❜❝❞❡❢❣❤✐❥❦❧♠♥♦♣✉✈✇①②③④",
        [*range(1, 80), *range(81, 113), *range(117, 124)],
        strict=True,
    )
)


@dataclass(slots=True)
class Glyph:
    """One letter.

    Attributes:
        text: the letter; several characters for some ligatures.
        x0: the left edge of its advance box, in points.
        x1: the right edge.
        y: its baseline.
        size: the type size, in points.
        font: the name of the font.
        lightness: 0 is black; 1 is white, drawn without ink, or outside the page.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    font: str
    lightness: float = 0.0


def glyphs_of(page: PdfPage) -> list[Glyph]:
    """The letters of a page, in the order of the file.

    Text in another than the main direction (a stamp in the margin, a watermark) is left out. Blanks are glyphs too, both
    those of the file and those that PDFium inserts.
    """
    textpage = page.get_textpage()
    found = _by_direction(textpage.raw, min(textpage.count_chars(), _MOST_GLYPHS), page.get_bbox())
    textpage.close()
    along = {turn: glyphs for turn, glyphs in found.items() if turn >= 0}
    if not along:
        return []
    main = max(along.values(), key=len)
    _restore_text(main)
    return main


def _by_direction(handle: object, count: int, shown: tuple[float, ...]) -> dict[int, list[Glyph]]:
    """The first ``count`` letters of a text page, by their direction in degrees (-1: slanted). ``shown`` are the edges of the
    visible part of the page: left, bottom, right, top."""
    import pypdfium2.raw as pdfium

    found: dict[int, list[Glyph]] = {}
    measure, codes = _GlyphReader(handle, shown), _CodePoints()
    latest: Glyph | None = None
    latest_direction = 0
    for i in range(count):
        unit = pdfium.FPDFText_GetUnicode(handle, i)
        if unit in _NO_TEXT:
            continue
        if pdfium.FPDFText_IsGenerated(handle, i) == 1:  # a blank that PDFium inserts
            if unit == 0x20 and latest is not None:
                found[latest_direction].append(
                    Glyph(" ", latest.x1, latest.x1, latest.y, latest.size, latest.font, latest.lightness)
                )
            continue
        code = codes.of(unit)
        if code is not None:
            latest_direction, latest = measure.glyph(i, (_TEX.get(code) if code < 0x20 else None) or chr(code))
            found.setdefault(latest_direction, []).append(latest)
    return found


class _CodePoints:
    """Combines the UTF-16 code units that PDFium gives into code points."""

    def __init__(self) -> None:
        self._high = 0

    def of(self, unit: int) -> int | None:
        """The code point that a unit completes; None for the first of two units."""
        if unit in _LINE_END_HYPHENS:
            return 0x2D
        if 0xD800 <= unit < 0xDC00:
            self._high = unit
            return None
        if 0xDC00 <= unit < 0xE000:
            high, self._high = self._high, 0
            return 0x10000 + (high - 0xD800) * 0x400 + unit - 0xDC00 if high else 0xFFFD
        return unit


class _GlyphReader:
    """Reads the letters of a text page with their positions. PDFium's structs are allocated only once, and styles are looked
    up once per run of text."""

    def __init__(self, handle: object, shown: tuple[float, ...]) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium, self._handle, self._shown = pdfium, handle, shown
        self._box, self._tight = pdfium.FS_RECTF(), [ctypes.c_double() for _ in range(4)]
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._styles: dict[int, tuple[float, int, str, float]] = {}

    def glyph(self, index: int, text: str) -> tuple[int, Glyph]:
        """The direction of a letter in degrees (-1: slanted), and the letter, with the page rotated so that it is upright."""
        size, turn, font, lightness = self._style(index)
        self._pdfium.FPDFText_GetCharOrigin(self._handle, index, self._x, self._y)
        left, right, low, high = self._edges(index, size, turn)
        x, y = self._x.value, self._y.value
        if not (self._shown[0] <= x <= self._shown[2] and self._shown[1] <= y <= self._shown[3]):
            lightness = 1.0
        # The left edge is the origin and not that of the box, since an italic f extends beyond its box on both sides.
        x0, x1, base = {0: (x, right, y), 90: (y, high, -x), 180: (-x, -left, -y)}.get(turn, (-y, -low, x))
        return turn, Glyph(text, x0, x1, base, size, font, lightness)

    def _style(self, index: int) -> tuple[float, int, str, float]:
        text_object = self._pdfium.FPDFText_GetTextObject(self._handle, index)
        key = ctypes.addressof(text_object.contents) if text_object else 0
        if key not in self._styles:
            self._styles[key] = _style(self._handle, index, text_object)
        return self._styles[key]

    def _edges(self, index: int, size: float, turn: int) -> tuple[float, ...]:
        """Left, right, bottom and top of the advance box; of the ink if a font has no widths (as some Type 3 fonts)."""
        self._pdfium.FPDFText_GetLooseCharBox(self._handle, index, self._box)
        box = self._box
        across = (box.right - box.left) if turn % 180 == 0 else (box.top - box.bottom)
        if 0 < across < _WIDEST_ADVANCE * size:
            return box.left, box.right, box.bottom, box.top
        self._pdfium.FPDFText_GetCharBox(self._handle, index, *self._tight)
        return tuple(value.value for value in self._tight)


def _style(handle: object, index: int, text_object: object) -> tuple[float, int, str, float]:
    """The size in points, direction in degrees (-1: slanted), font and lightness of a run of text."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(handle, index, matrix)
    size = pdfium.FPDFText_GetFontSize(handle, index) * (math.hypot(matrix.c, matrix.d) or 1.0)
    angle = math.degrees(math.atan2(matrix.b, matrix.a))
    turn = round(angle / 90) * 90
    direction = turn % 360 if abs(angle - turn) < 5 else -1
    name = ctypes.create_string_buffer(128)
    if text_object:
        font = pdfium.FPDFTextObj_GetFont(text_object)
        pdfium.FPDFFont_GetBaseFontName(font, name, 128)
    return round(abs(size), 2) or 1.0, direction, name.value.decode("utf-8", "replace"), _lightness(handle, index, text_object)


def _lightness(handle: object, index: int, text_object: object) -> float:
    """The lightness of a run of text, 0 to 1; 1 if it is drawn without ink or clipped away."""
    import pypdfium2.raw as pdfium

    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if text_object and (pdfium.FPDFTextObj_GetTextRenderMode(text_object) in _NO_INK or _is_clipped(text_object)):
        return 1.0
    if not pdfium.FPDFText_GetFillColor(handle, index, red, green, blue, alpha):
        return 0.0
    ink = alpha.value / 255
    return 1 - ink * (1 - (0.3 * red.value + 0.59 * green.value + 0.11 * blue.value) / 255)


def _is_clipped(text_object: object) -> bool:
    """Whether a run of text is completely outside its clipping path."""
    import pypdfium2.raw as pdfium

    clip = pdfium.FPDFPageObj_GetClipPath(text_object)
    if not clip or pdfium.FPDFClipPath_CountPaths(clip) < 1:
        return False
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(text_object, left, bottom, right, top):
        return False
    box = left.value, bottom.value, right.value, top.value
    outlines = (list(_outline(clip, path)) for path in range(pdfium.FPDFClipPath_CountPaths(clip)))
    return any(_is_apart(points, box) for points in outlines if points)


def _is_apart(points: Sequence[tuple[float, float]], box: tuple[float, float, float, float]) -> bool:
    """Whether the smallest rectangle around points is outside a box: left, bottom, right, top."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, bottom, right, top = box
    return max(xs) < left or min(xs) > right or max(ys) < bottom or min(ys) > top


def _outline(clip: object, path: int) -> Iterator[tuple[float, float]]:
    """The points of one path of a clipping path."""
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(max(0, pdfium.FPDFClipPath_CountPathSegments(clip, path))):
        if pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, path, number), x, y):
            yield x.value, y.value


def _restore_text(glyphs: list[Glyph]) -> None:
    """Replace ornaments by the letters that they stand for."""
    wrong = _wrong_ornaments(glyphs)
    for glyph in glyphs:
        if glyph.font in wrong and (code := _DINGBATS.get(glyph.text)):
            glyph.text = _TEX.get(code) or chr(code)


def _wrong_ornaments(glyphs: Sequence[Glyph]) -> set[str]:
    """The fonts that seem to have more ornaments than any text, and whose name does not say that they are ornaments."""
    fonts = Counter(glyph.font for glyph in glyphs)
    ornaments = Counter(glyph.font for glyph in glyphs if glyph.text in _DINGBATS)
    return {font for font, count in ornaments.items() if count > _ORNAMENTAL * fonts[font] and "ingbat" not in font}
