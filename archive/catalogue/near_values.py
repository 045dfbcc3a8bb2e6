"""What may have been meant by a value that there is not: known ones that begin so, or are spelled nearly so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from archive.model.text import title_key, words

_MOST = 3  # values that an error proposes
_LEAST_ALIKE = 0.7  # of 1: how alike a value must be to be proposed
_AS_ALIKE = 0.1  # of 1: by how much less alike than the closest one further ones may be


def near_spellings(wanted: str, spellings: Collection[str], most: int) -> list[str]:
    """The spellings most like one that is not among them, the closest first: that one, and those nearly as close.

    Args:
        wanted: as it was typed, folded as the spellings are.
        spellings: of what there is.
        most: how many there may be.
    """
    from difflib import SequenceMatcher, get_close_matches

    def likeness(spelling: str) -> float:
        return SequenceMatcher(None, spelling, wanted).ratio()  # in the order of get_close_matches

    alike = get_close_matches(wanted, list(spellings), n=most, cutoff=_LEAST_ALIKE)
    return [spelling for spelling in alike if likeness(spelling) >= likeness(alike[0]) - _AS_ALIKE]


def near_values(wanted: str, known: Iterable[str]) -> list[str]:
    """A few known values that may have been meant: those with a word that begins with it, else those with similar spelling."""
    spelled: dict[str, str] = {}
    for value in sorted(known):
        for spelling in (value, *words(value)):
            spelled.setdefault(title_key(spelling), value)
    key = title_key(wanted)
    held = [value for spelling, value in spelled.items() if len(key) > 1 and spelling.startswith(key)]
    return list(dict.fromkeys(held or [spelled[near] for near in near_spellings(key, spelled, _MOST)]))[:_MOST]


def near_names(wanted: str, known: Iterable[str]) -> list[str]:
    """A few names of people that may have been meant. Of a name with initials, such as ``J. Dean``, only the names whose
    initials fit and whose family name is spelled alike; without any, those with that very family name.

    Args:
        wanted: as it was typed.
        known: the names of authors.
    """
    asked = words(wanted)
    initials, full = [word for word in asked if len(word) == 1], [word for word in asked if len(word) > 1]
    if not (initials and full):
        return near_values(wanted, known)
    return _names_with_initials(initials, full[-1], known)


def _names_with_initials(initials: Sequence[str], family: str, known: Iterable[str]) -> list[str]:
    families = _by_family(known)
    near = ((name, other) for other in _near_families(family, families) for name in families[other])
    fitting = [name for name, other in near if _has_initials(initials, words(name), other)]
    return list(dict.fromkeys(fitting or families.get(family, [])))[:_MOST]


def _by_family(known: Iterable[str]) -> dict[str, list[str]]:
    """Names by each word that may be the family name: all but the first."""
    families: dict[str, list[str]] = {}
    for name in sorted(known):
        for family in dict.fromkeys(words(name)[1:]):
            families.setdefault(family, []).append(name)
    return families


def _near_families(wanted: str, families: Collection[str]) -> list[str]:
    """The family names that begin so, and those spelled alike, whether or not nearly as alike as the closest."""
    from difflib import get_close_matches

    begun = sorted(family for family in families if family.startswith(wanted))
    return [*begun, *get_close_matches(wanted, list(families), n=2 * _MOST, cutoff=_LEAST_ALIKE)]


def _has_initials(letters: Iterable[str], name: Sequence[str], family: str) -> bool:
    """Whether words before the family name begin with these letters."""
    given = name[: name.index(family)]
    return all(any(word.startswith(letter) for word in given) for letter in letters)
