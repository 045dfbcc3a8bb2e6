"""People who may be one person; ``people.toml`` says whether they are."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from archive.catalogue.author_identity import Person
from archive.model.name_parts import name_key
from archive.model.text import words
from archive.store.people import KnownPeople

_ALMOST = 90  # of 100: how alike two spellings are, one or two letters apart


class PossibleDuplicate(NamedTuple):
    """Two names that may be one person's, and the reason."""

    one: str
    other: str
    reason: str


def possible_duplicates(everybody: Sequence[Person], known_people: KnownPeople) -> Iterator[PossibleDuplicate]:
    """Pairs of people who may be one person and of whom ``people.toml`` says nothing, sorted by name."""
    persons = sorted(everybody, key=lambda person: name_key(person.name))
    coauthors = [_coauthors(person) for person in persons]
    for one, other in sorted(_candidates(persons, coauthors)):
        names = persons[one].name, persons[other].name
        if frozenset(map(name_key, names)) not in known_people.different:
            shared = coauthors[one] & coauthors[other]
            if reason := _likeness(words(names[0]), words(names[1]), shared):
                yield PossibleDuplicate(*names, reason)


def _candidates(persons: Sequence[Person], coauthors: Sequence[set[str]]) -> set[tuple[int, int]]:
    """The pairs for which :func:`_likeness` may find a reason, as numbers of persons, the lower one first: names with
    the same words, with the same first and last word, or with a common word and a common coauthor.

    This avoids comparing all pairs, which are far too many for thousands of people.
    """
    alike: dict[tuple[str, ...], list[int]] = defaultdict(list)
    wrote_with: dict[str, list[int]] = defaultdict(list)
    for number, person in enumerate(persons):
        parts = words(person.name)
        for key in {("words", *sorted(parts)), ("ends", *parts[:1], *parts[-1:])}:
            alike[key].append(number)
        for name in coauthors[number]:
            wrote_with[name].append(number)
    pairs = {pair for numbers in alike.values() for pair in itertools.combinations(numbers, 2)}
    return pairs.union(*(_with_common_word(numbers, persons) for numbers in wrote_with.values()))


def _with_common_word(numbers: Iterable[int], persons: Sequence[Person]) -> Iterator[tuple[int, int]]:
    """The pairs of persons, given by their numbers, whose names have a word in common."""
    by_word: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        for word in set(words(persons[number].name)):
            by_word[word].append(number)
    for some in by_word.values():
        yield from itertools.combinations(some, 2)


def _likeness(one: list[str], other: list[str], shared: set[str]) -> str | None:
    if sorted(one) == sorted(other):
        return "family and given name swapped"
    if min(len(one), len(other)) < 2:
        return None
    short, long = sorted((one, other), key=len)
    if (short[0], short[-1]) == (long[0], long[-1]) and len(short) < len(long) and _is_within(short, long):
        return "an extra middle name"
    return _likeness_of_coauthors(short, long, shared) if shared else None


def _likeness_of_coauthors(short: list[str], long: list[str], shared: set[str]) -> str | None:
    """Why two names, the shorter one first, may be one person's, who both wrote with the same people."""
    together = f"both wrote with {' and '.join(sorted(shared)[:2])}"
    if short[-1] == long[-1] and _initials_fit(short[:-1], long[:-1]):
        return f"the initials match, and {together}"
    if _is_almost(" ".join(short), " ".join(long)):
        return f"almost the same spelling, and {together}"
    return None


def _is_within(short: list[str], long: list[str]) -> bool:
    rest = iter(long)
    return all(word in rest for word in short)


def _initials_fit(one: list[str], other: list[str]) -> bool:
    pairs = list(zip(one, other, strict=False))
    return bool(pairs) and all(a[0] == b[0] and (a == b or 1 in (len(a), len(b))) for a, b in pairs)


def _is_almost(one: str, other: str) -> bool:
    from rapidfuzz import fuzz

    return fuzz.ratio(one, other) >= _ALMOST


def _coauthors(person: Person) -> set[str]:
    return {name for item in person.items for name in item.paper.authors} - set(person.variants)
