"""Joins lines into running text: joins words broken at line ends, and writes ligatures as letters and scripts as Unicode."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from archive.pdf.lines import SUB, SUPER

_WORD = re.compile(r"\w+(?:-\w+)+|\w+")
_MARKS = "*∗⁎†‡§¶‖#✉⋆★"
_SCRIPT_RUN = re.compile(f"((?:{SUPER}.)+|(?:{SUB}.)+)")
_SUPERSCRIPTS = dict(zip("0123456789+-−=()nia", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱᵃ", strict=True))
_SUBSCRIPTS = dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))
_HYPHEN_END = re.compile(r"(\S*[^\W_])[-‐]$")
# For words that the document has in neither form: a hyphen in well-explored, data-driven; none in understanding, overlapping.
_ADJECTIVE = re.compile(r"(ed|ing|en|based|aware|free|level|wide|time|scale|specific|efficient|dependent|agnostic|like|wise)$")
_PREFIXES = frozenset(
    "under over out up through fore for with inter intra pre re mis dis per trans sub super un in off on by a".split()
)
_MISNAMED_LIGATURES = {"Ɵ": "ti", "Ʃ": "tt", "Ō": "ft", "ƞ": "tf"}  # as fonts of an office suite encode these ligatures
_SYMBOLS_ALONE = re.compile(r"\s+([,.;:!?)\]}’”])(?=\s|$)")


class KnownWords:
    """How often each word and compound occurs in a document. Pages are read one by one, and only as far as needed."""

    def __init__(self, pages: Iterable[str]) -> None:
        self._pages = iter(pages)
        self._known: Counter[str] = Counter()
        self._linked: set[str] = set()

    def __getitem__(self, word: str) -> int:
        return self._known[word]

    def links(self, word: str) -> bool:
        """Whether a word is the first part of a compound in the pages read so far."""
        return word in self._linked

    def read_until(self, *words: str) -> None:
        """Read on until one of these words has occurred, or to the end."""
        while not any(self._known[word] for word in words):
            page = next(self._pages, None)
            if page is None:
                return
            found = [word.lower() for word in _WORD.findall(page)]
            self._known.update(found)
            self._linked.update(word.split("-")[0] for word in found if "-" in word)


def join(lines: Iterable[str], known: KnownWords) -> str:
    """Join lines into one paragraph. ``known`` are the words of the document: by them, a hyphen at the end of a line is kept
    in a compound and removed from a broken word."""
    out = ""
    for line in lines:
        text = _scripts(line).strip()
        if not text:
            continue
        if not out:
            out = text
        elif (broken := _HYPHEN_END.search(out)) and text[0].isalnum():
            out = (out if _is_compound(broken[1], text, known) else out[:-1]) + text
        elif out.endswith(("-", "—", "/", "–")) and not out.endswith((" -", " —", " /", " –")):
            out += text
        else:
            out += " " + text
    return tidy(out)


def _is_compound(stem: str, rest: str, known: KnownWords) -> bool:
    """Whether the hyphen between the two parts of a word is not only there because the line ended."""
    tail = re.match(r"[\w]*(?:-\w+)*", rest)[0]  # type: ignore[index]
    first, last = re.split(r"[-‐–—(/]", stem)[-1].lower(), tail.split("-")[0].lower()
    if not last or last[0].isdigit() or first[-1:].isdigit() or tail[0].isupper():
        return True
    known.read_until(first + last, f"{first}-{last}")
    whole, parted = known[first + last], known[f"{first}-{last}"]
    if whole or parted:
        return parted > whole
    in_chain = "-" in stem or "-" in tail  # state-of-the-art
    return in_chain or _begins_compounds(first, last, known) or _makes_adjective(first, last, known)


def _begins_compounds(first: str, last: str, known: KnownWords) -> bool:
    """Whether a word occurs only before a hyphen, in general or in this document."""
    if len(last) <= 3:
        return False
    return first in ("well", "self", "ill") or (len(first) > 3 and known.links(first) and not known[first])


def _makes_adjective(first: str, last: str, known: KnownWords) -> bool:
    """Whether two words of the document make an adjective, such as data-driven."""
    return known[first] > 0 and known[last] > 0 and bool(_ADJECTIVE.search(last)) and first not in _PREFIXES


def _scripts(line: str) -> str:
    """Write superscripts and subscripts as Unicode characters, and leave out the marks of footnotes."""
    if SUPER not in line and SUB not in line:
        return line
    out = ""
    pieces = _SCRIPT_RUN.split(line)
    for piece, after in zip(pieces, [*pieces[1:], ""], strict=True):
        if not piece or piece[0] not in (SUPER, SUB):
            out += piece
            continue
        text = piece[1::2]
        out += _raised(text, out, after) if piece[0] == SUPER else _as_script(text, _SUBSCRIPTS, "_")
    return out


def _raised(text: str, before: str, after: str) -> str:
    if after[:1].isalpha() and before[-1:].isalpha():
        return text  # part of a name, such as VMR2L
    return "" if _is_mark(text, before, after) else _as_script(text, _SUPERSCRIPTS, "^")


def _is_mark(text: str, before: str, after: str) -> bool:
    if not text.strip(_MARKS + ","):
        return True
    if not before.strip() or before.endswith(" "):  # no exponent, which has a base, but may be as in ⁴He
        return not after[:1].isalpha() and bool(re.fullmatch(r"[\d,–\-a-z]+", text))
    if not re.fullmatch(r"[\d,–\-]+|[a-z]", text):
        return False
    word = re.search(r"([^\W\d_]*)([.,;:!?)\]”’\"]*)$", before)
    return word is not None and (len(word[1]) > 2 or bool(word[2] and word[2][-1] not in ")]" and len(word[1]) > 1))


def _as_script(text: str, letters: dict[str, str], sign: str) -> str:
    if all(c in letters for c in text):
        return "".join(letters[c] for c in text)
    if text.isalpha() and text.lower() in ("st", "nd", "rd", "th", "e", "er", "o", "a", "tm"):
        return text
    return text if text in ("′", "°", "◦", "®", "™", "'") else sign + text


def text_after(text: str, letters: int) -> str:
    """The text after its first ``letters`` characters, not counting :data:`SUPER` and :data:`SUB`."""
    seen = 0
    for at, c in enumerate(text):
        if seen == letters:
            return text[at:]
        seen += c not in (SUPER, SUB)
    return ""


def tidy(text: str) -> str:
    """The text with plain letters for ligatures and mathematical letters, composed accents (NFC), and single blanks."""
    text = "".join(_plain(c) for c in text)
    text = unicodedata.normalize("NFC", text.replace("\u00ad", ""))
    for letter, ligature in _MISNAMED_LIGATURES.items():
        text = re.sub(f"(?<=[a-z]){letter}|{letter}(?=[a-z])", ligature, text)
    return re.sub(r"\s+", " ", _SYMBOLS_ALONE.sub(r"\1", text)).strip()


def _plain(c: str) -> str:
    if "\ufb00" <= c <= "\ufb06" or "\U0001d400" <= c <= "\U0001d7ff" or c in "\u2000\u2001\u2002\u2003\u2009\u200a\u00a0":
        return unicodedata.normalize("NFKC", c)
    return "" if c in "\u200b\u200c\u200d\u2060\ufeff" or unicodedata.category(c) == "Cc" else c
