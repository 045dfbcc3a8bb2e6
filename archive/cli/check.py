"""``mlforsys check``."""

from __future__ import annotations

import dataclasses
import datetime
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.app import RootOption, one_command
from archive.cli.messages import count, note
from archive.cli.options import JsonOption, MirrorOption, TimeoutOption, root_of
from archive.cli.terminal import json_text, visible
from archive.errors import EmptyArchive, UsageError
from archive.net.http import TIMEOUT

if TYPE_CHECKING:
    from archive.check.store import Problem
    from archive.store.editions import Registry
    from archive.store.root import Root

app = one_command()


@app.command()
def check(
    ctx: typer.Context,
    pdfs: Annotated[bool, typer.Option("--pdfs", help="Also fetch and read every PDF: is it the right paper's?")] = False,
    links: Annotated[bool, typer.Option("--links", help="Also ask for every address: is it alive?")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="With --links: ask anew what was answered within a week.")] = False,
    fix: Annotated[bool, typer.Option("--fix", help="With --links: write what moved for good to the corrections.")] = False,
    mirror: MirrorOption = None,
    timeout: TimeoutOption = TIMEOUT,
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """Check that the store is sound: shapes, ids, duplicates, unknown editions, doubtful abstracts.

    Ends with exit code 1 where something is not; what is only doubtful is listed and no problem.

    --links tells links that are dead, moved, refused by their server, or an HTML page where a PDF should
    be; the first and the last are problems. A host is asked once a second, answers are kept for a week.
    Where a dead PDF may be instead is proposed, and never taken.

    \b
    Examples:
      mlforsys check
      mlforsys check --pdfs --mirror ~/mirror
      mlforsys check --links
      mlforsys check --links --fix
    """
    from archive.check.store import DOUBTFUL, check_store
    from archive.cli.links import Links, broken, told_in_short
    from archive.store.editions import load_registry

    if mirror is not None and not (pdfs or links):
        raise UsageError("--mirror is where --pdfs and --links look; give one of them too.")
    if (fresh or fix) and not links:
        raise UsageError("--fresh and --fix are for --links; give it too.")
    if fix and mirror is not None:
        raise UsageError("--fix writes what servers say has moved, and a mirror says nothing of that. Leave one out.")
    here = root_of(ctx, root)
    if not here.store.editions():
        raise EmptyArchive(here.folder)
    registry = load_registry(here.folder)
    found = check_store(here, registry)
    if pdfs:
        found += _pdfs(here, registry, mirror, timeout)
    asked = Links(here, registry) if links else None
    report = asked.check(mirror, timeout, fresh=fresh) if asked else None
    if as_json:
        told = [dataclasses.asdict(problem) for problem in found]
        told += [finding.to_json() for finding in report.findings] if report else []
        sys.stdout.write(json_text(told))
    else:
        for problem in found:
            typer.echo(visible(f"{problem.kind}: {problem.where}: {problem.message}"))
        if asked and report:
            asked.tell(report.findings)
    problems = [problem for problem in found if problem.kind != DOUBTFUL]
    if not as_json:
        verdict = count(len(problems), "problem") if problems else "all is sound"
        doubts = f", {len(found) - len(problems)} doubtful" if len(found) > len(problems) else ""
        note(f"{count(len(here.store.editions()), 'edition')} checked: {verdict}{doubts}.")
        if report:
            note(told_in_short(report))
    if asked and report and fix:
        asked.fix(report.findings)
    if problems or (report and broken(report)):
        raise typer.Exit(1)


def _pdfs(root: Root, registry: Registry, mirror: str | None, timeout: float) -> Iterator[Problem]:
    from archive.check.store import check_pdfs
    from archive.cli.progress import progress
    from archive.collect.abstracts import SourceContext
    from archive.net.fetch import make_fetcher
    from archive.pdf.pool import Pool

    def silent(text: str) -> None:
        """Every note is a problem's message too."""

    total = sum(not paper.withdrawn for edition in root.store.editions() for paper in root.store.papers(edition))
    fetcher = make_fetcher(mirror, timeout=timeout)
    with Pool() as pool, progress(total) as bar:
        context = SourceContext(fetcher, pool, root.folder, datetime.date.today().isoformat(), note=silent)
        yield from check_pdfs(root, registry, context, step=lambda done: bar.show("reading PDFs", done))
