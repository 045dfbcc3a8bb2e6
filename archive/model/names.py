"""Bylines: from the sentence that a page prints to a list of names.

Source of the quirks: the workshop's own pages, 2018 to 2023 (see ``tests/pages``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from archive.model.text import fold, squeeze

STAR = "*"
"""Stands after the name of an author with equal contribution, in the text given to :func:`read_byline`."""

# Lower-case words that belong to the family name that follows them: Alexander *van Renen*.
PARTICLES = frozenset(
    "af al at av ben bin da dal dalla das de degli dei del della den der di do dos du el ibn in la las le lo los "
    "op st te ten ter und van vom von y zu zum zur 't ’t".split()
)
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})

_TITLE = re.compile(r"^(?:(?:dr|prof|mr|mrs|ms)\.|(?:dr|prof|professor)\b)\s*", re.IGNORECASE)
_DEGREE = re.compile(r"^(?:ph\.?\s?d|m\.?\s?d|m\.?\s?sc|b\.?\s?sc)\.?$", re.IGNORECASE)
_MARK = re.compile("[*∗＊†‡§¶]")
_STARS = "*∗＊"
_AND = re.compile(r"(?:^|\s)(?:and|&)\s+", re.IGNORECASE)
_IN_PARENTHESES = re.compile(r"\([^()]*\)")
_LONGEST = 80  # characters; the longest real name on the pages has 31


class NotNames(ValueError):
    """The text is no list of names; the message says which part is not."""


def read_byline(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read ``A. Byron*, C. Hopper*, and Dr. D. Knuth.`` as (names, names with a star).

    Commas inside parentheses do not separate; ``and`` and ``&`` do; a final full stop, academic
    titles and marks are no part of a name; an initial or ``Jr.`` at the very end keeps its stop.
    Raises :class:`NotNames` where a part cannot be a name. An empty text gives no names.
    """
    names: list[str] = []
    equal: list[str] = []
    text = squeeze(text)
    for part in _split(_without_final_stop(text)):
        starred = any(mark in _STARS for mark in part)
        name = _bare(part)
        if _is_suffix(name) and names:
            names[-1] = f"{names[-1]} {_with_stop(name)}"
            if starred:
                equal.append(names[-1])
            continue
        if _DEGREE.match(name):
            continue
        _must_be_name(name)
        names.append(name)
        if starred:
            equal.append(name)
    return tuple(names), tuple(equal)


def write_byline(names: Sequence[str], equal: Collection[str] = ()) -> str:
    """The sentence that :func:`read_byline` reads as these names: a :data:`STAR` after those with equal
    contribution, and a final full stop where it would not be taken for the last name's. A stop that is
    the last name's own and would be taken for the sentence's has a comma after it.

    What no byline bears comes back otherwise, or is refused: a name with a comma or semicolon outside of
    parentheses, a lone parenthesis, the word ``and`` or ``&``, a digit, a star or another mark, one of
    ``@/:<>[]{}|=``, more signs than letters, or more than 80 characters; one that begins with an academic
    title; one that is only a degree or only a suffix; one that stands twice, with one star.
    """
    text = starred(names, equal)
    if text.endswith("."):
        return text if _without_final_stop(text) == text else f"{text},"
    return f"{text}." if text and _without_final_stop(f"{text}.") == text else text


def starred(names: Sequence[str], equal: Collection[str] = ()) -> str:
    """``A. Byron*, C. Hopper``: names between commas, a star after those with equal contribution."""
    return ", ".join(name + STAR * (name in equal) for name in names)


def family_name(name: str) -> str:
    """The family name with its particles: ``van Renen`` of ``Alexander van Renen``; ``Li`` of
    ``Xiaozhou (Steve) Li``; ``Haj-Ali`` of ``Ameer Haj-Ali``; ``Van der Berg`` of ``Mia Van der Berg``.
    A single name is its own family name."""
    if "," in name:
        return name.split(",")[0].strip()
    parts = _IN_PARENTHESES.sub(" ", name).split() or name.split()
    while len(parts) > 1 and _is_suffix(parts[-1]):
        parts.pop()
    start = len(parts) - 1
    while start > 1 and parts[start - 1].lower() in PARTICLES:
        start -= 1
    if PARTICLES.isdisjoint(parts[start:]):  # a capital alone tells no particle: *Le* and *Van* are given names too
        start = len(parts) - 1
    return " ".join(parts[start:])


