"""Importing a file: read it, select what is accepted, and reconcile it with the store as a scrape does.

A scrape takes entries from pages, an import from organizers' files; all further steps are the same. A plan describes
everything that would happen; nothing is written before :meth:`Plan.write`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence

from archive.catalogue.author_identity import possible_same_person
from archive.collect.imports.decisions import decision_key
from archive.collect.imports.drafts import BY_RULE, BylineReading, Draft, FileReading, Row
from archive.collect.imports.entries import make_rows
from archive.collect.imports.file_content import Content
from archive.collect.imports.limits import LONGEST, bounded_papers
from archive.collect.imports.plan import Plan, PlannedRow
from archive.collect.imports.plan_rows import PlannedRows, Stored, plan_rows
from archive.collect.imports.readers import Reader
from archive.collect.imports.relative_addresses import resolve
from archive.collect.imports.select import (
    accepted_rows,
    without_papers_of_other_editions,
    without_removed_papers,
    without_repeats,
)
from archive.collect.join import PageEntries
from archive.collect.other_editions import papers_of_others, refuse_other_editions_list
from archive.collect.page_limits import time_limit
from archive.collect.removed import without_removed
from archive.errors import UsageError
from archive.model.paper import Edition, Paper
from archive.model.text import title_key
from archive.store.curation import load_curation
from archive.store.editions import Registry
from archive.store.people import load_known_people
from archive.store.root import Root

_MANY_ALIKE = 3  # other rows with the same remark; then only the first is printed, with their number
_NEAR = 80.0  # of 100: two titles so alike may be one paper's


def plan_import(
    edition: Edition,
    content: Content,
    reader: Reader,
    registry: Registry,
    root: Root,
    *,
    everything: bool = False,
    accepting: Iterable[str] = (),
    reading: BylineReading = BY_RULE,
    source: str | None = None,
    base_url: str | None = None,
    today: datetime.date | None = None,
) -> Plan:
    """What the papers of a file would do to the store.

    ``source`` is the file's public address, if it has one: the source of papers that the file gives
    none, in the place of the edition's own address. ``base_url`` is the address that relative addresses are joined to.
    ``accepting`` are the decisions that mean accepted, if the user names them; ``everything`` takes every
    row whatever its decision; ``reading`` is how authors are read. Raises :class:`UsageError` for a file
    that contains no papers or whose decisions are not plain, and :class:`ArchiveError` if nothing in it is
    accepted, most of it is another edition's, or it takes more than three minutes.
    """
    with time_limit(content.name, LONGEST):
        found = reader.read(content, edition)
        drafts: Iterable[Draft] = bounded_papers(content.name, found.drafts)
        joined: list[str] = []
        if base_url:
            drafts, joined = resolve(drafts, base_url)
        rows, cut = make_rows(drafts, reading)
        if not rows:
            raise UsageError(f"{content.name}: it is {reader.NAME}, but has no papers.")
        accepted = accepted_rows(rows, content.name, everything=everything, accepting=frozenset(map(decision_key, accepting)))
        unique = without_repeats(accepted.rows)
        others = papers_of_others(edition.id, root.store)
        entries = [row.entry for row in unique.rows if row.entry]
        refuse_other_editions_list(edition, PageEntries(content.name, entries), others, registry)
        curation = load_curation(edition.id, root.folder)
        stored = Stored(without_removed(root.store.papers(edition.id), curation), others, load_known_people(root.folder))
        wanted = without_removed_papers(unique.rows, edition.id, stored.papers, curation)
        own = without_papers_of_other_editions(wanted.rows, others)
        date = (today or datetime.date.today()).isoformat()
        reconciled = plan_rows(own.rows, edition, root, stored, source or edition.url, date)
        return Plan(
            edition=edition.id,
            reader=reader.NAME,
            files=content.names,
            added=reconciled.added,
            changed=reconciled.changed,
            unchanged=reconciled.unchanged,
            skipped=[*accepted.skipped, *wanted.skipped],
            refused=[*accepted.refused, *unique.refused, *own.refused, *reconciled.refused],
            duplicates=own.duplicates,
            missing=reconciled.missing,
            notes=[
                *_of_file(content, found, cut),
                *joined,
                *accepted.notes,
                *wanted.notes,
                *_remarks(own.rows),
                *reconciled.notes,
                *_still_stored(accepted.skipped, stored.papers),
                *_renamed(reconciled, stored.papers),
                *_alike(reconciled.added, stored),
            ],
            papers=reconciled.papers,
            collection=reconciled.collection,
            abstracts=reconciled.abstracts,
        )


def _of_file(content: Content, found: FileReading, cut: Iterable[str]) -> Iterator[str]:
    """What is to be said of the files: how they were read, what was ``cut`` from them, and which sheets were not used."""
    yield from (*content.notes, *found.notes)
    yield from (f"{sentence[:1].upper()}{sentence[1:]}." for sentence in cut)
    if unused := [table.name for table in content.tables if table.rows and table.name not in found.sheets]:
        yield f"Not used: {', '.join(unused)}."


def _remarks(rows: Sequence[Row]) -> Iterator[str]:
    """The remarks about rows; a remark about many rows is printed once, with their number."""
    alike: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        for remark in row.remarks:
            alike.setdefault(remark.kind, []).append((row.draft.where, remark.sentence))
    for remarks in alike.values():
        others = {where for where, _ in remarks} - {remarks[0][0]}
        if len(others) >= _MANY_ALIKE:
            yield f"{' '.join(remarks[0])}; the same for {len(others)} more rows."
        else:
            yield from (f"{where} {sentence}." for where, sentence in remarks)


def _alike(added: Sequence[PlannedRow], stored: Stored) -> Iterator[str]:
    """Authors who come in with a part more or less than another name has, in the file or in the store."""
    new = (name for planned in added for name in planned.authors)
    known = (name for papers in (stored.papers, *stored.others.values()) for paper in papers for name in paper.authors)
    return possible_same_person(new, known, stored.people)


def _still_stored(skipped: Sequence[PlannedRow], previous: Sequence[Paper]) -> Iterator[str]:
    """What a person should know of rows that are skipped and whose papers came in once."""
    ids = {title_key(paper.title): paper.id for paper in previous if not paper.withdrawn}
    for planned in skipped:
        if found := ids.get(title_key(planned.title)):
            yield f"{planned.where} is skipped ({planned.reason}), but is in the store: {found} is unchanged."


def _renamed(reconciled: PlannedRows, previous: Sequence[Paper]) -> Iterator[str]:
    """New papers that may be stored ones under another title, as between submission and camera-ready."""
    from rapidfuzz import fuzz, process

    titles = {paper.id: title_key(paper.title) for paper in previous if paper.id in reconciled.missing}
    for planned in reconciled.added:
        near = process.extractOne(title_key(planned.title), titles, scorer=fuzz.ratio, score_cutoff=_NEAR)
        if near is not None:
            yield f"{planned.where} may be {near[2]} under another title; it is imported as a new paper, {planned.paper}."
