"""``mlforsys editions``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from archive.cli.app import RootOption, one_command
from archive.cli.messages import note
from archive.cli.options import JsonOption, root_of
from archive.cli.terminal import json_text, visible

if TYPE_CHECKING:
    from archive.catalogue.rows import EditionRow

app = one_command()

_BAR = 8  # characters of a bar that stands for all of an edition's papers


@app.command()
def editions(ctx: typer.Context, as_json: JsonOption = False, root: RootOption = None) -> None:
    """List the editions: papers, PDFs, abstracts and where they came from.

    \b
    Examples:
      mlforsys editions
      mlforsys editions --json
    """
    from archive.catalogue.rows import edition_rows
    from archive.store.editions import load_registry

    here = root_of(ctx, root)
    rows = edition_rows(here, load_registry(here.folder))
    if as_json:
        sys.stdout.write(json_text(rows))
        return
    typer.echo(f"{'edition':<14}{'date':<12}{'location':<22}{'papers':>6}{'PDFs':>6}{'abstracts':>11}")
    for row in rows:
        withdrawn = f" (+{row['withdrawn']} withdrawn)" if row["withdrawn"] else ""
        partly = " known in part" if row["partial"] else ""
        typer.echo(
            f"{row['id']:<14}{row['date'] or '':<12}{visible(row['location'] or ''):<22}"
            f"{row['papers']:>6}{row['with_pdf']:>6}{row['with_abstract']:>11}{_bars(row)}{withdrawn}{partly}"
        )
    for row in rows:
        if row["note"]:
            note(f"{row['id']}: {row['note']}")


def _bars(row: EditionRow) -> str:
    """How much of an edition each source of abstracts covers: ``  page ███████▌ 3``."""
    return "".join(f"  {source} {_bar(number, row['papers'])} {number}" for source, number in row["abstract_sources"].items())


def _bar(part: int, whole: int) -> str:
    eighths = round(part / whole * _BAR * 8)
    full, rest = divmod(max(eighths, 1), 8)
    return "█" * full + " ▏▎▍▌▋▊▉"[rest].strip()
