"""Where abstracts come from: one module per source, found by its name.

Each module has ``make_source``, which is called once per run with a :class:`SourceContext`. The source's ``find``
takes papers of an edition. For each paper that it knows, it yields an abstract with its provenance, or the reason
why there is none. A source that cannot be reached reports this once, with ``context.note``, and then yields nothing.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from archive.errors import UsageError
from archive.model.paper import ABSTRACT_SOURCES, Absence, Abstract, Edition, Paper

if TYPE_CHECKING:
    from archive.net.fetch import Fetcher
    from archive.pdf.pool import Pool


@dataclass(frozen=True, slots=True)
class SourceResult:
    """What a source found for a paper (its id): the abstract, or why it has none there. ``file`` is the
    digest of the file that was read, if there was one; its title may differ from the paper's."""

    paper: str
    value: Abstract | Absence
    file: str | None = None
    title_differs: bool = False


@dataclass(slots=True)
class SourceContext:
    """What sources work with. ``papers`` are all of each edition, ``files`` the digests of papers' files as
    far as they were read; ``refresh`` fetches files again. ``today`` is an ISO date. ``note`` takes a sentence
    for the user. ``pages_reported`` is set where pages that cannot be fetched were reported before."""

    fetcher: Fetcher
    pool: Pool
    root: Path
    today: str
    note: Callable[[str], None]
    papers: dict[str, Sequence[Paper]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    openreview_notes: Path | None = None
    refresh: bool = False
    pages_reported: bool = True

    @property
    def all_papers(self) -> list[Paper]:
        """Every paper of the archive that was not withdrawn."""
        return [paper for papers in self.papers.values() for paper in papers if not paper.withdrawn]


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
        what = f"There is no source of abstracts {unknown[0]!r}." if unknown else "No source of abstracts was given."
        raise UsageError(f"{what} Choose from {', '.join(ABSTRACT_SOURCES)}.")
    return tuple(name for name in ABSTRACT_SOURCES if name in wanted)
