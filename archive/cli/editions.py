"""``mlforsys editions``."""

from __future__ import annotations

from collections import Counter
from typing import Any

import typer

from archive.catalogue.items import Item, items
from archive.cli import output
from archive.cli.app import command
from archive.cli.options import CommonOptions, JsonOption
from archive.cli.output import Terminal, note
from archive.cli.table import Column, table
from archive.model.paper import Edition

_BAR = 8  # characters of a bar that stands for all of an edition's papers
_COLUMNS = (
    Column("edition"),
    Column("date", spare=3),
    Column("location", spare=4, cut=12),
    Column("papers", right=True),
    Column("PDFs", right=True),
    Column("abstracts", right=True),
    Column("", spare=1),
)


def editions(ctx: typer.Context, common: CommonOptions, as_json: JsonOption = False) -> None:
    """List the editions: papers, PDFs, abstracts and where they came from.

    \b
    Examples:
      mlforsys editions
      mlforsys editions --json
    """
    from archive.store.editions import load_registry

    root = common.find(ctx)
    registry = load_registry(root.folder)
    held: dict[str, list[Item]] = {edition_id: [] for edition_id in registry}
    known: dict[str, Edition] = dict(registry)
    for item in items(root, registry):
        known.setdefault(item.edition.id, item.edition)
        held.setdefault(item.edition.id, []).append(item)
    shapes = [_shape(known[edition_id], papers) for edition_id, papers in held.items()]
    if as_json:
        output.json_data(shapes)
        return
    terminal = Terminal()
    rows = [_row(shape, short=terminal.width is not None) for shape in shapes]
    for line in table(terminal, _COLUMNS, rows):
        output.write(line)
    for shape in shapes:
        if shape["note"]:
            note(f"{shape['id']}: {shape['note']}")
    if missing := [shape["id"] for shape in shapes if not (shape["papers"] or shape["withdrawn"])]:
        note(f"Not collected yet: {', '.join(missing)}. `mlforsys scrape {missing[-1]}` collects one.")


app = command(editions)


def _row(shape: dict[str, Any], *, short: bool) -> list[str]:
    """One line; ``short`` leaves out the bars, of which a terminal has no room for several."""
    numbers = (shape["papers"], shape["with_pdf"], shape["with_abstract"])
    remarks = [
        *(_source(name, number, shape["papers"], short) for name, number in shape["abstract_sources"].items()),
        *([f"(+{shape['withdrawn']} withdrawn)"] if shape["withdrawn"] else []),
        *(["known in part"] if shape["partial"] else []),
    ]
    return [shape["id"], shape["date"] or "", shape["location"] or "", *map(str, numbers), " ".join(remarks)]


def _source(name: str, number: int, papers: int, short: bool) -> str:
    """How much of an edition a source of abstracts covers: ``page ███████▌ 3``."""
    return f"{name} {number}" if short else f"{name} {_bar(number, papers)} {number}"


def _bar(part: int, whole: int) -> str:
    eighths = round(part / max(whole, 1) * _BAR * 8)
    full, rest = divmod(max(eighths, 1), 8)
    return "█" * full + " ▏▎▍▌▋▊▉"[rest].strip()


def _shape(edition: Edition, held: list[Item]) -> dict[str, Any]:
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
