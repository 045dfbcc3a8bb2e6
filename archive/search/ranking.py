"""How well a paper answers: BM25 over one field, and what combines, lowers and smooths its scores.

The parameters serve every collection; ``docs/search.md`` says how they were chosen.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

K1 = 1.2
B = 0.6
LOWER = 0.9  # of the least of those that stand before
SIDE_BY_SIDE = 0.15  # weight of two words of the query that stand next to each other in a paper as well
SHARE = 0.35  # of a smoothed score that its neighbours have
SMOOTHED = 100  # best papers whose scores are smoothed
NEIGHBOURS = 8

Scores = Mapping[int, float]
"""Scores by papers' numbers."""


class Reason(NamedTuple):
    """What a part of a query did for the papers that it found."""

    what: str
    scores: Scores


class Found(NamedTuple):
    """The papers that something found, each with its score, and what that score is the sum of."""

    scores: Scores
    reasons: tuple[Reason, ...] = ()

    def times(self, factor: float) -> Found:
        if factor == 1:
            return self
        return self._changed(lambda scores: {number: score * factor for number, score in scores.items()})

    def only(self, numbers: Iterable[int]) -> Found:
        """Those of its papers that are among some."""
        kept = set(numbers)
        return self._changed(lambda scores: {number: score for number, score in scores.items() if number in kept})

    def _changed(self, change: Callable[[Scores], Scores]) -> Found:
        return Found(change(self.scores), tuple(Reason(reason.what, change(reason.scores)) for reason in self.reasons))


NOTHING = Found({})


def leaf(what: str, scores: Scores) -> Found:
    return Found(scores, (Reason(what, scores),))


def added(founds: Iterable[Found]) -> Found:
    """Papers that any of them found, with the sums of their scores."""
    founds = list(founds)
    if len(founds) == 1:
        return founds[0]
    sums: dict[int, float] = {}
    for found in founds:
        for number, score in found.scores.items():
            sums[number] = sums.get(number, 0.0) + score
    return Found(sums, tuple(reason for found in founds for reason in found.reasons))


def shared(founds: Sequence[Found]) -> Found:
    """Papers that all of them found, with the sums of their scores."""
    if len(founds) == 1:
        return founds[0]
    smallest = min(founds, key=lambda found: len(found.scores))
    numbers = [number for number in smallest.scores if all(number in found.scores for found in founds)]
    sums = {number: sum(found.scores[number] for found in founds) for number in numbers}
    return Found(sums, tuple(reason for found in founds for reason in found.only(sums).reasons))


def below(first: Found, *others: Found) -> Found:
    """The first one's papers, and those that only the others found, each group below the one before it."""
    for other in others:
        rest = other if not first.scores else other.only(other.scores.keys() - first.scores.keys())
        if rest.scores and first.scores:
            rest = rest.times(min(1.0, LOWER * min(first.scores.values()) / max(rest.scores.values())))
        first = added([first, rest]) if rest.scores else first
    return first


def rarity(holders: int, papers: int) -> float:
    """The weight of a term that so many of the papers hold (idf)."""
    return math.log(1 + (papers - holders + 0.5) / (holders + 0.5))


def saturated(count: float, length: int, mean_length: float) -> float:
    """How much a term that stands so often in a text of that length says of it, below ``K1 + 1``."""
    return count * (K1 + 1) / (count + K1 * (1 - B + B * length / mean_length))


def bm25(counts: Mapping[int, int], lengths: Sequence[int], mean_length: float) -> Scores:
    """The scores of a term by how often papers hold it."""
    weight = rarity(len(counts), len(lengths))
    return {number: weight * saturated(count, lengths[number], mean_length) for number, count in counts.items()}


def smoothed(scores: Scores, direction: Callable[[int], Mapping[str, float]]) -> Scores:
    """Scores in which the best papers share with those most like them: what a long question seeks has
    company. ``direction`` gives a paper's weighted terms as a :func:`unit` vector."""
    best = sorted(sorted(scores, key=lambda number: (-scores[number], number))[:SMOOTHED])
    changed = dict(scores)
    for number, row in zip(best, _likeness([direction(number) for number in best]), strict=True):
        near = sorted(range(len(best)), key=row.__getitem__, reverse=True)[:NEIGHBOURS]
        if total := sum(row[at] for at in near):
            theirs = sum(row[at] * scores[best[at]] for at in near) / total
            changed[number] = (1 - SHARE) * scores[number] + SHARE * theirs
    if others := scores.keys() - set(best):  # those that were not smoothed stay behind
        least, most = min(changed[number] for number in best), max(scores[number] for number in others)
        for number in others:
            changed[number] *= LOWER * min(1.0, least / most) if most else 1.0
    return changed


def unit(vector: Mapping[str, float]) -> Mapping[str, float]:
    """The vector at length one."""
    norm = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {term: weight / norm for term, weight in vector.items()}


def _likeness(vectors: Sequence[Mapping[str, float]]) -> Sequence[Sequence[float]]:
    """The cosine of every two vectors; none of one with itself."""
    holders: dict[str, list[tuple[int, float]]] = {}
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
