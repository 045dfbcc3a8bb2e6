"""Filters that search, export and others share: years, editions, topics, author, venue, award."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from archive.errors import UsageError
from archive.model.text import without_apostrophes, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive.model.record import Record
    from archive.store.root import Root

_YEARS = re.compile(r"^(\d{4})?(\s*(?:-|\u2212|\u2013|\.\.)\s*)?(\d{4})?$", re.ASCII)


class Years(NamedTuple):
    """Years from ``first`` to ``last``, both included; open where None."""

    first: int | None = None
    last: int | None = None

    def include(self, year: int | None) -> bool:
        return year is not None and (self.first or 0) <= year <= (self.last or 9999)


class Filters(NamedTuple):
    """What a paper must be; what is empty demands nothing. Several editions are alternatives. Of
    topics, each set holds alternatives, and one of each set must hold."""

    years: Years | None = None
    editions: tuple[str, ...] = ()
    topics: tuple[frozenset[str], ...] = ()
    author: str | None = None
    venue: str | None = None
    award: bool = False

    def accepts(self, record: Record) -> bool:
        """Whether a paper passes."""
        return (
            (self.years is None or self.years.include(record["year"]))
            and (not self.editions or record["edition"] in self.editions)
            and all(not alternatives.isdisjoint(record["topics"]) for alternatives in self.topics)
            and (self.author is None or any(is_person(self.author, name) for name in record["authors"]))
            and (self.venue is None or words(self.venue) == words(record["venue"] or ""))
            and (not self.award or bool(record["award"]))
        )


def parse_years(text: str) -> Years:
    """``2019``, ``2018-2020``, ``2021-`` or ``-2020``; :class:`UsageError` for anything else."""
    found = _YEARS.match(text.strip())
    if not found or not (found[1] or found[3]) or (found[1] and found[3] and not found[2]):
        raise UsageError(f"{text!r} is no year. Write 2019, 2018-2020, 2021- or -2020.")
    first, last = (int(year) if year else None for year in (found[1], found[3]))
    if not found[2]:
        last = first
    if first and last and first > last:
        raise UsageError(f"{text!r} ends before it begins. Write {last}-{first}.")
    return Years(first, last)


def is_person(wanted: str, name: str) -> bool:
    """Whether all words of ``wanted`` are words of one name, accents, case and apostrophes aside."""
    asked = set(words(without_apostrophes(wanted)))
    return bool(asked) and asked <= {*words(name), *words(without_apostrophes(name))}


def read_filters(
    root: Root,
    *,
    year: str | None = None,
    edition: Sequence[str] | None = None,
    topic: Sequence[str] | None = None,
    any_topic: Sequence[str] | None = None,
    author: str | None = None,
    venue: str | None = None,
    award: bool = False,
) -> Filters:
    """Filters from what a user wrote; an unknown edition or topic or an unreadable year is a :class:`UsageError`."""
    if edition:
        from archive.store.editions import load_registry

        registry = load_registry(root.folder)
        edition = [registry.find(edition_id).id for edition_id in edition]
    return Filters(
        years=parse_years(year) if year is not None else None,
        editions=tuple(edition or ()),
        topics=_topics(root, topic, any_topic) if topic or any_topic else (),
        author=author or None,
        venue=venue or None,
        award=award,
    )


def _topics(root: Root, all_of: Sequence[str] | None, any_of: Sequence[str] | None) -> tuple[frozenset[str], ...]:
    from archive.catalogue.taxonomy import load_taxonomy

    taxonomy = load_taxonomy(root.folder)
    demanded = [taxonomy.within(taxonomy.find(topic).id) for topic in all_of or ()]
    if any_of:
        demanded.append(frozenset[str]().union(*(taxonomy.within(taxonomy.find(topic).id) for topic in any_of)))
    return tuple(demanded)
