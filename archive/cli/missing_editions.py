"""Messages about editions that are registered but not collected, when their papers are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from archive.catalogue.filters import Filters, Years, uncollected
from archive.model.text import enumerated, words

if TYPE_CHECKING:
    from archive.model.paper import Edition
    from archive.search.query import Query
    from archive.store.root import Root


_MOST = 4  # editions that the proposed command names; for more, it collects all


def not_collected(root: Root, filters: Filters, *, only_named: bool = True) -> Iterator[str]:
    """The sentences of :func:`sentences` for editions that pass the filters and have no papers yet.

    Args:
        root: the archive's root.
        filters: the filters.
        only_named: only editions that are named in the filters, not all that pass them.
    """
    yield from sentences(uncollected(root, filters, only_named=only_named))


def sentences(editions: Sequence[Edition]) -> Iterator[str]:
    """One sentence about the editions that can be scraped, and one about the others; no sentence without editions."""
    for scraped in (True, False):
        ids = [edition.id for edition in editions if bool(edition.pages or edition.openreview) == scraped]
        if ids:
            yield _sentence(ids, scraped)


def _sentence(ids: Sequence[str], scraped: bool) -> str:
    are, them, their, edition = ("is", "it", "its", ids[0]) if len(ids) == 1 else ("are", "them", "their", "ID")
    if scraped and len(ids) > _MOST:
        return f"{len(ids)} editions are not collected yet: {enumerated(ids, 'and')}. `mlforsys scrape` collects all editions."
    known = f"{enumerated(ids, 'and')} {are} not collected yet"
    if scraped:
        return f"{known}: `mlforsys scrape {' '.join(ids)}` collects {them}."
    return f"{known}: `mlforsys import FILE --edition {edition}` adds {their} papers."


def with_query(root: Root, query: Query, filters: Filters) -> Filters:
    """The filters, extended by the years and editions that the words of a query name."""
    from archive.store.editions import load_registry

    registry = load_registry(root.folder)
    named = set(words(query.text))
    years = tuple(Years(year, year) for year in {edition.year for edition in registry.values()} if str(year) in named)
    editions = tuple(edition for edition in registry if edition in named)
    return filters._replace(years=(*filters.years, *years), editions=(*filters.editions, *editions))
