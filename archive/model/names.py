"""Bylines: from the text of a page or cell to a list of names, with one set of rules for pages, files and exports.

A byline that can be read in several ways is refused, with a sentence that says what would read it, because a wrong name
would make a wrong id, and ids are permanent. The parts of a name are in :mod:`archive.model.name_parts`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from archive.model.byline_marks import (
    CLOSING,
    MARKS,
    OPENING,
    RAISED,
    STARS,
    outside_brackets,
    prepared,
    split_affiliation,
    without_final_stop,
    without_legend,
)
from archive.model.encoding import mend
from archive.model.given_names import begins_given
from archive.model.name_check import (
    NotNames,
    bare_name,
    is_acronym,
    is_organization,
    may_be_affiliation,
    must_be_name,
    quoted,
)
from archive.model.name_parts import (
    PARTICLES,
    family_name,
    family_names,
    given_name,
    is_group,
    is_suffix,
    name_parts,
    name_suffix,
    with_stop,
)
from archive.model.paper import FamilyNames
from archive.model.text import squeeze

__all__ = [
    "COMMA", "FAMILY_FIRST", "LIST", "NAME_AFFILIATION", "PARTICLES", "STAR", "STYLES", "Byline", "NotNames",
    "are_family_first", "family_name", "given_name", "name_parts", "name_suffix", "read_byline", "read_name",
    "starred", "write_byline",
]  # fmt: skip

STAR = "*"
"""Stands after the name of an author with equal contribution, in the text given to :func:`read_byline`."""

COMMA, FAMILY_FIRST, NAME_AFFILIATION, LIST = "comma", "family-first", "name, affiliation;", "list"
STYLES = (COMMA, FAMILY_FIRST, NAME_AFFILIATION, LIST)
"""How a byline is written: ``comma`` is the rule of :func:`read_byline`, which refuses what can be read in two
ways; ``family-first`` is ``Quill, Ada; Frost, Bo``; ``name, affiliation;`` is ``Ada Quill, MIT; Bo Frost, ETH``;
in a ``list`` every comma and semicolon stands between two people."""


LONGEST = 20_000  # characters of a byline; five hundred people with their affiliations


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


_DEGREES = (
    r"ph\.?\s?d\.?(?:\s(?:candidate|student))?|d\.?\s?phil\.?|m\.\s?d\.?|m\.?\s?sc\.?|b\.?\s?sc\.?|m\.?\s?b\.?\s?a\.?|"
    r"d\.?\s?sc\.?|m\.?\s?eng\.?|b\.?\s?eng\.?|m\.?\s?phil\.?|esq\.?|dipl\.?-ing\.?|[bm]\.?\s?tech\.?|ed\.?d\.?|"
    r"ll\.?m\.?|pharm\.?d\.?|p\.?eng\.?"
)
_DEGREE = re.compile(rf"(?:{_DEGREES}|MD|MA|MS|BA|BS|CFA|FRS|MPH|MBBS|FIEEE|FACM|JD|RN|PMP)", re.IGNORECASE)
_DEGREE_AFTER = re.compile(r"\s+(?:Ph\.?\s?D\.?|D\.?Phil\.?|M\.D\.|M\.?Sc\.?|B\.?Sc\.?|MBA)$")
_AND = re.compile(r"(?:^|(?<=[\s)]))(?:and|&)\s+", re.IGNORECASE)
_AND_ELSEWHERE = re.compile(r"\s(?:with|und|et|y)\s")
_PERHAPS_AND = re.compile(r"\s(?:a|e|en|i|ja|och|og|oraz|ve|и|та)\s")  # in other languages, and in some names
_CJK = "\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7af"
_DOT_WITHIN = re.compile(rf"[lL]·[lL]|[{_CJK}][·・][{_CJK}]")  # ``Gal·la``, ``阿卜杜拉·汗``
_HAS_CJK = re.compile(f"[{_CJK}]")
_DIVIDING = re.compile("[(){},;|\n•·・]")
_STRONG = ";|\n•"
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?[\s-]?){1,4}")
_MARK = f"[{re.escape(MARKS)}{RAISED}]"
_MARK_BEFORE_SUFFIX = re.compile(rf"(?<!{_MARK}){_MARK}++\s+(?=(?:jr|sr|ii|iii|iv)\b\.?)", re.IGNORECASE)
_STYLE_NEEDED = "choose the style family-first, “name, affiliation;” or list"
_OTHERS = re.compile(
    r"\.\.\.$|…|\bet\.?\s+al\b|(?:,|;|\band|&)\s+others\b|\su\.\s?a\.?$|\s(?:e outros|y otros|et autres|e altri|und andere)\b|"
    r"(?<=[\u4e00-\u9fff])等人?$|\+\s?\d+\b|\b\d+ (?:more|others)\b",
    re.IGNORECASE,
)
_WITH_OTHERS = re.compile(r"\((?:[^()]*\b(?:joint(?:ly)?|collaboration|together)\b[^()]*)?\bwith\s[^()]*\)", re.IGNORECASE)


class _Part(NamedTuple):
    """The text between two separators. ``before`` is the separator before it, ``suffix`` a ``Jr.`` that followed it,
    ``family`` a family name that the byline states.
    """

    before: str
    text: str
    suffix: str = ""
    family: str = ""


# -- reading ------------------------------------------------------------------------------------


def read_byline(text: str, style: str = COMMA) -> Byline:
    """Read ``A. Byron*, C. Hopper (MIT), and Dr. D. Knuth.``

    ``style`` is one of :data:`STYLES`. By the rule, ``comma``:

    - people stand between commas, semicolons, ``·``, ``|``, ``、``, line breaks and ``and``, ``&``, and
      ``with``, ``und``, ``et``, ``y`` between full names;
    - parentheses after a name hold an affiliation and go, what stands in them separates nobody; they are part
      of the name where a word follows, ``Xiaozhou (Steve) Li``;
    - academic titles, degrees, raised letters and marks go, suffixes (``Jr.``, ``III``) stay with their name;
    - ``Last, First`` is turned round only where every author is written so;
    - text that was decoded twice is mended; a group in braces, ``{Barnes and Kite, Inc.}``, is one name.

    White space that means nothing, such as the line breaks of HTML, must be folded before. An empty text gives
    no names. Raises :class:`NotNames` where a part cannot be a name or the whole can be read in two ways.
    """
    if style not in STYLES:
        raise ValueError(f"There is no byline style {style!r}. Styles: {', '.join(STYLES)}.")
    _must_not_be_endless(text)
    text, legend = without_legend(prepared(text))
    if found := _OTHERS.search(outside_brackets(text)):
        raise NotNames(f"{found[0].strip(' ,;')!r} in {quoted(text)}: the other authors are not named. Add their names")
    if found := _WITH_OTHERS.search(text):
        raise NotNames(f"{quoted(found[0])}, which may name further authors: write them with commas between")
    parts = _parts(without_final_stop(text))
    if style == NAME_AFFILIATION:
        parts = _without_affiliations(parts)
    parts = _with_suffixes(parts)
    if style == FAMILY_FIRST or (style == COMMA and _is_family_first(parts)):
        return _read(_turned(parts, must_be_halves=style == FAMILY_FIRST), legend)
    if style == COMMA:
        _must_be_one_way(parts)
    byline = _read(parts, legend)
    if style == COMMA and len(parts) > 1:
        _must_be_people(byline.names, parts)
    return byline


def read_name(text: str, family: str = "", *, compound: bool = False) -> Byline:
    """One person's or group's name, as a list of authors has it: ``van Loon, Mia`` is turned round, and what is
    no part of a name goes. ``family`` is the family name where it is stated; ``compound`` says that what stands
    before a comma is one though it has several words (see :func:`are_family_first`). Raises :class:`NotNames`."""
    _must_not_be_endless(text)
    text, legend = without_legend(prepared(text))
    if is_group(text) or (text.startswith("{") and text.endswith("}") and "}" not in text[1:-1]):
        name = squeeze(text.strip("{}"))
        return Byline((name,), family_names=family_names([(name, name)]))
    parts = _with_suffixes(_parts(without_final_stop(text)))
    if len(parts) == 2 and parts[1].before == ",":
        given = parts[1].text
        sure = compound or _one_word(parts[0].text) or _is_initials(given)
        if not sure or is_organization(given) or is_acronym(given) or may_be_affiliation(bare_name(given)):
            raise NotNames(f"{quoted(text)} instead of one name: it may be two names, or a name and an affiliation")
        return _read(_turned(parts), legend)
    if len(parts) > 1:
        raise NotNames(f"{quoted(text)} instead of one name")
    found = _read(parts, legend)
    stated = family_names((name, squeeze(mend(family))) for name in found.names)
    return found._replace(family_names=stated) if stated else found


def are_family_first(names: Sequence[str]) -> bool:
    """Whether all names of a list are written ``Last, First``, and most cannot be read otherwise."""
    pairs = [tuple(part.strip() for part in name.split(",")) for name in names]
    return bool(pairs) and all(len(pair) == 2 for pair in pairs) and _seem_family_first([(a, b) for a, b in pairs])


def write_byline(names: Sequence[str], equal: Collection[str] = ()) -> str:
    """The sentence that :func:`read_byline` reads as these names: a :data:`STAR` after those with equal
    contribution, and a final full stop where it would not be taken for the last name's. A stop that is
    the last name's own and would be taken for the sentence's has a comma after it.

    Two names of which one has one word stand around ``and``: ``Quill, Ada Maria`` may be one person's.
    What no byline bears comes back otherwise, or is refused: a name with a comma or semicolon, one that ends in
    parentheses, the word ``and`` or ``&``, a digit, a star or another mark, one of ``@/:<>[]{}|=``, more signs
    than letters, or more than 80 characters; one that begins with an academic title; one that is only a degree,
    only a suffix or an organization; several names of one word; one that stands twice, with one star.
    """
    between = " and " if len(names) == 2 and any(len(name.split()) == 1 for name in names) else ", "
    text = between.join(starred([name], equal) for name in names)
    if text.endswith("."):
        return text if without_final_stop(text) == text else f"{text},"
    return f"{text}." if text and without_final_stop(f"{text}.") == text else text


def starred(names: Sequence[str], equal: Collection[str] = ()) -> str:
    """``A. Byron*, C. Hopper``: names separated by commas, with a star after those with equal contribution."""
    return ", ".join(name + STAR * (name in equal) for name in names)


def _must_not_be_endless(text: str) -> None:
    """Raise :class:`NotNames` for a text that is longer than any byline: it would take minutes to look at."""
    if len(text) > LONGEST:
        raise NotNames(f"{quoted(text[:200])} of {len(text)} characters, where at most {LONGEST} can be read")


# -- dividing -----------------------------------------------------------------------------------


def _parts(text: str) -> list[_Part]:
    """The parts between separators outside of parentheses and braces."""
    parts: list[_Part] = []
    depth, start, before = 0, 0, ""
    for found in _DIVIDING.finditer(text):
        i, c = found.start(), found[0]
        depth += (c in OPENING) - (c in CLOSING)
        if depth < 0:
            raise NotNames(f"an unmatched {c!r} in {quoted(text)}")
        if depth == 0 and (c in ",;|\n•" or (c in "·・" and _stands_apart(text, i))):
            parts.append(_Part(before, text[start:i]))
            start, before = i + 1, ";" if c in "·・" else c
    if depth:
        raise NotNames(f"an unclosed parenthesis or brace in {quoted(text)}")
    parts.append(_Part(before, text[start:]))
    split = [one for part in parts for one in _split_at_and(part)]
    return [part for part in split if part.text.strip(f" {RAISED}")]


def _stands_apart(text: str, at: int) -> bool:
    return not _DOT_WITHIN.fullmatch(text[max(at - 1, 0) : at + 2])


def _split_at_and(part: _Part) -> list[_Part]:
    hidden = outside_brackets(part.text)
    pieces, start, before = [], 0, part.before
    for found in _AND.finditer(hidden):
        pieces.append(_Part(before, part.text[start : found.start()].strip()))
        start, before = found.end(), "&"
    pieces.append(_Part(before, part.text[start:].strip()))
    if pieces[0].text == "" and len(pieces) > 1:  # ``, and``: one separator
        pieces[:2] = [_Part(part.before or "&", pieces[1].text)]
    return [one for piece in pieces for one in _split_elsewhere(piece)]


def _split_elsewhere(part: _Part) -> list[_Part]:
    """The parts, also split at ``und``, ``et``, ``y`` and ``with`` between full names, but not in ``Santiago Ramón y
    Cajal``.
    """
    _must_not_be_foreign_and(part.text)
    found = _AND_ELSEWHERE.search(outside_brackets(part.text))
    if found is None or re.match(r"\s*al\b", part.text[found.end() :]):
        return [part]
    one, other = part.text[: found.start()], part.text[found.end() :]
    if _AND_ELSEWHERE.search(outside_brackets(other)):
        raise NotNames(f"{quoted(part.text)}: {found[0].strip()!r} may separate people or be part of a name")
    if min(len(outside_brackets(side).replace("\0", "").split()) for side in (one, other)) < 2:
        return [part]
    return [_Part(part.before, one.strip()), *_split_elsewhere(_Part("&", other.strip()))]


def _must_not_be_foreign_and(text: str) -> None:
    """Raise :class:`NotNames` for ``Ana Rossi e Luca Bianchi``; ``Ana Castro e Silva`` is one person."""
    hidden = outside_brackets(text).replace("\0", "")
    if not text.islower() and (found := _PERHAPS_AND.search(hidden)):
        sides = (hidden[: found.start()], hidden[found.end() :])
        if min(len(side.split()) for side in sides) > 1:
            raise NotNames(f"{quoted(text)}: {found[0].strip()!r} may separate people; write a comma or semicolon in its place")


def _without_affiliations(parts: Sequence[_Part]) -> list[_Part]:
    """The names in ``Ada Quill, MIT; Bo Frost, ETH``: the text before the first comma of each part."""
    kept: list[_Part] = []
    within = False
    for part in parts:
        within = part.before not in ("", "&", *_STRONG) or (part.before == "&" and within)
        if not within or (kept and is_suffix(bare_name(part.text))):
            kept.append(part)
    return kept


def _with_suffixes(parts: Sequence[_Part]) -> list[_Part]:
    """The parts, with parts that are only a suffix joined to the name before, and parts that are only a degree removed."""
    kept: list[_Part] = []
    for part in parts:
        bare = bare_name(split_affiliation(part.text)[0])
        if kept and (is_suffix(bare) or bare == "V"):
            star = STAR * any(mark in part.text for mark in STARS)
            kept[-1] = kept[-1]._replace(suffix=with_stop(bare) + star)
        elif not (kept and _DEGREE.fullmatch(bare)):
            kept.append(part)
    return kept


# -- which way it is written --------------------------------------------------------------------


def _groups(parts: Sequence[_Part], separators: str) -> list[list[_Part]]:
    groups: list[list[_Part]] = []
    for part in parts:
        if not groups or part.before in separators:
            groups.append([])
        groups[-1].append(part)
    return groups


def _is_family_first(parts: Sequence[_Part]) -> bool:
    """Whether all authors are written ``Last, First`` and cannot be read otherwise."""
    if any("(" in part.text for part in parts[::2]) or len(parts) < 2 or any(_HAS_CJK.search(part.text) for part in parts):
        return False
    groups = _groups(parts, _STRONG + "&")
    if len(groups) > 1 and all(len(group) == 2 for group in groups):
        return _seem_family_first([(family.text, given.text) for family, given in groups])
    if {part.before for part in parts[1:]} & set(_STRONG) or len(parts) % 2:
        return False
    pairs = [(one.text, other.text) for one, other in zip(parts[::2], parts[1::2], strict=True)]
    if any(other.before != "," for other in parts[1::2]):
        return False
    if all(_are_given_initials(given, family) and not _is_initials(family) for family, given in pairs):
        return True
    return len(pairs) == 1 and _seem_family_first(pairs) and len(pairs[0][1].split()) == 1


def _seem_family_first(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether the text before each comma may be a family name, and mostly cannot be anything else."""
    plain = [_one_word(family) or _is_initials(given) for family, given in pairs]
    compound = [len(family.split()) == 2 and len(given.split()) == 1 for family, given in pairs]
    if not all(one or other for one, other in zip(plain, compound, strict=True)) or sum(plain) * 2 < len(plain):
        return False
    return not any(is_organization(given) or is_acronym(given) for _, given in pairs)


