"""JSON Lines: one paper a line, for tools that read a stream."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from archive.model.record import Record
from archive.store.editions import Registry

ENDING = "json"


def write(records: Iterable[Record], registry: Registry) -> Iterator[str]:  # noqa: ARG001 (as every format has it)
    """A record a line."""
    for record in records:
        yield json.dumps(record, ensure_ascii=False) + "\n"
