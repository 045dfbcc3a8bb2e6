"""What is possible and seldom right: what a person should look at before a paper gets its id, and in a store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from archive.model.given_names import GIVEN_NAMES
from archive.model.name_parts import is_group
from archive.model.text import words
from archive.model.titles import ornament

MANY_AUTHORS = 40
MANY_WORDS = 6  # of a name
_SHORTEST_SHOUT = 12  # letters of a title in capitals; shorter ones are names of systems


def doubts(title: str, authors: Sequence[str]) -> Iterator[str]:
    """What is unlikely of one paper, a sentence fragment each: names of one word, of very many, or with
    a given name last; a very long list
    of authors, a title in capitals or with something that may be no part of it."""
    for name in authors:
        if is_group(name):
            continue
        if len(name.split()) == 1 and name.isascii():
            yield f"the author {name!r} has one word"
        elif _is_turned(name):
            yield f"the author {name!r} may have the family name first"
        elif len(name.split()) >= MANY_WORDS:
            yield f"the author {name!r} has {len(name.split())} words"
        elif _shouts(name) and len(name.split()) > 1 and max(map(len, name.split())) > 3:
            yield f"the author {name!r} is in capitals"
    if len(authors) >= MANY_AUTHORS:
        yield f"it has {len(authors)} authors"
    if found := ornament(title):
        yield f"its title {found}"
    if _shouts(title) and sum(map(str.isalpha, title)) >= _SHORTEST_SHOUT:
        yield "its title is in capitals"


def with_and_without(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of names of which one has a part more, ``Ada Quill`` and ``Ada B. Quill``, or the same in another order,
    ``Quill Ada``: perhaps one person."""
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
    """Whether a name has a given name last, and none first."""
    parts = words(name)
    return len(parts) > 1 and parts[-1] in GIVEN_NAMES and parts[0] not in GIVEN_NAMES and len(parts[0]) > 1


def _shouts(text: str) -> bool:
    return text.isupper()
