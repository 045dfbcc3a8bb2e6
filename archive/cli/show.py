"""``mlforsys show``."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from archive.catalogue import Item, items
from archive.cli.app import RootOption, one_command
from archive.cli.options import JsonOption, root_of
from archive.errors import ArchiveError
from archive.models import Absence
from archive.root import Root

app = one_command()


@app.command()
def show(
    ctx: typer.Context,
    paper_id: Annotated[str, typer.Argument(metavar="ID", help="A paper's id, as search prints it.")],
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """Show one paper in full.

    \b
    Examples:
      mlforsys show kipf2019sosd
      mlforsys show kipf2019sosd --json
    """
    here = root_of(ctx, root)
    found = next((item for item in items(here) if item.paper.id == paper_id.lower()), None)
    if found is None:
        raise unknown_paper(paper_id, here)
    if as_json:
        absence = None if found.abstract else _absence(here, found)
        why = {"abstract_missing": absence.reason} if absence else {}
        typer.echo(json.dumps({**found.record(), **why}, ensure_ascii=False, indent=2))
    else:
        _print(found, None if found.abstract else _why_none(here, found))


def _absence(root: Root, item: Item) -> Absence | None:
    memory = root.store.ledger(item.edition.id).get(item.paper.id)
    return memory.absence if memory else None


def _why_none(root: Root, item: Item) -> str:
    """Why there is no abstract, and what brings one where it may still come."""
    absence = _absence(root, item)
    if absence is None:
        if item.paper.withdrawn:
            return "No abstract: the paper was withdrawn."
        return f"No abstract yet: `mlforsys scrape {item.edition.id}` looks for one."
    return f"No abstract: {absence.reason} ({absence.url}, {absence.retrieved})."


def unknown_paper(paper_id: str, root: Root) -> ArchiveError:
    """The error that names the ids nearest to one that no paper has."""
    from rapidfuzz import process

    ids = [item.paper.id for item in items(root)]
    near = [match for match, score, _ in process.extract(paper_id.lower(), ids, limit=3) if score >= 75]
    hint = f" Did you mean {', '.join(near)}?" if near else ""
    return ArchiveError(f"There is no paper {paper_id!r}.{hint} `mlforsys search` finds papers by their words.")


def _print(item: Item, why_none: str | None) -> None:
    from archive.cli.terminal import Terminal, byline, topics, visible

    terminal, record, edition = Terminal(), item.record(), item.edition
    typer.echo(terminal.style(terminal.paragraph(visible(record["title"])), "bold"))
    typer.echo(terminal.paragraph(byline(record) or "(no authors)"))
    day = f", {edition.date.isoformat()}" if edition.date else ""
    place = f", {edition.location}" if edition.location else ""
    typer.echo(terminal.style(visible(f"{edition.name}{place}{day}"), "dim"))
    typer.echo("")
    arxiv = f"https://arxiv.org/abs/{record['arxiv_id']}" if record["arxiv_id"] else None
    forum = f"https://openreview.net/forum?id={record['openreview_id']}" if record["openreview_id"] else None
    rows = {
        "Id": record["id"],
        "Status": record["status"],
        "Award": record["award"],
        "Presented as": record["presentation"],
        "Topics": topics(record),
        "PDF": record["pdf_url"],
        "Page": record["page_url"] if record["page_url"] != forum else None,
        "OpenReview": forum,
        "arXiv": arxiv,
        **{link["label"].capitalize(): link["url"] for link in record["links"]},
    }
    for label, value in rows.items():
        if value:
            typer.echo(f"{label + ':':<14}{terminal.link(visible(value))}")
    if record["equal_contribution"]:
        typer.echo(f"{'*':<14}equal contribution")
    for heading, text in (("Summary", record["summary"]), ("Abstract", record["abstract"])):
        if text:
            typer.echo("")
            typer.echo(terminal.style(heading, "bold"))
            typer.echo(terminal.paragraph(visible(text)))
    if item.abstract:
        typer.echo(terminal.style(visible(f"({item.abstract.source}: {item.abstract.url}, {item.abstract.retrieved})"), "dim"))
        if item.abstract.doubtful:
            typer.echo(terminal.style(visible(f"(doubtful: {item.abstract.doubtful})"), "warn"))
    if why_none:
        typer.echo("")
        typer.echo(terminal.style(visible(why_none), "dim"))
    typer.echo("")
    for source in item.paper.sources:
        typer.echo(terminal.style(visible(f"Source: {source.url} ({source.retrieved})"), "dim"))
