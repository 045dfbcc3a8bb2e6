"""JSON Lines: a paper per line, for tools that read streams."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from archive.model.record import Record
from archive.store.editions import Registry


def write(records: Iterable[Record], registry: Registry) -> Iterator[str]:  # noqa: ARG001 (as every format has it)
    """A record per line."""
    for record in records:
        yield json.dumps(record, ensure_ascii=False) + "\n"
