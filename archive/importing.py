"""The road of a file: read it, tell what is accepted, and settle it with the store as a scrape does.

A scrape takes entries from pages, an import from what organizers hold; everything after that first
step is the same. A plan says all that would happen; nothing is written before :meth:`Plan.write`.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from archive.abstracts import Finding
from archive.abstracts.gather import EditionShelf
from archive.changes import changes
from archive.curated import load_curation
from archive.errors import ArchiveError, UsageError
from archive.folding import title_key
from archive.imports.content import Content
from archive.imports.decisions import accepted, counted, decision_key, presentation
from archive.imports.drafts import Row, make_row
from archive.imports.readers import Reader
from archive.matching import is_bare
from archive.merge import FORUM, Joined, PageText, settle
from archive.models import Abstract, Edition, Entry, Paper
from archive.registry import Registry
from archive.root import Root, bundled_catalogue
from archive.scrape import refuse_anothers_list
from archive.store import Store
from archive.taxonomy import MOST_TOPICS, load_taxonomy


@dataclass(frozen=True, slots=True)
class Told:
    """A row of the file and what becomes of it: ``reason`` says why it is refused or passed over, or
    what else it is; ``paper`` is the id that it has or would have."""

    where: str
    title: str
    reason: str = ""
    paper: str | None = None
    changes: Sequence[str] = ()


@dataclass(slots=True)
class Plan:
    """What an import would do to an edition. ``passed`` are rows that are not accepted, ``refused``
    rows that should have come in and cannot, ``missing`` stored papers that the file lacks,
    ``duplicates`` papers whose titles stand in other editions too."""

    edition: str
    reader: str
    files: Sequence[str]
    added: list[Told] = field(default_factory=list)
    changed: list[Told] = field(default_factory=list)
    unchanged: int = 0
    passed: list[Told] = field(default_factory=list)
    refused: list[Told] = field(default_factory=list)
    duplicates: list[Told] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    abstracts: int = 0
    papers: Sequence[Paper] = ()
    shelf: EditionShelf | None = None

    @property
    def writes(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.added or self.changed or self.abstracts)

    def write(self, store: Store) -> None:
        """Write papers, then abstracts, each file in one step."""
        store.write_papers(self.edition, self.papers)
        if self.shelf is not None:
            self.shelf.flush()


def plan_import(
    edition: Edition,
    content: Content,
    reader: Reader,
    registry: Registry,
    root: Root,
    *,
    everything: bool = False,
    decisions: Iterable[str] = (),
    today: datetime.date | None = None,
) -> Plan:
    """What the papers of a file would do to the store.

    ``decisions`` are the words that mean accepted, where the user says so; ``everything`` takes every
    row whatever its decision. Raises :class:`UsageError` for a file that holds no papers or whose
    decisions are not plain, and :class:`ArchiveError` where nothing in it is accepted or most of it
    is another edition's.
    """
    plan = Plan(edition.id, reader.NAME, content.names)
    content.used.clear()
    rows = [make_row(draft) for draft in reader.read(content, edition)]
    plan.notes += content.notes
    if unused := content.unused():
        plan.notes.append(f"Not used: {', '.join(unused)}.")
    if not rows:
        raise UsageError(f"{content.name}: it is {reader.NAME}, and holds no papers.")
    rows = _candidates(rows, content, plan, everything, frozenset(map(decision_key, decisions)))
    others = {other: root.store.papers(other) for other in root.store.editions() if other != edition.id}
    rows = _once(rows, plan)
    refuse_anothers_list(edition, PageText(content.name, [row.entry for row in rows if row.entry]), others, registry)
    rows = _only_here(rows, others, plan)
    for row in rows:
        plan.notes += [f"{row.draft.where} {remark}." for remark in row.remarks]
    _settle(rows, plan, edition, root, others, (today or datetime.date.today()).isoformat())
    return plan


def _candidates(rows: Sequence[Row], content: Content, plan: Plan, everything: bool, chosen: frozenset[str]) -> list[Row]:
    """The rows that are accepted and can be read; what becomes of the others is told."""
    asked = [row for row in rows if not row.draft.passed and not row.draft.unreadable]
    said = [row.draft.decision for row in asked if row.draft.decision is not None]
    says = bool(said) or any(row.draft.accepted is not None for row in asked)
    if unseen := chosen - {decision_key(words) for words in said}:
        raise UsageError(f"No row has the decision {sorted(unseen)[0]!r}. The file has: {counted(said) or 'none'}.")
    if not says and not everything and asked:
        plan.notes.append(f"Nothing in it says what was accepted: every row is taken for it ({len(asked)}).")
    candidates, unclear = [], []
    for row in rows:
        verdict = True if everything or not says or row.draft.unreadable else _verdict(row, chosen)
        if row.draft.passed:
            plan.passed.append(_told(row, row.draft.passed))
        elif verdict is None:
            unclear.append(row.draft.decision or "")
        elif not verdict:
            plan.passed.append(_told(row, row.draft.decision or "no decision"))
        elif row.entry is None:
            plan.refused.append(_told(row, row.problem))
        else:
            candidates.append(_presented(row))
    if unclear:
        raise UsageError(
            f"{content.name}: these decisions do not plainly say yes or no: {counted(unclear)}. "
            "Say which mean accepted with --accepted WORDS, once for each, or take every row with --all. Nothing was changed."
        )
    if not candidates and not plan.refused:
        why = counted(told.reason for told in plan.passed)
        raise ArchiveError(
            f"{content.name}: nothing in it is accepted for {plan.edition}. Its rows are: {why}. Nothing was changed. "
            "Where the words mean accepted, say so with --accepted WORDS."
        )
    return candidates


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


def _once(rows: Sequence[Row], plan: Plan) -> list[Row]:
    """The rows, each paper once; what a file lists again is refused."""
    first: dict[tuple[str, str], Row] = {}
    once = []
    for row in rows:
        before = next((first[mark] for mark in _marks(row) if mark in first), None)
        if before is not None:
            plan.refused.append(_told(row, f"the same paper as {before.draft.where}"))
            continue
        first |= dict.fromkeys(_marks(row), row)
        once.append(row)
    return once


def _marks(row: Row) -> list[tuple[str, str]]:
    """By what two rows are one paper; a mark of retraction is nobody's title."""
    entry = row.entry
    if entry is None:
        return []
    title = None if is_bare(entry) else title_key(entry.title)
    marks = {"id": row.draft.id, **_same(entry), "title": title}
    return [(kind, value) for kind, value in marks.items() if value]


