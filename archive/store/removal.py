"""Takes a paper out of the archive that does not belong there, such as one that was imported by mistake, and lets it in
again.

Curation records what was removed, so that later scrapes and imports leave it out (:mod:`archive.collect.removed`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import AbstractTable, InlineTable

from archive.errors import ArchiveError
from archive.model.paper import Edition, Paper
from archive.model.text import quote
from archive.store.curation import load_curation, removed_papers
from archive.store.curation_edit import curation_path, put_curation, table_of
from archive.store.editions import Registry
from archive.store.papers import paper_to_json
from archive.store.root import Root
from archive.store.toml_document import read_document
from archive.store.transaction import transaction


def remove_paper(root: Root, edition: Edition, paper: Paper, reason: str = "") -> Path:
    """Remove a paper and its abstract, and record it in curation; all or nothing.

    What curation has of the paper stays there: its corrections tell how sources print it.

    Args:
        root: the archive.
        edition: the paper's edition.
        paper: as it is stored.
        reason: why it does not belong to the edition.

    Returns:
        The file of the curation.

    Raises:
        StoreError: a file is damaged; then nothing was changed.
    """
    store, path = root.store, curation_path(root, edition.id)
    with transaction(root.folder) as change:
        load_curation(edition.id, root.folder)
        document = read_document(path)
        _record(table_of(document, paper.id), paper, reason.strip())
        put_curation(change, root, edition.id, document)
        store.write_papers(edition.id, [one for one in store.papers(edition.id) if one.id != paper.id])
        if paper.id in (abstracts := store.abstracts(edition.id)):
            store.write_abstracts(edition.id, {key: one for key, one in abstracts.items() if key != paper.id})
        if paper.id in (ledger := store.ledger(edition.id)):
            store.write_ledger(edition.id, {key: one for key, one in ledger.items() if key != paper.id})
    return path


def _record(table: AbstractTable, paper: Paper, reason: str) -> None:
    """Record a paper as the store has it, each key on a line."""
    removed = tomlkit.inline_table() if isinstance(table, InlineTable) else tomlkit.table()
    for key, value in paper_to_json(paper).items():
        if key != "id":
            removed[key] = _inline(value)
    if reason:
        removed["reason"] = reason
    if not isinstance(removed, InlineTable):
        removed.add(tomlkit.nl())  # before the next table
    table["removed"] = removed


def _inline(value: Any) -> Any:
    """A value of JSON in which objects are written within the line, not as tables of their own."""
    if isinstance(value, dict):
        table = tomlkit.inline_table()
        table.update(value)
        return table
    if isinstance(value, list):
        array = tomlkit.array()
        array.extend(map(_inline, value))
        return array
    return value


def find_removed(root: Root, registry: Registry, paper_id: str) -> tuple[Edition, Paper]:
    """A removed paper, as curation records it, and its edition.

    Raises:
        ArchiveError: no paper of that id was removed; the message lists those that were.
    """
    known: dict[str, tuple[Edition, Paper]] = {}
    for edition in registry.values():
        removed = removed_papers(load_curation(edition.id, root.folder))
        known |= {paper.id: (edition, paper) for paper in removed.values()}
    if found := known.get(paper_id.strip().lower()):
        return found
    those = f"Removed papers: {', '.join(known)}." if known else "No paper was removed."
    raise ArchiveError(f"{quote(paper_id)} is not a removed paper. {those}")


def restore_paper(root: Root, edition: Edition, paper: Paper) -> Path:
    """Put a removed paper back, and delete its record; all or nothing. Its abstract is lost until the next scrape or import.

    Args:
        root: the archive.
        edition: the paper's edition.
        paper: the removed paper, as :func:`find_removed` gives it.

    Returns:
        The file of the curation.

    Raises:
        ArchiveError: the record is in the curation that comes with the program.
        StoreError: a file is damaged; then nothing was changed.
    """
    store, path = root.store, curation_path(root, edition.id)
    with transaction(root.folder) as change:
        document = read_document(path)
        table = document.get(paper.id)
        if not isinstance(table, AbstractTable) or "removed" not in table:
            raise ArchiveError(
                f"{paper.id} was removed from the catalogue that comes with the program. Report the mistake to its maintainers."
            )
        del table["removed"]
        if not table:
            document.remove(paper.id)
        put_curation(change, root, edition.id, document)
        papers = store.papers(edition.id)
        if all(one.id != paper.id for one in papers):
            store.write_papers(edition.id, [*papers, paper])
    return path
