"""A page's schema.org JSON-LD about its papers, compared with what was read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup

_MOST_NESTED = 12


def articles(soup: BeautifulSoup) -> list[str]:
    """The titles of the scholarly articles that a page's JSON-LD lists, in its order."""
    found: list[str] = []
    for script in soup.select("script[type='application/ld+json']"):
        try:
            found += _titles(json.loads(script.get_text()), 0)
        except (ValueError, RecursionError):
            continue
    return found


def _titles(data: Any, depth: int) -> Iterator[str]:
    if depth > _MOST_NESTED:
        return
    if isinstance(data, list):
        for one in data:
            yield from _titles(one, depth + 1)
    elif isinstance(data, dict):
        kind = data.get("@type")
        title = data.get("headline") or data.get("name")
        if kind == "ScholarlyArticle" and isinstance(title, str):
            yield title
        for one in data.values():
            if isinstance(one, list | dict):
                yield from _titles(one, depth + 1)


def other_count(soup: BeautifulSoup, read: int) -> str:
    """A sentence if the page's JSON-LD lists another number of articles; empty if it does not or has none."""
    number = len(articles(soup))
    return f"Its schema.org data lists {number} articles; {read} were read." if number and number != read else ""
