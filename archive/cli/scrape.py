"""``mlforsys scrape``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.app import RootOption, one_command
from archive.cli.options import count, note, root_of, sentence
from archive.errors import ArchiveError
from archive.http import TIMEOUT

if TYPE_CHECKING:
    from archive.scrape import Outcome

app = one_command()


@app.command()
def scrape(
    ctx: typer.Context,
    editions: Annotated[
        list[str] | None, typer.Argument(metavar="EDITION", help="Editions to collect; all without.", show_default=False)
    ] = None,
    mirror: Annotated[
        str | None,
        typer.Option(metavar="PATH_OR_URL", help="Read every page from a copy as wget --mirror makes it.", show_default=False),
    ] = None,
    no_abstracts: Annotated[bool, typer.Option("--no-abstracts", help="Papers alone; leave abstracts as they are.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Accept a list that lacks stored papers; mark those withdrawn.")
    ] = False,
    timeout: Annotated[float, typer.Option(metavar="SECONDS", min=0.1, help="How long to wait for an answer.")] = TIMEOUT,
    root: RootOption = None,
) -> None:
    """Collect accepted papers, and the abstracts that their pages print, into scraped/.

    Each edition is taken whole or left as it was. What changed is shown on stderr.

    \b
    Examples:
      mlforsys scrape
      mlforsys scrape neurips2025
      mlforsys scrape --mirror ~/mirror
    """
    from archive.cli.progress import progress
    from archive.fetch import make_fetcher
    from archive.registry import load_registry
    from archive.scrape import scrape_edition

    here = root_of(ctx, root)
    registry = load_registry(here.folder)
    wanted = [registry.find(edition_id).id for edition_id in editions or registry]
    fetcher = make_fetcher(mirror, timeout=timeout)
    results: list[str] = []
    failed = 0
    try:
        with progress(len(wanted)) as step:
            for edition in (e for e in registry.values() if e.id in wanted):
                step(edition.id)
                try:
                    outcome = scrape_edition(edition, registry, here, fetcher, with_abstracts=not no_abstracts, force=force)
                except (ArchiveError, OSError) as error:
                    failed += 1
                    message = str(error) if isinstance(error, ArchiveError) else sentence(error)
                    note(message if message.startswith(f"{edition.id}: ") else f"{edition.id}: {message}")
                else:
                    results.append(_result(outcome))
    except KeyboardInterrupt:
        note("Interrupted. Editions that were done are kept, the others stayed as before.")
        raise
    finally:
        for line in results:
            typer.echo(line)
    if failed:
        note(f"{failed} of {count(len(wanted), 'edition')} could not be collected and stayed as before.")
        raise typer.Exit(1)


def _result(outcome: Outcome) -> str:
    """The line of an edition that was collected; what a person should know goes out as notes."""
    for line in (*outcome.notes, *outcome.changes):
        note(f"{outcome.edition}: {line}")
    withdrawn = f", {outcome.withdrawn} withdrawn" if outcome.withdrawn else ""
    return f"{outcome.edition}: {count(outcome.papers, 'paper')}{withdrawn}, {count(outcome.abstracts, 'abstract')}"
