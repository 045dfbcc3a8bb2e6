"""Plans what the rows of a file would add and change in the store, and which ones would be refused."""

from __future__ import annotations

import dataclasses
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from archive.catalogue.taxonomy import MOST_TOPICS, Taxonomy, load_taxonomy
from archive.collect.abstracts import SourceResult
from archive.collect.abstracts.gather import EditionAbstracts
from archive.collect.diff import changes
from archive.collect.imports.drafts import Row
from archive.collect.imports.plan import PlannedRow
from archive.collect.join import Joined
from archive.collect.reconcile import ReconciledEdition, reconcile
from archive.errors import UsageError
from archive.model.paper import Abstract, Edition, Paper
from archive.model.paper_links import ARXIV, FORUM
from archive.model.text import quote, squeeze
from archive.store.curation import load_curation
from archive.store.papers import paper_to_json, problems_of, problems_of_abstract
from archive.store.people import KnownPeople
from archive.store.root import Root, bundled_papers


class Stored(NamedTuple):
    """What the store has when the import begins.

    Attributes:
        papers: the papers of the edition.
        others: the papers of all other editions, by edition.
        people: the names in ``people.toml``.
    """

    papers: Sequence[Paper]
    others: Mapping[str, Sequence[Paper]]
    people: KnownPeople


class _Incoming(NamedTuple):
    """A row, with the paper and the abstract to store, sentences about what would not be stored, and why all of it could not
    be, if that is so."""

    row: Row
    paper: Paper
    abstract: Abstract | None
    notes: Sequence[str]
    problem: str | None


class PlannedRows(NamedTuple):
    """What the rows of a file would do to the store; the fields are those of :class:`~archive.collect.imports.plan.Plan`."""

    added: Sequence[PlannedRow]
    changed: Sequence[PlannedRow]
    unchanged: int
    refused: Sequence[PlannedRow]
    missing: Sequence[str]
    notes: Sequence[str]
    papers: Sequence[Paper]
    collection: EditionAbstracts
    abstracts: int


def plan_rows(rows: Sequence[Row], edition: Edition, root: Root, stored: Stored, source: str, today: str) -> PlannedRows:
    """Plan what rows would do to the store, with the papers and abstracts that the edition would have then.

    Args:
        rows: the rows of the file; those without an entry are ignored.
        edition: the edition of the rows.
        root: the archive's root.
        stored: what the store has.
        source: the address to record as the source of rows that state none.
        today: an ISO date.
    """
    rows = list(filter(attrgetter("entry"), rows))
    reconciled = _reconciled(rows, edition, root, stored, source, today)
    before = {paper.id: paper for paper in stored.papers}
    taxonomy = load_taxonomy(root.folder)
    planned = [
        _incoming(row, paper, before.get(paper.id), taxonomy, source, today)
        for row, paper in zip(rows, reconciled.papers[: len(rows)], strict=True)
    ]
    incoming = [one for one in planned if not one.problem]
    added = list(_added(incoming, before, stored.people))
    changed = list(_changed(incoming, before))
    after = {one.paper.id: one.paper for one in incoming}
    collection = EditionAbstracts(edition.id, root.store)
    return PlannedRows(
        added=added,
        changed=changed,
        unchanged=len(incoming) - len(added) - len(changed),
        refused=[PlannedRow.of(one.row, f"it could not be stored: {one.problem}") for one in planned if one.problem],
        missing=_missing(stored.papers, after),
        notes=[*chain.from_iterable(one.notes for one in planned), *reconciled.notes],
        papers=list((before | after).values()),
        collection=collection,
        abstracts=_take_abstracts(collection, incoming),
    )


def _added(incoming: Iterable[_Incoming], before: Mapping[str, Paper], people: KnownPeople) -> Iterator[PlannedRow]:
    """The rows of papers that the store does not have."""
    for one in incoming:
        if one.paper.id not in before:
            yield PlannedRow.of(one.row, paper=one.paper.id, people=people)