def _one_word(family: str) -> bool:
    words = family.split()
    if len(words) > 2 and all(word.lower() in PARTICLES for word in words[:-1]):  # ``Van den Bosch``
        return True
    while len(words) > 1 and words[0] in PARTICLES:
        words.pop(0)
    return len(words) == 1


def _is_initials(text: str) -> bool:
    return bool(_INITIALS.fullmatch(bare_name(text)))


def _are_given_initials(text: str, family: str) -> bool:
    """Whether a text is initials as they follow a family name, and no acronym: ``A. B.``; ``AB`` after one word alone."""
    bare = bare_name(text)
    plain = re.fullmatch(r"[^\W\d_a-z]{2,}", bare)
    return _is_initials(text) and not (plain and (len(bare) > 2 or not _one_word(family)))


def _turned(parts: Sequence[_Part], *, must_be_halves: bool = False) -> list[_Part]:
    """The names of a ``Last, First`` list, each with its family name."""
    groups = _groups(parts, _STRONG + "&")
    if any(len(group) > 2 for group in groups):
        flat = [part for group in groups for part in group]
        if len(flat) % 2:
            raise NotNames(f"{quoted(flat[-1].text)} without a given name, where each author should be `Last, First`")
        groups = [flat[i : i + 2] for i in range(0, len(flat), 2)]
    for family, *rest in groups if must_be_halves else ():
        if rest:
            _must_be_halves(family.text, split_affiliation(rest[0].text)[0])
    return [_turned_name(group) for group in groups]


