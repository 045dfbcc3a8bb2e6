"""The letters on a page of a PDF with their places, sizes and fonts. The only module that uses the PDF library.

Coordinates are PDF points, y upward, turned so that the page's main direction of writing is left to right.
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

_LINE_END_HYPHENS = (0x02, 0xAD, 0xFFFE)  # how PDFium tells of a hyphen at the end of a line
_NOTHING = (0x00, 0x0A, 0xFFFF)
_WIDEST_ADVANCE = 3.0  # em; a box wider than that is a font's mistake
_MOST_GLYPHS = 30_000  # a page of text has 3,000 to 8,000
UNSEEN = 0.97  # of white, from which on print upon white paper is not seen
_NO_INK = (3, 7)  # PDF's modes of drawing text that leave none
_ORNAMENTAL = 0.3  # of a font's letters; no prose has so many ornaments

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
    """One letter: its text, its advance box ``x0`` to ``x1``, the baseline ``y``, size in points, font, and how light
    it is: 0 is black, 1 is white, drawn without ink or off the page."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    font: str
    shade: float = 0.0


def glyphs_of(page: PdfPage) -> list[Glyph]:
    """The letters of a page in the order of its content, those along its main direction alone: what
    runs across it (a stamp in the margin, a watermark) is left out. Blanks are glyphs too, those of the
    file and those that PDFium sees."""
    textpage = page.get_textpage()
    found = _by_turn(textpage.raw, min(textpage.count_chars(), _MOST_GLYPHS), page.get_bbox())
    textpage.close()
    along = {turn: glyphs for turn, glyphs in found.items() if turn >= 0}
    if not along:
        return []
    main = max(along.values(), key=len)
    _undo_dingbats(main)
    return main


def _by_turn(handle: object, count: int, shown: tuple[float, ...]) -> dict[int, list[Glyph]]:
    """The first letters of a text page by their direction in degrees (-1: slanted); ``shown`` are the edges of what of the
    page is shown: left, bottom, right, top."""
    import pypdfium2.raw as pdfium

    found: dict[int, list[Glyph]] = {}
    measure, codes = _Measure(handle, shown), _CodePoints()
    latest: Glyph | None = None
    latest_turn = 0
    for i in range(count):
        unit = pdfium.FPDFText_GetUnicode(handle, i)
        if unit in _NOTHING:
            continue
        if pdfium.FPDFText_IsGenerated(handle, i) == 1:  # a blank that PDFium sees: a second opinion
            if unit == 0x20 and latest is not None:
                found[latest_turn].append(Glyph(" ", latest.x1, latest.x1, latest.y, latest.size, latest.font, latest.shade))
            continue
        code = codes.of(unit)
        if code is not None:
            latest_turn, latest = measure.glyph(i, (_TEX.get(code) if code < 0x20 else None) or chr(code))
            found.setdefault(latest_turn, []).append(latest)
    return found


class _CodePoints:
    """Combines the UTF-16 code units that PDFium gives into code points."""

    def __init__(self) -> None:
        self._high = 0

    def of(self, unit: int) -> int | None:
        """The code point; None for its first half, after which the other one comes."""
        if unit in _LINE_END_HYPHENS:
            return 0x2D
        if 0xD800 <= unit < 0xDC00:
            self._high = unit
            return None
        if 0xDC00 <= unit < 0xE000:
            high, self._high = self._high, 0
            return 0x10000 + (high - 0xD800) * 0x400 + unit - 0xDC00 if high else 0xFFFD
        return unit