def given_name(name: str) -> str:
    """What stands before the family name, parentheses and all; empty for a single name."""
    if "," in name:
        return name.split(",")[-1].strip()
    family, suffix = family_name(name), name_suffix(name)
    rest = name.removesuffix(suffix).rstrip() if suffix else name
    before, _, after = rest.rpartition(family) if family else (rest, "", "")
    return squeeze(f"{before} {after}")


def name_suffix(name: str) -> str:
    """``Jr.``, ``III``: what follows the family name, or nothing."""
    last = name.split()[-1] if name.split() else ""
    return last if _is_suffix(last) and len(name.split()) > 1 else ""


class NameParts(NamedTuple):
    """A name as references divide it; ``given`` is empty for a single name, which then is all in ``family``."""

    given: str
    particle: str
    family: str
    suffix: str


@lru_cache(maxsize=10_000)  # a site names everybody in many files
def name_parts(name: str) -> NameParts:
    """``Mia van der Berg Jr.`` and ``van der Berg, Jr., Mia`` alike. Particles are the words up to the
    last lower-case one before the family name proper (as BibTeX has it: btxdoc, section 4)."""
    family, given, suffix = family_name(name), given_name(name), name_suffix(name)
    if "," in name:
        rest = [part for part in map(str.strip, name.split(",")[1:]) if part]
        suffix = next(filter(_is_suffix, rest), "")
        given = " ".join(part for part in rest if part != suffix)
    if not given or not family:
        return NameParts("", "", squeeze(f"{given} {family} {suffix}"), "")
    words = family.split()
    last = max((i for i, word in enumerate(words[:-1], 1) if word in PARTICLES), default=0)
    return NameParts(given, " ".join(words[:last]), " ".join(words[last:]), suffix)


def _is_suffix(word: str) -> bool:
    return fold(word).rstrip(".") in SUFFIXES and len(word.split()) == 1


def _with_stop(suffix: str) -> str:
    return suffix + "." if fold(suffix) in {"jr", "sr"} else suffix


def _without_final_stop(text: str) -> str:
    bare = text.rstrip(". ")
    last = bare.split()[-1] if bare.split() else ""
    keeps_stop = text.rstrip().endswith(".") and ((len(last) == 1 and last.isupper()) or fold(last) in {"jr", "sr"})
    return bare + "." if keeps_stop else bare


def _split(text: str) -> list[str]:
    parts: list[str] = []
    depth, start = 0, 0
    for i, c in enumerate(text):
        depth += (c == "(") - (c == ")")
        if c in ",;" and depth <= 0:
            parts.append(text[start:i])
            start = i + 1
    parts.append(text[start:])
    return [name for part in parts for name in map(str.strip, _split_at_and(part)) if name]


def _split_at_and(part: str) -> list[str]:
    joined = _IN_PARENTHESES.sub(lambda found: found[0].replace(" ", "\0"), part)
    return [name.replace("\0", " ") for name in _AND.split(joined)]


def _bare(part: str) -> str:
    name = squeeze(_MARK.sub("", part))
    while (shorter := _TITLE.sub("", name, count=1)) != name and shorter:
        name = shorter
    return name


def _must_be_name(name: str) -> None:
    letters = sum(c.isalpha() for c in name)
    if not letters or letters * 2 < len(name.replace(" ", "")):
        raise NotNames(f"{name!r} where a name should stand")
    if len(name) > _LONGEST or any(c.isdigit() for c in name) or re.search(r"[@/:<>\[\]{}|=]", name):
        raise NotNames(f"{name[:_LONGEST]!r} where a name should stand")