def _changed(incoming: Iterable[_Incoming], before: Mapping[str, Paper]) -> Iterator[PlannedRow]:
    """The rows that change a paper of the store."""
    for one in incoming:
        if one.paper.id in before and (lines := changes([before[one.paper.id]], [one.paper])):
            yield PlannedRow.of(one.row, paper=one.paper.id, changes=lines)


def _missing(papers: Sequence[Paper], after: Container[str]) -> list[str]:
    """The ids of stored papers that the file lacks."""
    return [paper.id for paper in papers if paper.id not in after and not paper.withdrawn]


def _take_abstracts(collection: EditionAbstracts, incoming: Iterable[_Incoming]) -> int:
    """Put the abstracts of rows into the edition's collection; how many are new there."""
    return sum(
        collection.take(SourceResult(one.paper.id, one.abstract))
        for one in incoming
        if one.abstract and not one.paper.withdrawn
    )


def _reconciled(
    rows: Sequence[Row], edition: Edition, root: Root, stored: Stored, source: str, today: str
) -> ReconciledEdition:
    """The papers of the rows, in their order, followed by the other papers of the edition."""
    return reconcile(
        edition,
        [Joined(row.entry, (row.draft.source_url or source,)) for row in rows if row.entry],
        stored.papers,
        curation=load_curation(edition.id, root.folder),
        given=bundled_papers(root, edition.id),
        taken=[paper.id for papers in stored.others.values() for paper in papers],
        today=today,
        keep_unstated=True,  # the file is one source of several
        stated_ids=[row.draft.id or None for row in rows],
        people=stored.people,
    )


def _incoming(row: Row, paper: Paper, before: Paper | None, taxonomy: Taxonomy, source: str, today: str) -> _Incoming:
    """What would be stored of a row: the paper, with the topics and summary of the file if it has none. If only its source is
    new, the stored paper is returned."""
    topics, unknown = _topics(row.draft.topics, taxonomy)
    summary = squeeze(row.draft.summary or "") or None
    notes = [*_kept(paper, topics, summary)]
    if unknown:
        notes.insert(0, f"{row.draft.where} has unknown topics, left out: {', '.join(map(quote, unknown))}.")
    if not paper.withdrawn:
        paper = dataclasses.replace(paper, topics=paper.topics or topics, summary=paper.summary or summary)
    if before is not None and dataclasses.replace(paper, sources=before.sources) == before:
        paper = before
    abstract = _abstract(row, paper, source, today)
    return _Incoming(row, paper, abstract, notes, _problem(paper, abstract))


def _problem(paper: Paper, abstract: Abstract | None) -> str | None:
    """Why a paper or its abstract could not be stored, as the end of a sentence; None if they could."""
    problems = [*problems_of(paper_to_json(paper))]
    problems += problems_of_abstract(dataclasses.asdict(abstract)) if abstract else []
    return problems[0] if problems else None


def _kept(paper: Paper, topics: Sequence[str], summary: str | None) -> Iterator[str]:
    """Sentences about topics and a summary that a paper keeps although the file has others."""
    if paper.topics and topics and set(topics) != set(paper.topics):
        yield f"{paper.id} keeps its topics, {', '.join(paper.topics)}; the file has {', '.join(topics)}."
    if summary and paper.summary and summary != paper.summary:
        yield f"{paper.id} keeps its summary; the file has another."


def _topics(words: Sequence[str], taxonomy: Taxonomy) -> tuple[tuple[str, ...], list[str]]:
    """The ids of topics that words name, and the words that name no topic."""
    known: dict[str, None] = {}
    unknown = []
    for word in words:
        try:
            known[taxonomy.find(word).id] = None
        except UsageError:
            unknown.append(word)
    return tuple(known)[:MOST_TOPICS], unknown


def _abstract(row: Row, paper: Paper, file_url: str, today: str) -> Abstract | None:
    """The abstract of a row. Its source is ``page`` if the file names none: organizers have the text of their page."""
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