def _same(paper: Entry | Paper) -> dict[str, str | None]:
    """What no two papers share, by its name."""
    return {"PDF": paper.pdf_url, "OpenReview id": paper.openreview_id, "arXiv id": paper.arxiv_id}


def _only_here(rows: Sequence[Row], others: dict[str, list[Paper]], plan: Plan) -> list[Row]:
    """The rows that no other edition has: a file, a note and an id are one paper's. One title in two
    editions may be a paper that was presented twice; it comes in and is told."""
    elsewhere: dict[tuple[str, str], tuple[str, Paper]] = {}
    for other, papers in others.items():
        for paper in papers:
            marks = {**_same(paper), "title": None if paper.withdrawn else title_key(paper.title)}
            elsewhere |= {(kind, value): (other, paper) for kind, value in marks.items() if value}
    here = []
    for row in rows:
        found = next(((mark[0], elsewhere[mark]) for mark in _marks(row) if mark in elsewhere), None)
        if found is None or found[0] == "title":
            here.append(row)
        if found is not None:
            kind, (other, paper) = found
            told = _told(row, f"the same {kind} as {paper.id} of {other}", paper.id)
            (plan.duplicates if kind == "title" else plan.refused).append(told)
    return here


def _settle(rows: Sequence[Row], plan: Plan, edition: Edition, root: Root, others: dict[str, list[Paper]], today: str) -> None:
    previous = root.store.papers(edition.id)
    settled = settle(
        edition,
        [Joined(row.entry, (row.draft.source_url or edition.url,)) for row in rows if row.entry],
        previous,
        curation=load_curation(edition.id, root.folder),
        given=bundled_catalogue().papers(edition.id),
        taken=[paper.id for papers in others.values() for paper in papers],
        today=today,
        some_page_missing=True,  # the file is one source of several: what it does not say stays as it is
        names=[row.draft.id or None for row in rows],
    )
    before = {paper.id: paper for paper in previous}
    after: dict[str, Paper] = {}
    for row, paper in zip(rows, settled.papers[: len(rows)], strict=True):
        after[paper.id] = kept = _with_topics(paper, row, before.get(paper.id), plan)
        if paper.id not in before:
            plan.added.append(_told(row, paper=paper.id))
        elif lines := changes([before[paper.id]], [kept]):
            plan.changed.append(dataclasses.replace(_told(row, paper=paper.id), changes=lines))
        else:
            plan.unchanged += 1
    plan.notes += settled.notes
    plan.missing = [paper.id for paper in previous if paper.id not in after and not paper.withdrawn]
    new = [paper for paper in after.values() if paper.id not in before]
    plan.papers = [*(after.get(paper.id, paper) for paper in previous), *new]
    plan.shelf = EditionShelf(edition.id, root.store)
    for row, paper in zip(rows, after.values(), strict=True):
        if (abstract := _abstract(row, paper, edition, today)) and not paper.withdrawn:
            plan.abstracts += plan.shelf.take(Finding(paper.id, abstract))


