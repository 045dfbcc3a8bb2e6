"""``mlforsys stats``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archive.catalogue.filters import read_filters
from archive.cli.app import RootOption, one_command
from archive.cli.messages import note, years_of
from archive.cli.options import (
    AnyTopicOption,
    AuthorOption,
    AwardOption,
    EditionOption,
    JsonOption,
    TopicOption,
    VenueOption,
    YearOption,
    root_of,
)
from archive.cli.terminal import Terminal, json_text, visible

if TYPE_CHECKING:
    from archive.catalogue.stats import Stats

app = one_command()

_BAR = 20  # characters of the longest bar
_PAIRS = 10
_SIGNS = {"rising": "▲", "falling": "▼", None: " "}


@app.command()
def stats(
    ctx: typer.Context,
    year: YearOption = None,
    edition: EditionOption = None,
    topic: TopicOption = None,
    any_topic: AnyTopicOption = None,
    author: AuthorOption = None,
    venue: VenueOption = None,
    award: AwardOption = False,
    svg: Annotated[
        Path | None, typer.Option("--svg", metavar="FILE", help="Also write a chart to a file.", show_default=False)
    ] = None,
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """How the field moved: papers by year and topic, what rises and falls, who comes and stays.

    A topic counts its narrower topics too. It rises (▲) or falls (▼) where its share of papers in the
    second half of the years differs from the first by more than chance would often make it.

    \b
    Examples:
      mlforsys stats
      mlforsys stats --topic compilers
      mlforsys stats --svg field.svg
    """
    from archive.catalogue.items import items
    from archive.catalogue.people import load_settled, people
    from archive.catalogue.stats import count
    from archive.catalogue.taxonomy import load_taxonomy
    from archive.errors import EmptyArchive

    here = root_of(ctx, root)
    if not here.has_papers():
        raise EmptyArchive(here.folder)
    filters = read_filters(
        here, year=year, edition=edition, topic=topic, any_topic=any_topic, author=author, venue=venue, award=award
    )
    everything = list(items(here))
    chosen = [item for item in everything if filters.accepts(item.record())]
    counted = count(chosen, people(everything, load_settled(here.folder)), load_taxonomy(here.folder))
    if svg is not None:
        _write_chart(svg, counted)
    if as_json:
        sys.stdout.write(json_text(_shape(counted)))
    elif not counted.years:
        note("No paper matches.")
    else:
        _print(counted)


def _write_chart(path: Path, counted: Stats) -> None:
    from archive.export.chart import draw
    from archive.store.files import write_bytes

    span = years_of(year.year for year in counted.years).replace("-", " to ")
    title = "Papers by year and topic" if any(trend.total for trend in counted.trends) else "Papers by year"
    write_bytes(path, draw(counted, f"{title}, {span}" if span else title).encode())
    note(f"{path} written.")


def _shape(counted: Stats) -> dict[str, Any]:
    return {
        "years": [
            {
                "year": year.year,
                "papers": year.papers,
                "authors": year.authors,
                "new_authors": year.new,
                "returning_authors": year.returning,
            }
            for year in counted.years
        ],
        "topics": [
            {
                "id": trend.topic.id,
                "name": trend.topic.name,
                "kind": trend.topic.kind,
                "papers": trend.total,
                "by_year": {str(year): number for year, number in trend.papers.items()},
                "early_share": None if trend.early is None else round(trend.early, 4),
                "late_share": round(trend.late, 4),
                "trend": trend.direction,
            }
            for trend in counted.trends
        ],
        "collaborators": [{"authors": [pair.one, pair.other], "papers": list(pair.papers)} for pair in counted.pairs],
    }


def _print(counted: Stats) -> None:
    terminal = Terminal()
    most = max(year.papers for year in counted.years)
    typer.echo(terminal.style("year  papers  authors   new  returning", "dim"))
    for year in counted.years:
        bar = terminal.style("█" * max(1, round(_BAR * year.papers / most)), "good")
        typer.echo(f"{year.year}  {year.papers:>6}  {year.authors:>7}  {year.new:>4}  {year.returning:>9}  {bar}")
    if any(trend.total for trend in counted.trends):
        _print_topics(counted, terminal)
    if counted.pairs:
        typer.echo("")
        typer.echo(terminal.style("most frequent collaborators", "dim"))
        for pair in counted.pairs[:_PAIRS]:
            typer.echo(visible(f"{len(pair.papers)}  {pair.one} and {pair.other}"))


def _print_topics(counted: Stats, terminal: Terminal) -> None:
    from archive.export.chart import share_of

    trends = sorted((trend for trend in counted.trends if trend.total), key=lambda trend: -trend.total)
    names = max((len(trend.topic.name) for trend in trends), default=0)
    heads = "".join(f"{year.year:>6}" for year in counted.years)
    typer.echo("")
    share = "share, first and second half of the years" if len(counted.years) > 1 else "      share"
    typer.echo(terminal.style(f"{'topic':<{names}}{heads}   all  {share}", "dim"))
    for trend in trends:
        numbers = "".join(f"{trend.papers[year.year] or '·':>6}" for year in counted.years)
        sign = {"rising": "good", "falling": "warn"}.get(trend.direction or "", "dim")
        moved = f"{share_of(trend):>11} {terminal.style(_SIGNS[trend.direction], sign)}".rstrip()
        typer.echo(f"{trend.topic.name:<{names}}{numbers}{trend.total:>6}  {moved}")
