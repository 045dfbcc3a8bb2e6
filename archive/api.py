"""The archive for programs: what the command line itself uses, and nothing more. See ``docs/api.md``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, get_args

from archive.store.root import Root, find_root

if TYPE_CHECKING:
    from archive.model.paper import Edition
    from archive.model.record import Record
    from archive.search.engine import Answer, SearchIndex
    from archive.search.query import Match, Sort
    from archive.search.related import Related


class Archive:
    """An archive under a root. Everything is read when it is first asked for; several threads may ask.

    Papers are the records that ``--json`` prints. What cannot be done raises
    :class:`archive.errors.ArchiveError`, wrong usage its :class:`~archive.errors.UsageError`.
    """

    def __init__(self, root: Root) -> None:
        self.root = root
        self._lock = Lock()
        self._opened: SearchIndex | None = None

    @cached_property
    def editions(self) -> dict[str, Edition]:
        """The editions by id, in the order they met."""
        from archive.store.editions import load_registry

        return dict(load_registry(self.root.folder))

    @cached_property
    def papers(self) -> list[Record]:
        """All papers, editions in their order and papers in that of their pages."""
        from archive.catalogue.items import items

        return [item.record() for item in items(self.root)]

    def paper(self, name: str) -> Record:
        """The paper of that id (or a beginning of it), title, OpenReview or arXiv id, or address."""
        from archive.catalogue.items import items
        from archive.catalogue.lookup import Lookup

        return self._index.record(name) or Lookup(items(self.root)).find(name).record()

    def search(
        self,
        query: str = "",
        *,
        year: str | None = None,
        edition: str | Sequence[str] | None = None,
        topic: str | Sequence[str] | None = None,
        any_topic: str | Sequence[str] | None = None,
        author: str | None = None,
        venue: str | None = None,
        award: bool = False,
        limit: int | None = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        match: Match = "auto",
    ) -> Answer:
        """What ``mlforsys search`` finds, with the options of the same names; ``limit`` None gives all."""
        from archive.catalogue.filters import read_filters
        from archive.errors import UsageError
        from archive.search.query import Match, Sort, parse_query

        for name, value, choice in (("sort", sort, get_args(Sort)), ("match", match, get_args(Match))):
            if value not in choice:
                raise UsageError(f"{name} cannot be {value!r}. Choose one of {', '.join(choice)}.")
        if min(offset, limit or 0) < 0:
            raise UsageError("limit and offset cannot be negative.")
        filters = read_filters(
            self.root,
            year=year,
            edition=_several(edition),
            topic=_several(topic),
            any_topic=_several(any_topic),
            author=author,
            venue=venue,
            award=award,
        )
        return self._index.search(parse_query(query), filters, limit=limit, offset=offset, sort=sort, match=match)

    def related(self, name: str, limit: int | None = 5) -> list[Related]:
        """The papers most like one, each with the reasons in words."""
        from archive.catalogue.taxonomy import load_taxonomy
        from archive.search.related import related

        return related(self._index, self.paper(name), load_taxonomy(self.root.folder), limit)

    @property
    def _index(self) -> SearchIndex:
        from archive.search.index import open_index

        with self._lock:
            if self._opened is None:
                self._opened = open_index(self.root)
            return self._opened


def _several(given: str | Sequence[str] | None) -> Sequence[str] | None:
    return [given] if isinstance(given, str) else given


def open_archive(root: str | Path | None = None) -> Archive:
    """The archive under ``root``; without one, found as the command line finds it (``MLFORSYS_ROOT``, the
    nearest folder upward that holds ``scraped/``, else the user's own copy of the bundled catalogue)."""
    return Archive(find_root(Path(root) if root is not None else None))
