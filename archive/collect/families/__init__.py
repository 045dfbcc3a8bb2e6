"""Page families: each module is one pure function, page text and address in, entries out.

A family is found by its name, so a new one is one new module and touches nothing here. Every
module has ``parse(html, url) -> list[Entry]`` and ``ABSTRACT_SOURCE``, the name under which its
abstracts are kept. What it cannot understand raises :class:`~archive.errors.PageChanged`.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Protocol, cast

from archive.errors import StoreError
from archive.model.paper import Entry

_ROOMS = frozenset({"heading", "identity", "page"})  # what the families share


class Family(Protocol):
    ABSTRACT_SOURCE: str

    def parse(self, html: str, url: str) -> list[Entry]: ...


def family_names() -> list[str]:
    """The families there are, in alphabetical order."""
    return sorted(m.name for m in pkgutil.iter_modules(__path__) if m.name not in _ROOMS)


def family(name: str) -> Family:
    """The family of that name; :class:`StoreError` where there is none."""
    if name not in family_names():
        raise StoreError(f"There is no page family {name!r}. Known families: {', '.join(family_names())}.")
    return cast("Family", importlib.import_module(f"{__name__}.{name}"))
