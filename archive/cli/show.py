"""``mlforsys show``."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from archive.catalogue.items import Item, items
from archive.cli.app import RootOption, one_command
from archive.cli.options import HyperlinkOption, JsonOption, complete_ids, root_of
from archive.cli.terminal import Terminal, byline, json_text, topics, visible
from archive.errors import EmptyArchive
from archive.model.paper import Absence
from archive.store.root import Root

app = one_command()


@app.command()
def show(
    ctx: typer.Context,
    asked: Annotated[
        list[str],
        typer.Argument(
            metavar="ID...",
            help="An id or a beginning of one, a title, an OpenReview or arXiv id, a PDF's address; - reads lines of these.",
            autocompletion=complete_ids,
        ),
    ],
    hyperlink: HyperlinkOption = "auto",
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """Show papers in full.

    \b
    Examples:
      mlforsys show kipf2019sosd
      mlforsys show kipf2019 --json
      mlforsys show "Learned Multi-dimensional Indexing"
      mlforsys search --award --format ids | mlforsys show -

    With --json, one paper is an object; several, or those from stdin, are a list.
    """
    from archive.catalogue.lookup import Lookup
    from archive.cli.arguments import STDIN, papers

    here = root_of(ctx, root)
    lookup = Lookup(items(here))
    if not lookup.items:
        raise EmptyArchive(here.folder)
    found, complete = papers(lookup, asked)
    if as_json:
        shapes = [_shape(here, item) for item in found]
        alone = len(asked) == 1 and asked[0] != STDIN
        sys.stdout.write(json_text(shapes[0] if alone else shapes))
    else:
        for at, item in enumerate(found):
            if at:
                typer.echo("\n")
            _print(item, None if item.abstract else _why_none(here, item), hyperlink)
    if not complete:
        raise typer.Exit(1)


def print_paper(root: Root, paper_id: str, hyperlink: str = "auto") -> None:
    """One paper in full."""
    item = next(item for item in items(root) if item.paper.id == paper_id)
    _print(item, None if item.abstract else _why_none(root, item), hyperlink)


def _shape(root: Root, item: Item) -> dict[str, Any]:
    absence = None if item.abstract else _absence(root, item)
    return {**item.record(), **({"abstract_missing": absence.reason} if absence else {})}


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


def _print(item: Item, why_none: str | None, hyperlink: str) -> None:

    terminal, record, edition = Terminal(hyperlink), item.record(), item.edition
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
        "DOI": f"https://doi.org/{record['doi']}" if record["doi"] else None,
        **{link["label"].capitalize(): link["url"] for link in record["links"]},
    }
    for label, value in rows.items():
        if value:
            typer.echo(f"{visible(label) + ':':<14}{terminal.link(visible(value))}")
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
