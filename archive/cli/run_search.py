"""What `mlforsys search` does once it is known what was asked. No option parser here: a search of plain words goes
straight to this module."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from archive.catalogue.filters import Filters
from archive.cli import output, results
from archive.cli.output import Terminal
from archive.errors import ArchiveError
from archive.model.text import fold
from archive.search.index import open_index
from archive.search.query import Match, Query, Sort, parse_query
from archive.store.root import Root, find_root

if TYPE_CHECKING:
    from archive.cli.formats import Output
    from archive.search.engine import Answer, SearchIndex

    ReadFilters = Callable[[Root, Callable[[], Iterable[str]]], Filters]

_LIMIT = 10
_TEXT, _JSON = "text", "json"


class Request(NamedTuple):
    """A search as it was asked on the command line, every option with its default. ``limit`` None is ten, and all that is
    new with ``since_last``; ``read_filters`` reads the filters for a root, given what names all authors; ``filters`` are they
    as they were typed, for alerts; ``output`` None is text on standard output."""

    words: Sequence[str] = ()
    read_filters: ReadFilters = lambda _root, _names: Filters()
    filters: Sequence[object] = ()
    limit: int | None = None
    offset: int = 0
    sort: Sort = "relevance"
    match: Match = "auto"
    output: Output | None = None
    facets: bool = False
    explain: bool = False
    open_number: int | None = None
    since_last: bool = False
    hyperlink: str = "auto"
    root: Path | None = None


def run_search(request: Request) -> None:
    """Search, and print what was found."""
    root = find_root(request.root)
    opened: list[SearchIndex] = []

    def index() -> SearchIndex:
        if not opened:
            opened.append(open_index(root, output.note))
        return opened[0]

    filters = request.read_filters(root, lambda: author_names(index()))
    query = parse_query(" ".join(request.words))
    for sentence in (*query.notes, *_unknown_topics(query, root.folder), *_unknown_places(query, index())):
        output.note(sentence)
    if request.since_last:
        _print_news(request, root, index(), query, filters)
        return
    limit = _LIMIT if request.limit is None else request.limit
    answer = index().search(query, filters, limit=limit, offset=request.offset, sort=request.sort, match=request.match)
    if request.open_number is not None:
        _open(answer, request.open_number)
        return
    for sentence in _not_collected(root, query, filters, answer):
        output.note(sentence)
    _print(request, root, answer)


def author_names(index: SearchIndex) -> set[str]:
    """The names of all authors in an index, as papers print them."""
    return set(index.papers.values("authors"))


def _print(request: Request, root: Root, answer: Answer) -> None:
    """Print an answer. Data for programs holds full matches alone, but for JSON, which marks the others."""
    output_format = request.output.format if request.output else _TEXT
    hits = answer.hits
    if output_format not in (_TEXT, _JSON):
        hits = [hit for hit in hits if not hit.partial]
        if left_out := results.left_out(answer):
            output.note(left_out)
        if request.limit is None and answer.total > request.offset + len(hits):
            output.note(f"{len(hits)} of {answer.total} papers. For all of them: --limit {answer.total}.")

    def text(terminal: Terminal) -> Iterator[str]:
        yield from results.as_text(answer, terminal, explain=request.explain)
        if request.facets:
            yield from results.facet_lines(answer, terminal)
        if terminal.is_terminal and (more := results.narrowing(answer, request.offset)):
            yield terminal.text(more)

    if output_format == _TEXT:
        for sentence in results.remarks(answer):
            output.note(sentence)
    if request.output is None:
        for piece in text(Terminal(request.hyperlink)):
            output.write(piece)
        return
    from archive.cli.formats import print_papers

    shape = results.as_shape(answer, explain=request.explain) if output_format == _JSON else None
    records = [results.as_result(hit, explain=request.explain) for hit in hits]
    print_papers(request.output, root, records, text=text, shape=shape, hyperlink=request.hyperlink)


def _print_news(request: Request, root: Root, index: SearchIndex, query: Query, filters: Filters) -> None:
    """Print the full matches that were not there when this was asked last, and remember those alone."""
    from archive.cli.alerts import SeenPapers

    seen = SeenPapers(root, (query.text, request.match, *request.filters))
    found = index.search(query, filters, limit=None, sort=request.sort, match="any" if request.match == "any" else "all")
    news = [paper for paper in found.ids if paper in seen.new(found.ids)]
    end = None if request.limit is None else request.offset + request.limit
    shown = news[request.offset : end]
    if not shown:
        output.note("No new papers since the last run.")
    if shown or (request.output and request.output.format == _JSON):
        _print(request, root, found.restrict(shown))
        sys.stdout.flush()
    if waiting := len(news) - len(shown):
        output.note(
            f"{waiting} more {'is' if waiting == 1 else 'are'} new; the next run prints {'it' if waiting == 1 else 'them'}."
        )
    seen.remember(shown)


def _open(answer: Answer, number: int) -> None:
    """Open the PDF, or else the page, of a result."""
    from archive.cli.browser import open_record

    if not 1 <= number <= len(answer.hits):
        raise ArchiveError(f"There is no result {number}: {len(answer.hits)} are on this page.")
    open_record(answer.hits[number - 1].record)


def _not_collected(root: Root, query: Query, filters: Filters, answer: Answer) -> Iterator[str]:
    """Which editions were asked for that are known and have no papers yet."""
    if answer.total and not (filters.years or filters.editions):
        return
    from archive.cli.collected import not_collected, with_query

    filters = filters if answer.total else with_query(root, query, filters)
    if filters.years or filters.editions:
        yield from not_collected(root, filters, only_named=answer.total > 0)


def _unknown_topics(query: Query, root: Path) -> Iterator[str]:
    """What to say of `topic:` with something that is no topic."""
    wanted = [term.text for term in query.terms() if term.field == "topic" and term.kind in ("word", "phrase")]
    if wanted:
        from archive.catalogue.taxonomy import load_taxonomy
        from archive.errors import UsageError

        for text in wanted:
            try:
                load_taxonomy(root).find(text)
            except UsageError as error:
                yield str(error)


def _unknown_places(query: Query, index: SearchIndex) -> Iterator[str]:
    """What to say of `edition:` and `venue:` with something that none is called, nor begins so."""
    for term in query.terms():
        if term.field in ("edition", "venue"):
            known = sorted(index.known_values(term.field))
            if not any(name.startswith(fold(term.text)) for name in known):
                yield f'There is no {term.field} "{term.text}". Choose from {", ".join(known)}.'
