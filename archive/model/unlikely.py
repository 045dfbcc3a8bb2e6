"""Unlikely names and titles, which a person should check before the paper gets its id; also looked for in the store."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from archive.model.given_names import GIVEN_NAMES
from archive.model.name_parts import is_group
from archive.model.text import words
from archive.model.title_check import stray
from archive.model.titles import ornament

MANY_AUTHORS = 40
MANY_WORDS = 6  # of a name
_LACKS_COMMA = re.compile(r"(?!Mc|Mac|De|Di|Du|La|Le|Van|Von|Fitz|St|Al|El|Ab)[A-Z][a-z]+[a-z][A-Z][a-z]")  # ``QuillBo``
_SHORTEST_SHOUT = 12  # letters from which a title in capitals is unlikely; shorter ones are names of systems


def doubts(title: str, authors: Sequence[str]) -> Iterator[str]:
    """What is unlikely about a paper, as sentence fragments: names of one word, of very many words, in capitals or with
    a given name last; very many authors; a title in capitals, or with text that may not belong to it.
    """
    for name in authors:
        if not is_group(name) and (found := _doubt(name)):
            yield f"the author {name!r} {found}"
    if len(authors) >= MANY_AUTHORS:
        yield f"it has {len(authors)} authors"
    if found := ornament(title) or stray(title):
        yield f"its title {found}"
    if _shouts(title) and sum(map(str.isalpha, title)) >= _SHORTEST_SHOUT:
        yield "its title is in capitals"


def _doubt(name: str) -> str:
    """What is unlikely about a name, as the end of a sentence; empty if nothing."""
    parts = name.split()
    if len(parts) < 2 and name.isascii():
        return "has one word"
    if _is_turned(name):
        return "may have the family name first"
    if len(parts) >= MANY_WORDS:
        return f"has {len(parts)} words"
    if _shouts(name) and len(parts) > 1 and max(map(len, parts)) > 3:
        return "is in capitals"
    return "may be two names without a comma" if any(map(_LACKS_COMMA.match, parts[1:-1])) else ""


def with_and_without(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of names that may be one person's: one has an additional part, ``Ada Quill`` and ``Ada B. Quill``, or they
    differ in order, ``Quill Ada``.
    """
    alike: dict[tuple[str, str], list[tuple[list[str], str]]] = defaultdict(list)
    same: dict[tuple[str, ...], list[tuple[list[str], str]]] = defaultdict(list)
    for name in dict.fromkeys(names):
        parts = words(name)
        if len(parts) > 1:
            alike[parts[0], parts[-1]].append((parts, name))
            same[tuple(sorted(parts))].append((parts, name))
    for written in same.values():
        first, *rest = written
        yield from ((first[1], name) for parts, name in rest if parts != first[0])
    for found in alike.values():
        found.sort(key=lambda one: (len(one[0]), one[1]))
        for i, (short, name) in enumerate(found):
            for long, other in found[i + 1 :]:
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


def _may_be_two(name: str) -> bool:
    """Whether a name of four words or more has a given name in the middle too, behind a full word: ``Ada Quill Bob Reed``."""
    parts = words(name)
    middle = (i for i in range(2, len(parts) - 1) if parts[i] in GIVEN_NAMES and len(parts[i - 1]) > 1)
    return len(parts) > 3 and parts[0] in GIVEN_NAMES and any(middle)


def _shouts(text: str) -> bool:
    return text.isupper()
