"""``mlforsys check``."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archive.cli.app import command
from archive.cli.messages import count
from archive.cli.options import CommonOptions, JsonOption, MirrorOption, TimeoutOption
from archive.cli.terminal import output
from archive.cli.terminal.output import Terminal, note
from archive.errors import EmptyArchive, UsageError
from archive.net.http import TIMEOUT

if TYPE_CHECKING:
    from archive.check.store import Problem
    from archive.cli.commands.check_links import CheckedLinks
    from archive.store.editions import Registry
    from archive.store.root import Root


def check(
    ctx: typer.Context,
    common: CommonOptions,
    pdfs: Annotated[bool, typer.Option("--pdfs", help="Also fetch every PDF and check that it is the right paper.")] = False,
    links: Annotated[bool, typer.Option("--links", help="Also check that every address works.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="With --links: do not reuse replies of the last week.")] = False,
    fix: Annotated[bool, typer.Option("--fix", help="With --links: correct links that moved permanently.")] = False,
    accept: Annotated[
        bool, typer.Option("--accept", help="Accept files that were changed by hand, so that they are no longer reported.")
    ] = False,
    mirror: MirrorOption = None,
    timeout: TimeoutOption = TIMEOUT,
    strict: Annotated[bool, typer.Option("--strict", help="Treat doubtful findings as problems.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Check the store for errors.

    Checks the form of all data, ids, duplicates, unknown editions and doubtful abstracts. Exits with 1 if
    there are problems.

    Doubtful findings are listed, but count as problems only with --strict: doubtful abstracts, names of one
    word or more than five, names in capitals, 40 or more authors, two names that may be one person, and
    paper files that something other than mlforsys changed, unless git has that version. --accept accepts
    files that you changed by hand.

    --links finds links that are dead, moved or refused by their server, and HTML pages where a PDF should
    be. Dead links and such pages are problems. Each host gets one request a second, and replies are kept
    for a week. For a dead PDF, a new address may be proposed, but is never applied.

    \b
    Examples:
      mlforsys check
      mlforsys check --strict
      mlforsys check --accept
      mlforsys check --pdfs --mirror ~/mirror
      mlforsys check --links
      mlforsys check --links --fix
    """
    from archive.catalogue.filters import without_papers
    from archive.check.store import check_store
    from archive.cli.commands.check_links import check_links
    from archive.cli.missing_editions import sentences
    from archive.store.editions import load_registry

    _refuse_contradictions(pdfs=pdfs, links=links, fresh=fresh, fix=fix, mirror=mirror)
    root = common.find(ctx, to_write=fix or accept)
    if accept:
        _accept(root)
    editions = root.store.editions()
    if not editions:
        raise EmptyArchive(root.folder)
    registry = load_registry(root.folder)
    found = list(check_store(root, registry))
    if pdfs:
        found += _pdfs(root, registry, mirror, timeout)
    checked = check_links(root, registry, mirror, timeout, fresh=fresh) if links else None
    result = _CheckRun(len(editions), found, checked, strict, list(sentences(without_papers(root))))
    if as_json:
        output.json_data(result.to_json())
    else:
        result.print()
    if checked and fix:
        checked.fix()
    if result.failed:
        raise typer.Exit(1)


app = command(check)


@dataclasses.dataclass(frozen=True, slots=True)
class _CheckRun:
    """What a check found.

    Attributes:
        editions: how many editions were checked.
        found: problems in the store, including doubtful ones.
        links: problems with links; None if links were not checked.
        strict: whether doubtful problems count.
        uncollected: sentences about registered editions without papers.
    """

    editions: int
    found: Sequence[Problem]
    links: CheckedLinks | None
    strict: bool
    uncollected: Sequence[str]

    @property
    def problems(self) -> int:
        from archive.check.store import DOUBTFUL

        return sum(self.strict or problem.kind != DOUBTFUL for problem in self.found)

    @property
    def broken_links(self) -> int:
        return self.links.broken if self.links else 0

    @property
    def failed(self) -> bool:
        return bool(self.problems or self.broken_links)

    def to_json(self) -> list[dict[str, Any]]:
        links = [finding.to_json() for finding in self.links.findings] if self.links else []
        return [*map(dataclasses.asdict, self.found), *links]

    def print(self) -> None:
        terminal = Terminal()
        for problem in self.found:
            terminal.line(f"{problem.kind}: {problem.where}: {problem.message}", indent="    ", first="")
        if self.links:
            self.links.print(terminal)
        note(self._summary())
        if self.links:
            note(self.links.summary())
        for sentence in self.uncollected:
            note(sentence)

    def _summary(self) -> str:
        """``10 editions checked: 2 problems, 6 broken links, 1 doubtful.``"""
        doubtful = len(self.found) - self.problems
        parts = [count(self.problems, "problem")] if self.problems else []
        parts += [count(self.broken_links, "broken link")] if self.broken_links else []
        doubts = [f"{doubtful} doubtful"] if doubtful else []
        return f"{count(self.editions, 'edition')} checked: {', '.join([*(parts or ['no problems']), *doubts])}."


def _accept(root: Root) -> None:
    """Record the digests of all files of the store as they are now."""
    from archive.store import digests
    from archive.store.file_names import DIGESTS
    from archive.store.transaction import transaction

    with transaction(root.folder) as change:
        change.put(root.folder / DIGESTS, digests.current(root.folder))


def _refuse_contradictions(*, pdfs: bool, links: bool, fresh: bool, fix: bool, mirror: str | None) -> None:
    if mirror is not None and not (pdfs or links):
        raise UsageError("--mirror works only with --pdfs or --links. Add one of them.")
    if (fresh or fix) and not links:
        raise UsageError("--fresh and --fix work only with --links. Add it.")
    if fix and mirror is not None:
        raise UsageError("--fix records moves that servers report, and a mirror reports none. Use --fix or --mirror, not both.")


def _pdfs(root: Root, registry: Registry, mirror: str | None, timeout: float) -> Iterator[Problem]:
    from archive.check.store import check_pdfs, has_pdf
    from archive.cli.terminal.progress import progress
    from archive.collect.abstracts import make_context
    from archive.net.fetch import make_fetcher
    from archive.net.http import user_agent
    from archive.pdf.pool import Pool

    total = sum(has_pdf(paper) for edition in root.store.editions() for paper in root.store.papers(edition))
    fetcher = make_fetcher(mirror, timeout=timeout, agent=user_agent(root.identity), own=registry.addresses())
    with Pool() as pool, progress(total) as bar:
        today = datetime.date.today().isoformat()
        context = make_context(root, fetcher, pool, today, note=lambda _: None)  # the problems say it all
        yield from check_pdfs(registry, context, step=lambda done: bar.show("reading PDFs", done))
