"""``mlforsys export``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

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
    complete_ids,
    root_of,
)
from archive.cli.telling import count, note
from archive.cli.terminal import visible
from archive.errors import EmptyArchive, UsageError
from archive.filters import read_filters

app = one_command()


@app.command()
def export(
    ctx: typer.Context,
    asked: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PAPER]...",
            help="Only these, by id, title or address; - reads such lines from stdin. All papers without.",
            show_default=False,
            autocompletion=complete_ids,
        ),
    ] = None,
    output_format: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help="bibtex, csv, json or jsonl.")
    ] = "bibtex",
    year: YearOption = None,
    edition: EditionOption = None,
    topic: TopicOption = None,
    any_topic: AnyTopicOption = None,
    author: AuthorOption = None,
    venue: VenueOption = None,
    award: AwardOption = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.", show_default=False)
    ] = None,
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """Print papers for other tools.

    \b
    Examples:
      mlforsys export --format bibtex > mlforsys.bib
      mlforsys export --edition neurips2019 --format csv --output 2019.csv
      mlforsys export --author kraska --json
      mlforsys search learned index --format ids | mlforsys export --format bibtex -
    """
    from archive.catalogue import items
    from archive.cli.asked import papers
    from archive.export import export_format
    from archive.lookup import Lookup
    from archive.registry import load_registry

    writer = export_format("json" if as_json else output_format)
    here = root_of(ctx, root)
    registry = load_registry(here.folder)
    filters = read_filters(
        here, year=year, edition=edition, topic=topic, any_topic=any_topic, author=author, venue=venue, award=award
    )
    everything = list(items(here, registry))
    if not everything:
        raise EmptyArchive(here.folder)
    chosen, complete = papers(Lookup(everything), asked) if asked else (everything, True)
    records = [record for record in (item.record() for item in chosen) if filters.accepts(record)]
    if not records:
        note("No paper matches.")
    pieces = writer.write(records, registry)
    if output is None:
        for piece in map(visible, pieces) if sys.stdout.isatty() else pieces:
            sys.stdout.write(piece)
        sys.stdout.flush()
    else:
        from archive.store import write_bytes

        if output.is_dir() or not output.parent.is_dir():
            why = "it is a folder" if output.is_dir() else "there is no such folder"
            raise UsageError(f"{output} cannot be written: {why}.")
        write_bytes(output, "".join(pieces).encode())
        note(f"{count(len(records), 'paper')} written to {output}.")
    if not complete:
        raise typer.Exit(1)
