"""How tests of the search ask: an index in memory of this process, and the ids that it finds."""

from __future__ import annotations

import pytest

from archive.search.index import open_index
from archive.search.query import parse_query


@pytest.fixture
def ask(umbrellas):
    """Asks the index of papers that say one thing in several ways."""
    index = open_index(umbrellas)

    def ask(text, **options):
        return index.search(parse_query(text), **options)

    return ask


@pytest.fixture
def found(ask):
    """The ids of the papers with all that is asked."""

    def found(text):
        return [hit.record["id"] for hit in ask(text, match="all", limit=None).hits]

    return found
