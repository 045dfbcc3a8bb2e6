"""``mlforsys check``."""

from __future__ import annotations

import dataclasses
import json

import typer

from archive.cli.app import RootOption, one_command
from archive.cli.options import JsonOption, count, note, root_of
from archive.errors import EmptyArchive

app = one_command()


@app.command()
def check(ctx: typer.Context, as_json: JsonOption = False, root: RootOption = None) -> None:
    """Check that the store is sound: shapes, ids, duplicates, unknown editions.

    Ends with exit code 1 where something is not.

    \b
    Example:
      mlforsys check
    """
    from archive.check import check_store
    from archive.registry import load_registry

    here = root_of(ctx, root)
    if not here.store.editions():
        raise EmptyArchive(here.folder)
    problems = check_store(here, load_registry(here.folder))
    if as_json:
        typer.echo(json.dumps([dataclasses.asdict(problem) for problem in problems], ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            typer.echo(f"{problem.kind}: {problem.where}: {problem.message}")
        verdict = count(len(problems), "problem") if problems else "all is sound"
        note(f"{count(len(here.store.editions()), 'edition')} checked: {verdict}.")
    if problems:
        raise typer.Exit(1)
