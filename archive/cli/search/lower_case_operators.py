"""Notes on ``or`` and ``not``, which are operators only in capitals.

A search imports this only if its query has such a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from archive.model.analysis import STOP_WORDS, split_words
from archive.search.query import parse_query

if TYPE_CHECKING:
    from archive.catalogue.filters import Filters
    from archive.search.engine import SearchIndex
    from archive.search.query import Query

_OPERATORS = {
    "not": re.compile(r"(?:^|(?<=\S)\s+)[Nn]ot\s+(?=[^\s()-])"),
    "or": re.compile(r"(?<=\S)\s+[Oo]r\s+(?=\S)"),
}
_IN_CAPITALS = {"not": " -", "or": " OR "}
_MEANING = {"not": "To leave out a word", "or": "For papers with either word"}


def notes_on_operators(query: Query, filters: Filters, index: SearchIndex) -> Iterator[str]:
    """A sentence for each ``or`` and ``not`` in lower case, if the query would find other papers with it in capitals.

    There is none if the query has other stop words, since it is then an English sentence.

    Args:
        query: the parsed query.
        filters: the filters of the search.
        index: the archive's search index.
    """
    if '"' in query.text or (STOP_WORDS - _OPERATORS.keys() - {"and"}).intersection(split_words(query.text.lower())):
        return
    text = query.text.strip()
    others = {word: pattern.sub(_IN_CAPITALS[word], query.text).strip() for word, pattern in _OPERATORS.items()}
    others = {word: meant for word, meant in others.items() if meant != text}
    found = _found(query, filters, index) if others else set()
    for word, meant in others.items():
        if _found(parse_query(meant), filters, index) != found:
            yield f'"{word}" is an ordinary word here. {_MEANING[word]}: {meant}'


def _found(query: Query, filters: Filters, index: SearchIndex) -> set[str]:
    return set(index.search(query, filters, limit=0).ids)
