"""Notes on characters and operators of other query languages, which are searched as plain words here.

A search imports this only if its query has such characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.search.query import COMPARED, EXAMPLES, FIELDS

_LEAST_ALIKE = 0.8  # the similarity (0 to 1) of a word before a colon and a field, at least
_QUOTED = re.compile(r'"[^"]*"(?=([~^]\d+)?)')
_WITHOUT = re.compile(rf"[()]|{COMPARED.pattern}")
_OPERATOR = re.compile(r"(?:NEAR|ADJ|WITHIN|SAME)(?:/?\d+)?|[wWnN]/\d+")
_REGEX = re.compile(r"/.*[^\w\s/-].*/")
_WILDCARD = re.compile(r"(\w+)[?*]+\w[\w?*]*")
_NUMBER = re.compile(r"(\w+)([~^])\d+(?:\.\d+)?")
_NEGATED = re.compile(r"!(\w[\w-]*)")
_YEAR = re.compile(r"(?<!\S)[Yy]ear\s+((?:19|20)\d\d)(?!\S)")
_YEARS = re.compile(r"(?:19|20)\d\d(?:-|\.\.)(?:19|20)\d\d")
_FIELD = re.compile(r"-?([A-Za-z]+)(:|=.+)")


def notes_on(text: str) -> Iterator[str]:
    """A sentence for each part of a query that has a meaning in other query languages, but not in this one.

    Args:
        text: the query as it was typed.
    """
    for quoted in _QUOTED.finditer(text):
        if quoted[1]:
            yield f"{quoted[1]} after a phrase is not read: words in quotes are searched as they stand, in a row."
    for word in _WITHOUT.sub(" ", _QUOTED.sub(" ", text)).split():
        if sentence := _note(word):
            yield sentence
    for found in _YEAR.finditer(text):
        yield f"For papers of {found[1]}: year:{found[1]}"


def _note(word: str) -> str:
    """The sentence about one word; empty if there is nothing to say."""
    if _OPERATOR.fullmatch(word):
        return f'{word} is not an operator, so it was searched as a word. For words in a row: "learned index".'
    if found := _NEGATED.fullmatch(word):
        return f"{word} was searched as a word. To leave it out: -{found[1]}"
    if _REGEX.fullmatch(word):
        return f"{word} was searched as words: regular expressions are not read. For the beginning of a word: schedul*."
    if found := _WILDCARD.fullmatch(word):
        return f"{word} was searched as words: ? and * within a word are not wildcards. For words that begin so: {found[1]}*."
    if found := _NUMBER.fullmatch(word):
        use = f" For similar spellings: {found[1]}~." if found[2] == "~" else ""
        return f"{word} was searched as words: a number after {found[2]} is not read.{use}"
    if _YEARS.fullmatch(word):
        return f"{word} was searched as words. For papers of these years: year:{word.replace('..', '-')}."
    return _on_field(word)


def _on_field(word: str) -> str:
    """The sentence about ``autor:`` (a misspelled field) or ``author=kraska``; empty for any other word."""
    found = _FIELD.fullmatch(word)
    if not found:
        return ""
    from difflib import get_close_matches

    near = get_close_matches(found[1].lower(), FIELDS, n=1, cutoff=_LEAST_ALIKE)
    if not near or (found[2] == ":" and near[0] == found[1].lower()):
        return ""
    return f"{word} was searched as words. Did you mean {near[0]}:, as in {EXAMPLES[near[0]]}?"
