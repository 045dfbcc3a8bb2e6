"""``mlforsys search``."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperCommand

from archive.cli.app import RootOption, one_command
from archive.cli.options import (
    AnyTopicOption,
    AuthorOption,
    AwardOption,
    EditionOption,
    HyperlinkOption,
    JsonOption,
    TopicOption,
    VenueOption,
    YearOption,
)
from archive.cli.run_search import MINUS, Request, answer
from archive.search.query import Match, Sort

app = one_command()

_MINUS_WORD = re.compile(r"-(?!-|n\d+$).", re.DOTALL)  # -n5 is --limit 5


class QueryCommand(TyperCommand):
    """Lets ``-word`` stand among the words of a query, where others would see options."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        options: dict[str, Any] = {
            name: param for param in self.get_params(ctx) for name in (*param.opts, *param.secondary_opts)
        }
        end = args.index("--") if "--" in args else len(args)
        shown: list[str] = []
        for arg in args[:end]:
            before = options.get(shown[-1]) if shown else None
            is_value = before is not None and not before.is_flag
            is_word = _MINUS_WORD.match(arg) and arg not in options and not is_value
            shown.append(MINUS + arg[1:] if is_word else arg)
        return super().parse_args(ctx, shown + args[end:])


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
    offset: Annotated[int, typer.Option("--offset", min=0, help="How many results to pass over.")] = 0,
    sort: Annotated[Sort, typer.Option(help="Order of the results.")] = "relevance",
    match: Annotated[Match, typer.Option(help="Demand all words, any, or all first and then some.")] = "auto",
    output: Annotated[OutputFormat, typer.Option("--format", help="How to print results.")] = "text",
    facets: Annotated[bool, typer.Option("--facets", help="Also print counts by year, edition, topic and author.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say how the query was understood, and why each result is there.")
    ] = False,
    open_number: Annotated[
        int | None, typer.Option("--open", metavar="N", help="Open the PDF of the Nth result.", show_default=False)
    ] = None,
    since_last: Annotated[
        bool, typer.Option("--since-last", help="Only what this search did not find when it was last asked so; for alerts.")
    ] = False,
    interactive: Annotated[bool, typer.Option("--interactive", "-i", help="Search as you type.")] = False,
    hyperlink: HyperlinkOption = "auto",
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

    Spelling is forgiving: accents, case, hyphens, British and American forms and the field's
    abbreviations find each other, what was written literally first.

    \b
    Examples:
      mlforsys search learned index
      mlforsys search '"congestion control"' --year 2019-2022
      mlforsys search author:kraska --format bibtex
      mlforsys search scheduling --topic datacenters --facets
      mlforsys search --award --json
      mlforsys search "cost model" --open 1
      mlforsys search language models --since-last
    """
    request = Request(
        words=query or (),
        year=year,
        edition=edition,
        topic=topic,
        any_topic=any_topic,
        author=author,
        venue=venue,
        award=award,
        limit=limit,
        offset=offset,
        sort=sort,
        match=match,
        output="json" if as_json else output,
        facets=facets,
        explain=explain,
        open_number=open_number,
        since_last=since_last,
        hyperlink=hyperlink,
        root=root or ctx.obj,
    )
    if interactive:
        from archive.cli.interactive import search_as_you_type

        search_as_you_type(request)
    else:
        answer(request)
