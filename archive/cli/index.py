"""``mlforsys index``."""

from __future__ import annotations

import typer

from archive.cli.app import RootOption, one_command
from archive.cli.messages import count, note
from archive.cli.options import root_of

app = one_command()


@app.command()
def index(ctx: typer.Context, root: RootOption = None) -> None:
    """Build index/ from the store.

    `search` does it by itself when the index is missing or stale; this does it now.

    \b
    Example:
      mlforsys index
    """
    from archive.search.index import build

    here = root_of(ctx, root)
    typer.echo(f"{count(len(build(here, note)), 'paper')} indexed in {here.index_folder}")
