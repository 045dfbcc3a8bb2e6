"""Bylines: from the text of a page or cell to a list of names, with one set of rules for pages, files and exports.

A byline that can be read in several ways is refused, with a message that says which option would read it, because a wrong
name would make a wrong id, and ids are permanent.

A byline loses its marks in :mod:`archive.model.byline_marks` and is divided in :mod:`archive.model.byline_parts`;
:mod:`archive.model.byline_order` finds out whether family names come first, and :mod:`archive.model.byline_check` refuses
what cannot be read. :mod:`archive.model.name_parts` divides names.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from archive.model.byline_check import must_be_one_way, must_be_people, must_name_all, must_not_be_endless
from archive.model.byline_marks import (
    MARKS,
    RAISED,
    STAR,
    STARS,
    prepared,
    split_affiliation,
    without_final_stop,
    without_legend,
)
from archive.model.byline_order import are_family_first, is_family_first, is_initials, is_one_word, turned
from archive.model.byline_parts import Part, divide, with_suffixes, without_affiliations
from archive.model.encoding import mend
from archive.model.name_check import (
    NotNames,
    bare_name,
    is_acronym,
    is_organization,
    may_be_affiliation,
    must_be_name,
    quote_shortened,
)
from archive.model.name_parts import (
    PARTICLES,
    family_name,
    family_names,
    given_name,
    is_group,
    name_parts,
    name_suffix,
)
from archive.model.paper import FamilyNames
from archive.model.text import quote, squeeze

__all__ = [
    "BYLINE_STYLES", "COMMA", "FAMILY_FIRST", "LIST", "NAME_AFFILIATION", "PARTICLES", "STAR", "Byline", "NotNames",
    "are_family_first", "family_name", "given_name", "name_parts", "name_suffix", "read_byline", "read_name",
    "starred", "write_byline",
]  # fmt: skip

COMMA, FAMILY_FIRST, NAME_AFFILIATION, LIST = "comma", "family-first", "name, affiliation;", "list"
BYLINE_STYLES = (COMMA, FAMILY_FIRST, NAME_AFFILIATION, LIST)
"""How a byline is written: ``comma`` is the rule of :func:`read_byline`, which refuses what can be read in two
ways; ``family-first`` is ``Quill, Ada; Frost, Bo``; ``name, affiliation;`` is ``Ada Quill, MIT; Bo Frost, ETH``;
in a ``list`` every comma and semicolon separates two people."""


class Byline(NamedTuple):
    """What a byline says.

    Attributes:
        equal: the names with a star.
        family_names: family names that the byline states and the rule would not give.
        legend: what it says about its stars (``*equal contribution``), or empty.
    """

    names: tuple[str, ...]
    equal: tuple[str, ...] = ()
    family_names: FamilyNames = ()
    legend: str = ""


_DEGREE_AFTER = re.compile(r"\s+(?:Ph\.?\s?D\.?|D\.?Phil\.?|M\.D\.|M\.?Sc\.?|B\.?Sc\.?|MBA)$")
_MARK = f"[{re.escape(MARKS)}{RAISED}]"
_MARK_BEFORE_SUFFIX = re.compile(rf"(?<!{_MARK}){_MARK}++\s+(?=(?:jr|sr|ii|iii|iv)\b\.?)", re.IGNORECASE)


# -- reading ------------------------------------------------------------------------------------


def read_byline(text: str, style: str = COMMA) -> Byline:
    """Read ``A. Byron*, C. Hopper (MIT), and Dr. D. Knuth.``

    ``style`` is one of :data:`BYLINE_STYLES`. By the rule, ``comma``:

    - people are between commas, semicolons, ``·``, ``|``, ``、``, line breaks and ``and``, ``&``, and
      ``with``, ``und``, ``et``, ``y`` between full names;
    - parentheses after a name contain an affiliation and are removed, and commas in them do not separate names; if a
      word follows, they are part of the name: ``Xiaozhou (Steve) Li``;
    - academic titles, degrees, raised letters and marks are removed; suffixes (``Jr.``, ``III``) stay with their name;
    - ``Last, First`` is put in the usual order only if every author is written in this way;
    - text that was decoded twice is corrected; a group in braces, ``{Barnes and Kite, Inc.}``, is one name.

    White space without meaning, such as the line breaks of HTML, must be folded before. An empty text gives no
    names. Raises :class:`NotNames` if a part cannot be a name or the whole can be read in two ways.
    """
    if style not in BYLINE_STYLES:
        raise ValueError(f"There is no byline style {quote(style)}. Styles: {', '.join(BYLINE_STYLES)}.")
    must_not_be_endless(text)
    text, legend = without_legend(prepared(text))
    must_name_all(text)
    parts = divide(without_final_stop(text))
    if style == NAME_AFFILIATION:
        parts = without_affiliations(parts)
    parts = with_suffixes(parts)
    if style == FAMILY_FIRST or (style == COMMA and is_family_first(parts)):
        return _read(turned(parts, must_be_halves=style == FAMILY_FIRST), legend)
    if style == COMMA:
        must_be_one_way(parts)
    byline = _read(parts, legend)
    if style == COMMA and len(parts) > 1:
        must_be_people(byline.names, parts)
    return byline


def read_name(text: str, family: str = "", *, compound: bool = False) -> Byline:
    """Read one name in a list of authors: ``van Loon, Mia`` is put in the usual order, and marks are removed.

    Args:
        text: the name of a person or a group.
        family: the family name, if it is stated.
        compound: the words before a comma are the family name even if there are several (see :func:`are_family_first`).

    Raises:
        NotNames: the text is not one name.
    """
    must_not_be_endless(text)
    text, legend = without_legend(prepared(text))
    if is_group(text) or _is_braced(text):
        name = squeeze(text.strip("{}"))
        return Byline((name,), family_names=family_names([(name, name)]))
    parts = with_suffixes(divide(without_final_stop(text)))
    if len(parts) == 2 and parts[1].before == ",":
        if not _is_one_turned(parts[0].text, parts[1].text, compound):
            raise NotNames(f"{quote_shortened(text)} instead of one name: it may be two names, or a name and an affiliation")
        return _read(turned(parts), legend)
    if len(parts) > 1:
        raise NotNames(f"{quote_shortened(text)} instead of one name")
    found = _read(parts, legend)
    stated = family_names((name, squeeze(mend(family))) for name in found.names)
    return found._replace(family_names=stated) if stated else found


def _is_braced(text: str) -> bool:
    """Whether a text is one group in braces."""
    return text.startswith("{") and text.endswith("}") and "}" not in text[1:-1]


def _is_one_turned(family: str, given: str, compound: bool) -> bool:
    """Whether two texts around a comma are certainly one name with its family name first."""
    if is_organization(given) or is_acronym(given) or may_be_affiliation(bare_name(given)):
        return False
    return compound or is_one_word(family) or is_initials(given)


def write_byline(names: Sequence[str], equal: Collection[str] = ()) -> str:
    """The sentence that :func:`read_byline` reads as these names: a :data:`STAR` after those with equal
    contribution, and a final full stop if it would not be taken for the last name's. A stop that is
    the last name's own and would be taken for the sentence's has a comma after it.

    Two names of which one has one word are around ``and``: ``Quill, Ada Maria`` may be one person's.
    What a byline cannot represent comes back otherwise, or is refused: a name with a comma or semicolon, one that ends in
    parentheses, the word ``and`` or ``&``, a digit, a star or another mark, one of ``@/:<>[]{}|=``, more signs
    than letters, or more than 80 characters; one that begins with an academic title; one that is only a degree,
    only a suffix or an organization; several names of one word; one that is twice, with one star.
    """
    between = " and " if len(names) == 2 and any(len(name.split()) == 1 for name in names) else ", "
    text = between.join(starred([name], equal) for name in names)
    if text.endswith("."):
        return text if without_final_stop(text) == text else f"{text},"
    return f"{text}." if text and without_final_stop(f"{text}.") == text else text


def starred(names: Sequence[str], equal: Collection[str] = ()) -> str:
    """``A. Byron*, C. Hopper``: names separated by commas, with a star after those with equal contribution."""
    return ", ".join(name + STAR * (name in equal) for name in names)


# -- one name -----------------------------------------------------------------------------------


def _read(parts: Sequence[Part], legend: str) -> Byline:
    names: list[str] = []
    equal: list[str] = []
    stated: list[tuple[str, str]] = []
    for part in parts:
        bare, affiliation = split_affiliation(part.text)
        starred_beside = part.text.replace(affiliation, "") + part.suffix
        family = part.family
        if bare.startswith("{") and bare.endswith("}"):
            name = family = squeeze(bare[1:-1])
        else:
            name = _name(bare)
        if part.suffix:
            name = f"{name} {part.suffix.rstrip(STAR)}"
        names.append(name)
        equal += [name] * (any(mark in STARS for mark in starred_beside) or affiliation in ("(*)", "(∗)"))
        stated += [(name, family)] if family else []
    return Byline(tuple(names), tuple(equal), family_names(stated), legend)


def _name(text: str) -> str:
    """The name in a part; :class:`NotNames` if there is none."""
    text = _MARK_BEFORE_SUFFIX.sub(" ", text)
    inner = text.strip(f" {MARKS}{RAISED}")
    if any(mark in inner for mark in MARKS + RAISED):
        raise NotNames(f"{quote_shortened(text)}, with a mark inside, instead of a name: a comma may be missing")
    name = bare_name(text)
    name = _DEGREE_AFTER.sub("", name)
    must_be_name(name)
    return name
