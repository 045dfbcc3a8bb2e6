"""A page of an edition as the registry describes it: one table, checked key by key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any

from archive.errors import ArchiveError
from archive.model.names import BYLINE_STYLES
from archive.model.paper import Page, Selectors
from archive.model.text import quote
from archive.model.urls import is_address

DESCRIBED = "selectors"
"""The family whose pages are described in the registry."""

_TEXT, _LIST, _SWITCH, _COUNT = "a text", "a list of texts", "true or false", "a whole number above 0"
_KEYS = {"url": _TEXT, "family": _TEXT, "known_by": _TEXT, "expect": _COUNT}
_KINDS = {"title_join": _SWITCH, "drop": _LIST}
_SELECTORS = {field.name: _KINDS.get(field.name, _TEXT) for field in fields(Selectors)}
_REQUIRED = ("url", "family")
_DESCRIBED_BY = ("paper", "title")
_PATTERNS = {"skip": 0, "title_pattern": 1, "authors_pattern": 1}  # and the groups that each must have
_MAY_BE_EMPTY = frozenset({"pdf"})
_DEFAULTS = {field.name: field.default for field in fields(Selectors)}
_AS_WRITTEN = (
    "within", "paper", "until", "title", "title_join", "title_pattern", "authors", "names", "authors_pattern", "abstract",
    "pdf", "award", "drop", "skip",
)  # fmt: skip


def page_from_table(table: Any, wrong: Callable[[str], ArchiveError]) -> Page:
    """A page out of its table in the registry.

    ``wrong`` makes the error of a sentence such as ``expect should be …``; what it makes is raised if a key is
    missing, unknown or has a value of the wrong kind. CSS selectors are not compiled here: that takes a library which
    only a scrape imports.
    """
    if not isinstance(table, dict):
        raise wrong(f"a page should have the form {{ url = …, family = … }}, not {quote(table)}")
    for problem in _problems(table):
        raise wrong(problem)
    settings: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in table.items() if key in _SELECTORS
    }
    selectors = Selectors(**settings) if _is_described(table) else None
    return Page(**{key: table[key] for key in _KEYS if key in table}, selectors=selectors)


def table_of(page: Page) -> dict[str, Any]:
    """The table that :func:`page_from_table` reads as this page; it has no key whose value would be the default."""
    settings = {key: getattr(page.selectors, key) for key in _AS_WRITTEN} if page.selectors else {}
    table = {"url": page.url, "family": page.family, "known_by": page.known_by, **settings, "expect": page.expect}
    written = {key: value for key, value in table.items() if value != _DEFAULTS.get(key)}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in written.items()}


def _is_described(table: dict[str, Any]) -> bool:
    return bool(table.get("family") == DESCRIBED)


def _problems(table: dict[str, Any]) -> Iterator[str]:
    """What is wrong with a table, a sentence each; later checks may depend on earlier ones."""
    described = _is_described(table)
    for key in (*_REQUIRED, *(_DESCRIBED_BY if described else ())):
        if key not in table:
            yield f"{key} is missing from {_shown(table)}"
    known = _KEYS | (_SELECTORS if described else {})
    for key, value in table.items():
        if key not in known:
            yield _unknown(key, known, described)
        elif problem := _problem(key, known[key], value):
            yield problem
    if not is_address(table["url"]):
        yield f"{quote(table['url'])} is not an absolute web address"


def _shown(table: dict[str, Any]) -> str:
    return f"the page {quote(table['url'])}" if isinstance(table.get("url"), str) else "a page"


def _unknown(key: str, known: dict[str, str], described: bool) -> str:
    if not described and key in _SELECTORS:
        return f'{key} is valid only for pages with family = "{DESCRIBED}"'
    return f"unknown key {quote(key)}; known ones are {', '.join(known)}"


def _problem(key: str, kind: str, value: Any) -> str | None:
    """What is wrong with a value, as the rest of a sentence; None if it is right."""
    if not _is(kind, value):
        return f"{key} should be {kind}, not {quote(value)}"
    if value == "" and key not in _MAY_BE_EMPTY:
        return f"{key} is empty; leave the line out instead"
    if key == "names" and value not in BYLINE_STYLES:
        return f"names should be one of {', '.join(map(quote, BYLINE_STYLES))}, not {quote(value)}"
    return _pattern_problem(key, value) if key in _PATTERNS else None


def _is(kind: str, value: Any) -> bool:
    if kind == _LIST:
        return isinstance(value, list) and all(isinstance(item, str) and item for item in value)
    if kind == _COUNT:
        return type(value) is int and value > 0
    return type(value) is (bool if kind == _SWITCH else str)


def _pattern_problem(key: str, pattern: str) -> str | None:
    try:
        groups = re.compile(pattern).groups
    except re.error as error:
        return f"{key} = {quote(pattern)} is not a valid regular expression: {error}"
    if groups < _PATTERNS[key]:
        return f"{key} = {quote(pattern)} should have a group, in parentheses, around the text to keep"
    return None
