"""Brings the bundled catalogue to the user's own folder, and later releases of it, without losing what the user changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from archive.store.file_names import DELIVERED
from archive.store.files import json_files, read_file
from archive.store.root import bundled_catalogue, bundled_folder

if TYPE_CHECKING:
    from archive.model.paper import Paper
    from archive.store.transaction import Transaction


def deliver_catalogue(folder: Path) -> None:
    """Copy the bundled catalogue to ``folder``, paper by paper: what the user scraped, added or changed
    stays, unchanged papers are updated. Where nothing is new, this only compares files; a folder without
    ``scraped/`` gets all of it."""
    files = [(path, path.read_bytes()) for path in json_files(bundled_folder() / "scraped")]
    if not any(_is_new(folder, path.name, content) for path, content in files):
        return
    from archive.store.transaction import transaction

    with transaction(folder) as change:
        for path, content in files:
            if _is_new(folder, path.name, content):  # another process may have written it in the meantime
                _deliver(folder, path.stem, content, change)


def _is_new(folder: Path, name: str, content: bytes) -> bool:
    base = folder / DELIVERED / "scraped" / name
    return not (folder / "scraped").is_dir() or not base.exists() or read_file(base) != content


def _deliver(folder: Path, edition: str, content: bytes, change: Transaction) -> None:
    from archive.store.papers import Store

    own, delivered = Store(folder), Store(folder / DELIVERED)
    mine, base = own.path(edition), delivered.path(edition)
    if not mine.exists() or (base.exists() and read_file(mine) == read_file(base)):
        change.put(mine, content)
    else:
        renewed = bundled_catalogue().papers(edition)
        own.write_papers(edition, _three_way(delivered.papers(edition), own.papers(edition), renewed))
    change.put(base, content)


def _three_way(base: list[Paper], ours: list[Paper], theirs: list[Paper]) -> list[Paper]:
    """The papers of a new release, with what the user changed, added or took out since the last one, ``base``."""
    was, mine, new = ({paper.id: paper for paper in papers} for papers in (base, ours, theirs))
    merged = [
        paper if paper.id not in mine or mine[paper.id] == was.get(paper.id) else mine[paper.id]
        for paper in theirs
        if paper.id in mine or paper.id not in was  # what the user took out stays out
    ]
    return merged + [paper for paper in ours if paper.id not in new]
