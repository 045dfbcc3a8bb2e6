"""``mlforsys show``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import typer

from archive.catalogue.items import Item
from archive.cli.app import command
from archive.cli.formats import print_papers
from archive.cli.options import CommonOptions, HyperlinkOption, IdsArgument, OutputOptions
from archive.cli.terminal import output
from archive.cli.terminal.output import Terminal, bold, dim, link
from archive.cli.terminal.paper_text import byline, topics
from archive.model.paper import Absence
from archive.store.root import Root

_LABELS = 14  # width of a label with its colon, in characters


def show(
    ctx: typer.Context,
    ids: IdsArgument,
    out: OutputOptions,
    common: CommonOptions,
    open_pdf: Annotated[bool, typer.Option("--open", help="Also open the PDF in the browser.")] = False,
    hyperlink: HyperlinkOption = "auto",
) -> None:
    """Show papers in full.

    \b
    Examples:
      mlforsys show kipf2019sosd
      mlforsys show kipf2019 --json
      mlforsys show "Learning Multi-dimensional Indexing"
      mlforsys show https://arxiv.org/abs/1912.04138
      mlforsys show kipf2019sosd --open
      mlforsys search --award --format ids | mlforsys show -
    """
    from archive.cli.arguments import lookup, named_papers
    from archive.cli.terminal.browser import open_records

    root = common.find(ctx)
    chosen = out.read()
    found, complete = named_papers(lookup(root), ids)
    shapes = [_shape(root, item) for item in found]
    print_papers(
        chosen,
        root,
        [item.record() for item in found],
        text=lambda terminal: _text(root, found, terminal),
        shape=shapes,
        hyperlink=hyperlink,
        with_abstracts=True,
    )
    open_records(item.record() for item in found if open_pdf)
    if not complete:
        raise typer.Exit(1)


app = command(show)


def print_paper(root: Root, paper_id: str, hyperlink: str) -> None:
    """Print one paper in full."""
    from archive.cli.arguments import find_paper

    for text in _text(root, [find_paper(root, paper_id)], Terminal(hyperlink)):
        output.write(text)


def _shape(root: Root, item: Item) -> dict[str, Any]:
    absence = None if item.abstract else _absence(root, item)
    return {**item.record(), **({"abstract_missing": absence.reason} if absence else {})}


def _absence(root: Root, item: Item) -> Absence | None:
    memory = root.store.ledger(item.edition.id).get(item.paper.id)
    return memory.absence if memory else None


def _text(root: Root, found: Sequence[Item], terminal: Terminal) -> Iterator[str]:
    for number, item in enumerate(found):
        if number:
            yield "\n" + terminal.text(dim("─" * (terminal.width or 40))) + "\n"
        yield from _paper(root, item, terminal)


def _paper(root: Root, item: Item, terminal: Terminal) -> Iterator[str]:
    record, edition = item.record(), item.edition
    yield terminal.text(bold(record["title"]))
    yield terminal.text(byline(record) or "(no authors)")
    day = f", {edition.date.isoformat()}" if edition.date else ""
    place = f", {edition.location}" if edition.location else ""
    yield terminal.text(dim(f"{edition.name}{place}{day}"))
    yield "\n"
    for label, value in _facts(record):
        yield terminal.text(link(value), indent=" " * _LABELS, first=f"{output.escape_controls(label) + ':':<{_LABELS}}")
    if record["equal_contribution"]:
        yield terminal.text(f"{'*':<{_LABELS}}equal contribution")
    for heading, text in (("Summary", record["summary"]), ("Abstract", record["abstract"])):
        if text:
            yield "\n" + terminal.text(bold(heading)) + terminal.text(text)
    yield from _about_abstract(root, item, terminal)
    yield "\n"
    for source in item.paper.sources:
        yield terminal.text(dim(f"Source: {source.url} ({source.retrieved})"))


def _about_abstract(root: Root, item: Item, terminal: Terminal) -> Iterator[str]:
    """Where the abstract is from, or why there is none."""
    if item.abstract:
        yield terminal.text(dim(f"Abstract: {item.abstract.url} ({item.abstract.source}, {item.abstract.retrieved})"))
        if item.abstract.doubtful:
            yield terminal.text(output.Styled(f"(doubtful: {item.abstract.doubtful})", "warn"))
    elif why_none := _why_none(root, item):
        yield "\n" + terminal.text(dim(why_none))


def _facts(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The facts about a paper, with labels."""
    from archive.model.paper_links import id_links

    by_id = dict(id_links(record))
    facts = {
        "Id": record["id"],
        "Status": record["status"],
        "Award": record["award"],
        "Presented as": record["presentation"],
        "Topics": topics(record),
        "PDF": record["pdf_url"],
        "Page": record["page_url"] if record["page_url"] != by_id["OpenReview"] else None,
        **by_id,
        **{one["label"].capitalize(): one["url"] for one in record["links"]},
    }
    yield from ((label, value) for label, value in facts.items() if value)


def _why_none(root: Root, item: Item) -> str:
    """Why there is no abstract, and how to get one."""
    absence = _absence(root, item)
    if absence is not None:
        return f"No abstract: {absence.reason} ({absence.retrieved}): {absence.url}"
    if item.paper.withdrawn:
        return "No abstract: the paper was withdrawn."
    return f"No abstract yet: `mlforsys scrape {item.edition.id}` looks for one."
