"""The passage of a text that answers a query best, with the hits marked by stem."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from archive.model.analysis import STOP_WORDS, split, stem
from archive.search.query import Query

LONGEST = 280  # characters of a snippet
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9“\"(])")


class Piece(NamedTuple):
    """A stretch of a snippet; ``hit`` where it is a word of the query."""

    text: str
    hit: bool


class Wanted(NamedTuple):
    """The words of a query as they are looked for in texts."""

    stems: frozenset[str]
    prefixes: tuple[str, ...]

    letters: frozenset[str]
    """With which the stems begin: most words need not be stemmed to be told apart from these."""

    def holds(self, word: str) -> bool:
        """Whether a folded word is one of them."""
        return (word[:1] in self.letters and stem(word) in self.stems) or word.startswith(self.prefixes)


def wanted_words(
    query: Query, *, alternatives: Iterable[str] = (), prefix_terms: Collection[str] = (), left_out: Iterable[str] = ()
) -> Wanted:
    """The words that snippets mark: those asked for but the ones ``left_out``, and what was searched
    ``alternatives``; ``prefix_terms`` are words that begin others. Stop words only where nothing else was asked for."""
    wanted: list[str] = []
    prefixes: list[str] = []
    for term in query.terms():
        if term.field not in (None, "title", "abstract"):
            continue
        words = [word.text for word in split(term.text)]
        if term.kind == "prefix" or term.text in prefix_terms:
            prefixes += words[-1:]
            del words[-1:]
        wanted += words
    ignored = STOP_WORDS.union(word.text for text in left_out for word in split(text))
    content = [word for word in wanted if word not in ignored] + [word.text for text in alternatives for word in split(text)]
    stems = frozenset(map(stem, content or wanted))
    return Wanted(stems, tuple(prefixes), frozenset(text[:1] for text in stems))


def mark(text: str, wanted: Wanted) -> list[Piece]:
    """The whole text in pieces."""
    pieces, at = [], 0
    for word in split(text):
        if wanted.holds(word.text):
            if at < word.start:
                pieces.append(Piece(text[at : word.start], False))
            pieces.append(Piece(text[word.start : word.end], True))
            at = word.end
    return [*pieces, Piece(text[at:], False)] if at < len(text) else pieces


def snippet(abstract: str | None, summary: str | None, wanted: Wanted, longest: int = LONGEST) -> list[Piece]:
    """What tells best why a paper was found: the sentence of the abstract that holds most of what was
    asked for, or the summary where none holds more than that does. Nothing where there is neither."""
    sentences = SENTENCE.split(abstract) if abstract else []
    counts = [len(_hits(sentence, wanted)) for sentence in sentences]
    most = max(counts, default=0)
    if summary and len(_hits(summary, wanted)) >= most:
        return mark(summary, wanted)
    return mark(_shorten(sentences[counts.index(most)], wanted, longest), wanted) if most else []


def _hits(text: str, wanted: Wanted) -> Collection[str]:
    return {stem(word.text) for word in split(text) if wanted.holds(word.text)}


def _shorten(sentence: str, wanted: Wanted, longest: int) -> str:
    if len(sentence) <= longest:
        return sentence
    first = next(word.start for word in split(sentence) if wanted.holds(word.text))
    start = max(0, min(first - longest // 4, len(sentence) - longest))
    end = min(start + longest, len(sentence))
    if (blank := sentence.rfind(" ", 0, start)) >= 0 and first - blank < longest:
        start = blank + 1
    if end < len(sentence) and (blank := sentence.rfind(" ", start, end)) > first:
        end = blank
    return ("… " if start else "") + sentence[start:end].strip() + (" …" if end < len(sentence) else "")
