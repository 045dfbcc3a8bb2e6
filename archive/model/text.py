"""Text as people compare it: without case, accents, or accidents of white space."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# Letters that no Unicode decomposition takes apart, as a reader without such a keyboard types them.
_PLAIN = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)
APOSTROPHES = "'’‘ʼ′´`＇"
"""What people type between the letters of a word for an apostrophe."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Signs by which a spreadsheet takes a cell for a formula (OWASP, CSV injection)."""

_APOSTROPHES = re.compile(f"[{APOSTROPHES}]")
_INVISIBLE = re.compile(  # signs that show nothing, or steer a terminal or the direction of reading
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_MEANINGFUL = "+#<>=!"
_SIGNS = str.maketrans({"!": "", "≠": "!=", "≤": "<=", "≥": ">=", "＋": "+", "＃": "#"})
_NOT_ALNUM = re.compile(r"[\W_]+")


def squeeze(text: str) -> str:
    """Fold all white space to single blanks, drop invisible and control characters, compose accents (NFC)."""
    if not text.isascii() or not text.isprintable():
        text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return " ".join(text.split())


def fold(text: str) -> str:
    """Lower case without accents: ``Altınbüken`` and ``ALTINBUKEN`` both give ``altinbuken``."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold().translate(_PLAIN)
    return "".join(c for c in unicodedata.normalize("NFKD", decomposed) if not unicodedata.combining(c))


def without_apostrophes(text: str) -> str:
    """``O’Neil`` as ``ONeil``."""
    return _APOSTROPHES.sub("", text)


def words(text: str) -> list[str]:
    """The folded words of a text, in order, punctuation gone."""
    return [w for w in _NOT_ALNUM.split(fold(text)) if w]


def title_key(title: str) -> str:
    """What two spellings of one title have in common: its folded letters and digits."""
    return _NOT_ALNUM.sub("", fold(title))


def title_identity(title: str) -> str:
    """What tells one title from another: its folded letters and digits, and the signs that mean something
    (``C``, ``C++``, ``C#``; ``k > 3``, ``k < 3``)."""
    return "".join(c for c in fold(title.translate(_SIGNS)) if c.isalnum() or c in _MEANINGFUL)


def share_authors(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two lists of authors may be one paper's: one is empty, or somebody has a family name of the other's.
    One title by two groups of authors is two papers."""
    if not one or not other:
        return True
    words = [{word for name in names for word in fold(name).split() if len(word.strip(".")) > 1} for names in (one, other)]
    return not words[0] or not words[1] or bool(words[0] & words[1])