def _must_be_halves(family: str, given: str) -> None:
    """Raise :class:`NotNames` for a full name before the comma and another name or an affiliation behind it, where a person
    said that family names come first: ``Ada Quill, Bo Zuse``, ``Ada Quill, MIT``.
    """
    before, behind = bare_name(family), bare_name(given)
    if _one_word(before):
        return
    shown = quoted(f"{before}, {behind}")
    if may_be_affiliation(behind) or is_organization(behind):
        raise NotNames(f"{shown}, which may be a name and an affiliation, where `Last, First` is expected")
    if len(behind.split()) > 1 and not _is_initials(behind) and begins_given(before):
        raise NotNames(f"{shown}, which are two full names, where `Last, First` is expected")


def _turned_name(group: Sequence[_Part]) -> _Part:
    family, *rest = group
    if not rest:
        words = family.text.split()
        if family.text.startswith("{") or is_group(family.text):
            return family
        if len(words) < 2 or not _is_initials(words[-1]):
            raise NotNames(f"{quoted(family.text)} without a comma, where `Last, First` is expected")
        rest, family = [_Part("", words[-1])], family._replace(text=" ".join(words[:-1]))
    stars = "".join(c for c in family.text + rest[0].text if c in STARS)
    given, affiliation = split_affiliation(rest[0].text)
    given = given.rstrip(f" {MARKS}{RAISED}")
    bare = bare_name(family.text)
    suffix = family.suffix or rest[0].suffix
    return _Part(family.before, f"{given.strip()} {bare}{stars} {affiliation}".strip(), suffix, bare)


