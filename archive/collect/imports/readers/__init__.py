"""What organizers' systems export: one module each, found by what a file contains.

Each module has ``NAME``, how a person calls it; ``recognize(content)``, whether the files are its own;
and ``read(content, edition)``, which gives a draft for each paper in the file's order, accepted or not, and says what
it left aside.

The help of ``mlforsys import`` names the systems whose files are read; a new one is added there. Files in a syntax that
is new, neither a table nor JSON, YAML, BibTeX or RIS, also need a field of
:class:`~archive.collect.imports.file_content.Content`, and a rule in ``file_content`` that distinguishes them from others.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Protocol, cast

from archive.collect.imports.drafts import FileReading
from archive.collect.imports.file_content import Content
from archive.collect.imports.limits import LONGEST_OPENING
from archive.collect.page_limits import time_limit
from archive.errors import UsageError
from archive.model.paper import Edition
from archive.model.text import quote

_GENERAL = ("objects", "author_columns", "table")
"""Readers of any list with titles and authors; they are asked last, and alone if the user says what columns mean."""


class Reader(Protocol):
    """What the module of a reader has."""

    NAME: str

    def recognize(self, content: Content) -> bool:
        """Whether the files are of the reader's format."""
        ...

    def read(self, content: Content, edition: Edition) -> FileReading:
        """The papers of the files, which stay as they are."""
        ...


def reader_names() -> list[str]:
    """The readers there are, in the order they are asked: those of one system's files, of which at most one recognizes a
    file; that of this program's own lists; and those of any list."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return [*(name for name in names if name not in ("own", *_GENERAL)), "own", *_GENERAL]


def reader(name: str) -> Reader:
    """The reader of that name, one of :func:`reader_names`."""
    return cast("Reader", importlib.import_module(f"{__name__}.{name}"))


def reader_for(content: Content) -> Reader:
    """The reader for these files; :class:`UsageError` says what they contain if there is none. If the user says
    what columns mean, the files are a table or a list of that kind."""
    with time_limit(content.name, LONGEST_OPENING):
        for name in _GENERAL if content.mapped else reader_names():
            if (module := reader(name)).recognize(content):
                return module
    known = "; ".join(reader(name).NAME for name in sorted(reader_names()))
    columns = " Of a table, say which columns they are: --map title=COLUMN --map authors=COLUMN." if content.tables else ""
    raise UsageError(
        f"{content.name}: not recognized as a list of papers. It has {_seen(content)}.{columns} Known formats: {known}."
    )


def _seen(content: Content) -> str:
    if content.tables:
        return _seen_in_tables(content)
    if isinstance(content.data, dict):
        return "an object with " + ", ".join(map(quote, list(content.data)[:8]))
    if isinstance(content.data, list) and content.data and isinstance(content.data[0], dict):
        return "objects with " + ", ".join(map(quote, list(content.data[0])[:8]))
    return "no papers"


def _seen_in_tables(content: Content) -> str:
    first = next((row for table in content.tables for _, row in table.rows if any(row)), [])
    return "the columns " + ", ".join(quote(cell[:30]) for cell in first[:8] if cell) if first else "nothing"
