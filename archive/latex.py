"""LaTeX for plain text, as BibTeX files want it.

An accent is ``{\\'e}`` and a letter ``{\\l}``, each in braces of its own, so that BibTeX sorts and counts
them as one letter (btxdoc, section 4) and none swallows the blank after it. What no command of every
LaTeX writes (Щ, 学, 🙂) stays as it is: today's programs read UTF-8.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

_ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u", "\u0307": ".", "\u0308": '"',
    "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u0323": "d", "\u0327": "c", "\u0328": "k", "\u0331": "b",
}  # fmt: skip
_SIGNS = {
    "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    **{sign: f"{{\\{command}}}" for sign, command in {
        # A lone brace by name: BibTeX counts braces, those after a backslash too.
        "{": "textbraceleft", "}": "textbraceright", "\\": "textbackslash", "~": "textasciitilde", "^": "textasciicircum",
        "<": "textless", ">": "textgreater", "|": "textbar", "‘": "textquoteleft", "’": "textquoteright",
        "“": "textquotedblleft", "”": "textquotedblright", "…": "ldots", "¡": "textexclamdown", "¿": "textquestiondown",
        "å": "aa", "Å": "AA", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
        "ß": "ss", "ı": "i", "ȷ": "j", "đ": "dj", "Đ": "DJ", "ð": "dh", "Ð": "DH", "þ": "th", "Þ": "TH", "ŋ": "ng", "Ŋ": "NG",
    }.items()},
    "–": "--", "—": "---",
}  # fmt: skip
_LIGATURE = r"--+|''+|``+|[?!]`"  # TeX makes one sign of these
_MARKED = re.compile(_LIGATURE + "|.[\u0300-\u036f]+|[^A-Za-z0-9 ,.:;()/?!+=*'`\\[\\]@\"-]", re.DOTALL)
_GREEK = re.compile("[Α-Ωα-ω]")


def escape(text: str) -> str:
    """LaTeX for a text, which decodes to the same text."""
    return _MARKED.sub(_latex, unicodedata.normalize("NFC", text))


def _latex(found: re.Match[str]) -> str:
    sign = found[0]
    if sign in _SIGNS:
        return _SIGNS[sign]
    if sign.isascii():
        return "{}".join(sign)
    base, *marks = list(unicodedata.normalize("NFD", sign))
    if marks and base.isascii() and base.isalpha() and all(mark in _ACCENTS for mark in marks):
        return _accented(base, marks)
    if unicodedata.category(sign[0])[0] in "SN" or _is_formula(found):
        return str(_encoder().unicode_to_latex(sign))
    return sign


def _accented(letter: str, marks: list[str]) -> str:
    for number, mark in enumerate(marks):
        command = _ACCENTS[mark]
        argument = f"{{{letter}}}" if number else f" {letter}" if command.isalpha() else letter
        letter = f"\\{command}{argument}"
    return f"{{{letter}}}"


def _is_formula(found: re.Match[str]) -> bool:
    """A Greek letter on its own; several are a word."""
    around = found.string[max(found.start() - 1, 0) : found.end() + 1]
    return len(_GREEK.findall(around)) == 1 and bool(_GREEK.match(found[0]))


@cache
def _encoder() -> Any:
    from pylatexenc.latexencode import UnicodeToLatexEncoder

    return UnicodeToLatexEncoder(
        replacement_latex_protection="braces-all", unknown_char_policy="keep", unknown_char_warning=False
    )
