"""Which rows of a file come in: those that are accepted, each once, and no other edition's."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from archive.collect.imports.content import Content
from archive.collect.imports.decisions import accepted, counted, decision_key, presentation
from archive.collect.imports.drafts import Row
from archive.collect.imports.plan import Plan, Told
from archive.collect.matching import is_bare
from archive.errors import ArchiveError, UsageError
from archive.model.paper import Entry, Paper
from archive.model.text import share_authors, title_identity


def candidates(rows: Sequence[Row], content: Content, plan: Plan, everything: bool, chosen: frozenset[str]) -> list[Row]:
    """The rows that are accepted and can be read; what becomes of the others is told."""
    asked = [row for row in rows if not row.draft.passed and not row.draft.unreadable]
    said = [row.draft.decision for row in asked if row.draft.decision is not None]
    says = bool(said) or any(row.draft.accepted is not None for row in asked)
    if unseen := chosen - {decision_key(words) for words in said}:
        raise UsageError(f"No row has the decision {sorted(unseen)[0]!r}. Decisions in the file: {counted(said) or 'none'}.")
    if not says and not everything and asked:
        plan.notes.append(f"The file has no decisions, so every row counts as accepted ({len(asked)}).")
    found, unclear = [], []
    for row in rows:
        verdict = True if everything or not says or row.draft.unreadable else _verdict(row, chosen)
        if row.draft.passed:
            plan.passed.append(Told.of(row, row.draft.passed))
        elif verdict is None:
            unclear.append(row.draft.decision or "")
        elif not verdict:
            plan.passed.append(Told.of(row, row.draft.decision or "no decision"))
        elif row.entry is None:
            plan.refused.append(Told.of(row, row.problem))
        else:
            found.append(_presented(row))
    if unclear:
        raise UsageError(
            f"{content.name}: it is unclear whether these decisions mean accepted: {counted(unclear)}. "
            "Give --accepted WORDS for each that does, or import every row with --all. Nothing was changed."
        )
    if not found and not plan.refused:
        why = counted(told.reason for told in plan.passed)
        raise ArchiveError(
            f"{content.name}: no row is accepted for {plan.edition}. Rows by decision: {why}. Nothing was changed. "
            "If one of these means accepted, give it with --accepted WORDS."
        )
    return found


def _verdict(row: Row, chosen: frozenset[str]) -> bool | None:
    draft = row.draft
    if draft.accepted is not None and not chosen:
        return draft.accepted
    return accepted(draft.decision or "", chosen)


def _presented(row: Row) -> Row:
    """The row with how the paper is presented, where its decision says so: ``Accept (Oral)``."""
    if row.entry is None or row.entry.presentation or not row.draft.decision:
        return row
    return dataclasses.replace(row, entry=dataclasses.replace(row.entry, presentation=presentation(row.draft.decision)))


def once(rows: Sequence[Row], plan: Plan) -> list[Row]:
    """The rows, each paper once; what a file lists again is refused."""
    first: dict[tuple[str, str], Row] = {}
    kept = []
    for row in rows:
        before = next((first[mark] for mark in _marks(row) if mark in first and _fits(mark, row, first[mark])), None)
        if before is not None:
            plan.refused.append(Told.of(row, f"the same paper as {before.draft.where}"))
            continue
        first |= dict.fromkeys(_marks(row), row)
        kept.append(row)
    return kept


def _fits(mark: tuple[str, str], row: Row, before: Row) -> bool:
    """Whether one mark makes two rows one paper: one title by two groups of authors does not."""
    if mark[0] != "title" or row.entry is None or before.entry is None:
        return True
    return share_authors(row.entry.authors, before.entry.authors)


def _marks(row: Row) -> list[tuple[str, str]]:
    """By what two rows are one paper; a mark of retraction is nobody's title."""
    entry = row.entry
    if entry is None:
        return []
    title = None if is_bare(entry) else title_identity(entry.title)
    marks = {"id": row.draft.id, **_same(entry), "title": title}
    return [(kind, value) for kind, value in marks.items() if value]


def _same(paper: Entry | Paper) -> dict[str, str | None]:
    """What no two papers share, by its name."""
    return {"PDF": paper.pdf_url, "OpenReview id": paper.openreview_id, "arXiv id": paper.arxiv_id, "DOI": paper.doi}


def only_here(rows: Sequence[Row], others: dict[str, list[Paper]], plan: Plan) -> list[Row]:
    """The rows that no other edition has: a file, a note and an id are one paper's. One title in two
    editions may be a paper that was presented twice; it comes in and is told."""
    elsewhere: dict[tuple[str, str], tuple[str, Paper]] = {}
    for other, papers in others.items():
        for paper in papers:
            marks = {**_same(paper), "title": None if paper.withdrawn else title_identity(paper.title)}
            elsewhere |= {(kind, value): (other, paper) for kind, value in marks.items() if value}
    here = []
    for row in rows:
        found = next(((mark[0], elsewhere[mark]) for mark in _marks(row) if mark in elsewhere), None)
        if found is None or found[0] == "title":
            here.append(row)
        if found is not None:
            kind, (other, paper) = found
            told = Told.of(row, f"the same {kind} as {paper.id} of {other}", paper.id)
            (plan.duplicates if kind == "title" else plan.refused).append(told)
    return here
