"""The archive for programs: what the command line does, as Python. See ``docs/api.md``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack, cast, get_args, overload

from archive.model.record import make_related, make_result
from archive.model.text import quote
from archive.store.root import Root, open_root

if TYPE_CHECKING:
    from archive.catalogue.filters import Filters, Values
    from archive.catalogue.items import Item
    from archive.catalogue.json_shapes import AuthorRow, EditionRow, StatsRows, TopicPapers, TopicRow
    from archive.catalogue.lookup import Lookup
    from archive.model.paper import Edition
    from archive.model.record import PaperRecord, Record, RelatedPaper, Result
    from archive.search.engine import Answer, Hit, SearchIndex
    from archive.search.query import Match, Sort
    from archive.store.editions import Registry

PaperName = str | Mapping[str, Any]
"""What names a paper: its id or the beginning of its id, its title, OpenReview or arXiv id, DOI or address, or its record."""


class FilterValues(TypedDict, total=False):
    """Filters by name, as on the command line. Each takes one value or several. A paper must match every filter, but only
    one of a filter's values. ``year`` is 2019, "2018-2020", "2021-" or "-2020"."""

    year: Values
    edition: Values
    topic: Values
    author: Values
    venue: Values
    award: bool


class Results(Sequence["Result"]):
    """What a search found, in order: a sequence of papers with ``score`` and ``partial``.

    ``total`` and ``facets`` count the papers that match all of the query, regardless of ``limit``; ``total_partial``
    counts those that match only some of it. ``suggestion`` is the query with corrected words, or None; ``took_ms`` is the
    time in milliseconds; ``ids`` are the ids of all full matches; ``hits`` explain why each paper was found.
    """

    def __init__(self, answer: Answer) -> None:
        self.query: str = answer.query.text
        self.total: int = answer.total
        self.took_ms: float = answer.took_ms
        self.suggestion: str | None = answer.suggestion
        self.hits: Sequence[Hit] = answer.hits
        self.ids: list[str] = answer.ids
        self._answer = answer
        self._results = [make_result(hit.record, hit.score, hit.partial) for hit in answer.hits]

    @cached_property
    def total_partial(self) -> int:
        """How many papers match only some of the query, regardless of ``limit``; 0 with ``match`` all or any. Counted on
        first use."""
        return self._answer.total_partial

    @cached_property
    def facets(self) -> dict[str, dict[str, int]]:
        """How many of the full matches are of each year, edition, topic (broader ones too) and author."""
        return self._answer.facets

    def __len__(self) -> int:
        return len(self._results)

    @overload
    def __getitem__(self, index: int) -> Result: ...
    @overload
    def __getitem__(self, index: slice) -> list[Result]: ...
    def __getitem__(self, index: int | slice) -> Result | list[Result]:
        return self._results[index]

    def __iter__(self) -> Iterator[Result]:
        return iter(self._results)

    def __repr__(self) -> str:
        full = sum(not paper["partial"] for paper in self)
        partial = f", and {len(self) - full} with some of the words" if full < len(self) else ""
        return f"<Results of {self.query!r}: {full} of {self.total} papers{partial}>"

    def to_dict(self) -> dict[str, Any]:
        """The object that ``mlforsys search --json`` prints."""
        return {
            "query": self.query,
            "total": self.total,
            "total_partial": self.total_partial,
            "took_ms": self.took_ms,
            "suggestion": self.suggestion,
            "facets": self.facets,
            "results": list(self._results),
        }


