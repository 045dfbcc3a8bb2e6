"""Collecting abstracts: ask each source for what is still missing, keep the best, and record why the rest is missing."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from archive.collect.abstracts import AbstractSource, SourceContext, SourceResult, open_source
from archive.collect.page_limits import Deadline
from archive.model.paper import ABSTRACT_SOURCES, Absence, Abstract, Edition, Paper
from archive.store.papers import Ledger, LedgerEntry, Store
from archive.store.transaction import transaction

_FLUSH = 2.0  # seconds of work that may be lost to a power cut


@dataclass(slots=True)
class Gathered:
    """The abstracts of one edition after a run.

    Attributes:
        edition: the id of the edition.
        papers: the number of its papers, without withdrawn ones.
        found: the number of abstracts that are new or better.
        stored: the number of all abstracts, by source.
        doubtful: the number of doubtful ones among them.
        missing: for each paper without an abstract, why it has none; None if that is not known.
    """

    edition: str
    papers: int = 0
    found: int = 0
    stored: Counter[str] = field(default_factory=Counter)
    doubtful: int = 0
    missing: dict[str, Absence | None] = field(default_factory=dict)


def gather(
    editions: Sequence[Edition],
    store: Store,
    context: SourceContext,
    sources: Sequence[str],
    *,
    redo_doubtful: bool = False,
    step: Callable[[str, int, int], None] = lambda *_: None,
) -> list[Gathered]:
    """Collect abstracts of these editions into the store.

    Each source, the most trusted first, is asked for the papers that have none yet (or a doubtful
    one, with ``redo_doubtful``); one that costs nothing also for those that have theirs from a worse
    source. What was found is kept when this is interrupted. ``step`` is called with the edition, the
    number found so far, and the number of papers that were asked about.
    """
    opened = [(name, open_source(name, context)) for name in sources]
    collections = {edition_id: EditionAbstracts(edition_id, store) for edition_id in context.papers}
    places = {paper.id: edition_id for edition_id, papers in context.papers.items() for paper in papers}
    wanted = [edition for edition in editions if edition.id in collections]
    found = done = 0
    for edition in wanted:
        collection = collections[edition.id]
        try:
            for result in _answers(edition, collection, opened, context, redo_doubtful):
                found += collections[places[result.paper]].take(result, redo_doubtful)
                step(edition.id, found, done + collection.looked_at)
                collection.flush_if_due()
        finally:
            _flush(collections.values())
        done += len(collection.papers)
        step(edition.id, found, done)
    return [collections[edition.id].gathered() for edition in wanted]


def _flush(collections: Iterable[EditionAbstracts]) -> None:
    for collection in collections:
        collection.flush()


def _answers(
    edition: Edition,
    collection: EditionAbstracts,
    sources: Sequence[tuple[str, AbstractSource]],
    context: SourceContext,
    redo_doubtful: bool,
) -> Iterator[SourceResult]:
    """What each source in turn finds for an edition, until its time is over."""
    deadline = Deadline(edition.id)
    for name, source in sources:
        for result in source.find(edition, collection.papers_for(name, source, redo_doubtful)):
            yield result
            if deadline.is_over:
                context.note(
                    f"{edition.id}: the time for its abstracts ran out at {name}; the next scrape continues from there."
                )
                return


class EditionAbstracts:
    """An edition's abstracts while they are gathered; nothing is written before :meth:`flush`."""

    def __init__(self, edition: str, store: Store) -> None:
        self._edition, self._store = edition, store
        self.papers = [paper for paper in store.papers(edition) if not paper.withdrawn]
        self._stored = store.abstracts(edition)
        self._ledger: Ledger = store.ledger(edition)
        self._fresh: set[str] = set()
        self._seen: set[str] = set()
        self._pending: list[tuple[SourceResult, bool]] = []  # what changed something, since the last flush
        self._flushed = time.monotonic()

    @property
    def looked_at(self) -> int:
        """The number of papers that a source has answered for."""
        return len(self._seen)

    def papers_for(self, name: str, source: AbstractSource, redo_doubtful: bool) -> list[Paper]:
        """The papers to look for in a source: papers without an abstract; with ``redo_doubtful``, papers with a doubtful
        abstract; and if it costs nothing, papers with an abstract from a less trusted source."""
        rank = ABSTRACT_SOURCES.index(name)
        wanted = []
        for paper in self.papers:
            stored = self._stored.get(paper.id)
            doubtful = redo_doubtful and stored and stored.doubtful and paper.id not in self._fresh
            if self._prints_none(paper, rank):
                continue
            if stored is None or doubtful or (source.is_free() and rank <= ABSTRACT_SOURCES.index(stored.source)):
                wanted.append(paper)
        return wanted

    def _prints_none(self, paper: Paper, rank: int) -> bool:
        """Whether a source better than this one has read the paper and found that it prints none."""
        absence = self._ledger.get(paper.id, LedgerEntry()).absence
        return absence is not None and absence.final and rank > ABSTRACT_SOURCES.index(absence.source)

    def take(self, result: SourceResult, redo_doubtful: bool = False) -> bool:
        """Keep what was found, if it is better than what is stored; returns whether an abstract was kept."""
        self._seen.add(result.paper)
        before = self._stored.get(result.paper), self._ledger.get(result.paper)
        if isinstance(result.value, Absence):
            self._take_absence(result, result.value)
            kept = False
        else:
            kept = self._take_abstract(result, result.value, redo_doubtful)
        if before != (self._stored.get(result.paper), self._ledger.get(result.paper)):
            self._pending.append((result, redo_doubtful))
        return kept

    def _take_abstract(self, result: SourceResult, new: Abstract, redo_doubtful: bool) -> bool:
        stored, memory = self._stored.get(result.paper), self._ledger.get(result.paper, LedgerEntry())
        if stored is not None:
            same = replace(new, retrieved=stored.retrieved) == stored
            if same or not self._should_replace(stored, new, memory, redo_doubtful):
                if same and memory.text is None:
                    self._remember(result, new)
                return False
        self._stored[result.paper] = new
        self._remember(result, new)
        self._fresh.add(result.paper)
        return True

    def _should_replace(self, stored: Abstract, new: Abstract, memory: LedgerEntry, redo_doubtful: bool) -> bool:
        """A text that a person mended stays; else a better source replaces a worse one, a source its
        own earlier text, and what is sure what was doubtful."""
        if memory.text is not None and memory.text != text_digest(stored.text):
            return False
        better = ABSTRACT_SOURCES.index(stored.source) - ABSTRACT_SOURCES.index(new.source)
        if redo_doubtful and stored.doubtful:
            return better >= 0 or not new.doubtful  # a new reading of the same file is the better one
        return better > 0 or (better == 0 and memory.text is not None)

    def _remember(self, result: SourceResult, new: Abstract) -> None:
        self._ledger[result.paper] = LedgerEntry(text=text_digest(new.text), file=result.file)

    def _take_absence(self, result: SourceResult, absence: Absence) -> None:
        """Remember why there is no abstract; one that was taken from the same file, which is another paper's, goes."""
        memory = self._ledger.get(result.paper, LedgerEntry())
        if (stored := self._stored.get(result.paper)) is not None:
            if not (result.file and result.file == memory.file and memory.text == text_digest(stored.text)):
                return
            del self._stored[result.paper]
            self._fresh.discard(result.paper)
        before = memory.absence
        if before is not None and replace(absence, retrieved=before.retrieved) == before:
            return
        self._ledger[result.paper] = LedgerEntry(absence=absence, file=result.file)

    def flush_if_due(self) -> None:
        """Write what changed, if the last write was some seconds ago."""
        if self._pending and time.monotonic() - self._flushed > _FLUSH:
            self.flush()

    def flush(self) -> None:
        """Write what changed. The results are applied again to what the store has now, since another process may have
        written to it in the meantime."""
        if not self._pending:
            return
        with transaction(self._store.root):
            pending, self._pending = self._pending, []
            self._stored, self._ledger = self._store.abstracts(self._edition), self._store.ledger(self._edition)
            for result, redo_doubtful in pending:
                self.take(result, redo_doubtful)
            if self._stored or self._store.abstracts_path(self._edition).exists():
                self._store.write_abstracts(self._edition, self._stored)
            self._store.write_ledger(self._edition, self._ledger)
            self._pending, self._flushed = [], time.monotonic()

    def gathered(self) -> Gathered:
        """What the run found, counted."""
        ids = {paper.id for paper in self.papers}
        stored = {paper_id: abstract for paper_id, abstract in self._stored.items() if paper_id in ids}
        return Gathered(
            edition=self._edition,
            papers=len(ids),
            found=len(self._fresh),
            stored=Counter(sorted((abstract.source for abstract in stored.values()), key=ABSTRACT_SOURCES.index)),
            doubtful=sum(bool(abstract.doubtful) for abstract in stored.values()),
            missing={
                paper.id: self._ledger.get(paper.id, LedgerEntry()).absence for paper in self.papers if paper.id not in stored
            },
        )


def text_digest(text: str) -> str:
    """A digest of an abstract, which shows later whether a person edited it."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]
