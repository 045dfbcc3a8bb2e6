"""A site's colours: the default ones, checks of others, and their contrast."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from archive.model.text import quote

LIGHT = {"accent": "#1d5f8f", "ground": "#ffffff", "text": "#1b1f24", "quiet": "#57606a", "line": "#d0d7de", "soft": "#f4f6f8"}
DARK = {"accent": "#7cbcf0", "ground": "#0f1419", "text": "#e6edf3", "quiet": "#a3adb8", "line": "#38414c", "soft": "#1a212a"}
_COLOR = re.compile(r"#[0-9a-f]{6}")


def color_problems(colors: Any) -> Iterator[str]:
    """What is wrong with the table ``[colors]``, each a sentence without its full stop."""
    if not isinstance(colors, dict):
        yield "colors should be a table"
        return
    light = {name: value for name, value in colors.items() if name != "dark"}
    for title, given in (("colors", light), ("colors.dark", colors.get("dark", {}))):
        if not isinstance(given, dict):
            yield f"[{title}] should be a table"
            continue
        if unknown := given.keys() - LIGHT.keys():
            yield f"[{title}] has no colour {quote(min(unknown))}; it has {', '.join(LIGHT)}"
            continue
        for name, value in given.items():
            if not isinstance(value, str) or not _COLOR.fullmatch(value.lower()):
                yield f"[{title}] {name} should be a colour like #1d5f8f, not {quote(value)}"


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, contrast ratio)."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
