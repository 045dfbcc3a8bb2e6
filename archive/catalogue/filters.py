"""The filters that search, export, site, stats and authors share: years, editions, topics, authors, venues, award.

Values of one filter are alternatives; all filters must hold. Values are compared without case, accents, blanks and
hyphens. A value that nothing has is a :class:`UsageError` that names similar ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from archive.errors import UsageError
from archive.model.text import did_you_mean, venue_key, without_apostrophes, words

if TYPE_CHECKING:
    from archive.model.paper import Edition
    from archive.model.record import Record
    from archive.store.editions import Registry
    from archive.store.root import Root

Values = str | int | Sequence[str | int] | None
"""The values of one filter: one, several or none; each may itself be several, separated by commas."""

YEARS = re.compile(r"^(\d{4})?(\s*(?:-|\u2212|\u2013|\.\.)\s*)?(\d{4})?$", re.ASCII)


class Years(NamedTuple):
    """Years from ``first`` to ``last``, both included; None leaves an end open."""

    first: int | None = None
    last: int | None = None

    def include(self, year: int | None) -> bool:
        """Whether a year is within them."""
        return year is not None and (self.first or 0) <= year <= (self.last or 9999)


class Filters(NamedTuple):
    """Conditions that papers must meet; an empty field is no condition.

    Attributes:
        years: one of them must include the paper's year.
        editions: ids, of which one must be the paper's.
        topics: sets of ids; the paper must have a topic of each set.
        authors: names, of which one must be an author's.
        venues: one must be the paper's.
        award: the paper must have an award.
    """

    years: tuple[Years, ...] = ()
    editions: tuple[str, ...] = ()
    topics: tuple[frozenset[str], ...] = ()
    authors: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    award: bool = False

    def accepts(self, record: Record) -> bool:
        """Whether a paper passes all filters."""
        return self._accept_edition(record) and self._accept_paper(record)

    def _accept_edition(self, record: Record) -> bool:
        """Whether a paper's edition passes: by its year, its id and its venue."""
        return (
            (not self.years or any(years.include(record["year"]) for years in self.years))
            and (not self.editions or record["edition"] in self.editions)
            and (not self.venues or venue_key(record["venue"] or "") in map(venue_key, self.venues))
        )

    def _accept_paper(self, record: Record) -> bool:
        """Whether a paper passes by its own facts: its topics, authors and award."""
        return (
            all(not alternatives.isdisjoint(record["topics"]) for alternatives in self.topics)
            and (not self.authors or any(is_person(author, name) for author in self.authors for name in record["authors"]))
            and (not self.award or bool(record["award"]))
        )


def parse_years(text: str) -> Years:
    """The years of ``2019``, ``2018-2020``, ``2021-`` or ``-2020``.

    Raises:
        UsageError: the text is anything else.
    """
    years = _years_in(text)
    if years is None:
        raise UsageError(f'Invalid year "{text}": use 2019, 2018-2020 or 2021-.')
    first, last = years
    if first and last and first > last:
        raise UsageError(f'Invalid years "{text}": the first year is after the last. Use {last}-{first}.')
    return years


def _years_in(text: str) -> Years | None:
    """The years that a text names, in whatever order; None if it names none, or two without a dash between them."""
    found = YEARS.match(text.strip())
    if not found:
        return None
    first, dash, last = found.groups()
    if not dash:
        return Years(int(first), int(first)) if first and not last else None
    return Years(int(first) if first else None, int(last) if last else None) if first or last else None


def is_person(wanted: str, name: str) -> bool:
    """Whether every word of ``wanted`` is a word of the name, regardless of accents, case and apostrophes. A single letter
    is also the initial of a word before those that are given in full: ``T. Kraska``, but not ``W. Li`` for Li Wang.
    """
    asked = set(words(without_apostrophes(wanted)))
    missing = asked - {*words(name), *words(without_apostrophes(name))}
    return bool(asked) and (not missing or _are_initials(missing, asked, words(without_apostrophes(name))))


def _are_initials(letters: Collection[str], asked: Collection[str], name: Sequence[str]) -> bool:
    """Whether all of these are initials of words of a name that are before a word that is asked for in full."""
    full = [at for at, word in enumerate(name) if len(word) > 1 and word in asked]
    given = [word for word in name[: full[-1]] if word not in asked] if full else []
    return all(len(letter) == 1 and any(word.startswith(letter) for word in given) for letter in letters)


def people_named(text: str, names: Iterable[str]) -> list[str]:
    """The people that a text with a comma means: one, as in ``Kraska, Tim``, if some name has all the words; else several,
    as in ``kraska,alizadeh``.

    Args:
        text: as it was typed.
        names: the names of authors.
    """
    if "," not in text or any(is_person(text, name) for name in names):
        return [text]
    return [one for one in map(str.strip, text.split(",")) if one]


def split_values(given: Values) -> list[str]:
    """The values of one filter, split at commas.

    Raises:
        UsageError: a value between commas is empty.
    """
    given = [given] if isinstance(given, str | int) else given or ()
    return [value for text in given for value in _split(str(text))]


