"""``mlforsys cite``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from archive.cli.app import RootOption, one_command
from archive.cli.options import JsonOption, complete_ids, root_of
from archive.errors import EmptyArchive
from archive.export.cite import cite as references
from archive.export.cite import style_names

app = one_command()


@app.command()
def cite(
    ctx: typer.Context,
    asked: Annotated[
        list[str],
        typer.Argument(
            metavar="PAPER...",
            help="By id, title or address; - reads such lines from stdin.",
            show_default=False,
            autocompletion=complete_ids,
        ),
    ],
    style: Annotated[
        str,
        typer.Option(
            "--style",
            "-s",
            metavar="STYLE",
            help=f"{', '.join(style_names())}, or the path of a .csl file.",
            autocompletion=lambda incomplete: [name for name in style_names() if name.startswith(incomplete)],
        ),
    ] = "apa",
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """Print references ready to paste. For BibTeX and reference managers: `mlforsys export`.

    \b
    Examples:
      mlforsys cite kipf2019sosd
      mlforsys cite --style ieee kipf2019sosd mao2018learning
      mlforsys search learned index --format ids | mlforsys cite -

    Numbered styles come without the number: it is that of the list which the reference will stand in.
    """
    from archive.catalogue.items import items
    from archive.catalogue.lookup import Lookup
    from archive.cli.arguments import papers
    from archive.cli.terminal import json_text, visible
    from archive.store.editions import load_registry

    here = root_of(ctx, root)
    registry = load_registry(here.folder)
    everything = list(items(here, registry))
    if not everything:
        raise EmptyArchive(here.folder)
    chosen, complete = papers(Lookup(everything), asked)
    cited = references((item.record() for item in chosen), registry, style)
    if as_json:
        sys.stdout.write(json_text([{"id": paper, "style": style, "text": text} for paper, text in cited]))
    else:
        for number, (_, text) in enumerate(cited):
            typer.echo(("\n" if number else "") + visible(text))
    if not complete:
        raise typer.Exit(1)
