"""Importing a file: read it, select what is accepted, and reconcile it with the store as a scrape does.

A scrape takes entries from pages, an import from what organizers hold; everything after that first
step is the same. A plan says all that would happen; nothing is written before :meth:`Plan.write`.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from archive.catalogue.people import KnownPeople, load_known_people, perhaps_one
from archive.catalogue.taxonomy import MOST_TOPICS, Taxonomy, load_taxonomy
from archive.collect.abstracts import SourceResult
from archive.collect.abstracts.gather import EditionAbstracts
from archive.collect.diff import changes
from archive.collect.imports.decisions import decision_key
from archive.collect.imports.drafts import BY_RULE, BylineReading, Row
from archive.collect.imports.entries import make_rows
from archive.collect.imports.file_content import Content
from archive.collect.imports.plan import Plan, Told
from archive.collect.imports.readers import Reader
from archive.collect.imports.select import candidates, once, only_here
from archive.collect.join import Joined, PageText
from archive.collect.other_editions import papers_of_others, refuse_other_editions_list
from archive.collect.reconcile import ReconciledEdition, reconcile
from archive.errors import UsageError
from archive.model.paper import Abstract, Edition, Paper
from archive.model.text import squeeze, title_key
from archive.model.urls import ARXIV, FORUM
from archive.store.curation import load_curation
from archive.store.editions import Registry
from archive.store.papers import paper_to_json, problems_of, problems_of_abstract
from archive.store.root import Root, bundled_papers

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_MANY_ALIKE = 3  # rows of which one remark is made
_NEAR = 80.0  # of 100: two titles so alike may be one paper's


def plan_import(
    edition: Edition,
    content: Content,
    reader: Reader,
    registry: Registry,
    root: Root,
    *,
    everything: bool = False,
    decisions: Iterable[str] = (),
    reading: BylineReading = BY_RULE,
    source: str | None = None,
    today: datetime.date | None = None,
) -> Plan:
    """What the papers of a file would do to the store.

    ``source`` is the file's public address, where it has one: the source of papers that the file gives
    none, in the place of the edition's own address.
    ``decisions`` are the words that mean accepted, where the user says so; ``everything`` takes every
    row whatever its decision; ``reading`` is how authors are read. Raises :class:`UsageError` for a file
    that holds no papers or whose decisions are not plain, and :class:`ArchiveError` where nothing in it is
    accepted or most of it is another edition's.
    """
    plan = Plan(edition.id, reader.NAME, content.names)
    content.used.clear()
    rows, cut = make_rows(reader.read(content, edition), reading)
    plan.notes += [*content.notes, *(f"{sentence[:1].upper()}{sentence[1:]}." for sentence in cut)]
    if unused := content.unused():
        plan.notes.append(f"Not used: {', '.join(unused)}.")
    if not rows:
        raise UsageError(f"{content.name}: it is {reader.NAME}, but has no papers.")
    rows = candidates(rows, content, plan, everything, frozenset(map(decision_key, decisions)))
    others = papers_of_others(edition.id, root.store)
    rows = once(rows, plan)
    refuse_other_editions_list(edition, PageText(content.name, [row.entry for row in rows if row.entry]), others, registry)
    rows = only_here(rows, others, plan)
    plan.notes += _remarks(rows)
    source = source or edition.url
    stored = _Stored(root.store.papers(edition.id), others, load_known_people(root.folder))
    _reconcile(rows, plan, edition, root, stored, source, (today or datetime.date.today()).isoformat())
    return plan


def _remarks(rows: Sequence[Row]) -> Iterator[str]:
    """What is to be said of rows; what is to be said of many, once with their number."""
    alike: dict[str, list[str]] = {}
    for row in rows:
        for remark in row.remarks:
            alike.setdefault(_QUOTED.sub("", remark), []).append(f"{row.draft.where} {remark}")
    for told in alike.values():
        if len(told) > _MANY_ALIKE:
            yield f"{told[0]}; the same for {len(told) - 1} more rows."
        else:
            yield from (f"{one}." for one in told)


class _Stored(NamedTuple):
    """What the store holds as the import begins: the edition's ``papers``, and those of all ``others``."""

    papers: Sequence[Paper]
    others: Mapping[str, Sequence[Paper]]
    people: KnownPeople


class _Incoming(NamedTuple):
    """A row with the paper and the abstract that would be stored of it."""

    row: Row
    paper: Paper
    abstract: Abstract | None


def _reconcile(rows: Sequence[Row], plan: Plan, edition: Edition, root: Root, stored: _Stored, source: str, today: str) -> None:
    """Settle the rows with the store, and tell in the plan what would become of it."""
    reconciled = _reconciled(rows, edition, root, stored, source, today)
    before = {paper.id: paper for paper in stored.papers}
    candidates = zip(rows, reconciled.papers[: len(rows)], strict=True)
    incoming = list(_storable(candidates, before, plan, load_taxonomy(root.folder), source, today))
    for one in incoming:
        _tell(plan, one, before.get(one.paper.id), stored.people)
    after = {one.paper.id: one.paper for one in incoming}
    plan.missing = [paper.id for paper in stored.papers if paper.id not in after and not paper.withdrawn]
    plan.papers = list((before | after).values())
    plan.notes += [*reconciled.notes, *_still_stored(plan, stored.papers), *_renamed(plan, before), *_alike(plan, stored)]
    plan.collection = EditionAbstracts(edition.id, root.store)
    for one in incoming:
        if one.abstract and not one.paper.withdrawn:
            plan.abstracts += plan.collection.take(SourceResult(one.paper.id, one.abstract))


