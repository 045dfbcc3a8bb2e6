"""Abstracts that an edition's own pages print: what the sources ``page`` and ``schedule`` share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.collect.abstracts import SourceContext, SourceResult
from archive.collect.families import abstract_source, read_page
from archive.collect.record_linkage import align
from archive.errors import ArchiveError
from archive.model.paper import Abstract, Edition, Paper
from archive.store.curation import load_curation


class PrintedSource:
    """The abstracts on those of an edition's pages whose family is of one kind. A page that cannot
    be had is skipped."""

    kind = ""

    def __init__(self, context: SourceContext) -> None:
        self._context = context

    def is_free(self) -> bool:
        """Yes: the page is read anyway."""
        return True

    def find(self, edition: Edition, papers: Sequence[Paper]) -> Iterator[SourceResult]:
        """The abstracts that the edition's pages print."""
        curation = load_curation(edition.id, self._context.root)
        listed = self._context.papers.get(edition.id, papers)
        waiting = {paper.id for paper in papers}
        for page in edition.pages:
            if self.kind != abstract_source(page):
                continue
            try:
                entries = read_page(self._context.fetcher.get(page.url), page).entries
            except ArchiveError as error:
                if not self._context.pages_reported:
                    self._context.note(f"{edition.id}: {error}")
                continue
            for entry, match in zip(entries, align(entries, listed, curation), strict=True):
                if match is not None and entry.abstract and listed[match].id in waiting:
                    waiting.discard(listed[match].id)  # the first page, the most trusted one, is believed
                    yield SourceResult(listed[match].id, Abstract(entry.abstract, self.kind, page.url, self._context.today))
