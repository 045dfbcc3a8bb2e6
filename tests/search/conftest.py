"""Fixtures for tests of the search: an index in memory, and the ids that it finds."""

from __future__ import annotations

import pytest

from archive.search.index import open_index
from archive.search.query import parse_query


@pytest.fixture
def ask(umbrellas):
    """Searches the papers that say one thing in several ways."""
    index = open_index(umbrellas)

    def ask(text, **options):
        return index.search(parse_query(text), **options)

    return ask


@pytest.fixture
def found(ask):
    """The ids of the full matches of a query."""

    def found(text):
        return [hit.record["id"] for hit in ask(text, match="all", limit=None).hits]

    return found