def _reconciled(
    rows: Sequence[Row], edition: Edition, root: Root, stored: _Stored, source: str, today: str
) -> ReconciledEdition:
    """The papers of the rows, in their order, and after them what else the edition has."""
    return reconcile(
        edition,
        [Joined(row.entry, (row.draft.source_url or source,)) for row in rows if row.entry],
        stored.papers,
        curation=load_curation(edition.id, root.folder),
        given=bundled_papers(root, edition.id),
        taken=[paper.id for papers in stored.others.values() for paper in papers],
        today=today,
        some_page_missing=True,  # the file is one source of several: what it does not say stays as it is
        names=[row.draft.id or None for row in rows],
        people=stored.people,
    )


def _storable(
    candidates: Iterable[tuple[Row, Paper]],
    before: Mapping[str, Paper],
    plan: Plan,
    taxonomy: Taxonomy,
    source: str,
    today: str,
) -> Iterator[_Incoming]:
    """What the store would take; what it would not is refused."""
    for row, paper in candidates:
        kept = _with_topics(paper, row, before.get(paper.id), plan, taxonomy)
        abstract = _abstract(row, kept, source, today)
        if problem := _problem(kept, abstract):
            plan.refused.append(Told.of(row, f"it could not be stored: {problem}"))
        else:
            yield _Incoming(row, kept, abstract)


def _tell(plan: Plan, one: _Incoming, before: Paper | None, people: KnownPeople) -> None:
    """Put a row among what is added, changed or unchanged; ``before`` is the stored paper."""
    if before is None:
        plan.added.append(Told.of(one.row, paper=one.paper.id, people=people))
    elif lines := changes([before], [one.paper]):
        plan.changed.append(Told.of(one.row, paper=one.paper.id, changes=lines))
    else:
        plan.unchanged += 1


def _problem(paper: Paper, abstract: Abstract | None) -> str | None:
    """Why the store would not take a paper or its abstract, as the end of a sentence; None where it would."""
    problems = [*problems_of(paper_to_json(paper))]
    problems += problems_of_abstract(dataclasses.asdict(abstract)) if abstract else []
    return problems[0] if problems else None


def _alike(plan: Plan, stored: _Stored) -> Iterator[str]:
    """Authors who come in with a part more or less than another name has, in the file or in the store."""
    new = (name for told in plan.added for name in told.authors)
    known = (name for papers in (stored.papers, *stored.others.values()) for paper in papers for name in paper.authors)
    return perhaps_one(new, known, stored.people)


def _still_stored(plan: Plan, previous: Sequence[Paper]) -> Iterator[str]:
    """What a person should know of rows that are passed over and whose papers came in once."""
    ids = {title_key(paper.title): paper.id for paper in previous if not paper.withdrawn}
    for told in plan.passed:
        if found := ids.get(title_key(told.title)):
            yield f"{told.where} is skipped ({told.reason}), but is in the store: {found} is unchanged."


def _renamed(plan: Plan, before: Mapping[str, Paper]) -> Iterator[str]:
    """New papers that may be stored ones under another title, as between submission and camera-ready."""
    from rapidfuzz import fuzz, process

    titles = {paper_id: title_key(before[paper_id].title) for paper_id in plan.missing}
    for told in plan.added:
        near = process.extractOne(title_key(told.title), titles, scorer=fuzz.ratio, score_cutoff=_NEAR)
        if near is not None:
            yield f"{told.where} may be {near[2]} under another title; it is imported as a new paper, {told.paper}."


def _with_topics(paper: Paper, row: Row, before: Paper | None, plan: Plan, taxonomy: Taxonomy) -> Paper:
    """The paper with what the file says of topics and summary, where nobody gave it any; the stored
    paper itself where nothing but the source is new."""
    topics, unknown = _topics(row.draft.topics, taxonomy)
    summary = squeeze(row.draft.summary or "") or None
    if unknown:
        plan.notes.append(f"{row.draft.where} has unknown topics, left out: {', '.join(map(repr, unknown))}.")
    plan.notes += _kept(paper, topics, summary)
    if not paper.withdrawn:
        paper = dataclasses.replace(paper, topics=paper.topics or topics, summary=paper.summary or summary)
    if before is not None and dataclasses.replace(paper, sources=before.sources) == before:
        return before
    return paper


def _kept(paper: Paper, topics: Sequence[str], summary: str | None) -> Iterator[str]:
    """Sentences on topics and a summary that a paper keeps though the file has others."""
    if paper.topics and topics and set(topics) != set(paper.topics):
        yield f"{paper.id} keeps its topics, {', '.join(paper.topics)}; the file has {', '.join(topics)}."
    if summary and paper.summary and summary != paper.summary:
        yield f"{paper.id} keeps its summary; the file has another."


def _topics(words: Sequence[str], taxonomy: Taxonomy) -> tuple[tuple[str, ...], list[str]]:
    """Ids of the taxonomy for words, and the words that are none."""
    known: dict[str, None] = {}
    unknown = []
    for word in words:
        try:
            known[taxonomy.find(word).id] = None
        except UsageError:
            unknown.append(word)
    return tuple(known)[:MOST_TOPICS], unknown


def _abstract(row: Row, paper: Paper, file_url: str, today: str) -> Abstract | None:
    """The abstract with its source. What organizers hold is what they print, the edition's own text."""
    if row.entry is None or not row.entry.abstract:
        return None
    source = row.draft.abstract_source or "page"
    places = {
        "pdf": paper.pdf_url,
        "openreview": paper.openreview_id and FORUM + paper.openreview_id,
        "arxiv": paper.arxiv_id and ARXIV + paper.arxiv_id,
    }
    url = places.get(source) or row.draft.source_url or file_url
    return Abstract(row.entry.abstract, source, url, today, row.draft.abstract_doubtful or None)
