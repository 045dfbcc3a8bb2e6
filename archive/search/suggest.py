"""What was meant by a word that the archive does not know: a whole word that it begins, or the nearest one."""

from __future__ import annotations

from collections.abc import Iterator

from archive.model.analysis import STOP_WORDS
from archive.search.papers import Papers

FUZZY_FROM_TWO = 8  # letters from which a word may differ in two places
_SHORTEST = 4  # letters of a word that may be a misspelling: one of three is near too many


def differences(word: str) -> int:
    """In how many places a word may differ from one that was meant."""
    return 2 if len(word) >= FUZZY_FROM_TWO else 1


def near_words(papers: Papers, word: str, most: int | None = None) -> Iterator[tuple[str, int]]:
    """The archive's words that differ from one in few places (a letter more, less, other, or two
    swapped) and begin alike, with in how many."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    most = differences(word) if most is None else most
    begin_alike = papers.words_from(word[:1])
    for near, distance, _ in process.extract(word, begin_alike, scorer=OSA.distance, score_cutoff=most, limit=None):
        yield near, int(distance)


def meant(papers: Papers, word: str) -> str | None:
    """The word nearest to one that the archive does not know: of those that differ least, the most
    frequent. A first letter may be wrong where nothing begins alike."""
    if len(word) < _SHORTEST:
        return None
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extract(word, papers.words, scorer=OSA.distance, score_cutoff=differences(word), limit=None)
    candidates = [
        (distance, near[:1] != word[:1], -papers.word_papers[at], near)
        for near, distance, at in found
        if near.isalpha() and near not in STOP_WORDS
    ]
    return min(candidates)[-1] if candidates else None
