"""Writes metadata and records of papers into a snapshot, as :mod:`~archive.search.stored_papers` reads them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from archive.model.text import fold
from archive.search.snapshot import SnapshotWriter
from archive.search.stored_papers import SEVERAL, SINGLE

if TYPE_CHECKING:
    from archive.model.record import Record


class MetadataWriter:
    """Collects metadata and records of papers in order, and writes what :class:`~archive.search.stored_papers.Papers` reads."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._titles: list[str] = []
        self._records = bytearray()
        self._sizes: list[int] = []
        self._single: dict[str, list[int]] = {name: [] for name in SINGLE}
        self._several: dict[str, list[list[int]]] = {name: [] for name in SEVERAL}
        self._values: dict[str, dict[Any, int]] = {name: {} for name in (*SINGLE, *SEVERAL)}

    def add(self, record: Record, topics: Iterable[str], people: Iterable[str]) -> None:
        """Add a paper, with its topics (broader ones too) and the names to show of its authors."""
        self._ids.append(record["id"])
        self._titles.append(fold(record["title"]))
        content = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        self._records += content
        self._sizes.append(len(content))
        for name in SINGLE:
            value = record[name]
            known = self._values[name]
            self._single[name].append(0 if value is None else known.setdefault(str(value), len(known) + 1))
        for name, some in (("topics", topics), ("authors", record["authors"]), ("people", people)):
            known = self._values[name]
            self._several[name].append([known.setdefault(value, len(known)) for value in some])

    def write(self, writer: SnapshotWriter) -> None:
        """Write everything that was added."""
        writer.texts("ids", self._ids)
        writer.numbers("id-order", sorted(range(len(self._ids)), key=self._ids.__getitem__))
        places = {title: place for place, title in enumerate(sorted(set(self._titles)))}
        writer.numbers("title-ranks", [places[title] for title in self._titles])
        for name, values in self._values.items():
            writer.texts(f"{name}-values", values)
        for name, column in self._single.items():
            writer.numbers(f"{name}-of", column)
        for name, lists in self._several.items():
            writer.numbers(f"{name}-of", [at for some in lists for at in some])
            writer.ends(f"{name}-of", map(len, lists))
        writer.raw("records", self._records)
        writer.ends("records", self._sizes)
