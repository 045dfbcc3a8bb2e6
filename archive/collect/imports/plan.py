"""The plan of an import: what it would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archive.collect.abstracts.gather import EditionAbstracts
from archive.collect.imports.drafts import Row
from archive.model.paper import Paper
from archive.model.plausibility import doubts
from archive.store.papers import Store
from archive.store.people import KnownPeople, unknown_names
from archive.store.transaction import transaction


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row of the file and what becomes of it: ``reason`` says why it is refused or skipped, or
    what else it is; ``paper`` is the id that it has or would have, ``doubts`` what is unlikely of it."""

    where: str
    title: str
    reason: str = ""
    paper: str | None = None
    changes: Sequence[str] = ()
    authors: Sequence[str] = ()
    doubts: Sequence[str] = ()

    @classmethod
    def of(
        cls,
        row: Row,
        reason: str = "",
        paper: str | None = None,
        changes: Sequence[str] = (),
        people: KnownPeople | None = None,
    ) -> PlannedRow:
        """A row with what is unlikely about it; names in ``people`` are never doubted."""
        authors = row.entry.authors if row.entry else ()
        families = row.entry.family_names if row.entry else ()
        unlikely = tuple(doubts(row.title, unknown_names(authors, people or KnownPeople()), families))
        return cls(row.draft.where, row.title, reason, paper, changes, authors, unlikely)


class Selection(NamedTuple):
    """The ``rows`` that a step of an import lets through, and what is to be said of the others."""

    rows: Sequence[Row]
    skipped: Sequence[PlannedRow] = ()
    refused: Sequence[PlannedRow] = ()
    duplicates: Sequence[PlannedRow] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do to an edition.

    Attributes:
        edition: the id of the edition.
        reader: the name of the format.
        files: the names of the files.
        added: rows that are new papers.
        changed: rows that change a stored paper.
        unchanged: how many rows change nothing.
        skipped: rows that are not accepted.
        refused: rows that should have come in and cannot.
        duplicates: rows that come in though another edition has a paper of that title.
        missing: ids of stored papers that the file lacks.
        notes: sentences that a person should read.
        papers: all papers of the edition after the import.
        collection: the edition's abstracts after the import.
        abstracts: how many of them are new.
    """

    edition: str
    reader: str
    files: Sequence[str]
    added: Sequence[PlannedRow]
    changed: Sequence[PlannedRow]
    unchanged: int
    skipped: Sequence[PlannedRow]
    refused: Sequence[PlannedRow]
    duplicates: Sequence[PlannedRow]
    missing: Sequence[str]
    notes: Sequence[str]
    papers: Sequence[Paper]
    collection: EditionAbstracts
    abstracts: int

    @property
    def writes(self) -> bool:
        """Whether the plan changes anything."""
        return bool(self.added or self.changed or self.abstracts)

    def write(self, store: Store) -> None:
        """Write papers and abstracts, all or nothing. The lock must be held since the plan was made."""
        with transaction(store.root):
            store.write_papers(self.edition, self.papers)
            self.collection.flush()
