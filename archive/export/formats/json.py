"""JSON: a list of papers, shaped like search results without a score."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from archive.model.record import Record
from archive.store.editions import Registry


def write(records: Iterable[Record], registry: Registry) -> Iterator[str]:  # noqa: ARG001 (as every format has it)
    """A list of records."""
    yield json.dumps(list(records), ensure_ascii=False, indent=2) + "\n"
