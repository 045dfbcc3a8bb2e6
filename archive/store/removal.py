"""Takes a paper out of the archive that does not belong there, such as one that was imported by mistake."""

from __future__ import annotations

from pathlib import Path

import tomlkit

from archive.errors import ArchiveError
from archive.model.paper import Edition, Paper
from archive.store.curation_edit import curation_path
from archive.store.root import Root, bundled_papers, in_checkout
from archive.store.toml_document import read_document
from archive.store.transaction import Transaction, transaction


def remove_paper(root: Root, edition: Edition, paper: Paper) -> None:
    """Remove a paper, its abstract and its curation; all or nothing.

    Args:
        root: the archive.
        edition: the paper's edition.
        paper: as it is stored.

    Raises:
        ArchiveError: a page of the edition lists the paper, or it is part of the bundled catalogue: it would come back.
        StoreError: a file is damaged; then nothing was changed.
    """
    if why := _comes_back(root, edition, paper):
        raise ArchiveError(f"{paper.id} was not removed: {why}")
    store = root.store
    with transaction(root.folder) as change:
        store.write_papers(edition.id, [one for one in store.papers(edition.id) if one.id != paper.id])
        if paper.id in (abstracts := store.abstracts(edition.id)):
            store.write_abstracts(edition.id, {key: one for key, one in abstracts.items() if key != paper.id})
        if paper.id in (ledger := store.ledger(edition.id)):
            store.write_ledger(edition.id, {key: one for key, one in ledger.items() if key != paper.id})
        _remove_curation(change, curation_path(root, edition.id), paper.id)


def _comes_back(root: Root, edition: Edition, paper: Paper) -> str:
    """Why the paper would come back, as a sentence; empty if it would not."""
    listing = {page.url for page in edition.pages} & {source.url for source in paper.sources}
    if listing:
        return (
            f"{sorted(listing)[0]} lists it, so the next scrape would add it again. Take it off that page; then "
            f"`mlforsys scrape {edition.id} --force` marks it withdrawn."
        )
    if not in_checkout(root) and any(one.id == paper.id for one in bundled_papers(root, edition.id)):
        return "it is part of the catalogue that comes with the program. Report the mistake to its maintainers."
    return ""


def _remove_curation(change: Transaction, path: Path, paper_id: str) -> None:
    """Remove the table of a paper from the curation of its edition, if there is one; the rest of the file stays."""
    document = read_document(path)
    if paper_id in document:
        document.remove(paper_id)
        change.put(path, tomlkit.dumps(document).encode())
