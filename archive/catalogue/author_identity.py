"""People: which bylines belong to one person, and which only look as if they did.

Bylines belong to one person if their folded names are equal, that is regardless of accents, case, full stops, hyphens
and academic titles. Initials alone are not enough. Everything else is decided by a person in ``people.toml``, the
bundled one and a root's own::

    [[person]]
    name = "Azalia Mirhoseini"          # the name to show
    variants = ["A. Mirhoseini"]        # other bylines of hers
    orcid = "0000-0000-0000-0000"       # if known
    family = "García Márquez"           # the family name, if the rule gives another
    reason = "how we know"

    [[different]]
    names = ["Wei Wang", "Wei L. Wang"] # these are two people
    reason = "how we know"
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from archive.catalogue.items import Item
from archive.errors import StoreError
from archive.model.name_case import usual_form
from archive.model.name_parts import family_names, family_of
from archive.model.paper import FamilyNames
from archive.model.plausibility import name_variants
from archive.model.text import words
from archive.store.files import read_toml
from archive.store.root import PEOPLE, data_files

_TITLES = frozenset({"dr", "prof", "professor", "mr", "mrs", "ms"})
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_FORM = "It has [[person]] with name, variants and reason, and [[different]] with names and reason."
_ALMOST = 90  # of 100: how alike two spellings are, one or two letters apart


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """A person with papers in the archive.

    Attributes:
        name: the name to show.
        variants: all bylines, as papers print them, sorted.
        items: their papers, in the archive's order.
        orcid: if ``people.toml`` has it.
        family: the family name in ``name``, stated or by the rule.
    """

    name: str
    variants: tuple[str, ...]
    items: tuple[Item, ...]
    orcid: str | None = None
    family: str = ""

    @property
    def withdrawn_count(self) -> int:
        """How many of their papers were withdrawn."""
        return sum(item.paper.withdrawn for item in self.items)

    @property
    def papers_count(self) -> int:
        """How many papers they have, without the withdrawn ones."""
        return len(self.items) - self.withdrawn_count

    @property
    def years(self) -> list[int]:
        """The years in which papers of theirs appeared, ascending, each once."""
        return sorted({item.edition.year for item in self.items if item.edition.year})


class PossibleDuplicate(NamedTuple):
    """Two names that may be one person's, and the reason."""

    one: str
    other: str
    reason: str


