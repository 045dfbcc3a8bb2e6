"""The plan of an import: what it would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

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


@dataclass(slots=True)
class Plan:
    """What an import would do to an edition. ``skipped`` are rows that are not accepted, ``refused``
    rows that should have come in and cannot, ``missing`` stored papers that the file lacks,
    ``duplicates`` papers whose titles are in other editions too."""

    edition: str
    reader: str
    files: Sequence[str]
    added: list[PlannedRow] = field(default_factory=list)
    changed: list[PlannedRow] = field(default_factory=list)
    unchanged: int = 0
    skipped: list[PlannedRow] = field(default_factory=list)
    refused: list[PlannedRow] = field(default_factory=list)
    duplicates: list[PlannedRow] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    abstracts: int = 0
    papers: Sequence[Paper] = ()
    collection: EditionAbstracts | None = None

    @property
    def writes(self) -> bool:
        """Whether the plan changes anything."""
        return bool(self.added or self.changed or self.abstracts)

    def write(self, store: Store) -> None:
        """Write papers and abstracts, all or nothing. The lock must be held since the plan was made."""
        with transaction(store.root):
            store.write_papers(self.edition, self.papers)
            if self.collection is not None:
                self.collection.flush()
