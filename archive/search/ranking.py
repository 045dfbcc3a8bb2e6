"""How well a paper answers: BM25 over one field, and what combines, lowers and smooths its scores.

BM25 as in Robertson and Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond* (2009), with the idf of
Lucene, which is never negative. The parameters serve every collection; ``docs/search.md`` says how they were chosen.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

K1 = 1.2  # how soon another occurrence of a term adds nothing
B = 0.6  # how much the length of a text counts: 0 not at all, 1 wholly
BELOW = 0.9  # of the lowest score before it: the most that a score has which must stand below
BIGRAM_WEIGHT = 0.15  # of two words of the query that stand next to each other in a paper as well
SMOOTHING_SHARE = 0.35  # of a smoothed score that its neighbours have
SMOOTHED_PAPERS = 100  # best papers whose scores are smoothed
NEIGHBOURS = 8  # papers most like one, with which it shares scores

Scores = Mapping[int, float]
"""Scores by papers' numbers."""

Key = TypeVar("Key", bound=Hashable)


class Reason(NamedTuple):
    """What a part of a query did for the papers that it found: its name, and its part of each score."""

    what: str
    scores: Scores


class ScoredDocs(NamedTuple):
    """The papers that something found, each with its score, and what that score is the sum of."""

    scores: Scores
    reasons: tuple[Reason, ...] = ()

    def scale(self, factor: float) -> ScoredDocs:
        """The same papers with their scores times ``factor``."""
        if factor == 1:
            return self
        return self._changed(lambda scores: {number: score * factor for number, score in scores.items()})

    def restrict(self, numbers: Iterable[int]) -> ScoredDocs:
        """Those of its papers that are among some."""
        kept = set(numbers)
        return self._changed(lambda scores: {number: score for number, score in scores.items() if number in kept})

    def _changed(self, change: Callable[[Scores], Scores]) -> ScoredDocs:
        return ScoredDocs(change(self.scores), tuple(Reason(reason.what, change(reason.scores)) for reason in self.reasons))


NOTHING = ScoredDocs({})


def scored(what: str, scores: Scores) -> ScoredDocs:
    """Papers that one thing found; ``what`` names it to who asks for reasons."""
    return ScoredDocs(scores, (Reason(what, scores),))


def union(several: Iterable[ScoredDocs]) -> ScoredDocs:
    """Papers that any of them found, with the sums of their scores."""
    several = list(several)
    if len(several) == 1:
        return several[0]
    sums: dict[int, float] = {}
    for docs in several:
        for number, score in docs.scores.items():
            sums[number] = sums.get(number, 0.0) + score
    return ScoredDocs(sums, tuple(reason for docs in several for reason in docs.reasons))


def intersect(several: Sequence[ScoredDocs]) -> ScoredDocs:
    """Papers that all of them found, with the sums of their scores; there must be one at least."""
    if len(several) == 1:
        return several[0]
    smallest = min(several, key=lambda docs: len(docs.scores))
    numbers = [number for number in smallest.scores if all(number in docs.scores for docs in several)]
    sums = {number: sum(docs.scores[number] for docs in several) for number in numbers}
    return ScoredDocs(sums, tuple(reason for docs in several for reason in docs.restrict(sums).reasons))


def append_below(first: ScoredDocs, *others: ScoredDocs) -> ScoredDocs:
    """The first one's papers, and those that only the others found, each group below the one before it."""
    for other in others:
        rest = other if not first.scores else other.restrict(other.scores.keys() - first.scores.keys())
        if rest.scores and first.scores:
            rest = rest.scale(min(1.0, BELOW * min(first.scores.values()) / max(rest.scores.values())))
        first = union([first, rest]) if rest.scores else first
    return first


def idf(document_frequency: int, papers: int) -> float:
    """The weight of a term that so many of the papers hold: its inverse document frequency, above 0."""
    return math.log(1 + (papers - document_frequency + 0.5) / (document_frequency + 0.5))


def tf_saturation(frequency: float, length: int, mean_length: float) -> float:
    """How much a term that stands so often in a text of that length (in words) says of it, from 0 to ``K1 + 1``."""
    return frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * length / mean_length))


def bm25(frequencies: Mapping[int, int], lengths: Sequence[int], mean_length: float) -> Scores:
    """The scores of a term.

    Args:
        frequencies: how often each paper holds it, by number.
        lengths: of all papers, in words.
        mean_length: the mean of these, above 0.
    """
    weight = idf(len(frequencies), len(lengths))
    return {number: weight * tf_saturation(count, lengths[number], mean_length) for number, count in frequencies.items()}


def smooth_scores(scores: Scores, vector: Callable[[int], Mapping[Key, float]]) -> Scores:
    """Scores in which the best papers share with those most like them: what a long question seeks has company
    (Diaz, *Regularizing ad hoc retrieval scores*, 2005).

    Args:
        scores: by papers' numbers.
        vector: gives a paper's weighted terms at length one, as :func:`normalize` does.

    Returns:
        The same papers; those that were not smoothed stay behind those that were.
    """
    best = sorted(sorted(scores, key=lambda number: (-scores[number], number))[:SMOOTHED_PAPERS])
    changed = dict(scores)
    for number, row in zip(best, cosine_matrix([vector(number) for number in best]), strict=True):
        near = sorted(range(len(best)), key=row.__getitem__, reverse=True)[:NEIGHBOURS]
        if total := sum(row[at] for at in near):
            theirs = sum(row[at] * scores[best[at]] for at in near) / total
            changed[number] = (1 - SMOOTHING_SHARE) * scores[number] + SMOOTHING_SHARE * theirs
    if others := scores.keys() - set(best):
        least, most = min(changed[number] for number in best), max(scores[number] for number in others)
        for number in others:
            changed[number] *= BELOW * min(1.0, least / most) if most else 1.0
    return changed


def normalize(vector: Mapping[Key, float]) -> Mapping[Key, float]:
    """The vector at length one (Euclidean); one of nothing but zeros as it is."""
    norm = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {term: weight / norm for term, weight in vector.items()}


def cosine_matrix(vectors: Sequence[Mapping[Key, float]]) -> Sequence[Sequence[float]]:
    """The cosine of every two of ``n`` vectors of length one, as ``n`` rows of ``n``; 0 of one with itself."""
    holders: dict[Key, list[tuple[int, float]]] = {}
    for at, vector in enumerate(vectors):
        for term, weight in vector.items():
            holders.setdefault(term, []).append((at, weight))
    rows = [[0.0] * len(vectors) for _ in vectors]
    for held in holders.values():
        for first, (at, weight) in enumerate(held, start=1):
            row = rows[at]
            for other, weight_there in held[first:]:
                row[other] += weight * weight_there
    for at, row in enumerate(rows):
        for other in range(at):
            row[other] = rows[other][at]
    return rows
