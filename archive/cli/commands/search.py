"""``mlforsys search``."""

from __future__ import annotations

from typing import Annotated, cast

import typer

from archive.cli.app import command
from archive.cli.command import Command
from archive.cli.option_types import Bounded
from archive.cli.options import (
    CommonOptions,
    FilterOptions,
    HyperlinkOption,
    MatchOption,
    OutputOptions,
    SortOption,
    limit_option,
)
from archive.cli.search.run import SearchRequest, run_search
from archive.search.query import Match, Sort


class SearchCommand(Command):
    """``mlforsys search``, which takes ``-word`` as a word to exclude."""

    excludes_words = True


def search(
    ctx: typer.Context,
    filters: FilterOptions,
    out: OutputOptions,
    common: CommonOptions,
    query: Annotated[
        list[str] | None,
        typer.Argument(metavar="[QUERY]...", help="Words, phrases and fields. Default: all papers.", show_default=False),
    ] = None,
    limit: Annotated[int | None, limit_option("results", "10")] = None,
    offset: Annotated[
        int, typer.Option("--offset", metavar="N", help="Skip the first N results.", parser=Bounded("--offset", int, 0))
    ] = 0,
    sort: SortOption = "relevance",
    match: MatchOption = "auto",
    facets: Annotated[bool, typer.Option("--facets", help="Also print counts by year, edition, topic and author.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Explain how the query was read and why each paper matches.")
    ] = False,
    open_number: Annotated[
        int | None,
        typer.Option(
            "--open", metavar="N", help="Open the PDF of result N.", parser=Bounded("--open", int, 1), show_default=False
        ),
    ] = None,
    since_last: Annotated[
        bool, typer.Option("--since-last", help="Print only papers that the same search has not printed before; for alerts.")
    ] = False,
    interactive: Annotated[bool, typer.Option("--interactive", "-i", help="Search as you type.")] = False,
    hyperlink: HyperlinkOption = "auto",
) -> None:
    """Search titles, abstracts and summaries.

    \b
    Words       learned index            papers with both, then with either
    Phrases     '"learned index"'
    Exclude     index -database          or: index NOT database
    Either      index (hash OR bloom)    OR joins the two words beside it
    Fields      title: author: abstract: topic: edition: venue: year:2018..2020
    Values      author:kraska,alizadeh   papers by either author
    Years       year>2019                also >= < <= =
    Prefixes    schedul*                 words with this beginning
    Similar     schedling~               words with similar spelling
    Addresses   arxiv.org/abs/1912.04138 the paper with this address or id

    Case, accents, hyphens, British or American spelling, and common abbreviations make no difference.
    A paper must match every filter, but only one of a filter's values. For papers with two
    topics: topic:compilers topic:databases. An unknown topic, author, edition, venue or year finds
    nothing in a query (exit code 0) and is an error in an option (exit code 2).

    \b
    Examples:
      mlforsys search learned index
      mlforsys search '"congestion control"' --year 2019-2022
      mlforsys search author:kraska --format bibtex
      mlforsys search learned index -n all -o refs.bib
      mlforsys search --author kraska,alizadeh --topic compilers,databases
      mlforsys search optimization --topic databases --facets
      mlforsys search --award --json
      mlforsys search cost model --open 1
      mlforsys search language models --since-last
    """
    request = SearchRequest(
        words=query or (),
        read_filters=filters.read,
        filters=filters,
        limit=limit,
        offset=offset,
        sort=cast("Sort", sort),
        match=cast("Match", match),
        output=out.read(),
        facets=facets,
        explain=explain,
        open_number=open_number,
        since_last=since_last,
        hyperlink=hyperlink,
        root=common.root or ctx.obj,
    )
    if interactive:
        from archive.cli.search.interactive import search_as_you_type

        search_as_you_type(request)
    else:
        run_search(request)


app = command(search, cls=SearchCommand)
