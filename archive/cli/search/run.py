"""``mlforsys search`` after its arguments are parsed. A search without options comes here without Typer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from archive.catalogue.filters import Filters
from archive.cli.messages import count
from archive.cli.search import results
from archive.cli.terminal import output
from archive.cli.terminal.output import Terminal
from archive.errors import ArchiveError
from archive.search.index import open_index
from archive.search.query import Match, Query, Sort, parse_query
from archive.store.root import Root, open_root

if TYPE_CHECKING:
    from archive.cli.formats import Output
    from archive.search.engine import Answer, SearchIndex

    ReadFilters = Callable[[Root, Callable[[], Iterable[str]]], Filters]

_LIMIT = 10
_OTHER_SIGNS = ("!", "year ", "?", "*", "/", "^", "~", "=", ":", "-19", "-20", "..", "NEAR", "ADJ", "WITHIN", "SAME")
_TEXT, _JSON = "text", "json"


class SearchRequest(NamedTuple):
    """The arguments and options of a search.

    Attributes:
        words: the query.
        read_filters: returns the filters for a root; its second argument is a function that returns the names of all authors.
        filters: the filters as they were typed, which are part of the identity of an alert.
        limit: the number of results; None means 10, or all new ones with ``since_last``.
        offset: how many results to skip.
        sort: the order.
        match: whether papers must contain all words.
        output: the format and file; None means text on standard output.
        facets: print facets, too.
        explain: print how the query was read, and why each paper matches.
        open_number: open this result in the browser, counted from 1 without regard to ``offset``.
        since_last: print only papers that no earlier run of this search printed.
        hyperlink: ``auto``, ``always`` or ``never``.
        root: the folder of ``--root``, if it was given.
    """

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

    @property
    def prints_json(self) -> bool:
        """Whether the output is JSON."""
        return self.output is not None and self.output.format == _JSON

    @property
    def prints_on_terminal(self) -> bool:
        """Whether the results go to a terminal, and not to a pipe or a file."""
        return (self.output is None or self.output.path is None) and sys.stdout.isatty()


def run_search(request: SearchRequest) -> None:
    """Search, and print the results.

    Args:
        request: the arguments and options.

    Raises:
        ArchiveError: the store or a filter is wrong, or the result to open does not exist.
    """
    root = open_root(request.root)
    opened: list[SearchIndex] = []

    def index() -> SearchIndex:
        if not opened:
            opened.append(open_index(root, output.note))
        return opened[0]

    filters = request.read_filters(root, lambda: author_names(index()))
    query = parse_query(" ".join(request.words))
    explained = [*query.notes, *_wrong_values(query, root, index())]
    remarks = [*explained, *_other_syntax(query)]
    if not request.prints_json:
        remarks += _other_meanings(query, filters, index())
    for sentence in remarks:
        output.note(sentence)
    scope = results.Scope(request.match, filtered=filters != Filters(), explained=bool(explained), offset=request.offset)
    if request.since_last:
        _print_news(request, root, index(), query, filters, scope)
        return
    if request.open_number is not None:
        _open(request, index(), query, filters)
        return
    limit = _LIMIT if request.limit is None else request.limit
    answer = index().search(query, filters, limit=limit, offset=request.offset, sort=request.sort, match=request.match)
    for sentence in _not_collected(root, query, filters, answer):
        output.note(sentence)
    _print(request, root, answer, scope)
    for sentence in _papers_named(query, answer, index(), root):
        output.note(sentence)


def author_names(index: SearchIndex) -> set[str]:
    """The names of all authors in an index, as they are spelled in papers."""
    return set(index.papers.values("authors"))


def _print(request: SearchRequest, root: Root, answer: Answer, scope: results.Scope) -> None:
    """Print an answer and the notes about it."""
    output_format = request.output.format if request.output else _TEXT
    is_whole = output_format in (_TEXT, _JSON)  # other formats contain no partial matches
    hits = [hit for hit in answer.hits if is_whole or not hit.partial]
    for sentence in _notes(request, answer, scope, output_format):
        output.note(sentence)
    if request.output is None:
        for piece in _text(request, answer, Terminal(request.hyperlink)):
            output.write(piece)
        return
    from archive.cli.formats import print_papers

    shape = results.as_shape(answer, explain=request.explain) if output_format == _JSON else None
    records = [results.as_result(hit, explain=request.explain) for hit in hits]
    print_papers(
        request.output,
        root,
        records,
        text=lambda terminal: _text(request, answer, terminal),
        shape=shape,
        hyperlink=request.hyperlink,
    )


def _notes(request: SearchRequest, answer: Answer, scope: results.Scope, output_format: str) -> Iterator[str]:
    """The notes about an answer: what its format does not contain, and which matches are beyond the default limit."""
    if output_format == _TEXT:
        yield from results.remarks(answer, scope)
    elif output_format != _JSON and (note := results.partial_note(answer, scope)):
        yield note
    if request.limit is None and not (output_format == _TEXT and request.prints_on_terminal):  # there, the text says so itself
        yield from filter(None, [results.cut(answer, request.offset, with_partial=output_format == _TEXT)])


def _text(request: SearchRequest, answer: Answer, terminal: Terminal) -> Iterator[str]:
    yield from results.as_text(answer, terminal, explain=request.explain, offset=request.offset)
    if request.facets:
        yield from results.facet_lines(answer, terminal)
    if terminal.is_terminal and (more := results.narrowing(answer, request.offset)):
        yield terminal.text(more)


def _print_news(
    request: SearchRequest, root: Root, index: SearchIndex, query: Query, filters: Filters, scope: results.Scope
) -> None:
    """Print the full matches that earlier runs of this search did not print, and remember them."""
    from archive.cli.search.seen_results import SeenPapers

    seen = SeenPapers(root, (query.text, request.match, *request.filters))
    found = index.search(query, filters, limit=None, sort=request.sort, match="any" if request.match == "any" else "all")
    news = [paper for paper in found.ids if paper in seen.new(found.ids)]
    end = None if request.limit is None else request.offset + request.limit
    shown = news[request.offset : end]
    if not shown:
        output.note("No new papers since the last run.")
    if shown or request.prints_json:
        _print(request, root, found.restrict(shown), scope)
        sys.stdout.flush()
    if waiting := len(news) - len(shown):
        are, them = ("is", "it") if waiting == 1 else ("are", "them")
        output.note(f"{waiting} more {are} new; the next run prints {them}.")
    seen.remember(shown)


def _open(request: SearchRequest, index: SearchIndex, query: Query, filters: Filters) -> None:
    """Open the PDF of a result, or its page if it has none. Raises :class:`ArchiveError` if there is no such result."""
    from archive.cli.terminal.browser import open_record

    number = request.open_number or 1
    answer = index.search(query, filters, limit=1, offset=number - 1, sort=request.sort, match=request.match)
    if not answer.hits:
        found = answer.total + answer.total_partial
        raise ArchiveError(f"There is no result {number}: {count(found, 'paper')} {'matches' if found == 1 else 'match'}.")
    open_record(answer.hits[0].record)


def _not_collected(root: Root, query: Query, filters: Filters, answer: Answer) -> Iterator[str]:
    """Sentences about editions that the query or the filters name, but that have no papers yet."""
    if answer.total and not (filters.years or filters.editions):
        return
    from archive.cli.missing_editions import not_collected, with_query

    filters = filters if answer.total else with_query(root, query, filters)
    if filters.years or filters.editions:
        yield from not_collected(root, filters, only_named=answer.total > 0)


def _papers_named(query: Query, answer: Answer, index: SearchIndex, root: Root) -> Iterator[str]:
    """Sentences on papers whose ids, or beginnings of ids, are in a query that finds nothing in full: how to see them, or if
    they were removed, how to put them back."""
    if answer.total or not any(character.isdigit() for character in query.text):
        return
    from archive.cli.search.ids_in_query import ids_in, removed_in

    if ids := ids_in(query.text, index):
        papers = "paper with this id" if len(ids) == 1 else "papers with these ids"
        yield f"To see the {papers}: `mlforsys show {' '.join(ids)}`."
    if removed := removed_in(query.text, root):
        from archive.catalogue.lookup import where_removed

        yield where_removed(removed, removed[0].paper.id)


def _other_syntax(query: Query) -> Iterator[str]:
    """Notes on parts of the query that have a meaning in other query languages."""
    if any(sign in query.text for sign in _OTHER_SIGNS):
        from archive.cli.search.other_syntax import notes_on

        yield from notes_on(query.text)


def _other_meanings(query: Query, filters: Filters, index: SearchIndex) -> Iterator[str]:
    """Notes on what people may have meant by a query that is read in another way."""
    if not {"or", "not", "Or", "Not"}.isdisjoint(query.text.split()):
        from archive.cli.search.lower_case_operators import notes_on_operators

        yield from notes_on_operators(query, filters, index)
    if filters.authors or any(term.field == "author" for term in query.terms()):
        from archive.cli.search.field_values import divided_names

        yield from divided_names(query, filters, index)


def _wrong_values(query: Query, root: Root, index: SearchIndex) -> Iterator[str]:
    if any(term.field for term in query.terms()) or any(True for _ in query.years()):
        from archive.cli.search.field_values import wrong_values

        yield from wrong_values(query, root, index)
