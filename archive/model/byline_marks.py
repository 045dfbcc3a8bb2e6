"""Finds what bylines have beside names: footnote marks, superscripts, numbers and their legends, affiliations in
parentheses.
"""

from __future__ import annotations

import re

from archive.model.encoding import mend
from archive.model.text import fold, squeeze

STAR = "*"
"""Follows the name of an author with equal contribution, in the text given to
:func:`~archive.model.names.read_byline`."""
STARS = "*∗＊⁎⋆★"
MARKS = STARS + "†‡§¶‖✉#"
RAISED = "\ue000"  # stands for raised letters and digits
_WIDE = str.maketrans("（），、；｜＆⟨⟩،؛∙⋅", "(),,;|&<>,;••")
_RAISED_MARKUP = re.compile(
    r"<sup\b[^>]*>(.*?)</sup>|\\?textsuperscript\{([^{}]*)\}|\$\s*\^\s*(?:\{([^$]*?)\}|(\\\w+|[^${}]))\s*\$|"
    r"\^\{([^{}]*)\}|\^(\d{1,2}(?:,\d{1,2})*)",
    re.I | re.S,
)
_RAISED_SIGNS = re.compile(
    "[\u00b2\u00b3\u00b9\u2070\u2071\u2074-\u2079\u207f\u02b0-\u02b8\u02e0-\u02e4\u1d43-\u1d6a\u1d9c-\u1dbf]"
    "(?:[,’'\u2e34\u02d2]?[\u00b2\u00b3\u00b9\u2070\u2071\u2074-\u2079\u207f\u02b0-\u02b8\u02e0-\u02e4\u1d43-\u1d6a\u1d9c-\u1dbf])*"
)
_RAISED_LEGEND = re.compile(rf"(?<=[\s,;]){RAISED}[{re.escape(MARKS)}]*(?=[^\W\d_])")
_LEGEND = re.compile(
    rf"(?<![{re.escape(MARKS)}])[(\[]?\s*[{re.escape(MARKS)}]++\s*[:=]?\s*(?:(?:denotes?|indicates?|these authors|authors)\s+)*"
    r"((?:contributed\s+equally|equal(?:ly)?\s+contribut\w+|joint\s+first|co-first|shared\s+first|corresponding|presenting|contact)"
    r"[\w\s-]*)[)\]]?\s*\.?\s*$",
    re.IGNORECASE,
)
_MOST_LEGENDS = 10
_EQUAL = re.compile(r"equal|joint|first", re.IGNORECASE)
_LABEL = re.compile(r"^\s*(?:authors?\s*(?:\(s\))?\s*:|by\s*:|by\s+(?=[A-Z]))\s*", re.IGNORECASE)
_MAIL = re.compile(r"[<(\[]\s*(?:mailto:)?[\w.+'-]+@[\w-]+(?:\.[\w-]+)+\s*[>)\]]")
_NUMBERED = re.compile(r"(?<=[^\W\d_.])\.?(\d{1,2}(?:,\s?\d{1,2})*)(?=\s*(?:[,;({]|and\b|&|$))")
OPENING, CLOSING = "({", ")}"
_BRACKET = re.compile("[(){}]")


def prepared(text: str) -> str:
    """The byline with line breaks as separators, and all kinds of marks distinguished from letters."""
    lines = [line for line in map(squeeze, mend(text).splitlines()) if line]
    text = "\n".join(lines).translate(_WIDE)
    text = mark_raised(text)
    text = _MAIL.sub(" ", _RAISED_SIGNS.sub(RAISED, text))
    text = re.sub(r"(?<=\))\.\s+(?=[A-Z])", "; ", _LABEL.sub("", text))  # A (X). B (Y)
    return _without_numbers(text).strip(" \n")


def mark_raised(text: str) -> str:
    r"""The text with :data:`RAISED` in place of superscripts: ``<sup>a</sup>``, ``\textsuperscript{1}``, ``$^{2}$``. To
    be called before markup is removed, which would make them part of the names.
    """
    return _RAISED_MARKUP.sub(lambda found: _raised(next(filter(None, found.groups()), "")), text)


