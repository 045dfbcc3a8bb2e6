"""Text as people compare it: without case, accents, or accidents of white space."""

from __future__ import annotations

import re
import unicodedata

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
_SPACE = re.compile(r"\s+")
_NOT_ALNUM = re.compile(r"[\W_]+")


def squeeze(text: str) -> str:
    """Fold all white space to single blanks, drop invisible and control characters, compose accents (NFC)."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", _INVISIBLE.sub("", text))).strip()


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
