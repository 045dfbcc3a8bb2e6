"""Takes a paper out of the archive that does not belong there, such as one that was imported by mistake, and lets it in
again.

Curation records what was removed, so that later scrapes and imports leave it out (:mod:`archive.collect.removed`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import AbstractTable, InlineTable

from archive.errors import ArchiveError
from archive.model.paper import Edition, Paper
from archive.store.curation import load_curation
from archive.store.curation_edit import curation_path, put_curation, table_of
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
        papers = store.papers(edition.id)
        _record(table_of(document, paper.id), paper, reason.strip(), _before(papers, paper.id))
        put_curation(change, root, edition.id, document)
        store.write_papers(edition.id, [one for one in papers if one.id != paper.id])
        if paper.id in (abstracts := store.abstracts(edition.id)):
            store.write_abstracts(edition.id, {key: one for key, one in abstracts.items() if key != paper.id})
        if paper.id in (ledger := store.ledger(edition.id)):
            store.write_ledger(edition.id, {key: one for key, one in ledger.items() if key != paper.id})
    return path


def _before(papers: Sequence[Paper], paper_id: str) -> str:
    """The id of the paper before another; empty for the first."""
    ids = ["", *(one.id for one in papers)]
    return ids[ids.index(paper_id) - 1] if paper_id in ids else ids[-1]


def _record(table: AbstractTable, paper: Paper, reason: str, after: str) -> None:
    """Record a paper as the store has it, each key on a line, and the paper that it stood ``after``."""
    removed = tomlkit.inline_table() if isinstance(table, InlineTable) else tomlkit.table()
    for key, value in paper_to_json(paper).items():
        if key != "id":
            removed[key] = _inline(value)
    removed["after"] = after
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


def restore_paper(root: Root, edition: Edition, paper: Paper) -> Path:
    """Put a removed paper back where it stood, and delete its record; all or nothing. Its abstract is lost until the next
    scrape or import. If the paper before it is no longer there, it becomes the last.

    Args:
        root: the archive.
        edition: the paper's edition.
        paper: the removed paper, as curation records it.

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
        after = table["removed"].get("after")
        del table["removed"]
        if not table:
            document.remove(paper.id)
        put_curation(change, root, edition.id, document)
        papers = store.papers(edition.id)
        if all(one.id != paper.id for one in papers):
            store.write_papers(edition.id, _with(papers, paper, after))
    return path


def _with(papers: Sequence[Paper], paper: Paper, after: str | None) -> list[Paper]:
    """Papers with one more, after the paper of that id; first if the id is empty, last if there is no such paper."""
    ids = ["", *(one.id for one in papers)]
    place = ids.index(after) if after in ids else len(papers)
    return [*papers[:place], paper, *papers[place:]]
