"""``mlforsys related``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from archive.cli.app import RootOption, one_command
from archive.cli.messages import note
from archive.cli.options import JsonOption, complete_ids, root_of
from archive.cli.terminal import Terminal, json_text, visible, where

app = one_command()


@app.command()
def related(
    ctx: typer.Context,
    asked: Annotated[
        str,
        typer.Argument(metavar="PAPER", help="An id or a beginning of it, a title, an address.", autocompletion=complete_ids),
    ],
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, help="How many papers.")] = 5,
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """The papers most like one, and why: shared topics, telling words of both, shared authors.

    \b
    Examples:
      mlforsys related kipf2019sosd
      mlforsys related kipf2019sosd --limit 3 --json
    """
    from archive.catalogue.items import items
    from archive.catalogue.lookup import Lookup
    from archive.catalogue.taxonomy import load_taxonomy
    from archive.search.index import open_index
    from archive.search.related import related as papers_like

    here = root_of(ctx, root)
    index = open_index(here, note)
    record = index.record(asked) or Lookup(items(here)).find(asked).record()
    found = papers_like(index, record, load_taxonomy(here.folder), limit)
    if as_json:
        shapes = [{**like.record, "score": round(like.score, 4), "reasons": list(like.reasons)} for like in found]
        sys.stdout.write(json_text(shapes))
        return
    terminal = Terminal()
    for like in found:
        typer.echo(terminal.style(terminal.paragraph(visible(like.record["title"])), "bold"))
        typer.echo("    " + terminal.style(f"{where(like.record)} · {like.record['id']}", "dim"))
        typer.echo(terminal.paragraph(visible("; ".join(like.reasons)), "    "))
        typer.echo("")
    if not found:
        note("No paper is like this one.")
