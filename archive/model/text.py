"""Comparing texts regardless of case, accents and white space."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence

# Letters without a Unicode decomposition, as people type them on other keyboards.
_PLAIN = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)
APOSTROPHES = "'’‘ʼ′´`＇"
"""Characters that people type as an apostrophe within a word."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Characters that make a spreadsheet read a cell as a formula (OWASP, CSV injection)."""

_APOSTROPHES = re.compile(f"[{APOSTROPHES}]")
_INVISIBLE = re.compile(  # characters that are invisible, or control a terminal or the reading direction
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_MEANINGFUL = "+#<>=!"
_SIGNS = str.maketrans({"!": "", "≠": "!=", "≤": "<=", "≥": ">=", "＋": "+", "＃": "#"})
_FORMER_VENUES = {"nips": "neurips"}  # former names of venues, by their keys
_NOT_ALNUM = re.compile(r"[\W_]+")


def squeeze(text: str) -> str:
    """Fold all white space to single blanks, remove invisible and control characters, and compose accents (NFC)."""
    if not text.isascii() or not text.isprintable():
        text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return " ".join(text.split())


def enumerated(values: Sequence[str], last: str = "or") -> str:
    """Values in a sentence: ``a, b or c``; empty if there are none."""
    return f" {last} ".join(filter(None, (", ".join(values[:-1]), *values[-1:])))


def quote(value: object) -> str:
    """A value as messages quote it: a text in straight double quotes, with signs that a line cannot hold escaped; anything
    else as JSON and TOML write it.
    """
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if text.isprintable() else "".join(map(_printable, text))


def _printable(letter: str) -> str:
    return letter if letter.isprintable() else letter.encode("unicode_escape").decode()


def did_you_mean(near: Sequence[str]) -> str:
    """`` Did you mean a or b?``, with a leading blank; empty if ``near`` is."""
    return f" Did you mean {enumerated(near)}?" if near else ""


def without_invisible(text: str) -> str:
    """The text without characters that are invisible, or control a terminal or the reading direction; lines stay."""
    return text if text.isascii() and text.isprintable() else _INVISIBLE.sub("", text)


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
    """The folded words of a text in order, without punctuation."""
    return [w for w in _NOT_ALNUM.split(fold(text)) if w]


def title_key(title: str) -> str:
    """A title in a form that is the same for all its spellings: its folded letters and digits."""
    return _NOT_ALNUM.sub("", fold(title))


def venue_key(venue: str) -> str:
    """A venue in a form that is the same for all its spellings; ``NIPS`` and ``NeurIPS`` are one venue."""
    key = title_key(venue)
    return _FORMER_VENUES.get(key, key)


def title_identity(title: str) -> str:
    """A form in which two titles differ if they are different titles: folded letters and digits, and signs that carry
    meaning (``C``, ``C++``, ``C#``; ``k > 3``, ``k < 3``).
    """
    return "".join(c for c in fold(title.translate(_SIGNS)) if c.isalnum() or c in _MEANINGFUL)


def share_authors(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two lists of authors may belong to one paper: one is empty, or some word of a name, initials apart, is in
    both. The same title by different authors is another paper.
    """
    if not one or not other:
        return True
    first, second = (
        {word for name in names for word in fold(name).split() if len(word.strip(".")) > 1} for names in (one, other)
    )
    return not first or not second or bool(first & second)
