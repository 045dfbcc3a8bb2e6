"""Which papers belong to one person. Bylines do if their folded names are equal (regardless of accents, case, full stops,
hyphens and academic titles), or if ``people.toml`` says so. Initials alone are not enough.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.catalogue.items import Item
from archive.model.name_case import usual_form
from archive.model.name_parts import family_names, family_of, name_key
from archive.model.paper import FamilyNames
from archive.model.plausibility import name_variants
from archive.store.people import KnownPeople


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


def with_family_names(authors: Iterable[str], stated: FamilyNames, known_people: KnownPeople) -> FamilyNames:
    """The family names that the store keeps for a paper: those that ``people.toml`` has, else those that a source
    states, and only if the rule would give another.
    """
    families = dict(stated) | {name: family for name in authors if (family := known_people.families.get(name_key(name)))}
    return family_names((name, families[name]) for name in authors if name in families)
