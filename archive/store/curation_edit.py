"""Writes curation: an edit goes into ``curation/<edition>.toml`` and the store together. Comments and order of the
file stay."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import AbstractTable, AoT

from archive.errors import ArchiveError, StoreError
from archive.model.paper import Paper
from archive.store.corrections import Revision
from archive.store.curation import Correction, Curated, apply_correction, load_curation
from archive.store.file_names import BUNDLED_CURATION
from archive.store.root import Root, in_checkout
from archive.store.toml_document import read_document
from archive.store.transaction import Transaction, transaction


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit of a paper; what is None stays as it is."""

    topics: tuple[str, ...] | None = None
    summary: str | None = None


def curation_path(root: Root, edition: str) -> Path:
    """Where curation of an edition is written: in a checkout the bundled file, elsewhere the root's own."""
    return (BUNDLED_CURATION if in_checkout(root) else root.folder / "curation") / f"{edition}.toml"


def write_edits(root: Root, edition: str, edits: Mapping[str, Edit]) -> None:
    """Write edits of an edition's papers, by id, to curation and store.

    Raises :class:`StoreError` if the file is not valid curation; then nothing was changed.
    """

    def in_curation(paper_id: str, table: AbstractTable) -> None:
        for key, value in _given(edits[paper_id]).items():
            table[key] = list(value) if isinstance(value, tuple) else value

    def in_store(paper: Paper) -> Paper:
        return dataclasses.replace(paper, **_given(edits[paper.id]))  # type: ignore[arg-type]

    _write(root, edition, edits, in_curation, in_store)


def correct(root: Root, edition: str, corrections: Mapping[str, Sequence[Correction]]) -> None:
    """Add corrections of an edition's papers, by id, to curation, and apply them in the store; existing
    ones stay as they are. Raises like :func:`write_edits`."""

    def in_curation(paper_id: str, table: AbstractTable) -> None:
        known = load_curation(edition, root.folder)
        there = known.get(paper_id, Curated()).corrections
        added = [one for one in corrections[paper_id] if one not in there]
        if "corrections" not in table:
            # A root's own list takes the place of the bundled one, so it must hold that too.
            added = [*there, *added]
            table.add("corrections", tomlkit.array())
        _append(table["corrections"], added)

    def in_store(paper: Paper) -> Paper:
        for correction in corrections[paper.id]:
            paper = apply_correction(paper, correction, notes=[])
        return paper

    _write(root, edition, corrections, in_curation, in_store)


def write_revision(root: Root, edition: str, revision: Revision, before: Paper) -> Path:
    """Write a revision of one paper into curation and store; returns the file of the curation. ``before`` is the paper
    as it was revised.

    Raises like :func:`write_edits`, and :class:`ArchiveError` if the paper changed since then; then
    nothing was changed.
    """

    def in_curation(paper_id: str, table: AbstractTable) -> None:
        if revision.corrections is not None:
            # A root's own list takes the place of the bundled one, so it must hold all.
            if "corrections" not in table:
                table.add("corrections", tomlkit.array())
            _replace(table["corrections"], revision.corrections)
            if not revision.corrections and not _corrected_elsewhere(root, edition, paper_id):
                del table["corrections"]
        for key, value in _given(Edit(revision.topics, revision.summary)).items():
            table[key] = list(value) if isinstance(value, tuple) else value

    def in_store(paper: Paper) -> Paper:
        if paper not in (before, revision.paper):
            raise ArchiveError(f"{paper.id} was changed meanwhile. Nothing was written. Make your changes again.")
        return revision.paper

    _write(root, edition, [revision.paper.id], in_curation, in_store)
    return curation_path(root, edition)


def correction_text(correction: Correction) -> str:
    """A correction as one line of its paper's list ``corrections``."""
    fields = dataclasses.asdict(correction).items()
    return "{ " + ", ".join(f"{key} = {tomlkit.string(value).as_string()}" for key, value in fields) + " }"


def _corrected_elsewhere(root: Root, edition: str, paper_id: str) -> bool:
    """Whether another file than the one that is written has corrections of a paper."""
    elsewhere = load_curation(edition, root.folder, {curation_path(root, edition): ""})
    return bool(elsewhere.get(paper_id, Curated()).corrections)


def _replace(listed: Any, corrections: Sequence[Correction]) -> None:
    """Replace the corrections in a list; those that stay keep their place, their form and their comments."""
    waiting = {(one.field, one.page): one for one in corrections}
    for at in reversed(range(len(listed))):
        stands = listed[at]
        one = waiting.pop((stands["field"], stands["page"]), None)
        if one is None:
            del listed[at]
        elif dataclasses.asdict(one) != dict(stands):
            for key in ("right", "reason", "source"):
                stands[key] = getattr(one, key)
    _append(listed, list(waiting.values()))


def _append(listed: object, corrections: Sequence[Correction]) -> None:
    if isinstance(listed, AoT):
        for correction in corrections:
            listed.append(tomlkit.item(dataclasses.asdict(correction)))
    elif isinstance(listed, tomlkit.items.Array) and corrections:
        for correction in corrections:
            listed.add_line(tomlkit.value(correction_text(correction)), indent="  ")
        if not listed.as_string()[:-1].rstrip(" ").endswith("\n"):
            listed.add_line(indent="")


def _write(
    root: Root,
    edition: str,
    paper_ids: Collection[str],
    in_curation: Callable[[str, AbstractTable], None],
    in_store: Callable[[Paper], Paper],
) -> None:
    with transaction(root.folder) as change:
        load_curation(edition, root.folder)
        document = read_document(curation_path(root, edition))
        for paper_id in paper_ids:
            in_curation(paper_id, table_of(document, paper_id))
            drop_if_empty(document, paper_id)
        put_curation(change, root, edition, document)
        papers = root.store.papers(edition)
        root.store.write_papers(edition, [in_store(paper) if paper.id in paper_ids else paper for paper in papers])


def table_of(document: tomlkit.TOMLDocument, paper_id: str) -> AbstractTable:
    """The table of a paper in a document of curation; a new one, at the end, if it has none."""
    table = document.get(paper_id)
    if not isinstance(table, AbstractTable):
        table = tomlkit.table()
        if document:
            document.add(tomlkit.nl())
        document.add(paper_id, table)
    return table


def drop_if_empty(document: tomlkit.TOMLDocument, paper_id: str) -> None:
    """Remove the table of a paper from a document of curation if nothing is in it."""
    if not document[paper_id]:
        document.remove(paper_id)


def put_curation(change: Transaction, root: Root, edition: str, document: tomlkit.TOMLDocument) -> None:
    """Write a document as the curation of an edition when a transaction ends; a file with nothing in it is deleted.

    Raises:
        StoreError: it is not valid curation; then nothing is written.
    """
    path, text = curation_path(root, edition), tomlkit.dumps(document).strip("\n")
    if not text.strip():
        change.remove(path)
        return
    text += "\n"
    try:
        load_curation(edition, root.folder, {path: text})
        content = text.encode()
    except (StoreError, UnicodeEncodeError) as error:
        raise StoreError(f"{error} Nothing was written.") from None
    change.put(path, content)


def _given(one: Edit) -> dict[str, tuple[str, ...] | str]:
    return {key: value for key, value in dataclasses.asdict(one).items() if value is not None}
