"""``mlforsys index``."""

from __future__ import annotations

import typer

from archive.cli.app import command
from archive.cli.messages import paper_count
from archive.cli.options import CommonOptions, JsonOption
from archive.cli.terminal.output import Terminal, json_data
from archive.errors import ArchiveError
from archive.model.paper import WITHDRAWN


def index(ctx: typer.Context, common: CommonOptions, as_json: JsonOption = False) -> None:
    """Build the search index.

    A search builds the index if there is none or papers changed. This command always builds it.

    \b
    Examples:
      mlforsys index
      mlforsys index --json
    """
    from archive.search.index import build

    root = common.find(ctx, to_write=True)
    not_written: list[str] = []
    index = build(root, not_written.append)
    withdrawn = len(index.papers.where("status", lambda status: status == WITHDRAWN))
    indexed = len(index) - withdrawn
    if not_written:
        raise ArchiveError(f"The index was built, but not kept. {not_written[0]}")
    if as_json:
        json_data({"papers_count": indexed, "withdrawn_count": withdrawn, "path": str(root.index_folder)})
    else:
        Terminal().line(f"{paper_count(indexed, withdrawn)} indexed in {root.index_folder}", wrap=False)


app = command(index)
