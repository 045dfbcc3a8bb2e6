"""``mlforsys import``."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archive.cli.app import RootOption, one_command
from archive.cli.messages import count, note
from archive.cli.options import JsonOption, complete_editions, root_of
from archive.errors import ArchiveError, UsageError

if TYPE_CHECKING:
    from archive.collect.imports.plan import Plan, Told
    from archive.model.paper import Edition
    from archive.store.editions import Registry
    from archive.store.root import Root

app = one_command()
_SHOWN = 20  # rows that are passed over, of more only the number is told


@app.command(name="import")
def import_(
    ctx: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="What your system exports; a folder, a zip, - for stdin.", show_default=False),
    ],
    edition: Annotated[
        str,
        typer.Option("--edition", metavar="ID", help="The edition whose papers they are.", autocompletion=complete_editions),
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Write; without it nothing is, on a terminal or not.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="Only show what would be done, as without --yes.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Write nothing where any row is refused.")] = False,
    accepted: Annotated[
        list[str] | None,
        typer.Option(
            "--accepted", metavar="WORDS", help="A decision that means accepted; may be repeated.", show_default=False
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Take every row, whatever its decision.")] = False,
    encoding: Annotated[
        str | None, typer.Option("--encoding", metavar="NAME", help="Of a text file that is not UTF-8.", show_default=False)
    ] = None,
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """Take the accepted papers of an edition from a file.

    Shows what would be added, changed and refused, and writes only with --yes. Read are exports of
    OpenReview (notes), HotCRP (CSV, JSON), EasyChair (.xlsx, or both CSV files), CMT, Softconf, MiniConf,
    aclpub2, BibTeX, and this program's own CSV and JSON, told apart by what they hold. E-mail addresses
    and affiliations never come in. A paper that the edition has keeps its id, topics and summary; what
    the file lacks stays. Exit code 1 where rows were refused: the others come in all the same.

    \b
    Examples:
      mlforsys import notes.json --edition neurips2026
      mlforsys import submission.csv author.csv --edition neurips2026 --yes
      mlforsys import papers.csv --edition neurips2026 --accepted "Tier 1" --json
    """
    from archive.collect.imports.content import LARGEST, open_files
    from archive.collect.imports.pipeline import plan_import
    from archive.collect.imports.readers import recognized
    from archive.store.editions import load_registry

    if yes and dry_run:
        raise UsageError("--yes writes and --dry-run does not. Choose one.")
    if everything and accepted:
        raise UsageError("--all takes every row, --accepted some. Choose one.")
    here = root_of(ctx, root)
    registry = load_registry(here.folder)
    meant = _edition(edition, registry, here)
    stdin = sys.stdin.buffer.read(LARGEST + 1) if Path("-") in files else b""
    content = open_files(files, stdin, encoding)
    plan = plan_import(meant, content, recognized(content), registry, here, everything=everything, decisions=accepted or ())
    stopped = strict and bool(plan.refused)
    written = yes and plan.writes and not stopped
    if written:
        plan.write(here.store)
    if as_json:
        typer.echo(json.dumps(_as_json(plan, written), ensure_ascii=False, indent=2))
    else:
        _show(plan)
        _conclude(plan, written, stopped, yes)
    if stopped:
        raise ArchiveError(f"{count(len(plan.refused), 'row')} refused; with --strict nothing was written. Mend the file.")
    if plan.refused:
        raise typer.Exit(1)


def _edition(edition_id: str, registry: Registry, root: Root) -> Edition:
    """The edition, or a :class:`UsageError` that shows the table to write for it."""
    from archive.store.editions import table_for

    try:
        return registry.find(edition_id)
    except UsageError as error:
        raise UsageError(
            f"{error} To add it, write this into {root.folder / 'editions.toml'}:\n\n{table_for(edition_id, root.identity)}"
        ) from None


def _show(plan: Plan) -> None:
    """What becomes of each row: + added, ~ changed, ! refused, ? as in another edition, . passed over."""
    from archive.cli.terminal import Terminal, visible

    terminal = Terminal()

    def line(mark: str, text: str, style: str) -> None:
        typer.echo(terminal.style(visible(f"{mark} {text}"), style))

    for told in plan.added:
        line("+", f"{told.paper}: {told.title}  [{told.where}]", "good")
    for told in plan.changed:
        for change in told.changes:
            typer.echo(visible(f"{change}  [{told.where}]"))
    for mark, rows, style in (("!", plan.refused, "warn"), ("?", plan.duplicates, "warn"), (".", plan.passed[:_SHOWN], "dim")):
        for told in rows:
            line(mark, f"{told.where}: {told.reason}" + (f" ({told.title})" if told.title else ""), style)
    if len(plan.passed) > _SHOWN:
        line(".", f"and {count(len(plan.passed) - _SHOWN, 'row')} more", "dim")
    if plan.missing:
        line(
            "=",
            f"{count(len(plan.missing), 'stored paper')} that the file lacks, left as they are: {_few(plan.missing)}",
            "dim",
        )
    for text in plan.notes:
        note(visible(text))


def _conclude(plan: Plan, written: bool, stopped: bool, yes: bool) -> None:
    kinds: dict[str, Sequence[Told]] = {
        "added": plan.added, "changed": plan.changed, "refused": plan.refused, "passed over": plan.passed
    }  # fmt: skip
    parts = [f"{len(told)} {kind}" for kind, told in kinds.items() if told]
    parts += [f"{plan.unchanged} unchanged"] if plan.unchanged else []
    parts += [count(plan.abstracts, "abstract")] if plan.abstracts else []
    note(f"{plan.edition}, from {plan.reader}: {', '.join(parts)}.")
    if written:
        note(f"Written. `mlforsys search --edition {plan.edition}` finds them; `mlforsys topics --review` goes through topics.")
    elif not plan.writes:
        note("There is nothing to write.")
    elif not stopped and not yes:
        note("Nothing was written: this is what would be done. To do it, add --yes.")


def _few(ids: Sequence[str]) -> str:
    return ", ".join(ids[:5]) + (f" and {len(ids) - 5} more" if len(ids) > 5 else "")


def _as_json(plan: Plan, written: bool) -> dict[str, Any]:
    def rows(told: Sequence[Told], *more: str) -> list[dict[str, Any]]:
        return [{"where": one.where, "title": one.title, **{key: getattr(one, key) for key in more}} for one in told]

    return {
        "edition": plan.edition,
        "files": list(plan.files),
        "format": plan.reader,
        "written": written,
        "added": rows(plan.added, "paper"),
        "changed": rows(plan.changed, "paper", "changes"),
        "unchanged": plan.unchanged,
        "refused": rows(plan.refused, "reason"),
        "passed": rows(plan.passed, "reason"),
        "duplicates": rows(plan.duplicates, "reason", "paper"),
        "missing": plan.missing,
        "abstracts": plan.abstracts,
        "notes": plan.notes,
    }
