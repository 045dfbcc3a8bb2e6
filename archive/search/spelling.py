"""Spelling correction: the closest known word for a word that no paper contains."""

from __future__ import annotations

from collections.abc import Iterator

from archive.model.analysis import STOP_WORDS, stem
from archive.search.postings import Postings
from archive.search.stored_papers import Papers

TWO_EDITS_FROM = 8  # letters from which a word may differ in two places
SHORTEST = 4  # letters of a word that may be a misspelling: shorter ones are close to too many
SHORTEST_SURE = 5  # letters of a word that is likely to be one: of four, most are words or names that are not here
LONGEST = 40  # letters: no word is longer, and comparing takes time


def max_edits(word: str) -> int:
    """How many edits away the meant word may be: letters added, missing, changed, or two swapped (optimal string
    alignment distance)."""
    return 2 if len(word) >= TWO_EDITS_FROM else 1


def similar_words(papers: Papers, word: str) -> Iterator[str]:
    """The archive's words with the same first letter within :func:`max_edits`, the closest first."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    same_letter = papers.words.starting(word[:1])
    known = papers.all_words[same_letter.start : same_letter.stop]
    for near, _, _ in process.extract(word, known, scorer=OSA.distance, score_cutoff=max_edits(word), limit=None):
        yield near


def correction(papers: Papers, word: str) -> str | None:
    """The archive's word that is closest to one that no paper contains; None if no word is close.

    Of several words at the same distance, those with the same first letter come first, then the most frequent.
    """
    if not SHORTEST <= len(word) <= LONGEST:
        return None
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extract(word, papers.all_words, scorer=OSA.distance, score_cutoff=max_edits(word), limit=None)
    candidates = [
        (distance, near[:1] != word[:1], -papers.word_frequencies[at], near)
        for near, distance, at in found
        if near.isalpha() and near not in STOP_WORDS
    ]
    return min(candidates)[-1] if candidates else None


def is_sure(word: str, near: str, postings: Postings) -> bool:
    """Whether a correction may be searched in place of the word. Otherwise it is only suggested: a short word, or one
    that is close only to an author's name, is more likely correct but not in this archive. So is a word that differs in two
    places, one of which is its first letter (``federated``, ``generated``).

    Args:
        word: the word as it was typed, folded.
        near: what :func:`correction` gave for it.
        postings: of the same index.
    """
    from rapidfuzz.distance import OSA

    is_near = word[:1] == near[:1] or OSA.distance(word, near) == 1
    return is_near and len(word) >= SHORTEST_SURE and ("text", stem(near)) in postings