def _with_topics(paper: Paper, row: Row, before: Paper | None, plan: Plan) -> Paper:
    """The paper with what the file says of topics and summary, where nobody gave it any; the stored
    paper itself where nothing but the source is new."""
    topics, unknown = _topics(row.draft.topics)
    if unknown:
        plan.notes.append(f"{row.draft.where} has no topic of the taxonomy in {', '.join(map(repr, unknown))}; left out.")
    if paper.topics and topics and set(topics) != set(paper.topics):
        plan.notes.append(f"{paper.id} keeps its topics, {', '.join(paper.topics)}; the file has {', '.join(topics)}.")
    if row.draft.summary and paper.summary and row.draft.summary != paper.summary:
        plan.notes.append(f"{paper.id} keeps its summary; the file has another.")
    if not paper.withdrawn:
        paper = dataclasses.replace(paper, topics=paper.topics or topics, summary=paper.summary or row.draft.summary or None)
    if before is not None and dataclasses.replace(paper, sources=before.sources) == before:
        return before
    return paper


def _topics(words: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Ids of the taxonomy for words, and the words that are none."""
    known: dict[str, None] = {}
    unknown = []
    for word in words:
        try:
            known[load_taxonomy().find(word).id] = None
        except UsageError:
            unknown.append(word)
    return tuple(known)[:MOST_TOPICS], unknown


def _abstract(row: Row, paper: Paper, edition: Edition, today: str) -> Abstract | None:
    """The abstract with its source. What organizers hold is what they print, the edition's own text."""
    if row.entry is None or not row.entry.abstract:
        return None
    source = row.draft.abstract_source or "page"
    places = {
        "pdf": paper.pdf_url,
        "openreview": paper.openreview_id and FORUM + paper.openreview_id,
        "arxiv": paper.arxiv_id and f"https://arxiv.org/abs/{paper.arxiv_id}",
    }
    url = places.get(source) or row.draft.source_url or edition.url
    return Abstract(row.entry.abstract, source, url, today, row.draft.abstract_doubtful or None)


def _told(row: Row, reason: str = "", paper: str | None = None) -> Told:
    return Told(row.draft.where, row.title, reason, paper)
