"""``mlforsys export``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from archive.catalogue.filters import read_filters
from archive.cli.app import RootOption, one_command
from archive.cli.messages import count, note
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
from archive.cli.terminal import visible
from archive.errors import EmptyArchive, UsageError
from archive.export.formats import DATABASE, format_names

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
        str,
        typer.Option("--format", "-f", metavar="FORMAT", help=f"One of {', '.join(sorted([*format_names(), DATABASE]))}."),
    ] = "bibtex",
    year: YearOption = None,
    edition: EditionOption = None,
    topic: TopicOption = None,
    any_topic: AnyTopicOption = None,
    author: AuthorOption = None,
    venue: VenueOption = None,
    award: AwardOption = False,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            help="Write to a file; a file for each paper where it is a folder, or ends in a slash.",
            show_default=False,
        ),
    ] = None,
    with_abstracts: Annotated[
        bool, typer.Option("--with-abstracts", help="Abstracts too, in citations and pages; csv and json have them.")
    ] = False,
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """Print papers for other tools.

    \b
    Examples:
      mlforsys export --format bibtex > mlforsys.bib
      mlforsys export --edition neurips2019 --format csv --output 2019.csv
      mlforsys export --edition neurips2023 --format jekyll --output accepted_papers.html
      mlforsys export --edition neurips2019 --format ris --with-abstracts --output citations
      mlforsys export --author kraska --json
      mlforsys export --format sqlite --output papers.db
      mlforsys search learned index --format ids | mlforsys export --format bibtex -
    """
    from archive.catalogue.items import items
    from archive.catalogue.lookup import Lookup
    from archive.catalogue.people import load_settled
    from archive.catalogue.taxonomy import load_taxonomy
    from archive.cli.arguments import papers
    from archive.export.formats import ending, export_format, given_to
    from archive.export.sqlite import database
    from archive.model.record import without_abstract
    from archive.store.editions import load_registry

    to_database = output_format == DATABASE and not as_json
    writer = None if to_database else export_format("json" if as_json else output_format)
    if to_database and (output in (None, "-") or str(output).endswith("/") or Path(str(output)).is_dir()):
        raise UsageError("A database is one file: give its name, like --output papers.db.")
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
    path = Path(output or "-")
    if writer is None:
        records = records if with_abstracts else [*map(without_abstract, records)]
        _write(path, database(records, registry, load_taxonomy(), load_settled(here.folder)))
        note(f"{count(len(records), 'paper')} written to {path}.")
        raise typer.Exit(0 if complete else 1)
    records = list(given_to(writer, records, with_abstracts))
    if path == Path("-"):
        pieces = writer.write(records, registry)
        for piece in map(visible, pieces) if sys.stdout.isatty() else pieces:
            sys.stdout.write(piece)
        sys.stdout.flush()
    elif path.is_dir() or str(output).endswith("/"):
        _make_folder(path)
        for record in records:
            _write(
                path / f"{record['id']}{ending('json' if as_json else output_format)}",
                "".join(writer.write([record], registry)).encode(),
            )
        note(f"{count(len(records), 'file')} written to {path}.")
    else:
        _write(path, "".join(writer.write(records, registry)).encode())
        note(f"{count(len(records), 'paper')} written to {path}.")
    if not complete:
        raise typer.Exit(1)


def _make_folder(path: Path) -> None:
    if (path.exists() and not path.is_dir()) or not path.parent.is_dir():
        why = "it is a file" if path.exists() else "there is no such folder"
        raise UsageError(f"{path} cannot be written: {why}.")
    path.mkdir(exist_ok=True)


def _write(path: Path, content: bytes) -> None:
    from archive.store.files import write_bytes

    if path.is_dir() or not path.parent.is_dir():
        why = "it is a folder" if path.is_dir() else "there is no such folder"
        raise UsageError(f"{path} cannot be written: {why}.")
    write_bytes(path, content)