def _must_be_one_way(parts: Sequence[_Part]) -> None:
    """Raise :class:`NotNames` if the text can be read as different lists of people."""
    shown = quoted("".join(_before(part) + part.text.strip() for part in parts))
    groups = _groups(parts, _STRONG)
    if len(groups) > 1 and any(part.before == "," for part in parts):
        told = all(split_affiliation(group[-1].text)[1] for group in groups if len(group) > 1)
        if not told:
            what = "commas and line breaks" if "\n" in {part.before for part in parts} else "commas and semicolons"
            raise NotNames(f"{what} in {shown}, which may be affiliations or people: {_STYLE_NEEDED}")
    bare = [bare_name(split_affiliation(part.text)[0]) for part in parts]
    if len(bare) > 1 and all(re.fullmatch(r"\S+ (?:[A-Z]\.?-?){1,3}", name) for name in bare):
        raise NotNames(f"{shown}, which may be family names and initials: {_STYLE_NEEDED}")


def _before(part: _Part) -> str:
    """The separator before a part as it was printed."""
    return {"": "", "&": " and ", "|": " | ", "•": " • ", "\n": "; "}.get(part.before, f"{part.before} ")


def _must_be_people(names: Sequence[str], parts: Sequence[_Part]) -> None:
    """Raise :class:`NotNames` if some of several names may be affiliations or halves of names."""
    told = [name for name, part in zip(names, parts, strict=True) if not part.text.startswith("{")]
    for name in told:
        if may_be_affiliation(name):
            raise NotNames(f"{name!r} beside names, which may be an affiliation: {_STYLE_NEEDED}")
    single = [name for name in told if len(name.split()) == 1 and name.isascii() and not is_group(name)]
    if len(single) > 1 or (single and len(parts) == 2 and parts[1].before == ","):
        shown = " and ".join(map(repr, single[:2] if len(single) > 1 else names))
        raise NotNames(f"{shown}, which may be parts of names or affiliations: {_STYLE_NEEDED}")


# -- one name -----------------------------------------------------------------------------------


def _read(parts: Sequence[_Part], legend: str) -> Byline:
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
    """The name in a part; :class:`NotNames` if it is none."""
    text = _MARK_BEFORE_SUFFIX.sub(" ", text)
    inner = text.strip(f" {MARKS}{RAISED}")
    if any(mark in inner for mark in MARKS + RAISED):
        raise NotNames(f"{quoted(text)}, with a mark inside, instead of a name: a comma may be missing")
    name = bare_name(text)
    name = _DEGREE_AFTER.sub("", name)
    must_be_name(name)
    return name
