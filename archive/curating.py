"""Writing curation: what a person settles goes into ``curation/<edition>.toml`` and from there into the
store, at once. Comments and order of the file stay as they were."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import tomlkit
from tomlkit.exceptions import ParseError
from tomlkit.items import Table

from archive.curated import BUNDLED, load_curation
from archive.errors import StoreError
from archive.root import Root, in_checkout
from archive.store import write_bytes


@dataclass(frozen=True, slots=True)
class Settled:
    """What a person settled of a paper; what is None stays as it is."""

    topics: tuple[str, ...] | None = None
    summary: str | None = None


def curation_path(root: Root, edition: str) -> Path:
    """Where curation of an edition is written: in a checkout the bundled file, elsewhere the root's own."""
    return (BUNDLED if in_checkout(root) else root.folder / "curation") / f"{edition}.toml"


def settle(root: Root, edition: str, settled: Mapping[str, Settled]) -> None:
    """Write what was settled of an edition's papers, by id, into curation and store.

    Raises :class:`StoreError` where the file is no curation; then nothing was changed.
    """
    path = curation_path(root, edition)
    load_curation(edition, root.folder)
    write_bytes(path, _merged(path, settled).encode())
    papers = root.store.papers(edition)
    root.store.write_papers(
        edition,
        [
            dataclasses.replace(paper, **_given(settled[paper.id])) if paper.id in settled else paper  # type: ignore[arg-type]
            for paper in papers
        ],
    )


def _merged(path: Path, settled: Mapping[str, Settled]) -> str:
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8")) if path.exists() else tomlkit.document()
    except (ParseError, UnicodeDecodeError) as error:
        raise StoreError(f"{path} is no valid TOML: {error}. Mend the file and try again.") from None
    for paper_id, one in settled.items():
        table = document.get(paper_id)
        if not isinstance(table, Table):
            table = tomlkit.table()
            if document:
                document.add(tomlkit.nl())
            document.add(paper_id, table)
        for key, value in _given(one).items():
            table[key] = list(value) if isinstance(value, tuple) else value
    return tomlkit.dumps(document)


def _given(one: Settled) -> dict[str, tuple[str, ...] | str]:
    return {key: value for key, value in dataclasses.asdict(one).items() if value is not None}
