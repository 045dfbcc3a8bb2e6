"""Refuses bylines that can be read in several ways, or that do not name all authors, and says what would be read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.model.byline_marks import outside_brackets, split_affiliation
from archive.model.byline_parts import STRONG, Part, groups_of
from archive.model.name_check import NotNames, bare_name, may_be_affiliation, quote_shortened
from archive.model.name_parts import is_group
from archive.model.text import quote

LONGEST = 20_000  # characters of a byline; five hundred people with their affiliations
_STYLE_NEEDED = 'choose the style family-first, "name, affiliation;" or list'
_OTHERS = re.compile(
    r"\.\.\.$|…|\bet\.?\s+al\b|(?:,|;|\band|&)\s+others\b|\su\.\s?a\.?$|\s(?:e outros|y otros|et autres|e altri|und andere)\b|"
    r"(?<=[\u4e00-\u9fff])等人?$|\+\s?\d+\b|\b\d+ (?:more|others)\b",
    re.IGNORECASE,
)
_WITH_OTHERS = re.compile(r"\((?:[^()]*\b(?:joint(?:ly)?|collaboration|together)\b[^()]*)?\bwith\s[^()]*\)", re.IGNORECASE)


def must_not_be_endless(text: str) -> None:
    """Raise :class:`NotNames` for a text that is longer than any byline: it would take minutes to look at."""
    if len(text) > LONGEST:
        raise NotNames(f"{quote_shortened(text[:200])} of {len(text)} characters, where at most {LONGEST} can be read")


def must_name_all(text: str) -> None:
    """Raise :class:`NotNames` for a byline that leaves authors unnamed, ``et al.``, or names some in parentheses."""
    if found := _OTHERS.search(outside_brackets(text)):
        raise NotNames(
            f"{quote(found[0].strip(' ,;'))} in {quote_shortened(text)}: the other authors are not named. Add their names"
        )
    if found := _WITH_OTHERS.search(text):
        raise NotNames(f"{quote_shortened(found[0])}, which may name further authors: write them with commas between")


def must_be_one_way(parts: Sequence[Part]) -> None:
    """Raise :class:`NotNames` if the text can be read as different lists of people."""
    shown = quote_shortened("".join(_separator(part) + part.text.strip() for part in parts))
    if _mixes_separators(parts):
        others = "line breaks" if any(part.before == "\n" for part in parts) else "semicolons"
        raise NotNames(f"commas and {others} in {shown}, which may be affiliations or people: {_STYLE_NEEDED}")
    bare = [bare_name(split_affiliation(part.text)[0]) for part in parts]
    if len(bare) > 1 and all(re.fullmatch(r"\S+ (?:[A-Z]\.?-?){1,3}", name) for name in bare):
        raise NotNames(f"{shown}, which may be family names and initials: {_STYLE_NEEDED}")


def _separator(part: Part) -> str:
    """The separator before a part, as a message shows it."""
    return {"": "", "&": " and ", "|": " | ", "•": " • ", "\n": " / "}.get(part.before, f"{part.before} ")


def _mixes_separators(parts: Sequence[Part]) -> bool:
    """Whether there are both commas and stronger separators, and no affiliation in parentheses shows what a comma means."""
    groups = groups_of(parts, STRONG)
    if len(groups) < 2 or not any(part.before == "," for part in parts):
        return False
    return not all(split_affiliation(group[-1].text)[1] for group in groups if len(group) > 1)


def must_be_people(names: Sequence[str], parts: Sequence[Part]) -> None:
    """Raise :class:`NotNames` if some of several names, read from these parts, may be affiliations or halves of names."""
    people = [name for name, part in zip(names, parts, strict=True) if not part.text.startswith("{")]
    if found := next(filter(may_be_affiliation, people), None):
        raise NotNames(f"{quote(found)} beside names, which may be an affiliation: {_STYLE_NEEDED}")
    halves = list(filter(_may_be_partial_name, people))
    if len(halves) > 1:
        shown = halves[:2]
    elif halves and len(parts) == 2 and parts[1].before == ",":
        shown = list(names)
    else:
        return
    raise NotNames(f"{' and '.join(map(quote, shown))}, which may be parts of names or affiliations: {_STYLE_NEEDED}")


def _may_be_partial_name(name: str) -> bool:
    """Whether a name is one word, which may be a part of a name beside it."""
    return len(name.split()) == 1 and name.isascii() and not is_group(name)
