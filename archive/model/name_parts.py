"""The parts of a name: which words are the family name, and how references divide a name.

A family name that a source or a person states is taken as it is, and passed to these functions. Otherwise
:func:`family_name` gives it by rule, which cannot know that ``García Márquez`` is one name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from archive.model.paper import FamilyNames
from archive.model.text import fold, squeeze, words

# Lower-case words that belong to the family name that follows them: Alexander *van Renen*.
PARTICLES = frozenset(
    "af al at av ben bin da dal dalla das de degli dei del della den der di do dos du el ibn in la las le lo los "
    "op st te ten ter und van vom von y zu zum zur 't ’t".split()
)
ACADEMIC_TITLES = frozenset({"dr", "prof", "professor", "mr", "mrs", "ms"})
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_AMBIGUOUS_SUFFIX = "V"  # it may be an initial: *Anand V*
_IN_PARENTHESES = re.compile(r"\([^()]*\)")
# Words that only names of groups have: legal forms, and words such as *team*.
_GROUP = re.compile(
    r"(?:\b(?:Inc\.?|Ltd\.?|Corp\.?|GmbH|LLC|LLP|PLC|Co\.)$)|(?:^|\s)(?:Team|Consortium|Collaboration|Collective|"
    r"Working Group|Task Force|Committee|Foundation|Initiative|Corporation|Company)$|"
    r"^The\s\S+(?:\s\S+)*\s(?:Authors|Group|Project)$"
)
_GROUPS = frozenset({"DeepMind", "Google DeepMind", "Google Brain", "Meta AI", "Microsoft Research", "Mistral AI", "OpenAI"})


class NameParts(NamedTuple):
    """A name as references divide it; a single name is all in ``family``, and ``given`` is empty."""

    given: str
    particle: str
    family: str
    suffix: str


def is_group(name: str) -> bool:
    """Whether a name is evidently a group's: ``Barnes and Kite, Inc.``, ``Kite Team``, ``DeepMind``."""
    return name in _GROUPS or bool(_GROUP.search(name))


def family_name(name: str) -> str:
    """The family name with its particles: ``van Renen`` of ``Alexander van Renen``; ``Li`` of
    ``Xiaozhou (Steve) Li``; ``Haj-Ali`` of ``Ameer Haj-Ali``; ``Van der Berg`` of ``Mia Van der Berg``.
    A single name and a group's are their own family names."""
    if is_group(name):
        return name
    if "," in name:
        return name.split(",")[0].strip()
    parts = _IN_PARENTHESES.sub(" ", name).split() or name.split()
    while len(parts) > 1 and _ends_as_suffix(parts):
        parts.pop()
    start = len(parts) - 1
    while start > 1 and parts[start - 1].lower() in PARTICLES:
        start -= 1
    if PARTICLES.isdisjoint(parts[start:]):  # a capitalized word alone is not a particle: *Le* and *Van* are given names too
        start = len(parts) - 1
    return " ".join(parts[start:])


def given_name(name: str, family: str | None = None) -> str:
    """What precedes the family name, including parentheses; empty for a single name. ``family`` is the stated family
    name, if any.
    """
    if family is None and "," in name and not is_group(name):
        return name.split(",")[-1].strip()
    family, suffix = family or family_name(name), name_suffix(name)
    rest = name.removesuffix(suffix).rstrip() if suffix else name
    before, _, after = rest.rpartition(family) if family else (rest, "", "")
    return squeeze(f"{before} {after}")


def name_suffix(name: str) -> str:
    """The suffix after the family name, such as ``Jr.`` or ``III``; empty if there is none."""
    words = name.split()
    return words[-1] if len(words) > 1 and _ends_as_suffix(words) and not is_group(name) else ""


def stated(name: str, family: str) -> str | None:
    """A stated family name, if the rule would give another one; else None, also if it is not part of the name."""
    family = squeeze(family)
    words = family.split()
    while len(words) > 1 and is_suffix(words[-1]):  # some systems have ``Zuse Jr.`` in the field
        family = " ".join(words := words[:-1])
    return family if family and family in name and family != family_name(name) else None


def family_names(pairs: Iterable[tuple[str, str]]) -> FamilyNames:
    """The pairs of author and stated family name that the store keeps: each author once, and only if the rule would
    give another.
    """
    kept = {name: said for name, family in pairs if (said := stated(name, family))}
    return tuple(kept.items())


@lru_cache(maxsize=10_000)  # a site names everybody in many files
def name_parts(name: str, family: str | None = None) -> NameParts:
    """``Mia van der Berg Jr.`` and ``van der Berg, Jr., Mia`` alike; ``family`` is the family name if it
    is stated. Particles are the words up to the last lower-case one before the family name proper (as
    BibTeX has it: btxdoc, section 4)."""
    said, given, suffix = family or family_name(name), given_name(name, family), name_suffix(name)
    if family is None and is_group(name):
        return NameParts("", "", name, "")
    if family is None and "," in name:
        given, suffix = _after_family(name)
    if not given or not said:
        return NameParts("", "", squeeze(f"{given} {said} {suffix}"), "")
    words = said.split()
    at = _end_of_particles(words) if family is None else _end_of_first_particles(words)
    return NameParts(given, " ".join(words[:at]), " ".join(words[at:]), suffix)


def _after_family(name: str) -> tuple[str, str]:
    """The given name and the suffix of ``Berg, Jr., Mia``, in any order."""
    rest = list(filter(None, map(str.strip, name.split(",")[1:])))
    suffix = next(filter(is_suffix, rest), "")
    return " ".join(part for part in rest if part != suffix), suffix


def _end_of_particles(family: Sequence[str]) -> int:
    """After how many words the family name proper begins: after the last particle."""
    return max((i for i, word in enumerate(family[:-1], 1) if word in PARTICLES), default=0)


def _end_of_first_particles(family: Sequence[str]) -> int:
    """After how many words a stated family name proper begins: after its leading particles only, as in ``Ortega y Gasset``."""
    return next((i for i, word in enumerate(family[:-1]) if word not in PARTICLES), len(family) - 1)


def family_of(name: str, stated_names: Mapping[str, str]) -> str:
    """The family name of an author: the stated one, else the one by rule."""
    return stated_names.get(name) or family_name(name)


def is_suffix(word: str) -> bool:
    """Whether a word is a suffix such as ``Jr.`` or ``III``."""
    return fold(word).rstrip(".") in SUFFIXES and len(word.split()) == 1


def with_stop(suffix: str) -> str:
    """``Jr`` as ``Jr.``; numbers stay."""
    return suffix + "." if fold(suffix) in {"jr", "sr"} else suffix


def _ends_as_suffix(words: list[str]) -> bool:
    return is_suffix(words[-1])


def name_key(name: str) -> str:
    """A name in a form that is the same for all its spellings: folded words, without academic titles."""
    parts = words(name)
    while len(parts) > 1 and parts[0] in ACADEMIC_TITLES:
        del parts[0]
    return " ".join(parts)
