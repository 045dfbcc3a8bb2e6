"""``mlforsys mcp``."""

from __future__ import annotations

import sys

import typer

from archive.cli.app import command
from archive.cli.options import CommonOptions
from archive.cli.terminal.output import note
from archive.errors import ArchiveError


def mcp(ctx: typer.Context, common: CommonOptions) -> None:
    """Serve the archive to AI agents (Model Context Protocol).

    Your agent starts this server, and talks to it over standard input and output; docs/api.md has the
    settings to add. It offers the tools search, paper, related, topics, editions and cite, and each paper
    as a resource. All are read-only. It needs an extra: pip install "mlforsys-archive[mcp]".

    \b
    Examples:
      mlforsys mcp
      mlforsys mcp --root ~/papers
    """
    root = common.find_papers(ctx)
    try:
        import mcp as sdk  # noqa: F401 - only to see whether it is installed
    except ModuleNotFoundError:
        raise ArchiveError(
            "The Model Context Protocol's SDK is not installed. Install it: "
            f'{sys.executable} -m pip install "mlforsys-archive[mcp]".'
        ) from None
    from archive.mcp_server import make_server

    server = make_server(root)
    if sys.stdin.isatty():
        note("Waiting for an agent on standard input; docs/api.md explains the setup. Press Ctrl-C to stop.")
    server.run("stdio")


app = command(mcp)
