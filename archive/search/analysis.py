"""Text to index words: folded, split as people write them, stemmed by Porter2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from whoosh.lang.porter2 import stem as _porter2

from archive.folding import fold

VERSION = "2"
"""Raise it with every change of words here or of fields in ``schema``: older indexes are thrown away."""

# C++, C#, F#; words with apostrophes inside; everything else ends a word.
_WORD = re.compile(r"[A-Za-z]\+\+(?!\w)|[A-Za-z]#(?!\w)|[^\W_]+(?:['’ʼ][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’ʼ]s$")
_APOSTROPHES = re.compile(r"['’ʼ]")

# Words that a query need not find: they carry no topic.
STOP_WORDS = frozenset(
    "a an and are as at be by can do does for from has have how i if in into is it its my no not of on or our "
    "that the their this to via was we were what when which who why with you your".split()
)


class Word(NamedTuple):
    """A word of a text: how it is indexed, and where it stands in the text."""

    text: str
    start: int
    end: int


def split(text: str) -> Iterator[Word]:
    """The folded words of a text, unstemmed, with their places."""
    for found in _WORD.finditer(text):
        word = _APOSTROPHES.sub("", _POSSESSIVE.sub("", found[0]))
        yield Word(fold(word), found.start(), found.end())


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The Porter2 stem of a folded word; words with digits or signs stay whole."""
    return str(_porter2(word)) if word.isalpha() else word


def key(text: str) -> str:
    """What spellings of one name have in common: the stems of its telling words, in order."""
    return " ".join(stem(word.text) for word in split(text) if word.text not in STOP_WORDS)
