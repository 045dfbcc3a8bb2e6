"""What was meant by a word that no paper holds: the nearest one that some do."""

from __future__ import annotations

from collections.abc import Iterator

from archive.model.analysis import STOP_WORDS
from archive.search.papers import Papers

TWO_EDITS_FROM = 8  # letters from which a word may differ in two places
SHORTEST = 4  # letters of a word that may be a misspelling: one of three is near too many
LONGEST = 40  # letters: no word is longer, and comparing takes time


def max_edits(word: str) -> int:
    """In how many places a word may differ from one that was meant: letters more, less, other, or two swapped
    (optimal string alignment distance)."""
    return 2 if len(word) >= TWO_EDITS_FROM else 1


def similar_words(papers: Papers, word: str) -> Iterator[tuple[str, int]]:
    """The archive's words that begin with the same letter and differ in few places, each with in how many."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    same_letter = papers.words.starting(word[:1])
    known = papers.all_words[same_letter.start : same_letter.stop]
    for near, distance, _ in process.extract(word, known, scorer=OSA.distance, score_cutoff=max_edits(word), limit=None):
        yield near, int(distance)


def correction(papers: Papers, word: str) -> str | None:
    """The word nearest to one that no paper holds: of those that differ least, the most frequent. A first letter
    may be wrong where nothing begins alike. None where none is near."""
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
