"""Which rows of a file are imported: accepted papers, each once, that no other edition has."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import Enum, auto

from archive.collect.imports.decisions import counted, decision_key, is_accepted
from archive.collect.imports.drafts import Draft, Row
from archive.collect.imports.plan import PlannedRow, Selection
from archive.collect.record_linkage import is_bare
from archive.collect.removed import left_out_note, removed_entries
from archive.errors import ArchiveError, UsageError
from archive.model.identifiers import identifiers
from archive.model.paper import Paper
from archive.model.presentation_type import presentation_in
from archive.model.text import quote, share_authors, title_identity
from archive.store.curation import Curated


class _RowStatus(Enum):
    """What becomes of a row by its decision."""

    ACCEPTED = auto()
    NOT_ACCEPTED = auto()
    UNCLEAR = auto()
    UNREADABLE = auto()


def accepted_rows(
    rows: Sequence[Row], name: str, *, everything: bool = False, accepting: frozenset[str] = frozenset()
) -> Selection:
    """The rows that are accepted and can be read.

    Args:
        rows: all rows of the file.
        name: the name of the file, for messages.
        everything: every row counts as accepted, whatever its decision.
        accepting: the decisions that mean accepted if the user names them, as :func:`decision_key` has them.

    Returns:
        The accepted rows, each with how its paper is presented; those that are not accepted are
        skipped, and those that cannot be read refused.

    Raises:
        UsageError: no row has an accepting decision, or it is unclear what a decision means.
        ArchiveError: no row is accepted.
    """
    considered = [row.draft for row in rows if _is_considered(row.draft)]
    _require_known_decisions(accepting, considered)
    undecided = all(map(_is_undecided, considered))
    by_status = _by_status(rows, accepting, all_accepted=everything or undecided)
    _require_clear_decisions(by_status[_RowStatus.UNCLEAR], name)
    _require_accepted(by_status, name)
    notes = []
    if considered and undecided and not everything:
        notes.append(f"The file has no decisions, so every row counts as accepted ({len(considered)}).")
    return Selection(
        [_presented(row) for row in by_status[_RowStatus.ACCEPTED]],
        skipped=[PlannedRow.of(row, _why_not(row.draft)) for row in by_status[_RowStatus.NOT_ACCEPTED]],
        refused=[PlannedRow.of(row, row.problem) for row in by_status[_RowStatus.UNREADABLE]],
        notes=notes,
    )


def _is_considered(draft: Draft) -> bool:
    return not draft.skipped and not draft.unreadable


def _is_undecided(draft: Draft) -> bool:
    return draft.decision is None and draft.accepted is None


def _require_known_decisions(accepting: frozenset[str], drafts: Sequence[Draft]) -> None:
    """Raise :class:`UsageError` if the user named a decision that no row has."""
    given = [draft.decision for draft in drafts if draft.decision is not None]
    if unseen := accepting - set(map(decision_key, given)):
        raise UsageError(
            f"No row has the decision {quote(sorted(unseen)[0])}. Decisions in the file: {counted(given) or 'none'}."
        )


def _require_clear_decisions(unclear: Sequence[Row], name: str) -> None:
    """Raise :class:`UsageError` if there are rows that do not say whether they are accepted."""
    if unclear:
        raise UsageError(
            f"{name}: it is unclear whether these decisions mean accepted: "
            f"{counted(row.draft.decision or '' for row in unclear)}. "
            "Give --accepted WORDS for each that does, or import every row with --all. Nothing was changed."
        )


def _require_accepted(by_status: Mapping[_RowStatus, Sequence[Row]], name: str) -> None:
    """Raise :class:`ArchiveError` if no row is accepted, whether it could be read or not."""
    if not by_status[_RowStatus.ACCEPTED] and not by_status[_RowStatus.UNREADABLE]:
        rows = by_status[_RowStatus.NOT_ACCEPTED]
        if rows and all(row.draft.skipped for row in rows):
            others = Counter(row.draft.skipped for row in rows).items()
            found = ", ".join(f"{number} {what}" for what, number in others)
            raise ArchiveError(f"{name}: no row belongs to this edition: {found}. Nothing was changed. Give another --edition.")
        why = counted(_why_not(row.draft) for row in rows)
        raise ArchiveError(
            f"{name}: no row is accepted. Rows by decision: {why}. Nothing was changed. "
            "If one of these means accepted, give it with --accepted WORDS."
        )


def _by_status(rows: Sequence[Row], accepting: frozenset[str], *, all_accepted: bool) -> Mapping[_RowStatus, list[Row]]:
    found: dict[_RowStatus, list[Row]] = {outcome: [] for outcome in _RowStatus}
    for row in rows:
        found[_status(row, accepting, all_accepted=all_accepted)].append(row)
    return found


def _status(row: Row, accepting: frozenset[str], *, all_accepted: bool) -> _RowStatus:
    if row.draft.skipped:
        return _RowStatus.NOT_ACCEPTED
    verdict = True if all_accepted or row.draft.unreadable else _verdict(row.draft, accepting)
    if verdict is None:
        return _RowStatus.UNCLEAR
    if not verdict:
        return _RowStatus.NOT_ACCEPTED
    return _RowStatus.UNREADABLE if row.entry is None else _RowStatus.ACCEPTED


def _why_not(draft: Draft) -> str:
    return draft.skipped or draft.decision or "no decision"


def _verdict(draft: Draft, accepting: frozenset[str]) -> bool | None:
    if draft.accepted is not None and not accepting:
        return draft.accepted
    return is_accepted(draft.decision or "", accepting)


def _presented(row: Row) -> Row:
    """The row with how the paper is presented, if its decision says so: ``Accept (Oral)``."""
    if row.entry is None or row.entry.presentation or not row.draft.decision:
        return row
    return dataclasses.replace(row, entry=dataclasses.replace(row.entry, presentation=presentation_in(row.draft.decision)))


def without_repeats(rows: Sequence[Row]) -> Selection:
    """The rows, each paper once; what a file lists again is refused."""
    first: dict[tuple[str, str], Row] = {}
    kept, refused = [], []
    for row in rows:
        marks = _marks(row).items()
        before = next((first[mark] for mark in marks if mark in first and _fits(mark, row, first[mark])), None)
        if before is not None:
            refused.append(PlannedRow.of(row, f"the same paper as {before.draft.where}"))
            continue
        first |= dict.fromkeys(marks, row)
        kept.append(row)
    return Selection(kept, refused=refused)


def _fits(mark: tuple[str, str], row: Row, before: Row) -> bool:
    """Whether one mark makes two rows one paper: one title by two groups of authors does not."""
    if mark[0] != "title" or row.entry is None or before.entry is None:
        return True
    return share_authors(row.entry.authors, before.entry.authors)


def _marks(row: Row) -> dict[str, str]:
    """By what two rows are one paper; a mark of retraction is not a title."""
    entry = row.entry
    if entry is None:
        return {}
    return _given({"id": row.draft.id, **identifiers(entry), "title": None if is_bare(entry) else title_identity(entry.title)})


def _marks_of_stored(paper: Paper) -> dict[str, str]:
    """By what a row is a stored paper; the title of a withdrawn one is free."""
    return _given({**identifiers(paper), "title": None if paper.withdrawn else title_identity(paper.title)})


def _given(marks: Mapping[str, str | None]) -> dict[str, str]:
    return {kind: value for kind, value in marks.items() if value}


def without_removed_papers(
    rows: Sequence[Row], edition_id: str, stored: Sequence[Paper], curation: Mapping[str, Curated]
) -> Selection:
    """The rows without the papers that a person removed from the edition, which are skipped.

    Args:
        rows: the rows that would come in, each paper once.
        edition_id: the edition.
        stored: its papers.
        curation: what people know of its papers, by id.
    """
    readable = [row for row in rows if row.entry]
    removed = _ids_of_removed(readable, stored, curation)
    left_out = [row for row, paper_id in zip(readable, removed, strict=True) if paper_id]
    return Selection(
        [row for row in rows if row not in left_out],
        skipped=[PlannedRow.of(row, "removed by curation") for row in left_out],
        notes=list(left_out_note(edition_id, removed)),
    )


def _ids_of_removed(rows: Sequence[Row], stored: Sequence[Paper], curation: Mapping[str, Curated]) -> list[str | None]:
    """For each row, all of which have an entry, the id of the removed paper that it is; None if it is none."""
    entries = [row.entry for row in rows if row.entry]
    return removed_entries(entries, stored, curation, [row.draft.id or None for row in rows])


def without_papers_of_other_editions(rows: Sequence[Row], others: Mapping[str, Sequence[Paper]]) -> Selection:
    """The rows that no other edition has: one file, one note or one id is one paper, and the row is refused.
    One title in two editions may be a paper that was presented twice; it is imported and reported as a duplicate.

    Args:
        rows: the rows that would come in.
        others: the papers of all other editions, by edition.

    Returns:
        The rows that come in, in their order.
    """
    elsewhere = {
        mark: (other, paper) for other, papers in others.items() for paper in papers for mark in _marks_of_stored(paper).items()
    }
    here, refused, duplicates = [], [], []
    for row in rows:
        shared = next((mark for mark in _marks(row).items() if mark in elsewhere), None)
        if shared is None:
            here.append(row)
            continue
        kind, (other, paper) = shared[0], elsewhere[shared]
        planned = PlannedRow.of(row, f"the same {kind} as {paper.id} of {other}", paper.id)
        if kind == "title":
            here.append(row)
            duplicates.append(planned)
        else:
            refused.append(planned)
    return Selection(here, refused=refused, duplicates=duplicates)
