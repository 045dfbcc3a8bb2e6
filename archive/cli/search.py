"""``mlforsys search``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperCommand

from archive.cli.app import RootOption, one_command
from archive.cli.options import (
    AnyTopicOption,
    AuthorOption,
    AwardOption,
    EditionOption,
    JsonOption,
    TopicOption,
    VenueOption,
    YearOption,
    make_filters,
    note,
    root_of,
)

if TYPE_CHECKING:
    from archive.root import Root
    from archive.search.engine import Answer, Hit
    from archive.search.query import Query

app = one_command()

_MINUS = "\u2212"  # the query language takes it for a hyphen, and no option parser does


class QueryCommand(TyperCommand):
    """Lets ``-word`` stand among the words of a query, where others would see options."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        known = {name for param in self.get_params(ctx) for name in (*param.opts, *param.secondary_opts)}
        end = args.index("--") if "--" in args else len(args)
        words = [
            _MINUS + arg[1:] if len(arg) > 1 and arg[0] == "-" and arg[1] != "-" and arg not in known else arg
            for arg in args[:end]
        ]
        return super().parse_args(ctx, words + args[end:])


Sort = Literal["relevance", "year", "title"]
Match = Literal["auto", "all", "any"]
OutputFormat = Literal["text", "json", "jsonl", "csv", "bibtex", "ids"]


@app.command(cls=QueryCommand)
def search(
    ctx: typer.Context,
    query: Annotated[
        list[str] | None,
        typer.Argument(metavar="QUERY", help="Words, phrases and fields; all papers without.", show_default=False),
    ] = None,
    year: YearOption = None,
    edition: EditionOption = None,
    topic: TopicOption = None,
    any_topic: AnyTopicOption = None,
    author: AuthorOption = None,
    venue: VenueOption = None,
    award: AwardOption = False,
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, help="How many results.")] = 10,
    sort: Annotated[Sort, typer.Option(help="Order of the results.")] = "relevance",
    match: Annotated[Match, typer.Option(help="Demand all words, any, or all first and then some.")] = "auto",
    output: Annotated[OutputFormat, typer.Option("--format", help="How to print results.")] = "text",
    facets: Annotated[bool, typer.Option("--facets", help="Also print counts by year, edition and topic.")] = False,
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """Search titles, abstracts and summaries.

    \b
    Words       learned index            papers that hold all of them, then some
    Phrases     "learned index"
    Exclude     index -database
    Either      index (hash OR bloom)    OR joins its two neighbours
    Fields      title: author: abstract: topic: edition: venue: year:2018..2020
    Parts       schedul*                 and fuzzy~ for misspelled words

    \b
    Examples:
      mlforsys search learned index
      mlforsys search '"congestion control"' --year 2019-2022
      mlforsys search author:kraska --format bibtex
      mlforsys search scheduling --topic datacenters --facets
      mlforsys search --award --json
    """
    from archive.search.index import open_index
    from archive.search.query import parse_query

    here = root_of(ctx, root)
    filters = make_filters(
        here, year=year, edition=edition, topic=topic, any_topic=any_topic, author=author, venue=venue, award=award
    )
    asked = parse_query(" ".join(query or ()).replace(_MINUS, "-"))
    for sentence in (*asked.notes, *_unknown_topics(asked)):
        note(sentence)
    answer = open_index(here, note).search(asked, filters, limit=limit, sort=sort, match=match)
    for text in _PRINTERS["json" if as_json else output](answer, here):
        sys.stdout.write(text)
    if facets and output == "text" and not as_json:
        _print_facets(answer)
    sys.stdout.flush()


def _unknown_topics(asked: Query) -> Iterator[str]:
    """What to say of `topic:` with something that is no topic."""
    wanted = [term.text for term in asked.terms() if term.field == "topic" and term.kind in ("word", "phrase")]
    if wanted:
        from archive.errors import UsageError
        from archive.taxonomy import load_taxonomy

        for text in wanted:
            try:
                load_taxonomy().find(text)
            except UsageError as error:
                yield str(error)


def _as_json(answer: Answer, root: Root) -> Iterator[str]:
    shape = {
        "query": answer.query.text,
        "total": answer.total,
        "took_ms": answer.took_ms,
        "suggestion": None,
        "facets": answer.facets,
        "results": [_result(hit) for hit in answer.hits],
    }
    yield json.dumps(shape, ensure_ascii=False, indent=2) + "\n"


def _as_jsonl(answer: Answer, root: Root) -> Iterator[str]:
    for hit in answer.hits:
        yield json.dumps(_result(hit), ensure_ascii=False) + "\n"


def _result(hit: Hit) -> dict[str, Any]:
    return {**hit.record, "score": round(hit.score, 4)} | ({"partial": True} if hit.partial else {})


def _as_ids(answer: Answer, root: Root) -> Iterator[str]:
    for hit in answer.hits:
        yield hit.record["id"] + "\n"


def _exported(name: str) -> Callable[[Answer, Root], Iterator[str]]:
    def write(answer: Answer, root: Root) -> Iterator[str]:
        from archive.export import export_format
        from archive.registry import load_registry

        return export_format(name).write((hit.record for hit in answer.hits), load_registry(root.folder))

    return write


def _as_text(answer: Answer, root: Root) -> Iterator[str]:
    from archive.cli.terminal import Terminal, best_link, byline, topics, visible, where
    from archive.search.snippets import mark, snippet, wanted_words

    terminal, wanted = Terminal(), wanted_words(answer.query)
    if not answer.hits:
        note("No paper matches." + (" Try fewer words, or --match any." if answer.query.wanted else ""))
    partial = False
    for hit in answer.hits:
        record = hit.record
        if hit.partial and not partial:
            partial = True
            yield terminal.style("With some of the words:\n\n", "dim")
        yield terminal.pieces(mark(record["title"], wanted), base="bold") + "\n"
        yield terminal.paragraph(byline(record, most=8) or "(no authors)", "    ") + "\n"
        facts = " · ".join(filter(None, (where(record), record["id"], topics(record))))
        yield terminal.style(terminal.paragraph(facts, "    "), "dim") + "\n"
        if found := snippet(record["abstract"], record["summary"], wanted):
            yield terminal.pieces(found, "    ") + "\n"
        if link := best_link(record):
            yield "    " + terminal.link(visible(link)) + "\n"
        yield "\n"
    shown = len(answer.hits)
    if terminal.is_terminal and answer.total > shown:
        note(f"{shown} of {answer.total} papers. --limit {answer.total} shows all.")


def _print_facets(answer: Answer) -> None:
    from archive.cli.terminal import Terminal

    terminal = Terminal()
    for name, counts in answer.facets.items():
        values = sorted(counts.items()) if name == "year" else sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if values:
            told = ", ".join(f"{value} ({number})" for value, number in values)
            sys.stdout.write(terminal.paragraph(f"--{name}: {told}", "  ", "") + "\n")


_PRINTERS: dict[str, Callable[[Answer, Root], Iterator[str]]] = {
    "text": _as_text,
    "json": _as_json,
    "jsonl": _as_jsonl,
    "ids": _as_ids,
    "csv": _exported("csv"),
    "bibtex": _exported("bibtex"),
}
