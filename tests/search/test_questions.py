"""Queries as researchers type them, each with the papers that should come first."""

from __future__ import annotations

from archive import open_archive
from tests.support import TESTS

QUESTIONS = TESTS / "questions.tsv"


def test_the_right_paper_comes_first_even_without_abstracts(indexed_catalogue):
    archive = open_archive(indexed_catalogue)
    asked = [line.split("\t") for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    ranks = []
    for question, right in asked:
        found = (hit.record["id"] for hit in archive.search(question, limit=3).hits)
        ranks.append(next((at for at, paper in enumerate(found) if paper in right.split()), None))
    assert len(asked) == 160
    assert ranks.count(0) >= 0.85 * len(asked)
    assert len(asked) - ranks.count(None) >= 0.93 * len(asked)
