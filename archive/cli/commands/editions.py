"""``mlforsys editions``."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.app import command
from archive.cli.messages import no_editions
from archive.cli.missing_editions import sentences
from archive.cli.options import CommonOptions, JsonOption
from archive.cli.terminal import output
from archive.cli.terminal.output import Terminal, note
from archive.cli.terminal.table import Column, table
from archive.errors import UsageError

if TYPE_CHECKING:
    from archive.catalogue.json_shapes import EditionRow
    from archive.store.editions import Registry
    from archive.store.root import Root

_BAR = 8  # width of a bar that stands for all papers of an edition, in characters
_COLUMNS = (
    Column("edition"),
    Column("date", spare=3),
    Column("location", spare=4, cut=12),
    Column("papers", right=True),
    Column("PDFs", right=True),
    Column("abstracts", right=True),
    Column("", spare=1),
)


def editions(
    ctx: typer.Context,
    common: CommonOptions,
    editions: Annotated[
        list[str] | None,
        typer.Argument(metavar="[EDITION]...", help="Ids of editions, or years. Default: all editions.", show_default=False),
    ] = None,
    changes: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help="Correct a fact of one edition in editions.toml: name, venue, year, date or location; '' removes it.",
            show_default=False,
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List the editions and what is known about each.

    Shows the number of papers, PDFs and abstracts, and where the abstracts came from. --set corrects the edition
    itself; `mlforsys curate` corrects a paper.

    \b
    Examples:
      mlforsys editions
      mlforsys editions neurips2019
      mlforsys editions 2019
      mlforsys editions ID --set date=2031-05-01 --set location=Utrecht
      mlforsys editions --json
    """
    from archive.catalogue.filters import editions_named
    from archive.catalogue.json_shapes import edition_rows
    from archive.store.editions import load_registry

    named = editions or []
    root = common.find(ctx, to_write=bool(changes))
    if changes:
        _change(root, named, changes)
    registry = load_registry(root.folder)
    wanted = {edition.id for edition in editions_named(named, registry)}
    shapes = [shape for shape in edition_rows(root, registry) if not wanted or shape["id"] in wanted]
    if as_json:
        output.json_data(shapes)
        return
    if not shapes:
        note(no_editions(root.folder))
        return
    _show(shapes)
    _suggest(shapes, wanted, registry)


app = command(editions)


def _change(root: Root, named: Sequence[str], changes: Sequence[str]) -> None:
    """Correct facts of an edition, with a note of where they were written.

    Raises:
        UsageError: there is not exactly one edition, it or a key does not exist, or a value is invalid.
    """
    from archive.cli.new_edition import changed_facts
    from archive.store.editions import load_registry
    from archive.store.editions_edit import set_facts
    from archive.store.root import uses_bundled

    if len(named) != 1:
        raise UsageError("--set corrects one edition: name it, as in `mlforsys editions ID --set date=2031-05-01`.")
    facts = changed_facts(changes)
    edition = load_registry(root.folder).find(named[0]).id
    path = set_facts(root.folder, edition, facts)
    note(f"Written to {path}: {', '.join(facts)} of {edition}.")
    if uses_bundled(root.folder) and edition in load_registry() and path.parent == root.folder:
        note(f"The table [{edition}] there takes the place of the one that comes with the program, also in later releases.")


def _show(shapes: Sequence[EditionRow]) -> None:
    """Print a table of editions, and then their notes."""
    terminal = Terminal()
    for line in table(terminal, _COLUMNS, [_row(shape, short=terminal.width is not None) for shape in shapes]):
        output.write(line)
    for shape in shapes:
        if shape["note"]:
            note(f"{shape['id']}: {shape['note']}")


def _suggest(shapes: Sequence[EditionRow], wanted: Collection[str], registry: Registry) -> None:
    """Note which command to run next."""
    if missing := [shape["id"] for shape in shapes if not (shape["papers"] or shape["withdrawn"])]:
        for sentence in sentences([registry[edition] for edition in missing if edition in registry]):
            note(sentence)
    elif wanted:
        note(f"Papers: `mlforsys search --edition {','.join(sorted(wanted))}`")


def _row(shape: EditionRow, *, short: bool) -> list[str]:
    """One row of the table; ``short`` leaves out the bars, for which terminals are too narrow."""
    numbers = (shape["papers"], shape["with_pdf"], shape["with_abstract"])
    remarks = [
        *(_source(name, number, shape["papers"], short) for name, number in shape["abstract_sources"].items()),
        *([f"(+{shape['withdrawn']} withdrawn)"] if shape["withdrawn"] else []),
        *(["known in part"] if shape["partial"] else []),
    ]
    return [shape["id"], shape["date"] or "", shape["location"] or "", *map(str, numbers), " ".join(remarks)]


def _source(name: str, number: int, papers: int, short: bool) -> str:
    """The coverage by a source of abstracts: ``page ███████▌ 3``."""
    return f"{name} {number}" if short else f"{name} {_bar(number, papers)} {number}"


def _bar(part: int, whole: int) -> str:
    eighths = round(part / max(whole, 1) * _BAR * 8)
    full, rest = divmod(max(eighths, 1), 8)
    return "█" * full + " ▏▎▍▌▋▊▉"[rest].strip()
