"""Questions as researchers type them, each with the papers that any of them would call right first."""

from __future__ import annotations

import shutil

from archive import open_archive
from tests.support import PROJECT, TESTS

QUESTIONS = TESTS / "questions.tsv"
SCRAPED = PROJECT / "scraped"


def test_the_paper_that_was_meant_stands_first_even_without_abstracts(tmp_path):
    shutil.copytree(SCRAPED, tmp_path / "scraped", ignore=shutil.ignore_patterns("abstracts"))
    archive = open_archive(tmp_path)
    asked = [line.split("\t") for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    ranks = []
    for question, right in asked:
        found = (hit.record["id"] for hit in archive.search(question, limit=3).hits)
        ranks.append(next((at for at, paper in enumerate(found) if paper in right.split()), None))
    assert len(asked) == 160
    assert ranks.count(0) >= 0.85 * len(asked)
    assert len(asked) - ranks.count(None) >= 0.93 * len(asked)
