"""What stands on a page of a PDF: each letter, where it stands, how large, in which font.

The only module that speaks to the PDF library. Coordinates are PDF points, y upward, turned so that
the page's main direction of writing is left to right.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_LINE_END_HYPHENS = (0x02, 0xAD, 0xFFFE)  # how PDFium tells of a hyphen at the end of a line
_NOTHING = (0x00, 0x0A, 0xFFFF)
_WIDEST_ADVANCE = 3.0  # em; a box wider than that is a font's mistake
_MOST_GLYPHS = 30_000  # a page of text has 3,000 to 8,000
_ORNAMENTAL = 0.3  # of a font's letters; no prose has so many ornaments

# TeX's own places for letters, where a font (bitmaps mostly) says nothing of Unicode: OT1's, then T1's.
_TEX = dict(zip(range(0x0B, 0x10), ("ff", "fi", "fl", "ffi", "ffl"), strict=True))
_TEX |= dict(zip(range(0x1B, 0x20), ("ff", "fi", "fl", "ffi", "ffl"), strict=True))
_TEX |= {0x10: "“", 0x11: "”", 0x15: "–", 0x16: "—", 0x27: "’", 0x60: "‘"}

# Bitmap fonts name their letters a0 to a255 by TeX's code, and PDFium takes that for Zapf's dingbats.
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
    """One letter: its text, its advance box ``x0`` to ``x1``, the baseline ``y``, size in points, font."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    font: str


def glyphs_of(page: PdfPage) -> list[Glyph]:
    """The letters of a page in the order of its content, those along its main direction alone: what
    runs across it (a stamp in the margin, a watermark) is left out. Blanks are glyphs too, those of the
    file and those that PDFium sees."""
    import pypdfium2.raw as pdfium

    textpage = page.get_textpage()
    handle = textpage.raw
    count = min(textpage.count_chars(), _MOST_GLYPHS)
    box, tight = pdfium.FS_RECTF(), [ctypes.c_double() for _ in range(4)]
    x, y = ctypes.c_double(), ctypes.c_double()
    found: dict[int, list[Glyph]] = {}
    objects: dict[int, tuple[float, int, str]] = {}
    latest: Glyph | None = None
    latest_turn = high_half = 0
    for i in range(count):
        code = pdfium.FPDFText_GetUnicode(handle, i)
        if code in _NOTHING:
            continue
        if pdfium.FPDFText_IsGenerated(handle, i) == 1:  # a blank that PDFium sees: a second opinion
            if code == 0x20 and latest is not None:
                found[latest_turn].append(Glyph(" ", latest.x1, latest.x1, latest.y, latest.size, latest.font))
            continue
        if code in _LINE_END_HYPHENS:
            code = 0x2D
        elif 0xD800 <= code < 0xDC00:  # PDFium counts in UTF-16: the other half comes next
            high_half = code
            continue
        elif 0xDC00 <= code < 0xE000:
            code = 0x10000 + (high_half - 0xD800) * 0x400 + code - 0xDC00 if high_half else 0xFFFD
            high_half = 0
        text_object = pdfium.FPDFText_GetTextObject(handle, i)
        key = ctypes.addressof(text_object.contents) if text_object else 0
        if key not in objects:
            objects[key] = _style(handle, i, text_object)
        size, turn, font = objects[key]
        pdfium.FPDFText_GetCharOrigin(handle, i, x, y)
        pdfium.FPDFText_GetLooseCharBox(handle, i, box)
        left, right, low, high = box.left, box.right, box.bottom, box.top
        across = (right - left) if turn % 180 == 0 else (high - low)
        if not 0 < across < _WIDEST_ADVANCE * size:  # no widths, as in some Type 3 fonts: the ink tells
            pdfium.FPDFText_GetCharBox(handle, i, *tight)
            left, right, low, high = (value.value for value in tight)
        # From its origin, not its box, where a letter begins: an f leans out of its box to both sides.
        x0, x1, base = {
            0: (x.value, right, y.value),
            90: (y.value, high, -x.value),
            180: (-x.value, -left, -y.value),
        }.get(turn, (-y.value, -low, x.value))
        latest, latest_turn = Glyph((_TEX.get(code) if code < 0x20 else None) or chr(code), x0, x1, base, size, font), turn
        found.setdefault(turn, []).append(latest)
    textpage.close()
    along = {turn: glyphs for turn, glyphs in found.items() if turn >= 0}
    if not along:
        return []
    main = max(along.values(), key=len)
    _undo_dingbats(main)
    return main


def _style(handle: object, index: int, text_object: object) -> tuple[float, int, str]:
    """Size in points, direction in degrees (-1: slanted), and font of a run of text."""
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
    return round(abs(size), 2) or 1.0, direction, name.value.decode("utf-8", "replace")


def _undo_dingbats(glyphs: list[Glyph]) -> None:
    fonts = Counter(glyph.font for glyph in glyphs)
    ornaments = Counter(glyph.font for glyph in glyphs if glyph.text in _DINGBATS)
    wrong = {font for font, count in ornaments.items() if count > _ORNAMENTAL * fonts[font] and "ingbat" not in font}
    for glyph in glyphs:
        if glyph.font in wrong and (code := _DINGBATS.get(glyph.text)):
            glyph.text = _TEX.get(code) or chr(code)
