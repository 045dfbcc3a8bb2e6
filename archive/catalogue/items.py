"""The papers of an archive with their editions and abstracts, in a fixed order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.model.paper import Abstract, Edition, Paper
from archive.model.record import Record, make_record
from archive.store.curation import load_curation, removed_papers
from archive.store.editions import Registry, load_registry
from archive.store.root import Root


@dataclass(frozen=True, slots=True)
class Item:
    """A paper with its edition and abstract.

    Attributes:
        root: the folder of the archive it belongs to, whose topics may be suggested for it; None for the bundled one.
    """

    paper: Paper
    edition: Edition
    abstract: Abstract | None
    root: Path | None = None

    def record(self) -> Record:
        """The paper as ``--json`` prints it (:class:`~archive.model.record.PaperRecord`), suggested topics included."""
        return make_record(self.paper, self.edition, self.abstract, self.suggested_topics())

    def suggested_topics(self) -> tuple[str, ...]:
        """The ids of topics that are suggested and not accepted yet.

        Empty for a withdrawn paper, and for one that a person gave topics.
        """
        if self.paper.topics or self.paper.withdrawn:
            return ()
        from archive.catalogue.topic_suggestions.model import load_model

        return load_model(self.root).suggest(self.paper.title, self.abstract.text if self.abstract else "")


def items(root: Root, registry: Registry | None = None) -> Iterator[Item]:
    """All papers: editions in chronological order, papers in the order of their pages.

    Editions that are not registered come last, known only by their id; ``check`` reports them.

    Raises:
        StoreError: the store or the registry is damaged.
    """
    store = root.store
    registry = registry if registry is not None else load_registry(root.folder)
    stored = store.editions()
    for edition_id in [e for e in registry if e in stored] + [e for e in stored if e not in registry]:
        edition = registry.get(edition_id) or Edition.unregistered(edition_id)
        abstracts = store.abstracts(edition_id)
        for paper in store.papers(edition_id):
            yield Item(paper, edition, abstracts.get(paper.id), root.folder)


def removed_items(root: Root, registry: Registry | None = None) -> Iterator[Item]:
    """The papers that people removed from registered editions, as curation records them.

    Raises:
        StoreError: the registry or the curation is damaged.
    """
    registry = registry if registry is not None else load_registry(root.folder)
    for edition in registry.values():
        for paper in removed_papers(load_curation(edition.id, root.folder)).values():
            yield Item(paper, edition, None, root.folder)
