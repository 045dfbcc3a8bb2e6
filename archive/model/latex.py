"""LaTeX for plain text, as BibTeX files want it.

An accent is ``{\\'e}`` and a letter ``{\\l}``, each in braces of its own, so that BibTeX sorts and counts
them as one letter (btxdoc, section 4) and none swallows the blank after it. Of several ways to write a
sign, the one that most readers of BibTeX files know is taken; what no LaTeX needs a command for today
(Щ, 学, ×) stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

OPEN, CLOSE = "\x02", "\x03"
"""Stand for the braces of a group in the text given to :func:`escape`."""

_ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u", "\u0307": ".", "\u0308": '"',
    "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u0323": "d", "\u0327": "c", "\u0328": "k", "\u0331": "b",
}  # fmt: skip
_SIGNS = {
    OPEN: "{", CLOSE: "}", "{": r"\{", "}": r"\}", "–": "--", "—": "---", "“": "``", "”": "''",
    **{sign: f"{{\\{command}}}" for sign, command in {
        "&": "&", "%": "%", "$": "$", "#": "#", "_": "_", "\\": "textbackslash", "~": "textasciitilde",
        "^": "textasciicircum", "<": "textless", ">": "textgreater", "‘": "textquoteleft", "’": "textquoteright",
        "…": "ldots", "¡": "textexclamdown", "¿": "textquestiondown",
        "å": "aa", "Å": "AA", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
        "ß": "ss", "ı": "i", "ȷ": "j", "đ": "dj", "Đ": "DJ", "ð": "dh", "Ð": "DH", "þ": "th", "Þ": "TH", "ŋ": "ng", "Ŋ": "NG",
    }.items()},
}  # fmt: skip
_LONE = {"{": r"{\textbraceleft}", "}": r"{\textbraceright}"}  # BibTeX counts braces, those after a backslash too
_LIGATURE = r"[-–—]{2,}|['”]{2,}|[`“]{2,}|[?!][`“]|-[–—]|[–—]-"  # TeX would make another sign of these
_MARKED = re.compile(rf"{_LIGATURE}|[^\W\d_][\u0300-\u036f]+|[^A-Za-z0-9 ,.:;()/?!+=*'`|\[\]@\"-]", re.DOTALL)
_GREEK = re.compile("[Α-Ωα-ω]")
# A dollar sign, something without a blank at either end that a price has not, and a dollar sign.
_WRITTEN_FORMULA = re.compile(
    r"(?<![\\$])\$(?=\S)(?:[A-Za-z]|[^$\x00-\x1f]*?[\\^_=<>+*/()|][^$\x00-\x1f]*?)(?<=[^\s\\])\$(?![\d$])"
)
_COMMANDS = frozenset(  # of mathematics
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho sigma "
    "varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega frac dfrac "
    "tfrac binom sqrt sum prod int oint lim limsup liminf log ln lg exp min max sup inf arg argmin argmax det dim gcd ker "
    "Pr sin cos tan sinh cosh tanh mod bmod pmod deg hom le leq leqslant ge geq geqslant ne neq approx sim simeq cong equiv "
    "propto ll gg prec succ mid parallel perp in notin ni subset subseteq supset supseteq cup cap setminus emptyset "
    "varnothing wedge vee neg lnot land lor forall exists times cdot cdots ldots dots vdots ddots div pm mp ast star circ "
    "bullet oplus ominus otimes odot infty partial nabla to gets mapsto rightarrow leftarrow Rightarrow Leftarrow "
    "leftrightarrow Leftrightarrow implies iff uparrow downarrow hat widehat bar overline underline tilde widetilde vec dot "
    "ddot check breve prime ell hbar Re Im aleph angle triangle left right big Big bigl bigr Bigl Bigr bigg Bigg lfloor "
    "rfloor lceil rceil langle rangle lvert rvert lVert rVert vert Vert lbrace rbrace backslash quad qquad mathcal mathbf "
    "mathbb mathrm mathit mathsf mathtt mathfrak mathscr boldsymbol bm text textbf textit textrm textsf texttt operatorname "
    "rm bf it sf tt cal displaystyle textstyle limits nolimits overset underset stackrel overbrace underbrace mathop "
    "mathbin mathrel".split()
)
_KEPT = "\ue200"
_PLACE = re.compile(f"{_KEPT}(\\d+){_KEPT}")
_FORMULA = re.compile(r"\{\\ensuremath\{\\[a-z]+\}\}", re.IGNORECASE)


def escape(text: str) -> str:
    """A text as LaTeX, which decodes to the same text. Its braces balance, even if those of the text do not."""
    text = unicodedata.normalize("NFC", text)
    lone = _lone_braces(text)

    def latex(found: re.Match[str]) -> str:
        return _LONE[found[0]] if found.start() in lone else _latex(found)

    return _MARKED.sub(latex, text)


def escape_but_formulas(text: str, around: Callable[[str], str] = str) -> str:
    """A text as LaTeX, with formulas such as ``$O(n^2)$`` unchanged, in braces so that no style changes their case.

    Args:
        text: the text.
        around: applied before escaping; each formula is then one character that is not a letter.
    """
    formulas: list[str] = []

    def keep(found: re.Match[str]) -> str:
        if not _is_harmless(found[0]):
            return found[0]
        formulas.append(found[0])
        return f"{_KEPT}{len(formulas) - 1}{_KEPT}"

    escaped = escape(around(_WRITTEN_FORMULA.sub(keep, text.replace(_KEPT, ""))))
    return _PLACE.sub(lambda found: f"{{{formulas[int(found[1])]}}}", escaped)


def _is_harmless(formula: str) -> bool:
    """Whether a formula can be in a field: its braces balance, nothing in it begins a comment or a table, and its
    commands are of mathematics alone, for TeX has others that write files and run programs."""
    return (
        not _lone_braces(formula)
        and not re.search(r"(?<!\\)[%#&~]|\^\^", formula)
        and formula.isascii()
        and all(command in _COMMANDS for command in re.findall(r"\\([A-Za-z@]+)", formula))
    )


def _latex(found: re.Match[str]) -> str:
    sign = found[0]
    if sign in _SIGNS:
        return _SIGNS[sign]
    base, *marks = list(unicodedata.normalize("NFD", sign))
    if 1 in (len(marks), len(sign)) and _can_be_accented(base, marks):
        return _accented(base, marks)
    if re.fullmatch(_LIGATURE, sign):
        return "{}".join(_SIGNS.get(one, one) for one in sign)
    if unicodedata.category(sign[0]) == "Sm" or _is_variable(found):
        formula = str(_encoder().unicode_to_latex(sign))
        return formula if _FORMULA.fullmatch(formula) else sign
    return sign


def _can_be_accented(base: str, marks: Sequence[str]) -> bool:
    """Whether TeX has commands that put these marks, at least one, on a letter."""
    return bool(marks) and base.isascii() and base.isalpha() and all(mark in _ACCENTS for mark in marks)


def _accented(letter: str, marks: list[str]) -> str:
    for number, mark in enumerate(marks):
        command = _ACCENTS[mark]
        argument = f"{{{letter}}}" if number else f" {letter}" if command.isalpha() else letter
        letter = f"\\{command}{argument}"
    return f"{{{letter}}}"


def _lone_braces(text: str) -> set[int]:
    """The positions of braces without a partner."""
    if "{" not in text and "}" not in text:  # nearly all texts; to look at each letter takes much longer
        return set()
    lone: list[int] = []
    for at, sign in enumerate(text):
        if sign == "}" and lone and text[lone[-1]] == "{":
            lone.pop()
        elif sign in "{}":
            lone.append(at)
    return set(lone)


def _is_variable(found: re.Match[str]) -> bool:
    """Whether a text is a single Greek letter; several are a word."""
    around = found.string[max(found.start() - 1, 0) : found.end() + 1]
    return len(_GREEK.findall(around)) == 1 and bool(_GREEK.match(found[0]))


@cache
def _encoder() -> Any:
    from pylatexenc.latexencode import UnicodeToLatexEncoder

    return UnicodeToLatexEncoder(
        replacement_latex_protection="braces-all", unknown_char_policy="keep", unknown_char_warning=False
    )
