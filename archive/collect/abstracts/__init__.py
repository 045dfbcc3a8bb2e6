"""Where abstracts come from: one module per source, found by its name.

Each module has ``make_source``, which is called once per run with a :class:`SourceContext`. The source's ``find``
takes papers of an edition. For each paper that it knows, it yields an abstract with its provenance, or the reason
why there is none. A source that cannot be reached reports this once, with ``context.note``, and then yields nothing.

A new source is named in :data:`archive.model.paper.ABSTRACT_SOURCES`, at its rank of trust, and as a value of
``abstract_source`` in ``archive/json.schema.json``.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from archive.errors import UsageError
from archive.model.paper import ABSTRACT_SOURCES, Absence, Abstract, Edition, Paper
from archive.model.text import quote

if TYPE_CHECKING:
    from archive.net.fetch import Fetcher
    from archive.pdf.pool import Pool
    from archive.store.root import Root


@dataclass(frozen=True, slots=True)
class SourceResult:
    """What a source found for a paper (its id): the abstract, or why it has none there. ``file`` is the
    digest of the file that was read, if there was one; its title may differ from the paper's."""

    paper: str
    value: Abstract | Absence
    file: str | None = None
    title_differs: bool = False


@dataclass(frozen=True, slots=True)
class SourceContext:
    """What sources work with, for one run; :func:`make_context` makes it.

    Attributes:
        fetcher: the web, or a mirror.
        pool: reads PDFs.
        root: the archive's folder.
        today: an ISO date.
        note: takes a sentence for the user.
        papers: all papers of each edition.
        files: the digests of papers' files, as far as earlier runs read them, by paper id.
        openreview_notes: a saved answer of OpenReview's.
        refresh: fetch files again.
        pages_reported: pages that cannot be fetched were reported before.
    """

    fetcher: Fetcher
    pool: Pool
    root: Path
    today: str
    note: Callable[[str], None]
    papers: Mapping[str, Sequence[Paper]]
    files: Mapping[str, str]
    openreview_notes: Path | None = None
    refresh: bool = False
    pages_reported: bool = True

    @property
    def all_papers(self) -> list[Paper]:
        """Every paper of the archive that was not withdrawn."""
        return [paper for papers in self.papers.values() for paper in papers if not paper.withdrawn]


def make_context(
    root: Root,
    fetcher: Fetcher,
    pool: Pool,
    today: str,
    note: Callable[[str], None],
    *,
    openreview_notes: Path | None = None,
    refresh: bool = False,
    pages_reported: bool = True,
) -> SourceContext:
    """The context of a run over what a root holds now; arguments as :class:`SourceContext` has them."""
    store = root.store
    ledgers = map(store.ledger, store.editions())
    return SourceContext(
        fetcher=fetcher,
        pool=pool,
        root=root.folder,
        today=today,
        note=note,
        papers={edition_id: store.papers(edition_id) for edition_id in store.editions()},
        files={paper_id: entry.file for ledger in ledgers for paper_id, entry in ledger.items() if entry.file},
        openreview_notes=openreview_notes,
        refresh=refresh,
        pages_reported=pages_reported,
    )


class AbstractSource(Protocol):
    """A place where abstracts are found."""

    def is_free(self) -> bool:
        """Whether it costs nothing to look also for papers that have an abstract from a less trusted source."""

    def find(self, edition: Edition, papers: Sequence[Paper]) -> Iterator[SourceResult]:
        """What this source has for these papers of an edition, in any order."""


def open_source(name: str, context: SourceContext) -> AbstractSource:
    """The source of that name, for one run."""
    return cast("AbstractSource", importlib.import_module(f"archive.collect.abstracts.{name}").make_source(context))


def chosen_sources(names: str | None) -> tuple[str, ...]:
    """The sources of a list like ``page,pdf``, the most trusted first; all for None.

    Raises :class:`UsageError` for the name of an unknown source.
    """
    if names is None:
        return ABSTRACT_SOURCES
    wanted = list(filter(None, map(str.strip, names.lower().split(","))))
    unknown = [name for name in wanted if name not in ABSTRACT_SOURCES]
    if unknown or not wanted:
        what = f"There is no source of abstracts {quote(unknown[0])}." if unknown else "No source of abstracts was given."
        raise UsageError(f"{what} Choose from {', '.join(ABSTRACT_SOURCES)}.")
    return tuple(name for name in ABSTRACT_SOURCES if name in wanted)
