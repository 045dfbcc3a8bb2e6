"""``mlforsys scrape``."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.app import RootOption, one_command
from archive.cli.messages import count, note, sentence
from archive.cli.options import MirrorOption, TimeoutOption, complete_registered, root_of
from archive.errors import ArchiveError, UsageError
from archive.net.http import TIMEOUT

if TYPE_CHECKING:
    from archive.collect.abstracts.gather import Gathered
    from archive.collect.scrape import Outcome
    from archive.model.paper import Edition
    from archive.net.fetch import Fetcher
    from archive.store.editions import Registry
    from archive.store.root import Root

app = one_command()


@app.command()
def scrape(
    ctx: typer.Context,
    editions: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="EDITION", help="Editions to collect; all without.", show_default=False, autocompletion=complete_registered
        ),
    ] = None,
    mirror: MirrorOption = None,
    no_abstracts: Annotated[bool, typer.Option("--no-abstracts", help="Papers alone; leave abstracts as they are.")] = False,
    abstracts_only: Annotated[
        bool, typer.Option("--abstracts-only", help="Abstracts alone; leave papers as they are.")
    ] = False,
    abstracts_from: Annotated[
        str | None,
        typer.Option(metavar="SOURCES", help="Some of page,schedule,openreview,pdf,arxiv; all without.", show_default=False),
    ] = None,
    redo_doubtful: Annotated[
        bool, typer.Option("--redo-doubtful", help="Try again for abstracts that are marked doubtful.")
    ] = False,
    openreview_notes: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Notes of OpenReview that were saved in a browser.", show_default=False),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Accept a list that lacks stored papers; mark those withdrawn.")
    ] = False,
    timeout: TimeoutOption = TIMEOUT,
    root: RootOption = None,
) -> None:
    """Collect accepted papers and their abstracts into scraped/.

    Papers come first: each edition is taken whole or left as it was, and what changed is shown on
    stderr. Then abstracts, from the first source that has one: the edition's page, its programme,
    OpenReview (OPENREVIEW_USERNAME and OPENREVIEW_PASSWORD log in), the PDF, arXiv. Ctrl-C keeps what
    was found; the next run goes on from there.

    \b
    Examples:
      mlforsys scrape
      mlforsys scrape neurips2025
      mlforsys scrape --mirror ~/mirror
      mlforsys scrape --abstracts-only --abstracts-from pdf neurips2019
    """
    from archive.collect.abstracts import chosen_sources
    from archive.net.fetch import make_fetcher
    from archive.store.editions import load_registry

    if no_abstracts and (abstracts_only or abstracts_from or redo_doubtful or openreview_notes):
        raise UsageError("--no-abstracts leaves nothing to do for the other options about abstracts. Choose one.")
    here = root_of(ctx, root)
    registry = load_registry(here.folder)
    wanted = [registry.find(edition_id).id for edition_id in editions or registry]
    chosen = [edition for edition in registry.values() if edition.id in wanted]
    sources = chosen_sources(abstracts_from)
    fetcher = make_fetcher(mirror, timeout=timeout)
    lines: dict[str, str] = {}
    try:
        if abstracts_only:
            done = [edition for edition in chosen if here.store.path(edition.id).exists()]
        else:
            done = _papers(chosen, registry, here, fetcher, force, lines)
        if not no_abstracts:
            _abstracts(done, here, fetcher, sources, redo_doubtful, openreview_notes, lines, pages_reported=not abstracts_only)
        for edition in done:
            lines[edition.id] += _suggested(here, edition)
    finally:
        for edition_id, line in lines.items():
            typer.echo(f"{edition_id}: {line}")
    if not abstracts_only and (failed := len(chosen) - len(done)):
        note(f"{failed} of {count(len(chosen), 'edition')} could not be collected and stayed as before.")
        raise typer.Exit(1)


def _papers(
    editions: Sequence[Edition], registry: Registry, root: Root, fetcher: Fetcher, force: bool, lines: dict[str, str]
) -> list[Edition]:
    """Collect the papers of editions; returns those that were."""
    from archive.cli.progress import progress
    from archive.collect.scrape import scrape_edition

    done: list[Edition] = []
    try:
        with progress(len(editions)) as bar:
            for edition in editions:
                bar.step(edition.id)
                try:
                    outcome = scrape_edition(edition, registry, root, fetcher, force=force)
                except (ArchiveError, OSError) as error:
                    message = str(error) if isinstance(error, ArchiveError) else sentence(error)
                    note(message if message.startswith(f"{edition.id}: ") else f"{edition.id}: {message}")
                else:
                    lines[edition.id] = _told(outcome)
                    done.append(edition)
    except KeyboardInterrupt:
        note("Interrupted. Editions that were done are kept, the others stayed as before.")
        raise
    return done


def _told(outcome: Outcome) -> str:
    """The line of an edition that was collected; what a person should know goes out as notes."""
    for line in (*outcome.notes, *outcome.changes):
        note(f"{outcome.edition}: {line}")
    withdrawn = f", {outcome.withdrawn} withdrawn" if outcome.withdrawn else ""
    return count(outcome.papers, "paper") + withdrawn


def _suggested(root: Root, edition: Edition) -> str:
    """What to add where papers have no topics yet."""
    from archive.catalogue.items import items

    waiting = [item for item in items(root) if item.edition.id == edition.id and not item.paper.topics]
    number = sum(bool(item.suggested_topics()) for item in waiting)
    return f", topics suggested for {number}" if number else ""


def _abstracts(
    editions: Sequence[Edition],
    root: Root,
    fetcher: Fetcher,
    sources: Sequence[str],
    redo_doubtful: bool,
    openreview_notes: Path | None,
    lines: dict[str, str],
    *,
    pages_reported: bool,
) -> None:
    from archive.cli.progress import progress
    from archive.collect.abstracts import SourceContext
    from archive.collect.abstracts.gather import gather
    from archive.pdf.pool import Pool

    store = root.store
    total = sum(not paper.withdrawn for edition in editions for paper in store.papers(edition.id))
    try:
        with Pool() as pool, progress(total) as bar:
            bar.show("abstracts", 0)
            context = SourceContext(
                fetcher=fetcher,
                pool=pool,
                root=root.folder,
                today=datetime.date.today().isoformat(),
                note=note,
                openreview_notes=openreview_notes,
                refresh=redo_doubtful,
                pages_reported=pages_reported,
            )
            for gathered in gather(
                editions,
                store,
                context,
                sources,
                redo_doubtful=redo_doubtful,
                step=lambda edition, found, done: bar.show(f"{edition}: {count(found, 'abstract')} found", done),
            ):
                before = lines.get(gathered.edition)
                lines[gathered.edition] = f"{before}, {_gathered(gathered)}" if before else _gathered(gathered)
    except KeyboardInterrupt:
        note("Interrupted. The abstracts found so far are kept; the next scrape goes on from there.")
        raise


def _gathered(gathered: Gathered) -> str:
    """``18 abstracts (pdf 18), 1 doubtful, 1 prints none``."""
    from archive.collect.abstracts import PRINTS_NONE

    by_source = ", ".join(f"{source} {number}" for source, number in gathered.held.items())
    parts = [count(gathered.held.total(), "abstract") + (f" ({by_source})" if by_source else "")]
    if gathered.doubtful:
        parts.append(f"{gathered.doubtful} doubtful")
    printing_none = sum(absence is not None and absence.reason == PRINTS_NONE for absence in gathered.missing.values())
    if printing_none:
        parts.append(f"{printing_none} print{'s' if printing_none == 1 else ''} none")
    if without := len(gathered.missing) - printing_none:
        parts.append(f"{without} without")
    return ", ".join(parts)
