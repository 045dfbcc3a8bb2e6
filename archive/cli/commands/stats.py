"""``mlforsys stats``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.app import command
from archive.cli.messages import years_of
from archive.cli.missing_editions import not_collected
from archive.cli.options import CommonOptions, FilterOptions, JsonOption
from archive.cli.terminal import output
from archive.cli.terminal.output import Styled, Terminal, dim, note
from archive.cli.terminal.table import Column, table
from archive.errors import UsageError

if TYPE_CHECKING:
    from archive.catalogue.stats import Stats

_BAR = 20  # width of the longest bar, in characters
_PAIRS = 10
_SIGNS = {"rising": ("▲", "good"), "falling": ("▼", "warn"), None: (" ", "dim")}
_YEARS = (
    Column("year"),
    Column("papers", right=True),
    Column("authors", right=True),
    Column("new", right=True),
    Column("returning", right=True),
    Column("", spare=1),
)


def stats(
    ctx: typer.Context,
    filters: FilterOptions,
    common: CommonOptions,
    svg: Annotated[
        Path | None, typer.Option("--svg", metavar="FILE", help="Also write a chart to this file.", show_default=False)
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show statistics of papers, topics and authors.

    Shows papers by year and topic, rising and falling topics, and new and returning authors.

    A topic includes its narrower topics. It rises (▲) or falls (▼) if its shares of papers in the first and
    second half of the years differ by more than chance would often explain.

    \b
    Examples:
      mlforsys stats
      mlforsys stats --topic compilers,databases --year 2020-
      mlforsys stats --svg field.svg
    """
    from archive.catalogue.author_identity import people
    from archive.catalogue.items import items
    from archive.catalogue.json_shapes import stats_rows
    from archive.catalogue.stats import compute_stats
    from archive.catalogue.taxonomy import load_taxonomy
    from archive.store.people import load_known_people

    _refuse_other_ending(svg)
    root = common.find_papers(ctx)
    wanted = filters.read(root)
    everything = list(items(root))
    chosen = [item for item in everything if wanted.accepts(item.record())]
    counted = compute_stats(chosen, people(everything, load_known_people(root.folder)), load_taxonomy(root.folder))
    for sentence in not_collected(root, wanted, only_named=bool(counted.years)):
        note(sentence)
    if svg is not None:
        _write_chart(svg, counted)
    if as_json:
        output.json_data(stats_rows(counted))
    elif not counted.years:
        note("No paper matches.")
    else:
        for text in _text(counted, Terminal()):
            output.write(text)


app = command(stats)


def _refuse_other_ending(path: Path | None) -> None:
    """Raise :class:`UsageError` if the file of a chart has the ending of another format."""
    if path is not None and path.suffix.lower() not in ("", ".svg"):
        raise UsageError(f"--svg {path}: the chart is an SVG file. Name it {path.with_suffix('.svg').name}.")


def _write_chart(path: Path, counted: Stats) -> None:
    from archive.export.topic_chart import draw
    from archive.store.files import write_bytes

    span = years_of(year.year for year in counted.years).replace("-", " to ")
    title = "Papers by year and topic" if any(trend.total for trend in counted.trends) else "Papers by year"
    write_bytes(path, draw(counted, f"{title}, {span}" if span else title).encode())
    note(f"{path} written.")


def _text(counted: Stats, terminal: Terminal) -> Iterator[str]:
    most = max(year.papers for year in counted.years)
    rows: list[list[str | Styled]] = [
        [str(year.year), str(year.papers), str(year.authors), str(year.new), str(year.returning), _bar(year.papers, most)]
        for year in counted.years
    ]
    yield from table(terminal, _YEARS, rows)
    if any(trend.total for trend in counted.trends):
        yield "\n"
        yield from _trends(counted, terminal)
    if counted.pairs:
        yield "\n" + terminal.text(dim("most frequent collaborators"))
        for pair in counted.pairs[:_PAIRS]:
            yield terminal.text(f"{len(pair.papers)}  {pair.one} and {pair.other}", indent="   ", first="")


def _trends(counted: Stats, terminal: Terminal) -> Iterator[str]:
    """A row per topic: papers by year, the total, and the shares in the first and second half of the years."""
    from archive.export.topic_chart import share_of

    years = [_short(year.year, terminal) for year in counted.years]
    columns = (
        Column("topic", cut=18),
        *(Column(year, right=True, spare=2) for year in years),
        Column("all", right=True),
        Column("share", right=True),
        Column(""),
    )
    rows: list[list[str | Styled]] = []
    for trend in sorted((trend for trend in counted.trends if trend.total), key=lambda trend: -trend.total):
        numbers = [str(trend.papers[year.year] or "·") for year in counted.years]
        rows.append([trend.topic.name, *numbers, str(trend.total), share_of(trend), Styled(*_SIGNS[trend.direction])])
    yield from table(terminal, columns, rows)
    if len(counted.years) > 1 and rows:
        yield from _legend(counted, terminal)


def _legend(counted: Stats, terminal: Terminal) -> Iterator[str]:
    yield terminal.text(dim("share: percentage of all papers, in the first and second half of the years"))
    if any(trend.direction for trend in counted.trends):
        yield terminal.text(dim("▲ rises, ▼ falls: by more than chance would often explain"))


def _short(year: int, terminal: Terminal) -> str:
    """A year; on a terminal, where space is limited, its last two digits."""
    return f"{year}" if terminal.width is None else f"’{year % 100:02}"


def _bar(papers: int, most: int) -> Styled:
    return Styled("█" * max(1, round(_BAR * papers / most)), "good")
