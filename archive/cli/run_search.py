"""What `mlforsys search` does once it is known what was asked. No option parser here: a search of plain
words goes straight to this room."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from archive.catalogue.filters import read_filters
from archive.cli.messages import note
from archive.cli.results import PRINTERS, facet_lines, narrowing
from archive.cli.terminal import Terminal, best_link, visible
from archive.errors import ArchiveError
from archive.model.text import fold
from archive.search.index import open_index
from archive.search.query import Match, Query, Sort, parse_query
from archive.store.root import Root, find_root

if TYPE_CHECKING:
    from archive.catalogue.filters import Filters
    from archive.search.engine import Answer, SearchIndex

MINUS = "\u2212"  # the query language takes it for a hyphen, and no option parser does


class Request(NamedTuple):
    """A search as it was asked on the command line, every option with its default."""

    words: Sequence[str] = ()
    year: str | None = None
    edition: Sequence[str] | None = None
    topic: Sequence[str] | None = None
    any_topic: Sequence[str] | None = None
    author: str | None = None
    venue: str | None = None
    award: bool = False
    limit: int = 10
    offset: int = 0
    sort: Sort = "relevance"
    match: Match = "auto"
    output: str = "text"
    facets: bool = False
    explain: bool = False
    open_number: int | None = None
    since_last: bool = False
    hyperlink: str = "auto"
    root: Path | None = None

    def filters(self, root: Root) -> Filters:
        return read_filters(
            root,
            year=self.year,
            edition=self.edition,
            topic=self.topic,
            any_topic=self.any_topic,
            author=self.author,
            venue=self.venue,
            award=self.award,
        )


def answer(request: Request) -> None:
    """Search, and print what was found."""
    root = find_root(request.root)
    filters = request.filters(root)
    query = parse_query(" ".join(request.words).replace(MINUS, "-"))
    for sentence in (*query.notes, *_unknown_topics(query)):
        note(sentence)
    index = open_index(root, note)
    for sentence in _unknown_places(query, index):
        note(sentence)
    if request.since_last:
        found = _news(request, root, index, query, filters)
        if not found.hits:
            note("Nothing new since the last look.")
            if request.output == "text":
                return
    else:
        found = index.search(query, filters, limit=request.limit, offset=request.offset, sort=request.sort, match=request.match)
    if request.open_number is not None:
        _open(found, request.open_number)
        return
    for text in PRINTERS[request.output](found, root, request.explain, request.hyperlink):
        sys.stdout.write(text)
    if request.output == "text":
        for line in facet_lines(found) if request.facets else ():
            sys.stdout.write(line)
        if (more := narrowing(found, request.offset)) and sys.stdout.isatty():
            sys.stdout.write(f"{Terminal().paragraph(visible(more))}\n")
    sys.stdout.flush()


def _news(request: Request, root: Root, index: SearchIndex, query: Query, filters: Filters) -> Answer:
    """The full matches that were not there when this was asked last."""
    from archive.cli.alerts import Seen

    narrowed = (request.year, request.edition, request.topic, request.any_topic, request.author, request.venue, request.award)
    seen = Seen(root, (query.text, request.match, *narrowed))
    found = index.search(query, filters, limit=None, sort=request.sort, match="any" if request.match == "any" else "all")
    news = found.restrict(seen.new(found.ids))
    seen.remember(found.ids)
    return news


def _open(found: Answer, number: int) -> None:
    """Open the PDF, or else the page, of a result."""
    if not 1 <= number <= len(found.hits):
        raise ArchiveError(f"There is no result {number}: {len(found.hits)} were found on this page.")
    record = found.hits[number - 1].record
    link = best_link(record)
    if link is None or not link.startswith(("http://", "https://")):
        raise ArchiveError(f"{record['id']} has no PDF and no page to open.")
    import webbrowser

    note(f"Opening {link}")
    if not webbrowser.open(link):
        raise ArchiveError(f"No browser could be started for {link}.")


def _unknown_topics(query: Query) -> Iterator[str]:
    """What to say of `topic:` with something that is no topic."""
    wanted = [term.text for term in query.terms() if term.field == "topic" and term.kind in ("word", "phrase")]
    if wanted:
        from archive.catalogue.taxonomy import load_taxonomy
        from archive.errors import UsageError

        for text in wanted:
            try:
                load_taxonomy().find(text)
            except UsageError as error:
                yield str(error)


def _unknown_places(query: Query, index: SearchIndex) -> Iterator[str]:
    """What to say of `edition:` and `venue:` with something that none is called, nor begins so."""
    for term in query.terms():
        if term.field in ("edition", "venue"):
            known = sorted(index.known_values(term.field))
            if not any(name.startswith(fold(term.text)) for name in known):
                yield f"No {term.field} is called {term.text!r}. There are {', '.join(known)}."
