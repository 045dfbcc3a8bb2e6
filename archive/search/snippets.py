"""Excerpts: the passage of a text that matches a query best, with the matching words marked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from archive.model.analysis import STOP_WORDS, split, stem
from archive.search.query import Query

LONGEST = 280  # characters of a snippet
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9“\"(])")


class Fragment(NamedTuple):
    """A piece of a text; ``hit`` if it is a word of the query."""

    text: str
    hit: bool


class HighlightTerms(NamedTuple):
    """The words of a query that are marked in texts."""

    stems: frozenset[str]
    prefixes: tuple[str, ...]

    letters: frozenset[str]
    """First letters of the stems, so that most words need not be stemmed to see that they do not match."""

    def contains(self, word: str) -> bool:
        """Whether a folded word is to be marked."""
        return (word[:1] in self.letters and stem(word) in self.stems) or word.startswith(self.prefixes)


def wanted_words(
    query: Query, *, alternatives: Iterable[str] = (), prefix_terms: Collection[str] = (), left_out: Iterable[str] = ()
) -> HighlightTerms:
    """The words that excerpts mark.

    Args:
        query: the parsed query; its words are marked, stop words only if it has nothing else.
        alternatives: other forms that were searched; marked too.
        prefix_terms: words of the query that begin others; all words with that beginning are marked.
        left_out: words of the query that were ignored; not marked.
    """
    wanted: list[str] = []
    prefixes: list[str] = []
    for term in query.terms():
        if term.field not in (None, "title", "abstract"):
            continue
        words = _words([term.text])
        if term.kind == "prefix" or term.text in prefix_terms:
            prefixes += words[-1:]
            del words[-1:]
        wanted += words
    ignored = STOP_WORDS.union(_words(left_out))
    content = [*(word for word in wanted if word not in ignored), *_words(alternatives)]
    stems = frozenset(map(stem, content or wanted))
    return HighlightTerms(stems, tuple(prefixes), frozenset(text[:1] for text in stems))


def _words(texts: Iterable[str]) -> list[str]:
    return [word.text for text in texts for word in split(text)]


def mark(text: str, wanted: HighlightTerms) -> list[Fragment]:
    """The whole text in fragments."""
    pieces, at = [], 0
    for word in split(text):
        if wanted.contains(word.text):
            if at < word.start:
                pieces.append(Fragment(text[at : word.start], False))
            pieces.append(Fragment(text[word.start : word.end], True))
            at = word.end
    return [*pieces, Fragment(text[at:], False)] if at < len(text) else pieces


def snippet(abstract: str | None, summary: str | None, wanted: HighlightTerms, longest: int = LONGEST) -> list[Fragment]:
    """The passage that shows best why a paper was found: the sentence of the abstract with most of the query's words,
    or the summary if it has as many.

    Returns:
        Fragments; none if no word occurs in either.
    """
    sentences = SENTENCE.split(abstract) if abstract else []
    counts = [len(_hits(sentence, wanted)) for sentence in sentences]
    most = max(counts, default=0)
    if summary and len(_hits(summary, wanted)) >= most:
        return mark(summary, wanted)
    return mark(_shorten(sentences[counts.index(most)], wanted, longest), wanted) if most else []


def _hits(text: str, wanted: HighlightTerms) -> Collection[str]:
    return {stem(word.text) for word in split(text) if wanted.contains(word.text)}


def _shorten(sentence: str, wanted: HighlightTerms, longest: int) -> str:
    if len(sentence) <= longest:
        return sentence
    first = next(word.start for word in split(sentence) if wanted.contains(word.text))
    start = max(0, min(first - longest // 4, len(sentence) - longest))
    end = min(start + longest, len(sentence))
    if (blank := sentence.rfind(" ", 0, start)) >= 0 and first - blank < longest:
        start = blank + 1
    if end < len(sentence) and (blank := sentence.rfind(" ", start, end)) > first:
        end = blank
    return ("… " if start else "") + sentence[start:end].strip() + (" …" if end < len(sentence) else "")
