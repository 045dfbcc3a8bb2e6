"""Indexes in memory."""

from __future__ import annotations

from collections.abc import Iterable

from archive.catalogue.taxonomy import Taxonomy
from archive.model.record import Record
from archive.search.snapshot import Snapshot
from archive.search.writer import build_snapshot


def make_index(records: Iterable[Record], taxonomy: Taxonomy) -> Snapshot:
    """The index of some papers; authors are known only by their bylines."""
    return Snapshot(build_snapshot(records, taxonomy, {}))