class _Measure:
    """The places of the letters of a text page. PDFium's structs are allocated once, and styles looked up once per run
    of text.
    """

    def __init__(self, handle: object, shown: tuple[float, ...]) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium, self._handle, self._shown = pdfium, handle, shown
        self._box, self._tight = pdfium.FS_RECTF(), [ctypes.c_double() for _ in range(4)]
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._styles: dict[int, tuple[float, int, str, float]] = {}

    def glyph(self, index: int, text: str) -> tuple[int, Glyph]:
        """The direction of a letter in degrees, and the letter with the page turned so that it stands upright."""
        size, turn, font, shade = self._style(index)
        self._pdfium.FPDFText_GetCharOrigin(self._handle, index, self._x, self._y)
        left, right, low, high = self._edges(index, size, turn)
        x, y = self._x.value, self._y.value
        if not (self._shown[0] <= x <= self._shown[2] and self._shown[1] <= y <= self._shown[3]):
            shade = 1.0
        # From its origin, not its box, where a letter begins: an f leans out of its box to both sides.
        x0, x1, base = {0: (x, right, y), 90: (y, high, -x), 180: (-x, -left, -y)}.get(turn, (-y, -low, x))
        return turn, Glyph(text, x0, x1, base, size, font, shade)

    def _style(self, index: int) -> tuple[float, int, str, float]:
        text_object = self._pdfium.FPDFText_GetTextObject(self._handle, index)
        key = ctypes.addressof(text_object.contents) if text_object else 0
        if key not in self._styles:
            self._styles[key] = _style(self._handle, index, text_object)
        return self._styles[key]

    def _edges(self, index: int, size: float, turn: int) -> tuple[float, ...]:
        """Left, right, bottom and top of the advance box, or of the ink if a font has no widths (some Type 3 fonts)."""
        self._pdfium.FPDFText_GetLooseCharBox(self._handle, index, self._box)
        box = self._box
        across = (box.right - box.left) if turn % 180 == 0 else (box.top - box.bottom)
        if 0 < across < _WIDEST_ADVANCE * size:
            return box.left, box.right, box.bottom, box.top
        self._pdfium.FPDFText_GetCharBox(self._handle, index, *self._tight)
        return tuple(value.value for value in self._tight)


def _style(handle: object, index: int, text_object: object) -> tuple[float, int, str, float]:
    """Size in points, direction in degrees (-1: slanted), font, and lightness of a run of text."""
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
    return round(abs(size), 2) or 1.0, direction, name.value.decode("utf-8", "replace"), _shade(handle, index, text_object)


def _shade(handle: object, index: int, text_object: object) -> float:
    """How light a run of text is printed; 1 where it leaves no ink or is clipped away."""
    import pypdfium2.raw as pdfium

    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if text_object and (pdfium.FPDFTextObj_GetTextRenderMode(text_object) in _NO_INK or _is_clipped(text_object)):
        return 1.0
    if not pdfium.FPDFText_GetFillColor(handle, index, red, green, blue, alpha):
        return 0.0
    ink = alpha.value / 255
    return 1 - ink * (1 - (0.3 * red.value + 0.59 * green.value + 0.11 * blue.value) / 255)


def _is_clipped(text_object: object) -> bool:
    """Whether a run of text lies wholly outside of what is shown of it."""
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
    """Whether the smallest rectangle around points lies apart from a box: left, bottom, right, top."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, bottom, right, top = box
    return max(xs) < left or min(xs) > right or max(ys) < bottom or min(ys) > top


def _outline(clip: object, path: int) -> Iterator[tuple[float, float]]:
    """The points of one path of a clip."""
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(max(0, pdfium.FPDFClipPath_CountPathSegments(clip, path))):
        if pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, path, number), x, y):
            yield x.value, y.value


def _undo_dingbats(glyphs: list[Glyph]) -> None:
    wrong = _wrong_ornaments(glyphs)
    for glyph in glyphs:
        if glyph.font in wrong and (code := _DINGBATS.get(glyph.text)):
            glyph.text = _TEX.get(code) or chr(code)


def _wrong_ornaments(glyphs: Sequence[Glyph]) -> set[str]:
    """The fonts that would have more ornaments than a text has, and are not named after them."""
    fonts = Counter(glyph.font for glyph in glyphs)
    ornaments = Counter(glyph.font for glyph in glyphs if glyph.text in _DINGBATS)
    return {font for font, count in ornaments.items() if count > _ORNAMENTAL * fonts[font] and "ingbat" not in font}