def _split(text: str) -> list[str]:
    values = [value.strip() for value in text.split(",")]
    if not all(values):
        raise UsageError(f'Invalid value "{text}": use one value, or several with commas between them.')
    return values


def read_filters(
    root: Root,
    *,
    year: Values = None,
    edition: Values = None,
    topic: Values = None,
    author: Values = None,
    venue: Values = None,
    award: bool = False,
    author_names: Callable[[], Iterable[str]] | None = None,
) -> Filters:
    """Filters from values as users write them.

    Args:
        root: the archive's root.
        year: years or ranges of years.
        edition: ids of editions, or years, which stand for all editions of that year.
        topic: ids, names or synonyms of topics; narrower topics are included.
        author: names, or parts of names.
        venue: venues.
        award: only papers with an award.
        author_names: gives the names of all authors as papers print them; by default they are read from the store.

    Raises:
        UsageError: a value cannot be read, or no edition, topic or paper has it.
    """
    registry = _registry(root) if year or edition or venue else None
    names = author_names or (lambda: stored_authors(root))
    return Filters(
        years=_years(year, registry) if registry is not None else (),
        editions=_edition_ids(edition, registry) if registry is not None else (),
        topics=(_topics(root, split_values(topic)),) if topic else (),
        authors=_authors(author, names()) if author else (),
        venues=_venues(split_values(venue), registry) if registry is not None else (),
        award=award,
    )


def uncollected(root: Root, filters: Filters, *, only_named: bool = True) -> list[Edition]:
    """Registered editions that pass the filters but have no papers in the store.

    Args:
        root: the archive's root.
        filters: of which only years, editions and venues count.
        only_named: only editions that a filter names by id or by a single year.
    """
    if not filters.editions and not filters.years:
        return []
    found = []
    for edition in without_papers(root):
        named = edition.id in filters.editions or Years(edition.year, edition.year) in filters.years
        fact = {"year": edition.year, "edition": edition.id, "venue": edition.venue}
        passes = Filters(filters.years, filters.editions, venues=filters.venues).accepts(fact)
        if passes and (named or not only_named):
            found.append(edition)
    return found


def without_papers(root: Root) -> list[Edition]:
    """All registered editions that have no papers in the store."""
    stored = set(root.store.editions())
    return [edition for edition in _registry(root).values() if edition.id not in stored]


def stored_authors(root: Root) -> set[str]:
    """The names of all authors in the store, as papers print them."""
    return {name for edition in root.store.editions() for paper in root.store.papers(edition) for name in paper.authors}


def _registry(root: Root) -> Registry:
    from archive.store.editions import load_registry

    return load_registry(root.folder)


def _years(given: Values, registry: Registry) -> tuple[Years, ...]:
    known = sorted({edition.year for edition in registry.values()})
    found = []
    for whole in [given] if isinstance(given, str | int) else given or ():
        for text in map(str.strip, str(whole).split(",")):
            years = parse_years(text or str(whole))
            if known and not any(map(years.include, known)):
                raise UsageError(f"There is no edition of {text}. Editions range from {known[0]} to {known[-1]}.")
            found.append(years)
    return tuple(found)


def editions_named(given: Values, registry: Registry) -> list[Edition]:
    """The editions that values name, each by an id or a year, or several between commas.

    Raises:
        UsageError: there is no such edition, or a value between commas is empty.
    """
    return [edition for value in split_values(given) for edition in registry.named(value)]


def _edition_ids(given: Values, registry: Registry) -> tuple[str, ...]:
    return tuple(dict.fromkeys(edition.id for edition in editions_named(given, registry)))


def _topics(root: Root, values: Collection[str]) -> frozenset[str]:
    """The ids of the topics and of all narrower ones."""
    from archive.catalogue.taxonomy import load_taxonomy

    taxonomy = load_taxonomy(root.folder)
    found = [taxonomy.named(value) for value in values]
    return frozenset[str]().union(*(taxonomy.within(topic.id) for topic in found))


def _authors(given: Values, names: Iterable[str]) -> tuple[str, ...]:
    """The names. ``Kraska, Tim`` is one name if some author has both words, else two."""
    names = set(names)
    found: list[str] = []
    for text in [given] if isinstance(given, str | int) else given or ():
        several = people_named(str(text), names)
        found += several if len(several) == 1 else _split(str(text))
    for author in found:
        if not any(is_person(author, name) for name in names):
            from archive.catalogue.near_values import near_names

            near = did_you_mean(near_names(author, names))
            raise UsageError(f'No paper has an author "{author}".{near} `mlforsys authors` lists them all.')
    return tuple(found)


def _venues(values: Collection[str], registry: Registry) -> tuple[str, ...]:
    known = {venue_key(edition.venue): edition.venue for edition in registry.values() if edition.venue}
    found = []
    for value in values:
        if (key := venue_key(value)) not in known:
            names = sorted(known.values())
            from archive.catalogue.near_values import near_values

            near = did_you_mean(near_values(value, names))
            raise UsageError(f'There is no venue "{value}".{near} Venues: {", ".join(names)}.')
        found.append(known[key])
    return tuple(found)
