"""What ``people.toml`` says of authors: the bundled file and a root's own::

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
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.errors import StoreError
from archive.model.name_parts import name_key
from archive.model.text import quote
from archive.store.file_names import PEOPLE
from archive.store.files import read_toml
from archive.store.root import data_files
from archive.store.validation import LINE, TEXT, TEXTS, Rule, matching, problems

_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_PERSON: Mapping[str, Rule] = {
    "name": LINE,
    "variants": TEXTS,
    "orcid": matching(_ORCID.fullmatch, "an ORCID iD"),
    "family": LINE,
    "reason": TEXT,
}
_DIFFERENT: Mapping[str, Rule] = {"names": TEXTS, "reason": TEXT}
_FORM = "It has [[person]] with name, variants and reason, and [[different]] with names and reason."


@dataclass(frozen=True, slots=True)
class KnownPeople:
    """What ``people.toml`` says; keys are those of :func:`name_key`.

    Attributes:
        names: the name to show, by each byline of a person.
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


def load_known_people(folder: Path | None = None) -> KnownPeople:
    """What ``people.toml`` says: the root's own and, unless it is an archive of its own, the bundled one.

    Raises:
        StoreError: a file is damaged; the message names file and entry.
    """
    names: dict[str, str] = {}
    orcids: dict[str, str] = {}
    families: dict[str, str] = {}
    different: set[frozenset[str]] = set()
    spellings: dict[str, str] = {}
    for path in data_files(folder, PEOPLE):
        table = read_toml(path)
        if unknown := table.keys() - {"person", "different"}:
            raise StoreError(f"{path}: unknown table {quote(sorted(unknown)[0])}. {_FORM}")
        for entry in _entries(path, table, "person", _PERSON, ("name", "reason")):
            forms = _by_key(entry["name"], *entry.get("variants", ()))
            spellings |= forms
            names |= dict.fromkeys(forms, entry["name"])
            if "orcid" in entry:
                orcids[name_key(entry["name"])] = entry["orcid"]
            if "family" in entry:
                families |= dict.fromkeys(forms, entry["family"])
        for entry in _entries(path, table, "different", _DIFFERENT, ("names", "reason")):
            different |= {frozenset(map(name_key, pair)) for pair in itertools.combinations(entry["names"], 2)}
    return KnownPeople(names, orcids, families, frozenset(different), spellings)


def _by_key(*names: str) -> dict[str, str]:
    """Names by their keys; of several with one key the first."""
    return {name_key(name): name for name in reversed(names)}


def unknown_names(names: Iterable[str], known_people: KnownPeople) -> list[str]:
    """The names that ``people.toml`` does not have. Those that it has are right, however unlikely they look."""
    return [name for name in names if name_key(name) not in known_people.names]


def _entries(
    path: Path, table: Mapping[str, Any], kind: str, rules: Mapping[str, Rule], required: Iterable[str]
) -> Iterator[dict[str, Any]]:
    """The entries of one kind, all of them checked."""
    entries = table.get(kind, [])
    for number, entry in enumerate(entries if isinstance(entries, list) else [entries], start=1):
        if problem := next(problems(entry, rules, required, what="a table", key="key"), None):
            raise StoreError(f"{path}: [[{kind}]] number {number}: {problem}. {_FORM}")
        yield entry
