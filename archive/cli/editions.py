"""``mlforsys editions``."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

import typer

from archive.catalogue.items import Item, items
from archive.cli.app import RootOption, one_command
from archive.cli.messages import note
from archive.cli.options import JsonOption, root_of
from archive.cli.terminal import json_text, visible
from archive.model.paper import Edition

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
    from archive.store.editions import load_registry

    here = root_of(ctx, root)
    registry = load_registry(here.folder)
    held: dict[str, list[Item]] = {edition_id: [] for edition_id in registry}
    known: dict[str, Edition] = dict(registry)
    for item in items(here, registry):
        known.setdefault(item.edition.id, item.edition)
        held.setdefault(item.edition.id, []).append(item)
    rows = [_row(known[edition_id], papers) for edition_id, papers in held.items()]
    if as_json:
        sys.stdout.write(json_text(rows))
        return
    if not rows:
        note(f"{here.folder} knows no edition yet. `mlforsys add URL` adds one from its accepted-papers page.")
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


def _bars(row: dict[str, Any]) -> str:
    """How much of an edition each source of abstracts covers: ``  page ███████▌ 3``."""
    return "".join(f"  {source} {_bar(number, row['papers'])} {number}" for source, number in row["abstract_sources"].items())


def _bar(part: int, whole: int) -> str:
    eighths = round(part / whole * _BAR * 8)
    full, rest = divmod(max(eighths, 1), 8)
    return "█" * full + " ▏▎▍▌▋▊▉"[rest].strip()


def _row(edition: Edition, held: list[Item]) -> dict[str, Any]:
    current = [item for item in held if not item.paper.withdrawn]
    sources = Counter(item.abstract.source for item in current if item.abstract)
    return {
        "id": edition.id,
        "name": edition.name,
        "venue": edition.venue,
        "year": edition.year or None,
        "date": edition.date.isoformat() if edition.date else None,
        "location": edition.location,
        "url": edition.url,
        "papers": len(current),
        "withdrawn": len(held) - len(current),
        "with_pdf": sum(bool(item.paper.pdf_url) for item in current),
        "with_abstract": sum(sources.values()),
        "abstract_sources": dict(sorted(sources.items())),
        "partial": edition.partial,
        "note": edition.note,
    }
