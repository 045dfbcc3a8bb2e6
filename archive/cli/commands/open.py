"""``mlforsys open``."""

from __future__ import annotations

from typing import Annotated

import typer

from archive.cli.app import command
from archive.cli.options import CommonOptions, IdsArgument
from archive.errors import UsageError

_MOST = 20  # papers that are opened at once; more would be an accident


def open_(
    ctx: typer.Context,
    ids: IdsArgument,
    common: CommonOptions,
    page: Annotated[bool, typer.Option("--page", help="Open the landing page instead of the PDF.")] = False,
) -> None:
    """Open the PDFs of papers in the browser.

    If a paper has no PDF, its page is opened. If there is no browser, the addresses are printed.

    \b
    Examples:
      mlforsys open kipf2019sosd
      mlforsys open kipf2019sosd --page
      mlforsys search learned index -n 3 --format ids | mlforsys open -
    """
    from archive.cli.arguments import lookup, named_papers
    from archive.cli.terminal.browser import open_records

    found, complete = named_papers(lookup(common.find(ctx)), ids)
    if len(found) > _MOST:
        raise UsageError(f"At most {_MOST} papers can be opened at once, not {len(found)}.")
    open_records((item.record() for item in found), page=page)
    if not complete:
        raise typer.Exit(1)


app = command(open_, name="open")
