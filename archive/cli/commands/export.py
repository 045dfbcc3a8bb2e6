"""``mlforsys export``."""

from __future__ import annotations

from typing import Annotated

import typer

from archive.cli.app import command
from archive.cli.formats import FORMATS, print_papers
from archive.cli.missing_editions import not_collected
from archive.cli.options import PAPER_HELP, CommonOptions, FilterOptions, OutputOptions, limit_option
from archive.cli.terminal.output import note
from archive.cli.terminal.paper_text import in_short
from archive.errors import UsageError


def export(
    ctx: typer.Context,
    filters: FilterOptions,
    out: OutputOptions,
    common: CommonOptions,
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID]...", help=f"Only these papers. {PAPER_HELP} Default: all.", show_default=False),
    ] = None,
    limit: Annotated[int | None, limit_option("papers", "all")] = None,
    with_abstracts: Annotated[
        bool, typer.Option("--with-abstracts", help="Include abstracts; csv, json and jsonl always have them.")
    ] = False,
) -> None:
    """Export papers for other tools, as BibTeX by default.

    --output writes a file, whose ending chooses the format: .bib, .ris, .csv, .json, .jsonl, .csl.json,
    .md, .html or .db (SQLite). If FILE is a folder or ends in a slash, each paper gets a file of its own.

    \b
    Examples:
      mlforsys export > mlforsys.bib
      mlforsys export kipf2019sosd mao2018learning
      mlforsys export --edition neurips2019 --output 2019.csv
      mlforsys export --year 2018,2022- --topic compilers,databases --output refs.ris
      mlforsys export --edition neurips2023 --format jekyll --output accepted_papers.html
      mlforsys export --edition neurips2019 --format ris --with-abstracts --output citations/
      mlforsys export --author kraska --json
      mlforsys export --output papers.db
      mlforsys search learned index --format ids | mlforsys export -
    """
    from archive.cli.arguments import filtered, lookup
    from archive.store.editions import load_registry

    chosen = out.read(default="bibtex")
    root = common.find(ctx)
    wanted = filters.read(root)
    known = lookup(root, load_registry(root.folder))
    if ids and ids[0] in FORMATS and not known.matches(ids[0]):
        raise UsageError(f"{ids[0]} is a format: `mlforsys export --format {ids[0]}`.")
    records, complete = filtered(known, ids or [], wanted)
    records = records[:limit]
    for sentence in not_collected(root, wanted, only_named=bool(records)):
        note(sentence)
    if not records and (filters.given or not ids):
        note("No paper matches.")
    print_papers(chosen, root, records, text=lambda terminal: in_short(records, terminal), with_abstracts=with_abstracts)
    if not complete:
        raise typer.Exit(1)


app = command(export)