def _raised(mark: str) -> str:
    return "".join(sign for sign in mark if sign in STARS) + RAISED


def _without_numbers(text: str) -> str:
    """The byline without numbers after names, if every name has one (``Ada Quill1, Bo Zuse2``) or a legend explains
    them (``(1 MIT; 2 ETH)``).
    """
    legend = re.search(r"\(\s*1\s*[^\d\s,;].*\)\s*\.?$", text)
    bare = text[: legend.start()] if legend else text
    numbers = {number for found in _NUMBERED.finditer(bare) for number in re.findall(r"\d+", found[1])}
    if not numbers:
        return text
    are_marks = numbers <= _explained(legend[0]) if legend else _has_every_name_one(bare)
    return _NUMBERED.sub(RAISED, bare) if are_marks else text


def _explained(legend: str) -> set[str]:
    """The numbers that a legend explains."""
    return set(re.findall(r"(?:^\(|;)\s*(\d{1,2})\s", legend))


def _has_every_name_one(byline: str) -> bool:
    """Whether each of several names has a number or another raised mark."""
    names = list(filter(None, map(str.strip, re.split(r",(?!\s?\d)|;|\band\b|&", byline))))
    return len(names) > 1 and all(name.endswith(RAISED) or _NUMBERED.search(name) for name in names)


def without_legend(text: str) -> tuple[str, str]:
    """The text before the legend of its marks, and the part of the legend about equal contribution."""
    equal = ""
    for _ in range(_MOST_LEGENDS):
        found = _LEGEND.search(text)
        if not found or not found.start():
            break
        text = text[: found.start()].rstrip(" ,;.\n")
        equal = squeeze(found[1]) if _EQUAL.search(found[1]) else equal
    if equal:
        return text, equal
    raised = _RAISED_LEGEND.search(text)
    if raised and RAISED in text[: raised.start()]:
        return text[: raised.start()].rstrip(" ,;\n"), ""
    return text, ""


def without_final_stop(text: str) -> str:
    """The text without a final full stop, unless that belongs to an initial or a ``Jr.``"""
    bare = text.rstrip(". ")
    last = bare.split()[-1] if bare.split() else ""
    initial = re.search(r"(?:^|[.\-])[^\W\d_a-z]$", last)
    keeps_stop = text.rstrip().endswith(".") and (bool(initial) or fold(last) in {"jr", "sr"})
    return bare + "." if keeps_stop else bare


def outside_brackets(text: str) -> str:
    """The text with everything in parentheses and braces replaced by blanks."""
    if not _BRACKET.search(text):
        return text
    out, depth, start = [], 0, 0
    for found in _BRACKET.finditer(text):
        at = found.start()
        out.append("\0" * (at - start) if depth else text[start:at])
        depth += found[0] in OPENING
        out.append("\0" if depth else found[0])
        depth -= found[0] in CLOSING
        start = at + 1
    out.append("\0" * (len(text) - start) if depth else text[start:])
    return "".join(out)


def split_affiliation(text: str) -> tuple[str, str]:
    """A name and the affiliation in parentheses after it: ``Ada Quill`` and ``(Kite (North) Lab)``. A nickname within a
    name is part of it.
    """
    marks = f" {MARKS}{RAISED}"
    rest = text.strip(" ").rstrip(marks)
    after = ""
    while rest.endswith(")"):
        depth = 0
        for i in range(len(rest) - 1, -1, -1):
            depth += (rest[i] == ")") - (rest[i] == "(")
            if depth == 0:
                break
        if not rest[:i].strip(marks):
            break
        after = rest[i:] + after
        rest = rest[:i].strip(" ")
        if rest.rstrip(marks).endswith(")"):
            rest = rest.rstrip(marks)
    return rest + text.strip(" ")[len(text.strip(" ").rstrip(marks)) :].strip(), after
