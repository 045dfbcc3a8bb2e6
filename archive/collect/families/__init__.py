"""Page families: parsers of accepted-papers pages that share a markup. Each is one pure function: a page's text and URL go
in, entries come out.

Most pages need none: the family ``selectors`` reads a page by the CSS selectors in its table of the registry. A new family
is one module, found by its name, with what :class:`Family` says. What it does not understand raises
:class:`~archive.errors.PageChanged`; it never returns a guess.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Protocol, cast

from archive.collect.html.reading import Reading
from archive.collect.html.unseen_characters import unseen_characters
from archive.collect.page_limits import time_limit
from archive.errors import StoreError
from archive.model.paper import Page
from archive.model.text import quote
from archive.store.page_config import DESCRIBED


class Family(Protocol):
    """The interface of a family's module.

    Attributes:
        ABSTRACT_SOURCE: the name under which abstracts of its pages are kept, one of
            :data:`archive.model.paper.ABSTRACT_SOURCES`.
        IS_PROGRAMME: whether its pages are programmes, which may not list every accepted paper.
    """

    ABSTRACT_SOURCE: str
    IS_PROGRAMME: bool

    def read(self, html: str, url: str) -> Reading:
        """The papers of a page, in its order, and notes for the user; raises :class:`~archive.errors.PageChanged`."""
        ...


def list_families() -> list[str]:
    """The names of all page families, in alphabetical order."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def coded_families() -> list[str]:
    """The names of the page families that need no table of selectors."""
    return [name for name in list_families() if name != DESCRIBED]


def abstract_source(page: Page) -> str:
    """The name under which abstracts that a page prints are kept; :class:`StoreError` if its family is unknown."""
    return load_family(page.family).ABSTRACT_SOURCE


def read_page(html: str, page: Page) -> Reading:
    """What a page of an edition says, read by its family.

    Raises :class:`~archive.errors.PageChanged` if anything on it is not understood, and :class:`StoreError`
    if there is no such family or its table describes it with an invalid CSS selector.
    """
    with time_limit(page.url):
        reading = _read(html, page)
        return reading._replace(notes=[*reading.notes, *unseen_characters(html, page.url, reading.entries)])


def _read(html: str, page: Page) -> Reading:
    if page.selectors is None:
        return load_family(page.family).read(html, page.url)
    from archive.collect.families import selectors

    return selectors.read(html, page.url, page.selectors, counted=page.expect is not None)


def load_family(name: str) -> Family:
    """The module of a page family. Raises :class:`StoreError` if there is none of this name."""
    if name not in list_families():
        raise StoreError(f"There is no page family {quote(name)}. Known families: {', '.join(list_families())}.")
    return cast("Family", importlib.import_module(f"{__name__}.{name}"))
