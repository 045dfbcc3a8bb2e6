"""Bylines with family names first, ``Quill, Ada; Frost, Bo``: whether a byline is one, and its names in the usual order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.model.byline_marks import MARKS, RAISED, STARS, split_affiliation
from archive.model.byline_parts import CJK, STRONG, Part, groups_of
from archive.model.given_names import begins_given
from archive.model.name_check import NotNames, bare_name, is_acronym, is_organization, may_be_affiliation, quote_shortened
from archive.model.name_parts import PARTICLES, is_group

_BETWEEN_AUTHORS = STRONG + "&"
_HAS_CJK = re.compile(f"[{CJK}]")
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?[\s-]?){1,4}")
_Pair = tuple[str, str]  # the texts before and after a comma


def are_family_first(names: Sequence[str]) -> bool:
    """Whether all names of a list are written ``Last, First``, and most cannot be read otherwise."""
    pairs = [tuple(part.strip() for part in name.split(",")) for name in names]
    return bool(pairs) and all(len(pair) == 2 for pair in pairs) and _seem_family_first([(a, b) for a, b in pairs])


def is_family_first(parts: Sequence[Part]) -> bool:
    """Whether all authors of a byline are written ``Last, First`` and cannot be read otherwise."""
    if len(parts) < 2 or not _may_be_family_first(parts):
        return False
    groups = groups_of(parts, _BETWEEN_AUTHORS)
    if len(groups) > 1 and all(len(group) == 2 for group in groups):
        return _seem_family_first([(family.text, given.text) for family, given in groups])
    return _are_family_first_at_commas(_pairs_at_commas(parts))


def _may_be_family_first(parts: Sequence[Part]) -> bool:
    """Whether nothing rules it out: an affiliation after what should be a family name, or a script that has no commas."""
    return not any("(" in part.text for part in parts[::2]) and not any(_HAS_CJK.search(part.text) for part in parts)


def _pairs_at_commas(parts: Sequence[Part]) -> list[_Pair]:
    """Two parts each around a comma, in a byline without stronger separators; none if it cannot be divided so."""
    separators = [part.before for part in parts[1:]]
    if len(parts) % 2 or set(separators) & set(STRONG) or set(separators[::2]) != {","}:
        return []
    return [(family.text, given.text) for family, given in zip(parts[::2], parts[1::2], strict=True)]


def _are_family_first_at_commas(pairs: Sequence[_Pair]) -> bool:
    """Whether pairs, with only commas between them, are family names and initials; a single one may have a given name."""
    if len(pairs) == 1 and _seem_family_first(pairs) and len(pairs[0][1].split()) == 1:
        return True
    return bool(pairs) and all(_are_given_initials(given, family) and not is_initials(family) for family, given in pairs)


def _seem_family_first(pairs: Sequence[_Pair]) -> bool:
    """Whether the text before each comma may be a family name, and mostly cannot be anything else."""
    plain = [_is_plain(*pair) for pair in pairs]
    if sum(plain) * 2 < len(plain):
        return False
    if not all(one or _is_compound(*pair) for one, pair in zip(plain, pairs, strict=True)):
        return False
    return not any(is_organization(given) or is_acronym(given) for _, given in pairs)


def _is_plain(family: str, given: str) -> bool:
    return is_one_word(family) or is_initials(given)


def _is_compound(family: str, given: str) -> bool:
    return len(family.split()) == 2 and len(given.split()) == 1


def is_one_word(family: str) -> bool:
    """Whether a family name is one word, particles apart: ``van Loon``, ``Van den Bosch``."""
    words = family.split()
    if len(words) > 2 and all(word.lower() in PARTICLES for word in words[:-1]):  # ``Van den Bosch``
        return True
    while len(words) > 1 and words[0] in PARTICLES:
        words.pop(0)
    return len(words) == 1


def is_initials(text: str) -> bool:
    """Whether a text is nothing but initials: ``A. B.``, ``AB``, ``J.-P.``"""
    return bool(_INITIALS.fullmatch(bare_name(text)))


def _are_given_initials(text: str, family: str) -> bool:
    """Whether a text is initials as they follow a family name, and no acronym: ``A. B.``; ``AB`` after one word alone."""
    bare = bare_name(text)
    plain = re.fullmatch(r"[^\W\d_a-z]{2,}", bare)
    return is_initials(text) and not (plain and (len(bare) > 2 or not is_one_word(family)))


def turned(parts: Sequence[Part], *, must_be_halves: bool = False) -> list[Part]:
    """The names of a ``Last, First`` list, each with its family name.

    Args:
        parts: the parts of the byline.
        must_be_halves: refuse what is before a comma if it seems to be a full name; set if a person said that family
            names come first.

    Raises:
        NotNames: a part lacks its given name, or is not half of a name.
    """
    groups = groups_of(parts, _BETWEEN_AUTHORS)
    if any(len(group) > 2 for group in groups):
        groups = _in_twos(parts)
    for family, *rest in groups if must_be_halves else ():
        if rest:
            _require_one_name(family.text, split_affiliation(rest[0].text)[0])
    return [_turned_name(group) for group in groups]


def _in_twos(parts: Sequence[Part]) -> list[list[Part]]:
    """The parts of a byline in which commas also separate authors: two parts for each author."""
    if len(parts) % 2:
        raise NotNames(f"{quote_shortened(parts[-1].text)} without a given name, where each author should be `Last, First`")
    return [list(parts[i : i + 2]) for i in range(0, len(parts), 2)]


def _require_one_name(family: str, given: str) -> None:
    """Raise :class:`NotNames` for a full name before the comma and another name or an affiliation behind it: ``Ada Quill, Bo
    Zuse``, ``Ada Quill, MIT``.
    """
    before, behind = bare_name(family), bare_name(given)
    if is_one_word(before):
        return
    shown = quote_shortened(f"{before}, {behind}")
    if may_be_affiliation(behind) or is_organization(behind):
        raise NotNames(f"{shown}, which may be a name and an affiliation, where `Last, First` is expected")
    if len(behind.split()) > 1 and not is_initials(behind) and begins_given(before):
        raise NotNames(f"{shown}, which are two full names, where `Last, First` is expected")


def _turned_name(group: Sequence[Part]) -> Part:
    family, *rest = group
    if not rest:
        words = family.text.split()
        if family.text.startswith("{") or is_group(family.text):
            return family
        if len(words) < 2 or not is_initials(words[-1]):
            raise NotNames(f"{quote_shortened(family.text)} without a comma, where `Last, First` is expected")
        rest, family = [Part("", words[-1])], family._replace(text=" ".join(words[:-1]))
    stars = "".join(c for c in family.text + rest[0].text if c in STARS)
    given, affiliation = split_affiliation(rest[0].text)
    given = given.rstrip(f" {MARKS}{RAISED}")
    bare = bare_name(family.text)
    suffix = family.suffix or rest[0].suffix
    return Part(family.before, f"{given.strip()} {bare}{stars} {affiliation}".strip(), suffix, bare)
