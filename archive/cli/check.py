"""``mlforsys check``."""

from __future__ import annotations

import dataclasses
import datetime
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.app import RootOption, one_command
from archive.cli.options import JsonOption, MirrorOption, TimeoutOption, root_of
from archive.cli.telling import count, note
from archive.cli.terminal import json_text, visible
from archive.errors import EmptyArchive, UsageError
from archive.http import TIMEOUT

if TYPE_CHECKING:
    from archive.check import Problem
    from archive.registry import Registry
    from archive.root import Root

app = one_command()


@app.command()
def check(
    ctx: typer.Context,
    pdfs: Annotated[bool, typer.Option("--pdfs", help="Also fetch and read every PDF: is it the right paper's?")] = False,
    mirror: MirrorOption = None,
    timeout: TimeoutOption = TIMEOUT,
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """Check that the store is sound: shapes, ids, duplicates, unknown editions, doubtful abstracts.

    Ends with exit code 1 where something is not; what is only doubtful is listed and no problem.

    \b
    Examples:
      mlforsys check
      mlforsys check --pdfs --mirror ~/mirror
    """
    from archive.check import DOUBTFUL, check_store
    from archive.registry import load_registry

    if mirror is not None and not pdfs:
        raise UsageError("--mirror is where --pdfs looks for PDFs; give both.")
    here = root_of(ctx, root)
    if not here.store.editions():
        raise EmptyArchive(here.folder)
    registry = load_registry(here.folder)
    found = check_store(here, registry)
    if pdfs:
        found += _pdfs(here, registry, mirror, timeout)
    if as_json:
        sys.stdout.write(json_text([dataclasses.asdict(problem) for problem in found]))
    else:
        for problem in found:
            typer.echo(visible(f"{problem.kind}: {problem.where}: {problem.message}"))
    problems = [problem for problem in found if problem.kind != DOUBTFUL]
    if not as_json:
        verdict = count(len(problems), "problem") if problems else "all is sound"
        doubts = f", {len(found) - len(problems)} doubtful" if len(found) > len(problems) else ""
        note(f"{count(len(here.store.editions()), 'edition')} checked: {verdict}{doubts}.")
    if problems:
        raise typer.Exit(1)


def _pdfs(root: Root, registry: Registry, mirror: str | None, timeout: float) -> Iterator[Problem]:
    from archive.abstracts import Desk
    from archive.check import check_pdfs
    from archive.cli.progress import progress
    from archive.fetch import make_fetcher
    from archive.pdf.pool import Pool

    def silent(text: str) -> None:
        """Every note is a problem's message too."""

    total = sum(not paper.withdrawn for edition in root.store.editions() for paper in root.store.papers(edition))
    fetcher = make_fetcher(mirror, timeout=timeout)
    with Pool() as pool, progress(total) as bar:
        desk = Desk(fetcher, pool, root.folder, datetime.date.today().isoformat(), note=silent)
        yield from check_pdfs(root, registry, desk, step=lambda done: bar.show("reading PDFs", done))
