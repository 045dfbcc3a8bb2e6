"""The parts of a byline: the texts between separators, before anything is known of the people in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive.model.byline_marks import CLOSING, OPENING, RAISED, STAR, STARS, outside_brackets, split_affiliation
from archive.model.name_check import NotNames, bare_name, quote_shortened
from archive.model.name_parts import is_suffix, with_stop
from archive.model.text import quote

STRONG = ";|\n•"
"""Separators that are stronger than a comma and ``and``."""
CJK = "\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7af"
"""Chinese, Japanese and Korean letters, as a pattern has them between square brackets."""

_DEGREES = (
    r"ph\.?\s?d\.?(?:\s(?:candidate|student))?|d\.?\s?phil\.?|m\.\s?d\.?|m\.?\s?sc\.?|b\.?\s?sc\.?|m\.?\s?b\.?\s?a\.?|"
    r"d\.?\s?sc\.?|m\.?\s?eng\.?|b\.?\s?eng\.?|m\.?\s?phil\.?|esq\.?|dipl\.?-ing\.?|[bm]\.?\s?tech\.?|ed\.?d\.?|"
    r"ll\.?m\.?|pharm\.?d\.?|p\.?eng\.?"
)
_DEGREE = re.compile(rf"(?:{_DEGREES}|MD|MA|MS|BA|BS|CFA|FRS|MPH|MBBS|FIEEE|FACM|JD|RN|PMP)", re.IGNORECASE)
_AND = re.compile(r"(?:^|(?<=[\s)]))(?:and|&)\s+", re.IGNORECASE)
_AND_ELSEWHERE = re.compile(r"\s(?:with|und|et|y)\s")
_PERHAPS_AND = re.compile(r"\s(?:a|e|en|i|ja|och|og|oraz|ve|и|та)\s")  # in other languages, and in some names
_DOT_WITHIN = re.compile(rf"[lL]·[lL]|[{CJK}][·・][{CJK}]")  # ``Gal·la``, ``阿卜杜拉·汗``
_DIVIDING = re.compile("[(){},;|\n•·・]")
_MIDDLE_DOTS = "·・"


class Part(NamedTuple):
    """The text between two separators.

    Attributes:
        before: the separator before it; ``&`` stands for every ``and``, ``;`` for a middle dot.
        suffix: a ``Jr.`` that followed it.
        family: a family name that the byline states.
    """

    before: str
    text: str
    suffix: str = ""
    family: str = ""


def divide(text: str) -> list[Part]:
    """The parts between separators outside of parentheses and braces.

    Raises:
        NotNames: a bracket has no partner, or a word may separate people or be part of a name.
    """
    parts: list[Part] = []
    start, before = 0, ""
    for at, separator in _separators(text):
        parts.append(Part(before, text[start:at]))
        start, before = at + 1, separator
    parts.append(Part(before, text[start:]))
    split = [one for part in parts for one in _split_at_and(part)]
    return [part for part in split if part.text.strip(f" {RAISED}")]


def _separators(text: str) -> Iterator[tuple[int, str]]:
    """The separators outside of parentheses and braces, with their places."""
    depth = 0
    for found in _DIVIDING.finditer(text):
        at, sign = found.start(), found[0]
        depth += (sign in OPENING) - (sign in CLOSING)
        if depth < 0:
            raise NotNames(f"an unmatched {quote(sign)} in {quote_shortened(text)}")
        if depth == 0 and sign in _MIDDLE_DOTS and _stands_apart(text, at):
            yield at, ";"
        elif depth == 0 and sign in f",{STRONG}":
            yield at, sign
    if depth:
        raise NotNames(f"an unclosed parenthesis or brace in {quote_shortened(text)}")


def _stands_apart(text: str, at: int) -> bool:
    return not _DOT_WITHIN.fullmatch(text[max(at - 1, 0) : at + 2])


def _split_at_and(part: Part) -> list[Part]:
    hidden = outside_brackets(part.text)
    pieces, start, before = [], 0, part.before
    for found in _AND.finditer(hidden):
        pieces.append(Part(before, part.text[start : found.start()].strip()))
        start, before = found.end(), "&"
    pieces.append(Part(before, part.text[start:].strip()))
    if pieces[0].text == "" and len(pieces) > 1:  # ``, and``: one separator
        pieces[:2] = [Part(part.before or "&", pieces[1].text)]
    return [one for piece in pieces for one in _split_elsewhere(piece)]


def _split_elsewhere(part: Part) -> list[Part]:
    """The parts, also split at ``und``, ``et``, ``y`` and ``with`` between full names, but not in ``Santiago Ramón y
    Cajal``.
    """
    _must_not_be_foreign_and(part.text)
    found = _AND_ELSEWHERE.search(outside_brackets(part.text))
    if found is None or re.match(r"\s*al\b", part.text[found.end() :]):
        return [part]
    one, other = part.text[: found.start()], part.text[found.end() :]
    if _AND_ELSEWHERE.search(outside_brackets(other)):
        raise NotNames(f"{quote_shortened(part.text)}: {quote(found[0].strip())} may separate people or be part of a name")
    if min(len(outside_brackets(side).replace("\0", "").split()) for side in (one, other)) < 2:
        return [part]
    return [Part(part.before, one.strip()), *_split_elsewhere(Part("&", other.strip()))]


def _must_not_be_foreign_and(text: str) -> None:
    """Raise :class:`NotNames` for ``Ana Rossi e Luca Bianchi``; ``Ana Castro e Silva`` is one person."""
    hidden = outside_brackets(text).replace("\0", "")
    if not text.islower() and (found := _PERHAPS_AND.search(hidden)):
        sides = (hidden[: found.start()], hidden[found.end() :])
        if min(len(side.split()) for side in sides) > 1:
            raise NotNames(
                f"{quote_shortened(text)}: {quote(found[0].strip())} may separate people; "
                "write a comma or semicolon in its place"
            )


def groups_of(parts: Sequence[Part], separators: str) -> list[list[Part]]:
    """The parts in groups, a new one after each of the separators."""
    groups: list[list[Part]] = []
    for part in parts:
        if not groups or part.before in separators:
            groups.append([])
        groups[-1].append(part)
    return groups


def without_affiliations(parts: Sequence[Part]) -> list[Part]:
    """The names in ``Ada Quill, MIT; Bo Frost, ETH``: the text before the first comma of each part."""
    kept: list[Part] = []
    within = False
    for part in parts:
        within = part.before not in ("", "&", *STRONG) or (part.before == "&" and within)
        if not within or (kept and is_suffix(bare_name(part.text))):
            kept.append(part)
    return kept


def with_suffixes(parts: Sequence[Part]) -> list[Part]:
    """The parts, with parts that are only a suffix joined to the name before, and parts that are only a degree removed."""
    kept: list[Part] = []
    for part in parts:
        bare = bare_name(split_affiliation(part.text)[0])
        if kept and (is_suffix(bare) or bare == "V"):
            star = STAR * any(mark in part.text for mark in STARS)
            kept[-1] = kept[-1]._replace(suffix=with_stop(bare) + star)
        elif not (kept and _DEGREE.fullmatch(bare)):
            kept.append(part)
    return kept
