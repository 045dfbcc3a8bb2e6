"""Formatted references for a paper's page: APA, ACM, IEEE.

They are those of ``mlforsys cite`` (:mod:`archive.export.cite`), whose processor takes some 10 ms for each: five minutes
for 10,000 papers. So plain ones, of a paper by people with given names at a meeting of a known year, are formatted here;
a test checks that the processor's are equal. It formats all others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from archive.export.bibliographic_data import Reference
from archive.export.cite import cite
from archive.export.cite.processor import QUOTE, UNQUOTE
from archive.export.cite.typography import finish
from archive.model.months import MONTHS, SHORT_MONTHS
from archive.model.name_parts import NameParts
from archive.site.views import PaperView
from archive.store.editions import Registry

_MOST_APA = 20  # authors, before some are left out
_MOST_IEEE = 6
_QUOTES = frozenset("\"'<>“”‘’")  # and markup, which styles change in titles


def references(view: PaperView, reference: Reference, registry: Registry) -> dict[str, str]:
    """A paper's references by the names of their styles.

    Args:
        view: the paper.
        reference: its bibliographic data.
        registry: names its edition, for the processor.
    """
    if is_plain(reference):
        return {name: make(reference) for name, _, make in STYLES}
    return {name: _processed(view, registry, style) for name, style, _ in STYLES}


def is_plain(reference: Reference) -> bool:
    """Whether the functions here can format a reference: none of the styles' many exceptions applies."""
    if reference.doi or reference.withdrawn or not (reference.authors and reference.year and reference.url):
        return False
    if not (_begins_plainly(reference.title) and _begins_plainly(reference.container)):
        return False
    return _QUOTES.isdisjoint(reference.title) and all(map(_is_plain_name, reference.authors))


def _begins_plainly(text: str) -> bool:
    """Whether no style would capitalize a text's first letter."""
    return text[:1].isupper() or not text[:1].isalpha()


def _is_plain_name(name: NameParts) -> bool:
    given = name.given.replace(".", " ").replace("-", " ").split()
    return bool(given and name.family) and not name.suffix and "(" not in name.given and all(p[0].isupper() for p in given)


def apa(reference: Reference) -> str:
    """APA, seventh edition."""
    names = [f"{_family(name)}, {_initials(name)}" for name in reference.authors]
    if len(names) > _MOST_APA:
        people = f"{', '.join(names[: _MOST_APA - 1])}, … {names[-1]}"
    else:
        people = ", & ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
    date = reference.date
    when = f"{date.year}, {MONTHS[date.month - 1]} {date.day}" if date else str(reference.year)
    return finish(f"{people} ({when}). {reference.title}. {reference.container}. {reference.url}", reference.url)


def acm(reference: Reference) -> str:
    """ACM, as its proceedings print them."""
    people = _listed([f"{name.given} {_family(name)}" for name in reference.authors])
    date = reference.date
    when = f"{MONTHS[date.month - 1]} {date.day:02}, {date.year}" if date else str(reference.year)
    place = f" {reference.place}." if reference.place else ""
    where = f"In {reference.container}, {when}.{place} Retrieved from {reference.url}"
    return finish(f"{people}. {reference.year}. {reference.title}. {where}", reference.url)


def ieee(reference: Reference) -> str:
    """IEEE, as its journals print them."""
    names = [f"{_initials(name)} {_family(name)}" for name in reference.authors]
    people = f"{names[0]} et al." if len(names) > _MOST_IEEE else _listed(names)
    date = reference.date
    when = f"{_short(date.month)} {date.year}" if date else str(reference.year)
    where = ", ".join(part for part in (reference.container, reference.place, when) if part)
    text = f"{people}, {QUOTE}{reference.title},{UNQUOTE} in {where}. [Online]. Available: {reference.url}"
    return finish(text, reference.url)


def _short(month: int) -> str:
    name = SHORT_MONTHS[month - 1]
    return name if name == MONTHS[month - 1] else f"{name}."


Make = Callable[[Reference], str]
STYLES: tuple[tuple[str, str, Make], ...] = (("APA", "apa", apa), ("ACM", "acm", acm), ("IEEE", "ieee", ieee))


def _processed(view: PaperView, registry: Registry, style: str) -> str:
    ((_, text),) = cite([view.cited], registry, style)
    return text


def _family(name: NameParts) -> str:
    return f"{name.particle} {name.family}".strip()


def _initials(name: NameParts) -> str:
    """``J.-L. M.`` of ``Jean-Luc Marie``."""
    words = name.given.replace(".-", "-").replace(".", " ").split()
    return " ".join("-".join(f"{part[0].upper()}." for part in word.split("-") if part) for word in words)


def _listed(names: Sequence[str]) -> str:
    """``A, B, and C``."""
    if len(names) < 3:
        return " and ".join(names)
    return f"{', '.join(names[:-1])}, and {names[-1]}"
