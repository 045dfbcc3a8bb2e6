"""Test collections for retrieval, and what is counted on them.

A collection is a folder with ``corpus.jsonl`` (``id, title, abstract``), ``queries.jsonl`` (``id,
text``) and ``qrels.tsv`` (query, paper, grade). A run is each query's papers, best first.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

DEPTH = 100
METRICS = ("ndcg@10", "map", "recall@100")

Run = dict[str, list[str]]
Grades = Mapping[str, Mapping[str, int]]


def read_lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def read_grades(path: Path) -> Grades:
    grades: dict[str, dict[str, int]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = line.split()
        if len(parts) >= 3 and parts[-1].lstrip("-").isdigit():  # a heading is no judgement
            grades.setdefault(parts[0], {})[parts[-2]] = int(parts[-1])
    return grades


def measure(run: Run, grades: Grades) -> dict[str, dict[str, float]]:
    """Each metric by query, over the queries that have a relevant paper; the first :data:`DEPTH` results count."""
    judged = {query: papers for query, papers in grades.items() if any(grade > 0 for grade in papers.values())}
    return {
        "ndcg@10": {query: _ndcg(run.get(query, []), papers, 10) for query, papers in judged.items()},
        "map": {query: _average_precision(run.get(query, [])[:DEPTH], papers) for query, papers in judged.items()},
        "recall@100": {query: _recall(run.get(query, [])[:DEPTH], papers) for query, papers in judged.items()},
    }


def mean(values: Mapping[str, float]) -> float:
    return sum(values.values()) / len(values) if values else 0.0


def interval(values: Sequence[float], times: int = 5000, seed: int = 1) -> tuple[float, float]:
    """The mean's 95 % interval by bootstrap; given differences of two runs by query, the bootstrap is paired."""
    draw = random.Random(seed)
    means = sorted(sum(draw.choices(values, k=len(values))) / len(values) for _ in range(times))
    return means[int(times * 0.025)], means[int(times * 0.975)]


def differs_from_library(run: Run, grades: Grades, measured: Mapping[str, Mapping[str, float]]) -> float | None:
    """By how much the means differ at most from those of ir-measures; None where it is not installed."""
    try:
        import ir_measures
    except ImportError:
        return None
    names = {"ndcg@10": ir_measures.nDCG @ 10, "map": ir_measures.AP, "recall@100": ir_measures.R @ 100}
    scored = {
        query: {paper: float(-rank) for rank, paper in enumerate(papers[:DEPTH])}
        for query, papers in run.items()
        if query in measured["map"]
    }
    judged = {query: dict(papers) for query, papers in grades.items() if query in measured["map"]}
    theirs: dict[Any, float] = ir_measures.calc_aggregate(list(names.values()), judged, scored)
    return max(abs(theirs[metric] - mean(measured[name])) for name, metric in names.items())


def write_trec(path: Path, run: Run, tag: str) -> None:
    """Evaluators sort by score, so the score says the rank again."""
    lines = (
        f"{query} Q0 {paper} {rank} {DEPTH + 1 - rank} {tag}\n"
        for query, papers in run.items()
        for rank, paper in enumerate(papers[:DEPTH], start=1)
    )
    path.write_text("".join(lines), encoding="utf-8")


def _ndcg(papers: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    def gain(found: Sequence[int]) -> float:
        return sum(max(grade, 0) / math.log2(rank + 1) for rank, grade in enumerate(found[:depth], start=1))

    return gain([grades.get(paper, 0) for paper in papers]) / gain(sorted(grades.values(), reverse=True))


def _average_precision(papers: Sequence[str], grades: Mapping[str, int]) -> float:
    found, total = 0, 0.0
    for rank, paper in enumerate(papers, start=1):
        if grades.get(paper, 0) > 0:
            found += 1
            total += found / rank
    return total / sum(grade > 0 for grade in grades.values())


def _recall(papers: Sequence[str], grades: Mapping[str, int]) -> float:
    relevant = {paper for paper, grade in grades.items() if grade > 0}
    return len(relevant.intersection(papers)) / len(relevant)
