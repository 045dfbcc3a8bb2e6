"""``mlforsys scrape``."""

from __future__ import annotations

from typing import Annotated

import typer

from archive.cli.app import RootOption, one_command
from archive.cli.options import note, root_of, sentence
from archive.errors import ArchiveError
from archive.http import TIMEOUT

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
    failed = 0
    results = []
    with progress(len(wanted)) as step:
        for edition in (e for e in registry.values() if e.id in wanted):
            step(edition.id)
            try:
                outcome = scrape_edition(edition, registry, here, fetcher, with_abstracts=not no_abstracts, force=force)
            except (ArchiveError, OSError) as error:
                failed += 1
                message = str(error) if isinstance(error, ArchiveError) else sentence(error)
                note(message if message.startswith(f"{edition.id}: ") else f"{edition.id}: {message}")
                continue
            for line in outcome.notes:
                note(f"{edition.id}: {line}")
            for line in outcome.changes:
                note(f"{edition.id}: {line}")
            withdrawn = f", {outcome.withdrawn} withdrawn" if outcome.withdrawn else ""
            results.append(f"{edition.id}: {outcome.papers} papers{withdrawn}, {outcome.abstracts} abstracts")
    for line in results:
        typer.echo(line)
    if failed:
        note(f"{failed} of {len(wanted)} editions could not be collected; they are as they were.")
        raise typer.Exit(1)