@dataclass(frozen=True, slots=True)
class KnownPeople:
    """What ``people.toml`` says; keys are those of :func:`name_key`.

    Attributes:
        names: the name to show, by each byline of a person with several.
        spellings: each of these names and bylines as ``people.toml`` writes it.
        orcids: by name.
        families: family names, by name.
        different: pairs of names of two people.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    orcids: Mapping[str, str] = field(default_factory=dict)
    families: Mapping[str, str] = field(default_factory=dict)
    different: frozenset[frozenset[str]] = frozenset()
    spellings: Mapping[str, str] = field(default_factory=dict)


def name_key(name: str) -> str:
    """A name in a form that is the same for all its spellings: folded words, without academic titles."""
    parts = words(name)
    while len(parts) > 1 and parts[0] in _TITLES:
        del parts[0]
    return " ".join(parts)


def load_known_people(root: Path | None = None) -> KnownPeople:
    """What ``people.toml`` says: the root's own and, unless it is an archive of its own, the bundled one.

    Raises:
        StoreError: a file is damaged; the message names file and entry.
    """
    names: dict[str, str] = {}
    orcids: dict[str, str] = {}
    families: dict[str, str] = {}
    different: set[frozenset[str]] = set()
    spellings: dict[str, str] = {}
    for path in data_files(root, PEOPLE):
        table = read_toml(path)
        if unknown := table.keys() - {"person", "different"}:
            raise StoreError(f"{path}: unknown table {sorted(unknown)[0]!r}. {_FORM}")
        for entry in _entries(path, table, "person", {"name", "variants", "orcid", "family", "reason"}):
            forms = _by_key(entry["name"], *entry.get("variants", ()))
            spellings |= forms
            names |= dict.fromkeys(forms, entry["name"])
            if "orcid" in entry:
                orcids[name_key(entry["name"])] = entry["orcid"]
            if "family" in entry:
                families |= dict.fromkeys(forms, entry["family"])
        for entry in _entries(path, table, "different", {"names", "reason"}):
            different |= {frozenset(map(name_key, pair)) for pair in itertools.combinations(entry["names"], 2)}
    return KnownPeople(names, orcids, families, frozenset(different), spellings)


def _by_key(*names: str) -> dict[str, str]:
    """Names by their keys; of several with one key the first."""
    return {name_key(name): name for name in reversed(names)}


def unknown_names(names: Iterable[str], known_people: KnownPeople) -> list[str]:
    """The names that ``people.toml`` does not have. Those that it has are right, however unlikely they look."""
    return [name for name in names if name_key(name) not in known_people.names]


def possible_same_person(new: Iterable[str], known: Iterable[str], known_people: KnownPeople) -> Iterator[str]:
    """Sentences about pairs of names that differ only in a part or in order, if one of the two is new and
    ``people.toml`` says nothing of them.

    Args:
        new: names of new papers.
        known: names of all other papers.
        known_people: what ``people.toml`` says.
    """
    names = dict.fromkeys(new)
    for one, other in name_variants([*names, *known]):
        keys = name_key(one), name_key(other)
        is_settled = frozenset(keys) in known_people.different or len({known_people.names.get(key, key) for key in keys}) == 1
        if (one in names or other in names) and not is_settled:
            yield f"{one} and {other} may be one person; if so, say so in people.toml."


def people(items: Iterable[Item], known_people: KnownPeople | None = None) -> list[Person]:
    """All authors, those with most papers first, then by name.

    Args:
        items: the papers.
        known_people: what ``people.toml`` says; without it, only equal folded names are one person.
    """
    known_people = known_people or KnownPeople()
    papers: dict[str, dict[str, Item]] = defaultdict(dict)
    bylines: dict[str, Counter[str]] = defaultdict(Counter)
    stated: dict[str, str] = {}
    for item in items:
        stated |= dict(item.paper.family_names)
        for name in item.paper.authors:
            key = name_key(known_people.names.get(name_key(name), name))
            papers[key][item.paper.id] = item
            bylines[key][name] += 1
    shown = {key: known_people.names.get(key) or usual_form(bylines[key]) for key in papers}
    found = [
        Person(
            name=shown[key],
            variants=tuple(sorted(bylines[key])),
            items=tuple(papers[key].values()),
            orcid=known_people.orcids.get(key),
            family=known_people.families.get(key) or family_of(shown[key], stated),
        )
        for key in papers
    ]
    return sorted(found, key=lambda person: (-len(person.items), name_key(person.name)))


def with_families(authors: Iterable[str], stated: FamilyNames, known_people: KnownPeople) -> FamilyNames:
    """The family names that the store keeps for a paper: those that ``people.toml`` has, else those that a source
    states, and only where the rule would give another.
    """
    families = dict(stated) | {name: family for name in authors if (family := known_people.families.get(name_key(name)))}
    return family_names((name, families[name]) for name in authors if name in families)


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
    holders: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        for word in set(words(persons[number].name)):
            holders[word].append(number)
    for some in holders.values():
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


def _entries(path: Path, table: Mapping[str, Any], kind: str, keys: set[str]) -> Iterator[dict[str, Any]]:
    entries = table.get(kind, [])
    for i, entry in enumerate(entries if isinstance(entries, list) else [entries]):
        problem = _problem(entry, keys)
        if problem:
            raise StoreError(f"{path}: [[{kind}]] number {i + 1}: {problem}. {_FORM}")
        yield entry


_LISTS = ("variants", "names")


def _value_problem(key: str, value: Any) -> str | None:
    if key in _LISTS:
        is_list = isinstance(value, list) and all(isinstance(text, str) for text in value)
        return None if is_list else f"{key} should be a list of texts"
    return None if isinstance(value, str) else f"{key} should be a text"


def _problem(entry: Any, keys: set[str]) -> str | None:
    if not isinstance(entry, dict):
        return "it should be a table"
    if unknown := entry.keys() - keys:
        return f"unknown key {sorted(unknown)[0]!r}"
    if missing := keys - {"variants", "orcid", "family"} - entry.keys():
        return f"{sorted(missing)[0]} is missing"
    for key, value in entry.items():
        if problem := _value_problem(key, value):
            return problem
    if "orcid" in entry and not _ORCID.fullmatch(entry["orcid"]):
        return f"{entry['orcid']!r} is not an ORCID iD"
    return None
