"""What `mlforsys import` says of its plan, as text and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from archive.cli.messages import count
from archive.cli.terminal.output import Styled, Terminal, note

if TYPE_CHECKING:
    from archive.collect.imports.plan import Plan, PlannedRow

_SHOWN = 20  # skipped rows that are listed; of more only the number is printed


def show_plan(plan: Plan) -> None:
    """Print what happens to each row, and what the marks mean: + added, ~ changed, ! refused, ? unlikely or a duplicate,
    . skipped, = missing."""
    terminal = Terminal()

    def line(mark: str, text: str, style: str) -> None:
        terminal.line(Styled(f"{mark} {text}", style), indent="    ", first="")

    _show_added(plan, terminal)
    for planned in plan.changed:
        for change in planned.changes:
            terminal.line(f"{change}  [{planned.where}]", indent="    ", first="")
    for mark, rows, style in (("!", plan.refused, "warn"), ("?", plan.duplicates, "warn"), (".", plan.skipped[:_SHOWN], "dim")):
        for planned in rows:
            line(mark, f"{planned.where}: {planned.reason}" + (f" ({planned.title})" if planned.title else ""), style)
    if len(plan.skipped) > _SHOWN:
        line(".", f"and {count(len(plan.skipped) - _SHOWN, 'row')} more", "dim")
    if plan.missing:
        line(
            "=",
            f"{count(len(plan.missing), 'stored paper')} not in the file, kept unchanged: {_few(plan.missing)}",
            "dim",
        )
    for text in plan.notes:
        note(text)
    if marks := _legend(plan):
        note(marks)


def _show_added(plan: Plan, terminal: Terminal) -> None:
    """Print the new papers with their authors and doubts."""
    for planned in plan.added:
        terminal.line(Styled(f"+ {planned.paper}: {planned.title}  [{planned.where}]", "good"), indent="    ", first="")
        terminal.line("; ".join(planned.authors) or "(no authors)", indent="    ")
        for doubt in planned.doubts:
            terminal.line(Styled(f"? {planned.paper}: {doubt}", "warn"), indent="    ", first="")


def _legend(plan: Plan) -> str:
    """The meaning of the marks that were printed; empty if none were."""
    marks = {
        "+ added": plan.added,
        "~ changed": plan.changed,
        "? look at this": plan.duplicates or [planned for planned in plan.added if planned.doubts],
        "! refused": plan.refused,
        ". skipped": plan.skipped,
        "= not in the file": plan.missing,
    }
    shown = [meaning for meaning, rows in marks.items() if rows]
    return f"Marks: {', '.join(shown)}." if shown else ""


def totals(plan: Plan) -> str:
    """``12 added (30 authors), 1 refused, 4 unchanged, 10 abstracts``."""
    kinds: dict[str, Sequence[PlannedRow]] = {
        "added": plan.added, "changed": plan.changed, "refused": plan.refused, "skipped": plan.skipped
    }  # fmt: skip
    parts = [f"{len(planned)} {kind}" for kind, planned in kinds.items() if planned]
    if plan.added:
        parts[0] += f" ({count(len({name for planned in plan.added for name in planned.authors}), 'author')})"
    parts += [f"{plan.unchanged} unchanged"] if plan.unchanged else []
    parts += [count(plan.abstracts, "abstract")] if plan.abstracts else []
    return ", ".join(parts)


def _few(ids: Sequence[str]) -> str:
    return ", ".join(ids[:5]) + (f" and {len(ids) - 5} more" if len(ids) > 5 else "")


def plan_as_json(plan: Plan, written: bool) -> dict[str, Any]:
    """The object that ``--json`` prints; ``written`` is whether the import was applied."""
    from archive.store.papers import paper_to_json

    fields = {paper.id: paper_to_json(paper) for paper in plan.papers}

    def rows(planned: Sequence[PlannedRow], *more: str) -> list[dict[str, Any]]:
        return [{"where": one.where, "title": one.title, **{key: getattr(one, key) for key in more}} for one in planned]

    return {
        "edition": plan.edition,
        "files": list(plan.files),
        "format": plan.reader,
        "written": written,
        "added": [
            row | {"doubtful": list(planned.doubts), "fields": fields.get(planned.paper or "")}
            for row, planned in zip(rows(plan.added, "paper", "authors"), plan.added, strict=True)
        ],
        "changed": rows(plan.changed, "paper", "changes"),
        "unchanged_count": plan.unchanged,
        "refused": rows(plan.refused, "reason"),
        "skipped": rows(plan.skipped, "reason"),
        "duplicates": rows(plan.duplicates, "reason", "paper"),
        "missing": list(plan.missing),
        "abstracts_count": plan.abstracts,
        "notes": list(plan.notes),
    }
