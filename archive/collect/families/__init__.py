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


def family_names() -> list[str]:
    """All families, in alphabetical order."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def coded_families() -> list[str]:
    """The families that read a page without a table of selectors."""
    return [name for name in family_names() if name != DESCRIBED]


def abstract_source(page: Page) -> str:
    """The name under which abstracts that a page prints are kept; :class:`StoreError` if its family is unknown."""
    return family(page.family).ABSTRACT_SOURCE


def read_page(html: str, page: Page) -> Reading:
    """What a page of an edition says, read by its family.

    Raises :class:`~archive.errors.PageChanged` if anything on it is not understood, and :class:`StoreError`
    if there is no such family or its table describes it with an invalid CSS selector.
    """
    with time_limit(page.url):
        if page.selectors is None:
            return family(page.family).read(html, page.url)
        from archive.collect.families import selectors

        return selectors.read(html, page.url, page.selectors, counted=page.expect is not None)


def family(name: str) -> Family:
    """The family of that name; :class:`StoreError` if there is none."""
    if name not in family_names():
        raise StoreError(f"There is no page family {quote(name)}. Known families: {', '.join(family_names())}.")
    return cast("Family", importlib.import_module(f"{__name__}.{name}"))
