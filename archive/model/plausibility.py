"""Unlikely names and titles, which a person should check before the paper gets its id. ``check`` finds them in the store."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from archive.model.given_names import GIVEN_NAMES
from archive.model.name_parts import is_group
from archive.model.paper import FamilyNames
from archive.model.text import quote, words
from archive.model.title_check import stray
from archive.model.titles import ornament

MANY_AUTHORS = 40
MANY_WORDS = 6  # of a name
_LACKS_COMMA = re.compile(r"(?!Mc|Mac|De|Di|Du|La|Le|Van|Von|Fitz|St|Al|El|Ab)[A-Z][a-z]+[a-z][A-Z][a-z]")  # ``QuillBo``
_SHORTEST_ALL_CAPITALS = 12  # letters from which a title in capitals is unlikely; shorter ones are names of systems

_Divided = tuple[list[str], str]  # the words of a name, and the name


def doubts(title: str, authors: Sequence[str], families: FamilyNames = ()) -> Iterator[str]:
    """What is unlikely about a paper, as sentence fragments: names of one word, of very many words, with a word twice, in
    capitals, with a given name last, or whose two halves are full names; very many authors; a title in capitals, or with
    text that may not belong to it.

    Args:
        title: the paper's title.
        authors: its authors, or those of them that may be doubted.
        families: the family names that a source states.
    """
    stated = dict(families)
    for name in authors:
        if not is_group(name) and (found := _two_people_note(name, stated.get(name, "")) or _doubt(name)):
            yield f"the author {quote(name)} {found}"
    if len(authors) >= MANY_AUTHORS:
        yield f"it has {len(authors)} authors"
    if found := ornament(title) or stray(title):
        yield f"its title {found}"
    if _is_all_capitals(title) and sum(map(str.isalpha, title)) >= _SHORTEST_ALL_CAPITALS:
        yield "its title is in capitals"


def _two_people_note(name: str, family: str) -> str:
    """That both halves of a name, before and in its stated family name, may be full names, as the end of a sentence."""
    given = name.removesuffix(family).strip()
    halves = (family.split(), given.split())
    if family and min(map(len, halves)) > 1 and not any("." in part or part.islower() for half in halves for part in half):
        return f"may be two people, {family} and {given}"
    return ""


def _doubt(name: str) -> str:
    """What is unlikely about a name, as the end of a sentence; empty if nothing."""
    parts = name.split()
    return next((doubt.format(words=len(parts)) for applies, doubt in _DOUBTS if applies(name, parts)), "")


def _has_word_twice(_name: str, parts: Sequence[str]) -> bool:
    return len(parts) > 2 and any(one == after and len(one) > 2 for one, after in pairwise(parts))


def _is_in_capitals(name: str, parts: Sequence[str]) -> bool:
    return _is_all_capitals(name) and len(parts) > 1 and max(map(len, parts)) > 3


_DOUBTS: Sequence[tuple[Callable[[str, Sequence[str]], object], str]] = (
    (lambda name, parts: len(parts) < 2 and name.isascii(), "has one word"),
    (lambda name, _: _is_turned(name), "may have the family name first"),
    (_has_word_twice, "has a word twice in a row"),
    (lambda _, parts: len(parts) >= MANY_WORDS, "has {words} words"),
    (_is_in_capitals, "is in capitals"),
    (lambda _, parts: any(map(_LACKS_COMMA.match, parts[1:-1])), "may be two names without a comma"),
)
"""Whether something is unlikely about a name, which is given in its words too, and what; the first that applies is told."""


def name_variants(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of names that may be one person's: one has an additional part, ``Ada Quill`` and ``Ada B. Quill``, or they
    differ in order, ``Quill Ada``.
    """
    divided = [(words(name), name) for name in dict.fromkeys(names)]
    several = [(parts, name) for parts, name in divided if len(parts) > 1]
    yield from _in_another_order(several)
    yield from _with_another_part(several)


def _in_another_order(names: Iterable[_Divided]) -> Iterator[tuple[str, str]]:
    same: defaultdict[tuple[str, ...], list[_Divided]] = defaultdict(list)
    for parts, name in names:
        same[tuple(sorted(parts))].append((parts, name))
    for first, *rest in same.values():
        yield from ((first[1], name) for parts, name in rest if parts != first[0])


def _with_another_part(names: Iterable[_Divided]) -> Iterator[tuple[str, str]]:
    """Names with the same first and last part, of which one lies within the other."""
    alike: defaultdict[tuple[str, str], list[_Divided]] = defaultdict(list)
    for parts, name in names:
        alike[parts[0], parts[-1]].append((parts, name))
    for found in alike.values():
        found.sort(key=lambda one: (len(one[0]), one[1]))
        for (short, name), (long, other) in combinations(found, 2):
            if len(short) < len(long) and _is_within(short, long):
                yield name, other


def _is_within(short: Sequence[str], long: Sequence[str]) -> bool:
    rest = iter(long)
    return all(word in rest for word in short)


def _is_turned(name: str) -> bool:
    """Whether a name has a given name last and none first, or is written ``QUILL Ada``."""
    parts, printed = words(name), name.split()
    if len(printed[0]) > 2 and printed[0].isalpha() and printed[0].isupper() and printed[-1][1:].islower():
        return True
    return len(parts) > 1 and parts[-1] in GIVEN_NAMES and parts[0] not in GIVEN_NAMES and len(parts[0]) > 1


def _is_all_capitals(text: str) -> bool:
    return text.isupper()
