"""Withdrawn papers are listed, found and marked, and always counted separately."""

from __future__ import annotations

import pytest

from tests.support.archives import NAME, PAPERS
from tests.support.citations import record, written
from tests.support.commands import run

ALL = sum(map(len, PAPERS.values()))
GONE, COUNTED = "strass2024snow", f"{ALL - 1} papers (+1 withdrawn)"


@pytest.mark.parametrize("command", [("index",), ("doctor",), ("export", "-o", "{}/all.bib"), ("site", "{}/site")])
def test_every_command_counts_alike(capsys, root, tmp_path, command):
    (root.folder / "archive.toml").write_text(NAME, encoding="utf-8")
    ran = run(capsys, *(part.format(tmp_path) for part in command))
    assert COUNTED in ran.out + ran.err


def test_json_counts_withdrawn_papers_separately(capsys, root):
    editions = run(capsys, "editions", "--json").json
    assert (sum(row["papers"] for row in editions), sum(row["withdrawn"] for row in editions)) == (ALL - 1, 1)
    for command in ("index", "doctor"):
        counted = run(capsys, command, "--json").json
        assert (counted["papers_count"], counted["withdrawn_count"]) == (ALL - 1, 1)
    assert sum(year["papers_count"] for year in run(capsys, "stats", "--json").json["years"]) == ALL - 1
    (author,) = run(capsys, "authors", "zoe strass", "--json").json
    assert (author["papers_count"], author["withdrawn_count"], author["papers"]) == (0, 1, [GONE])
    assert run(capsys, "search", "--json").json["total"] == ALL  # what a search finds, it counts


def test_a_person_with_only_withdrawn_papers(capsys, root):
    assert run(capsys, "authors", "zoe strass").out.startswith("Zoë Straß: 0 papers (+1 withdrawn)\n")
    (line,) = [line for line in run(capsys, "authors").out.splitlines() if line.startswith("Zoë")]
    assert line.split() == ["Zoë", "Straß", "0", "2024", "(+1", "withdrawn)"]


def test_references_say_that_a_paper_is_withdrawn(capsys, root):
    assert run(capsys, "cite", GONE).out.endswith(" (withdrawn)\n")
    for name, title in {
        "bibtex": r"title = {[Retracted]: {S}tra{\ss}enbahn Snow Ploughs}",
        "ris": "TI  - [Retracted]: Straßenbahn Snow Ploughs",
        "csl-json": '"title": "[Retracted]: Straßenbahn Snow Ploughs"',
    }.items():
        assert title in run(capsys, "export", GONE, "--format", name).out, name


def test_a_title_that_says_so_is_not_marked_twice():
    assert "TI  - [Retracted]\n" in written("ris", record("[Retracted]", status="withdrawn"))
