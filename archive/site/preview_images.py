"""Draws preview images, which other sites show beside a link to a page."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

CARD_SIZE = (1200, 630)  # pixels (Open Graph: 1.91 to 1)
_EDGE = 80
_TITLE, _TEXT = 76, 36  # sizes of letters, in pixels
_SMALLEST = 40
_FONT = Path(__file__).with_name("static") / "fonts" / "serif.woff2"
_COLORS = 16  # of the picture: flat colours and the edges of letters


class Picture(NamedTuple):
    """A picture beside a page: its file's name, and its size in pixels."""

    name: str
    width: int
    height: int


class Card(NamedTuple):
    """The texts of a preview image: a large title on up to four lines, a line above it and one below."""

    title: str
    above: str
    below: str


def may_be_drawn(card: Card) -> bool:
    """Whether our font has all letters of a card, and this Pillow can read the font: no image is better than a
    wrong one."""
    if not all(map(_has, card)):
        return False
    try:
        _font(_TEXT, 400)
    except (OSError, NotImplementedError):  # FreeType without WOFF2, or without variable fonts
        return False
    return True


def draw_card(card: Card, colors: dict[str, str]) -> bytes:
    """A preview image as PNG, in a theme's colours.

    Args:
        card: its texts, for which :func:`may_be_drawn` is true.
        colors: ``ground``, ``text``, ``quiet`` and ``accent`` as ``#rrggbb``.
    """
    from PIL import Image, ImageDraw

    title, above, below = card
    image = Image.new("RGB", CARD_SIZE, colors["ground"])
    draw = ImageDraw.Draw(image)
    small, (large, lines) = _font(_TEXT, 400), _set(draw, title)
    draw.rectangle((0, 0, 20, CARD_SIZE[1]), fill=colors["accent"])
    draw.text((_EDGE, _EDGE), _fitted(draw, above, small), font=small, fill=colors["quiet"])
    bottom = CARD_SIZE[1] - _EDGE
    draw.text((_EDGE, bottom), _fitted(draw, below, small), font=small, fill=colors["quiet"], anchor="ls")
    height = large.size * 1.2
    top = (CARD_SIZE[1] - height * len(lines)) / 2
    for number, line in enumerate(lines):
        draw.text((_EDGE, top + number * height), line, font=large, fill=colors["text"])
    file = io.BytesIO()
    image.quantize(_COLORS, Image.Quantize.FASTOCTREE).save(file, "PNG")  # ten times as fast as the default
    return file.getvalue()


def _set(draw: ImageDraw, title: str) -> tuple[FreeTypeFont, list[str]]:
    """The largest font in which a title has at most four lines, and the lines; in the smallest the last one is cut."""
    for size in range(_TITLE, _SMALLEST - 1, -4):
        font = _font(size, 600)
        lines = _lines(draw, title, font)
        if len(lines) <= 4:
            break
    return font, [*lines[:3], _fitted(draw, " ".join(lines[3:]), font)] if len(lines) > 3 else lines


def _lines(draw: ImageDraw, text: str, font: FreeTypeFont) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and draw.textlength(longer, font) <= _WIDTH:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _fitted(draw: ImageDraw, text: str, font: FreeTypeFont) -> str:
    """A text that fits on a line, cut where it does not."""
    if draw.textlength(text, font) <= _WIDTH:
        return text
    while text and draw.textlength(f"{text}…", font) > _WIDTH:
        text = text[:-1]
    return f"{text.rstrip()}…"


_WIDTH = CARD_SIZE[0] - 2 * _EDGE


@cache
def _font(size: int, weight: int) -> FreeTypeFont:
    from PIL import ImageFont

    font = ImageFont.truetype(str(_FONT), size)
    font.set_variation_by_axes([weight])
    return font


def _has(text: str) -> bool:
    """Whether the font has all letters of a text: those of Latin-1, and some punctuation."""
    return all(" " <= sign <= "~" or "\xa1" <= sign <= "\xff" or sign in "–—‘’“”…" for sign in text)