class Archive:
    """An archive under a root. Data is read when it is first needed; several threads may share an archive.

    Papers, topics, authors and counts are the dictionaries that ``--json`` prints. Failures raise
    :class:`archive.errors.ArchiveError`; wrong usage raises its subclass :class:`~archive.errors.UsageError`.
    """

    def __init__(self, root: Root) -> None:
        self.root = root
        self._lock = Lock()
        self._opened: SearchIndex | None = None

    def __repr__(self) -> str:
        return f"<Archive at {self.root.folder}>"

    @cached_property
    def editions(self) -> dict[str, Edition]:
        """The editions by id, in chronological order, as the registry describes them."""
        return dict(self._registry)

    @cached_property
    def papers(self) -> list[PaperRecord]:
        """All papers: editions in chronological order, papers in the order of their pages."""
        return [cast("PaperRecord", item.record()) for item in self._items]

    def paper(self, name: PaperName) -> PaperRecord:
        """The paper with this id (or beginning of an id), title, OpenReview or arXiv id, DOI, or address.

        Raises :class:`~archive.errors.ArchiveError` if there is none, or more than one.
        """
        return cast("PaperRecord", self._item(name).record())

    def search(
        self,
        query: str = "",
        *,
        limit: int | None = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        match: Match = "auto",
        **filters: Unpack[FilterValues],
    ) -> Results:
        """What ``mlforsys search`` finds with the options of the same names; without words, all papers.

        Filters are ``year`` (2019, "2018-2020", "2021-"), ``edition``, ``topic``, ``author`` and ``venue``, each with one
        value or several, and ``award``.

        With ``limit`` None, all results after ``offset`` are returned. ``match`` is ``"all"`` (papers with all words),
        ``"any"`` (with any of them), or ``"auto"``: papers with all words; if these are fewer than ``limit``, the best
        papers with some of the words follow, with ``partial`` true.

        Raises :class:`~archive.errors.UsageError` for a value that no paper can have.
        """
        from archive.errors import UsageError
        from archive.search.query import Match, Sort, parse_query

        for name, value, choice in (("sort", sort, get_args(Sort)), ("match", match, get_args(Match))):
            if value not in choice:
                raise UsageError(f"{name} cannot be {quote(value)}. Choose one of {', '.join(choice)}.")
        if min(offset, limit or 0) < 0:
            raise UsageError("limit and offset cannot be negative.")
        wanted = self._filters(filters)
        return Results(self._index.search(parse_query(query), wanted, limit=limit, offset=offset, sort=sort, match=match))

    def related(self, name: PaperName, limit: int | None = 5) -> list[RelatedPaper]:
        """The papers most similar to one, best first, each with a ``score`` and with ``reasons`` in words."""
        from archive.catalogue.taxonomy import load_taxonomy
        from archive.search.related import related

        found = related(self._index, cast("Record", self.paper(name)), load_taxonomy(self.root.folder), limit)
        return [make_related(one.record, one.score, one.reasons) for one in found]

    def coverage(self) -> list[EditionRow]:
        """What ``mlforsys editions`` lists: papers, PDFs and abstracts of each edition, and the sources of abstracts."""
        from archive.catalogue.json_shapes import edition_rows

        return edition_rows(self.root, self._registry)

    def topics(self) -> list[TopicRow]:
        """All topics, broader ones before narrower ones, with the number of their papers."""
        from archive.catalogue.json_shapes import topic_rows
        from archive.catalogue.taxonomy import load_taxonomy

        return topic_rows(self._items, load_taxonomy(self.root.folder))

    def topic(self, name: str) -> TopicPapers:
        """One topic, by id, name or synonym, with its papers in ``results``.

        Raises :class:`~archive.errors.UsageError` if there is none.
        """
        from archive.catalogue.json_shapes import topic_papers
        from archive.catalogue.taxonomy import load_taxonomy

        taxonomy = load_taxonomy(self.root.folder)
        return topic_papers(self._items, taxonomy, taxonomy.named(name))

    def authors(self, name: str = "", **filters: Unpack[FilterValues]) -> list[AuthorRow]:
        """The authors of papers that pass the filters, most papers first; with ``name``, only authors whose name has all
        of its words. Their ``papers`` are those that pass the filters, which are the same as in :meth:`search`."""
        from archive.catalogue.author_identity import people
        from archive.catalogue.filters import is_person
        from archive.catalogue.json_shapes import author_row
        from archive.store.people import load_known_people

        everybody = people(self._filtered(filters), load_known_people(self.root.folder))
        return [
            author_row(person)
            for person in everybody
            if not name or any(is_person(name, byline) for byline in (person.name, *person.variants))
        ]

    def stats(self, **filters: Unpack[FilterValues]) -> StatsRows:
        """Counts by year and topic, rising and falling topics, and frequent collaborators, as ``mlforsys stats --json``
        prints them; filters are the same as in :meth:`search`."""
        from archive.catalogue.author_identity import people
        from archive.catalogue.json_shapes import stats_rows
        from archive.catalogue.stats import compute_stats
        from archive.catalogue.taxonomy import load_taxonomy
        from archive.store.people import load_known_people

        everybody = people(self._items, load_known_people(self.root.folder))
        return stats_rows(compute_stats(self._filtered(filters), everybody, load_taxonomy(self.root.folder)))

    @overload
    def cite(self, papers: PaperName, style: str = "apa") -> str: ...  # type: ignore[overload-overlap]
    @overload
    def cite(self, papers: Iterable[PaperName], style: str = "apa") -> list[str]: ...
    def cite(self, papers: PaperName | Iterable[PaperName], style: str = "apa") -> str | list[str]:
        """The reference of a paper, ready to paste; of several papers, a list. ``style`` is one that ``mlforsys cite
        --help`` lists, or the path of a CSL file.

        Raises :class:`~archive.errors.UsageError` for an unknown style.
        """
        from archive.export.cite import cite

        alone = isinstance(papers, str | Mapping)
        items = self._chosen([papers] if isinstance(papers, str | Mapping) else papers)
        references = [text for _, text in cite((item.record() for item in items), self._registry, style)]
        return references[0] if alone else references

    @overload
    def export(  # type: ignore[overload-overlap]
        self,
        papers: PaperName | Iterable[PaperName] | None = None,
        *,
        format: Literal["sqlite"],
        with_abstracts: bool = False,
        **filters: Unpack[FilterValues],
    ) -> bytes: ...
    @overload
    def export(
        self,
        papers: PaperName | Iterable[PaperName] | None = None,
        *,
        format: str = "bibtex",
        with_abstracts: bool = False,
        **filters: Unpack[FilterValues],
    ) -> str: ...
    def export(
        self,
        papers: PaperName | Iterable[PaperName] | None = None,
        *,
        format: str = "bibtex",
        with_abstracts: bool = False,
        **filters: Unpack[FilterValues],
    ) -> str | bytes:
        """The content of a file for other tools, in a format of ``mlforsys export``: text, or bytes for SQLite.

        ``papers`` are papers, or the :class:`Results` of a search; by default all papers. Only those that pass the filters
        are exported. Citations, pages and databases have abstracts only ``with_abstracts``; CSV and JSON always do.

        Raises :class:`~archive.errors.UsageError` for an unknown format.
        """
        from archive.export.formats import DATABASE, export_format, given_to

        wanted = self._filters(filters)
        chosen = self._items if papers is None else self._chosen([papers] if isinstance(papers, str | Mapping) else papers)
        records = [record for record in (item.record() for item in chosen) if wanted.accepts(record)]
        if format == DATABASE:
            from archive.export.sqlite import database_of

            return database_of(self.root, records, with_abstracts)
        writer = export_format(format)
        return "".join(writer.write(given_to(writer, records, with_abstracts), self._registry))

    def _filters(self, options: FilterValues) -> Filters:
        from archive.catalogue.filters import read_filters
        from archive.errors import UsageError

        if unknown := options.keys() - FilterValues.__annotations__.keys():
            raise UsageError(
                f"There is no filter {quote(sorted(unknown)[0])}. Filters: {', '.join(FilterValues.__annotations__)}."
            )
        return read_filters(self.root, **options)

    def _filtered(self, options: FilterValues) -> list[Item]:
        if not options:
            return self._items
        wanted = self._filters(options)
        return [item for item in self._items if wanted.accepts(item.record())]

    def _chosen(self, papers: Iterable[PaperName]) -> list[Item]:
        return [self._item(paper) for paper in papers]

    def _item(self, name: PaperName) -> Item:
        return self._lookup.find(name if isinstance(name, str) else str(name["id"]))

    @cached_property
    def _registry(self) -> Registry:
        from archive.store.editions import load_registry

        return load_registry(self.root.folder)

    @cached_property
    def _items(self) -> list[Item]:
        """All papers, in the order of the archive. Raises :class:`~archive.errors.EmptyArchive` if there are none."""
        from archive.catalogue.items import items
        from archive.errors import EmptyArchive

        found = list(items(self.root, self._registry))
        if not found:
            raise EmptyArchive(self.root.folder)
        return found

    @cached_property
    def _lookup(self) -> Lookup:
        from archive.catalogue.items import removed_items
        from archive.catalogue.lookup import Lookup

        return Lookup(self._items, lambda: removed_items(self.root, self._registry))

    @property
    def _index(self) -> SearchIndex:
        from archive.search.index import open_index

        with self._lock:
            if self._opened is None:
                self._opened = open_index(self.root)
            return self._opened


def open_archive(root: str | Path | None = None) -> Archive:
    """The archive under ``root``. Without it, the archive is found in the same way as on the command line
    (``MLFORSYS_ROOT``, the nearest folder upward with ``scraped/``, else the user's own copy of the bundled catalogue)."""
    return Archive(open_root(Path(root) if root is not None else None))
