"""``mlforsys scrape``."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archive.cli.app import command
from archive.cli.messages import count, no_editions, sentence
from archive.cli.options import CommonOptions, JsonOption, MirrorOption, TimeoutOption
from archive.cli.terminal.output import Terminal, json_data, note
from archive.errors import ArchiveError, UsageError
from archive.net.http import TIMEOUT

if TYPE_CHECKING:
    from archive.collect.abstracts.gather import Gathered
    from archive.collect.scrape import Outcome
    from archive.model.paper import Edition, Paper
    from archive.net.fetch import Fetcher
    from archive.store.editions import Registry
    from archive.store.root import Root


@dataclass(slots=True)
class Report:
    """What a scrape did to one edition.

    Attributes:
        edition: the id of the edition.
        outcome: what changed; None if its papers were not collected.
        gathered: its abstracts; None if abstracts were not collected.
        suggested: the number of papers with only suggested topics.
        error: why its papers could not be collected; None if they were, or were not to be.
    """

    edition: str
    outcome: Outcome | None = None
    gathered: Gathered | None = None
    suggested: int = 0
    error: str | None = None

    def line(self) -> str:
        """``18 papers, 2 withdrawn, 16 abstracts (pdf 16), topics suggested for 3``."""
        parts = []
        if self.outcome:
            parts.append(count(self.outcome.papers, "paper"))
            if self.outcome.withdrawn:
                parts.append(f"{self.outcome.withdrawn} withdrawn")
        if self.gathered:
            parts.append(_abstracts_line(self.gathered))
        if self.suggested:
            parts.append(f"topics suggested for {self.suggested}")
        return ", ".join(parts)

    def to_json(self) -> dict[str, Any]:
        """The object that ``--json`` prints."""
        outcome, gathered = self.outcome, self.gathered
        return {
            "edition": self.edition,
            "error": self.error,
            "papers_count": outcome.papers if outcome else None,
            "withdrawn_count": outcome.withdrawn if outcome else None,
            "added": [_added_json(paper, doubts) for paper, doubts in outcome.first] if outcome else [],
            "changes": list(outcome.changes) if outcome else [],
            "notes": list(outcome.notes) if outcome else [],
            "abstracts": _abstracts_json(gathered) if gathered else None,
            "suggested_topics_count": self.suggested,
        }


def scrape(
    ctx: typer.Context,
    common: CommonOptions,
    editions: Annotated[
        list[str] | None,
        typer.Argument(metavar="[EDITION]...", help="Editions to collect. Default: all.", show_default=False),
    ] = None,
    mirror: MirrorOption = None,
    no_abstracts: Annotated[bool, typer.Option("--no-abstracts", help="Collect papers only.")] = False,
    abstracts_only: Annotated[bool, typer.Option("--abstracts-only", help="Collect abstracts only.")] = False,
    abstracts_from: Annotated[
        str | None,
        typer.Option(
            "--abstracts-from",
            metavar="SOURCES",
            help="Sources to use, of page,schedule,openreview,pdf,arxiv. Default: all.",
            show_default=False,
        ),
    ] = None,
    redo_doubtful: Annotated[bool, typer.Option("--redo-doubtful", help="Collect doubtful abstracts again.")] = False,
    openreview_notes: Annotated[
        Path | None,
        typer.Option(
            "--openreview-notes", metavar="FILE", help="A file of OpenReview notes, saved in a browser.", show_default=False
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Accept a page that lacks stored papers, and mark these as withdrawn.")
    ] = False,
    timeout: TimeoutOption = TIMEOUT,
    as_json: JsonOption = False,
) -> None:
    """Collect accepted papers and their abstracts into scraped/.

    Papers come first: each edition is updated completely or not at all. The first scrape of an edition prints all its
    papers with their authors to standard error, and "?" marks what is unlikely. Later scrapes print what changed.

    Then come the abstracts, each from the first source that has it: the edition's page, its programme, OpenReview (to
    log in, set OPENREVIEW_USERNAME and OPENREVIEW_PASSWORD), the PDF, arXiv. Ctrl-C keeps the abstracts found so far,
    and the next run continues from there.

    \b
    Examples:
      mlforsys scrape
      mlforsys scrape neurips2025
      mlforsys scrape --mirror ~/mirror
      mlforsys scrape --abstracts-only --abstracts-from pdf neurips2019
      mlforsys scrape --json neurips2019
    """
    from archive.collect.abstracts import chosen_sources
    from archive.collect.abstracts.openreview import read_notes
    from archive.net.fetch import make_fetcher
    from archive.net.http import user_agent
    from archive.store.editions import load_registry

    if no_abstracts and any((abstracts_only, abstracts_from, redo_doubtful, openreview_notes)):
        raise UsageError("--no-abstracts cannot be combined with options for abstracts. Leave one out.")
    if openreview_notes is not None:
        read_notes(openreview_notes)  # so that a mistake is reported before anything is collected
    root = common.find(ctx, to_write=True)
    registry = load_registry(root.folder)
    chosen = _chosen(editions, registry, root)
    asked = _Asked(chosen_sources(abstracts_from), redo_doubtful, openreview_notes, pages_reported=not abstracts_only)
    fetcher = make_fetcher(mirror, timeout=timeout, agent=user_agent(root.identity), own=registry.addresses())
    reports: dict[str, Report] = {}
    try:
        if abstracts_only:
            done = [edition for edition in chosen if root.store.path(edition.id).exists()]
        else:
            done = _collect_papers(chosen, registry, root, fetcher, force, reports)
        if not no_abstracts:
            _collect_abstracts(done, root, fetcher, asked, reports)
        for edition in done:
            reports[edition.id].suggested = _count_suggested(root, edition)
    finally:
        _print(reports.values(), as_json)
    if not abstracts_only:
        _require_all(chosen, done)


app = command(scrape)


def _require_all(chosen: Sequence[Edition], done: Sequence[Edition]) -> None:
    """Exit with 1 and a note if the papers of some editions could not be collected."""
    failed = len(chosen) - len(done)
    if failed:
        were = "was" if failed == 1 else "were"
        note(f"{failed} of {count(len(chosen), 'edition')} could not be collected and {were} not changed.")
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class _Asked:
    """How abstracts are collected.

    Attributes:
        sources: the sources, the most trusted first.
        redo_doubtful: whether doubtful abstracts are collected again.
        openreview_notes: a file of notes that the user saved in a browser.
        pages_reported: whether problems with the pages have already been reported, by the collection of papers.
    """

    sources: Sequence[str]
    redo_doubtful: bool
    openreview_notes: Path | None
    pages_reported: bool


def _chosen(ids: Sequence[str] | None, registry: Registry, root: Root) -> list[Edition]:
    """The editions with these ids or years, in the order of the registry; all editions if there are no ids."""
    from archive.catalogue.filters import editions_named

    if not registry:
        raise ArchiveError(no_editions(root.folder))
    wanted = {edition.id for edition in editions_named(ids or list(registry), registry)}
    return [edition for edition in registry.values() if edition.id in wanted]


def _collect_papers(
    editions: Sequence[Edition], registry: Registry, root: Root, fetcher: Fetcher, force: bool, reports: dict[str, Report]
) -> list[Edition]:
    """Collect the papers of editions. Returns the editions for which that succeeded."""
    from archive.cli.terminal.progress import progress
    from archive.collect.scrape import scrape_edition
    from archive.collect.unreachable import Unreachable

    done: list[Edition] = []
    unreachable = Unreachable()
    try:
        with progress(len(editions)) as bar:
            for edition in editions:
                bar.step(edition.id)
                if why := unreachable.prevents(edition):
                    reports[edition.id] = Report(edition.id, error=why)
                    continue
                try:
                    outcome = scrape_edition(edition, registry, root, fetcher, force=force)
                except (ArchiveError, OSError) as error:
                    unreachable.learn(error, edition)
                    message = str(error) if isinstance(error, ArchiveError) else sentence(error)
                    message = message.removeprefix(f"{edition.id}: ")
                    note(f"{edition.id}: {message}")
                    reports[edition.id] = Report(edition.id, error=message)
                else:
                    for line in (*_first_scrape(outcome), *outcome.notes, *outcome.changes):
                        note(f"{edition.id}: {line}")
                    reports[edition.id] = Report(edition.id, outcome)
                    done.append(edition)
    except KeyboardInterrupt:
        note("Interrupted. Finished editions are kept; the others were not changed.")
        raise
    if unreachable.skipped:
        note(f"Not tried, for the same reason: {', '.join(unreachable.skipped)}.")
    return done


def _first_scrape(outcome: Outcome) -> Iterator[str]:
    """Lines with the papers of a first scrape, their authors and doubts, and the totals; none for a later scrape."""
    if not outcome.first:
        return
    for paper, doubts in outcome.first:
        yield f"+ {paper.id}: {paper.title}"
        yield f"    {'; '.join(paper.authors) or '(no authors)'}"
        for doubt in doubts:
            yield f"? {paper.id}: {doubt}"
    authors = count(len({name for paper, _ in outcome.first for name in paper.authors}), "author")
    doubtful = sum(bool(doubts) for _, doubts in outcome.first)
    total = f"{count(len(outcome.first), 'paper')} ({authors}), collected for the first time"
    yield f'{total}; {doubtful} doubtful, marked with "?".' if doubtful else f"{total}."


def _added_json(paper: Paper, doubts: Sequence[str]) -> dict[str, Any]:
    from archive.store.papers import paper_to_json

    return {
        "paper": paper.id,
        "title": paper.title,
        "authors": list(paper.authors),
        "doubtful": list(doubts),
        "fields": paper_to_json(paper),
    }


def _print(reports: Collection[Report], as_json: bool) -> None:
    if as_json:
        json_data([report.to_json() for report in reports])
        return
    terminal = Terminal()
    for report in reports:
        if report.error is None:
            terminal.line(f"{report.edition}: {report.line()}", wrap=False)


def _count_suggested(root: Root, edition: Edition) -> int:
    """The number of papers of an edition with only suggested topics."""
    from archive.catalogue.items import items

    return sum(bool(item.suggested_topics()) for item in items(root) if item.edition.id == edition.id)


def _collect_abstracts(
    editions: Sequence[Edition],
    root: Root,
    fetcher: Fetcher,
    asked: _Asked,
    reports: dict[str, Report],
) -> None:
    from archive.cli.terminal.progress import progress
    from archive.collect.abstracts import make_context
    from archive.collect.abstracts.gather import gather
    from archive.pdf.pool import Pool

    store = root.store
    total = sum(not paper.withdrawn for edition in editions for paper in store.papers(edition.id))
    try:
        with Pool() as pool, progress(total) as bar:
            bar.show("abstracts", 0)
            context = make_context(
                root,
                fetcher,
                pool,
                datetime.date.today().isoformat(),
                note,
                openreview_notes=asked.openreview_notes,
                refresh=asked.redo_doubtful,
                pages_reported=asked.pages_reported,
            )
            for gathered in gather(
                editions,
                store,
                context,
                asked.sources,
                redo_doubtful=asked.redo_doubtful,
                step=lambda edition, found, done: bar.show(f"{edition}: {count(found, 'abstract')} found", done),
            ):
                reports.setdefault(gathered.edition, Report(gathered.edition)).gathered = gathered
    except KeyboardInterrupt:
        note("Interrupted. The abstracts found so far are kept; the next scrape continues from there.")
        raise


def _abstracts_line(gathered: Gathered) -> str:
    """``18 abstracts (pdf 18), 1 doubtful, 1 prints none``."""
    by_source = ", ".join(f"{source} {number}" for source, number in gathered.stored.items())
    parts = [count(gathered.stored.total(), "abstract") + (f" ({by_source})" if by_source else "")]
    if gathered.doubtful:
        parts.append(f"{gathered.doubtful} doubtful")
    printing_none = _printing_none(gathered)
    if printing_none:
        parts.append(f"{printing_none} print{'s' if printing_none == 1 else ''} none")
    if without := len(gathered.missing) - printing_none:
        parts.append(f"{without} without")
    return ", ".join(parts)


def _printing_none(gathered: Gathered) -> int:
    return sum(absence is not None and absence.final for absence in gathered.missing.values())


def _abstracts_json(gathered: Gathered) -> dict[str, Any]:
    return {
        "abstracts_count": gathered.stored.total(),
        "new_count": gathered.found,
        "sources": dict(gathered.stored),
        "doubtful_count": gathered.doubtful,
        "missing": {paper: absence.reason if absence else None for paper, absence in gathered.missing.items()},
    }
