"""``mlforsys index``."""

from __future__ import annotations

import sys

import typer

from archive.cli.app import RootOption, one_command
from archive.cli.messages import count, note
from archive.cli.options import JsonOption, root_of
from archive.cli.terminal import json_text

app = one_command()


@app.command()
def index(ctx: typer.Context, as_json: JsonOption = False, root: RootOption = None) -> None:
    """Build index/ from the store.

    `search` does it by itself when the index is missing or stale; this does it now.

    \b
    Examples:
      mlforsys index
      mlforsys index --json
    """
    from archive.search.index import build

    here = root_of(ctx, root)
    indexed = len(build(here, note))
    if as_json:
        sys.stdout.write(json_text({"papers_count": indexed, "path": str(here.index_folder)}))
    else:
        typer.echo(f"{count(indexed, 'paper')} indexed in {here.index_folder}")
