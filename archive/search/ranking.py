"""Ranking: BM25 over one field, and operations that combine, lower and smooth scores.

BM25 as in Robertson and Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond* (2009), with Lucene's idf,
which is never negative. All archives use the same parameters; ``docs/search.md`` says how they were chosen.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

K1 = 1.2  # how fast the weight of further occurrences of a term saturates
B = 0.6  # how strongly the length of a text counts, from 0 (not at all) to 1
BELOW = 0.9  # scores that must stay below others are at most this share of the lowest of these
BIGRAM_WEIGHT = 0.15  # of two words that are adjacent both in the query and in the paper
SMOOTHING_SHARE = 0.35  # of a smoothed score that comes from neighbours
SMOOTHED_PAPERS = 100  # how many of the best papers are smoothed
NEIGHBOURS = 8  # most similar papers with which a paper shares scores

Scores = Mapping[int, float]
"""Scores by paper number."""

Key = TypeVar("Key", bound=Hashable)


class Reason(NamedTuple):
    """What one part of a query contributed: its name, and its share of each paper's score."""

    what: str
    scores: Scores


class ScoredDocs(NamedTuple):
    """Papers with their scores, and the parts that each score is the sum of."""

    scores: Scores
    reasons: tuple[Reason, ...] = ()

    def scale(self, factor: float) -> ScoredDocs:
        """The same papers with their scores times ``factor``."""
        if factor == 1:
            return self
        return self._changed(lambda scores: {number: score * factor for number, score in scores.items()})

    def restrict(self, numbers: Iterable[int]) -> ScoredDocs:
        """Only the papers with these numbers."""
        kept = set(numbers)
        return self._changed(lambda scores: {number: score for number, score in scores.items() if number in kept})

    def _changed(self, change: Callable[[Scores], Scores]) -> ScoredDocs:
        return ScoredDocs(change(self.scores), tuple(Reason(reason.what, change(reason.scores)) for reason in self.reasons))


NOTHING = ScoredDocs({})


def scored(what: str, scores: Scores) -> ScoredDocs:
    """Papers found by one part of a query; ``what`` names it in explanations."""
    return ScoredDocs(scores, (Reason(what, scores),))


def listed(what: str, numbers: Iterable[int]) -> ScoredDocs:
    """Papers that all match equally well, as by metadata; ``what`` names it in explanations."""
    return scored(what, dict.fromkeys(numbers, 1.0))


def union(several: Iterable[ScoredDocs]) -> ScoredDocs:
    """Papers found by any of them, with summed scores."""
    several = list(several)
    if len(several) == 1:
        return several[0]
    sums: dict[int, float] = {}
    for docs in several:
        for number, score in docs.scores.items():
            sums[number] = sums.get(number, 0.0) + score
    return ScoredDocs(sums, tuple(reason for docs in several for reason in docs.reasons))


def intersect(several: Sequence[ScoredDocs]) -> ScoredDocs:
    """Papers found by all of them, with summed scores; there must be at least one."""
    if len(several) == 1:
        return several[0]
    smallest = min(several, key=lambda docs: len(docs.scores))
    numbers = [number for number in smallest.scores if all(number in docs.scores for docs in several)]
    sums = {number: sum(docs.scores[number] for docs in several) for number in numbers}
    return ScoredDocs(sums, tuple(reason for docs in several for reason in docs.restrict(sums).reasons))


def append_below(first: ScoredDocs, *others: ScoredDocs) -> ScoredDocs:
    """The first one's papers, then those that only the others found; each group is scored below the one before."""
    for other in others:
        rest = other if not first.scores else other.restrict(other.scores.keys() - first.scores.keys())
        if rest.scores and first.scores:
            rest = rest.scale(min(1.0, BELOW * min(first.scores.values()) / max(rest.scores.values())))
        first = union([first, rest]) if rest.scores else first
    return first


def idf(document_frequency: int, papers: int) -> float:
    """The inverse document frequency of a term in ``document_frequency`` of ``papers`` papers; above 0."""
    return math.log(1 + (papers - document_frequency + 0.5) / (document_frequency + 0.5))


def tf_saturation(frequency: float, length: int, mean_length: float) -> float:
    """The weight of a term's frequency in a text of ``length`` words, from 0 to ``K1 + 1``."""
    return frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * length / mean_length))


def bm25(frequencies: Mapping[int, int], lengths: Sequence[int], mean_length: float) -> Scores:
    """The BM25 scores of a term.

    Args:
        frequencies: how often the term counts in each paper that contains it, by paper number.
        lengths: the lengths of all papers, in words.
        mean_length: the mean of these, above 0.
    """
    weight = idf(len(frequencies), len(lengths))
    return {number: weight * tf_saturation(count, lengths[number], mean_length) for number, count in frequencies.items()}


def smooth_scores(scores: Scores, vector: Callable[[int], Mapping[Key, float]]) -> Scores:
    """Smooth scores over similar papers: each of the best papers shares scores with its nearest neighbours, since
    papers that are relevant to a long query tend to be similar to each other (Diaz, *Regularizing ad hoc retrieval
    scores*, 2005).

    Args:
        scores: by paper number.
        vector: gives the weighted terms of a paper, normalized as by :func:`normalize`.

    Returns:
        New scores of the same papers; those that were not smoothed stay below those that were.
    """
    best = sorted(sorted(scores, key=lambda number: (-scores[number], number))[:SMOOTHED_PAPERS])
    changed = dict(scores)
    for number, row in zip(best, cosine_matrix([vector(number) for number in best]), strict=True):
        near = sorted(range(len(best)), key=row.__getitem__, reverse=True)[:NEIGHBOURS]
        if total := sum(row[at] for at in near):
            theirs = sum(row[at] * scores[best[at]] for at in near) / total
            changed[number] = (1 - SMOOTHING_SHARE) * scores[number] + SMOOTHING_SHARE * theirs
    if others := scores.keys() - set(best):
        factor = _factor_below(min(changed[number] for number in best), max(scores[number] for number in others))
        for number in others:
            changed[number] *= factor
    return changed


def _factor_below(least: float, most: float) -> float:
    """The factor that brings scores of at most ``most`` below ``least``."""
    return BELOW * min(1.0, least / most) if most else 1.0


def normalize(vector: Mapping[Key, float]) -> Mapping[Key, float]:
    """The vector scaled to Euclidean length one; a zero vector stays as it is."""
    norm = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {term: weight / norm for term, weight in vector.items()}


def cosine_matrix(vectors: Sequence[Mapping[Key, float]]) -> Sequence[Sequence[float]]:
    """The cosines of all pairs of ``n`` normalized vectors, as ``n`` rows of ``n``; the diagonal is 0."""
    postings: dict[Key, list[tuple[int, float]]] = {}
    for at, vector in enumerate(vectors):
        for term, weight in vector.items():
            postings.setdefault(term, []).append((at, weight))
    rows = [[0.0] * len(vectors) for _ in vectors]
    for of_term in postings.values():
        for first, (at, weight) in enumerate(of_term, start=1):
            row = rows[at]
            for other, weight_there in of_term[first:]:
                row[other] += weight * weight_there
    for at, row in enumerate(rows):
        for other in range(at):
            row[other] = rows[other][at]
    return rows
