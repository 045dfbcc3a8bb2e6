"""Export formats: one module per format, found by its name, with ``write(records, registry) -> Iterator[str]``.

A format yields lines or blocks, each with its final newline. A module with ``ABSTRACTS_ON_REQUEST = True`` makes files
that are published or cited: its records have no abstracts unless they are asked for (:func:`given_to`). ``ENDING`` is
the ending of its files, if that is not its name.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Protocol, cast

from archive.errors import UsageError
from archive.model.record import Record, without_abstract
from archive.model.text import quote
from archive.store.editions import Registry

DATABASE = "sqlite"
"""The one format that is not text; :mod:`archive.export.sqlite` writes it to a file."""
DATABASE_ENDINGS = (".db", ".sqlite", ".sqlite3")


class Format(Protocol):
    """A module of this folder; ``ABSTRACTS_ON_REQUEST`` and ``ENDING`` are optional."""

    def write(self, records: Iterable[Record], registry: Registry) -> Iterator[str]:
        """The file in pieces; ``registry`` gives the names of editions."""


@cache
def format_names() -> list[str]:
    """The names of the formats, as users write them: a module's underscores are hyphens."""
    return sorted(m.name.replace("_", "-") for m in pkgutil.iter_modules(__path__))


def export_format(name: str) -> Format:
    """The format of that name.

    Raises:
        UsageError: there is none; the message lists them.
    """
    if name not in format_names():
        raise UsageError(f"There is no export format {quote(name)}. Formats: {', '.join(format_names())}.")
    return cast("Format", importlib.import_module(f"{__name__}.{name.replace('-', '_')}"))


def ending(name: str) -> str:
    """The file name ending of a format, such as ``.bib``."""
    return f".{getattr(export_format(name), 'ENDING', name)}"


def given_to(writer: Format, records: Iterable[Record], with_abstracts: bool) -> Iterator[Record]:
    """The records as a format gets them: without abstracts, if it has them only on request."""
    keep = with_abstracts or not getattr(writer, "ABSTRACTS_ON_REQUEST", False)
    return iter(records) if keep else map(without_abstract, records)
