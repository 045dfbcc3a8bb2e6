"""``mlforsys index``."""

from __future__ import annotations

import typer

from archive.cli.app import command
from archive.cli.messages import count
from archive.cli.options import CommonOptions
from archive.cli.output import Terminal, note


def index(ctx: typer.Context, common: CommonOptions) -> None:
    """Build the search index.

    `search` builds it by itself when it is missing or papers changed; this does it now.

    \b
    Example:
      mlforsys index
    """
    from archive.search.index import build

    root = common.find(ctx, to_write=True)
    Terminal().line(f"{count(len(build(root, note)), 'paper')} indexed in {root.index_folder}", wrap=False)


app = command(index)
