"""Messages about editions that are registered but not collected, when their papers are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archive.catalogue.filters import Filters, Years, uncollected
from archive.model.text import words

if TYPE_CHECKING:
    from archive.search.query import Query
    from archive.store.root import Root


def not_collected(root: Root, filters: Filters, *, only_named: bool = True) -> Iterator[str]:
    """A sentence, if editions that pass the filters have no papers yet."""
    ids = [edition.id for edition in uncollected(root, filters, only_named=only_named)]
    if ids:
        known = "is not collected yet" if len(ids) == 1 else "are not collected yet"
        yield f"{' and '.join(ids)} {known}: `mlforsys scrape {' '.join(ids)}` collects {'it' if len(ids) == 1 else 'them'}."


def with_query(root: Root, query: Query, filters: Filters) -> Filters:
    """The filters, extended by the years and editions that the words of a query name."""
    from archive.store.editions import load_registry

    registry = load_registry(root.folder)
    named = set(words(query.text))
    years = tuple(Years(year, year) for year in {edition.year for edition in registry.values()} if str(year) in named)
    editions = tuple(edition for edition in registry if edition in named)
    return filters._replace(years=(*filters.years, *years), editions=(*filters.editions, *editions))
