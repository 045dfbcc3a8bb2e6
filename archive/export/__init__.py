"""Export formats: one module each, found by its name, with ``write(records, registry) -> Iterator[str]``.

The pieces that a format yields are lines or blocks, each with its own final newline.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Protocol, cast

from archive.errors import UsageError
from archive.record import Record
from archive.registry import Registry


class Format(Protocol):
    def write(self, records: Iterable[Record], registry: Registry) -> Iterator[str]: ...


@cache
def format_names() -> list[str]:
    """The formats there are, as users write them: a module's underscores are hyphens. One that begins
    with an underscore is what several formats share."""
    return sorted(m.name.replace("_", "-") for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))


def export_format(name: str) -> Format:
    """The format of that name, or a :class:`UsageError` that lists them."""
    if name not in format_names():
        raise UsageError(f"There is no export format {name!r}. Formats: {', '.join(format_names())}.")
    return cast("Format", importlib.import_module(f"{__name__}.{name.replace('-', '_')}"))
