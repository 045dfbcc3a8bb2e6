"""An unknown paper is exit code 1, any other unknown name or value is 2; neither prints results."""

from __future__ import annotations

import pytest

from tests.support.commands import run

pytestmark = pytest.mark.usefixtures("root")


@pytest.mark.parametrize(
    "command",
    ["show zebra", "open zebra", "related zebra", "cite zebra", "export zebra", "topics --explain zebra"],
)
@pytest.mark.parametrize("more", [[], ["--json"]], ids=["text", "json"])
def test_an_unknown_paper_is_exit_code_1(capsys, command, more):
    if more and command.startswith("open"):
        pytest.skip("open prints no JSON")
    ran = run(capsys, *command.split(), *more)
    assert (ran.code, ran.out) in ((1, ""), (1, "[]\n"))
    assert "zebra" in ran.err


@pytest.mark.parametrize("option", ["--topic", "--edition", "--venue", "--author"])
@pytest.mark.parametrize("command", ["search", "export", "stats", "authors"])
def test_an_unknown_value_is_exit_code_2(capsys, command, option):
    ran = run(capsys, command, option, "zebra", "--json")
    assert (ran.code, ran.out) == (2, "")
    assert "zebra" in ran.err


@pytest.mark.parametrize("year", ["1999", "soon"])
def test_an_unknown_year_is_exit_code_2(capsys, year):
    ran = run(capsys, "search", "--year", year, "--json")
    assert (ran.code, ran.out) == (2, "")
    assert year in ran.err


@pytest.mark.parametrize("command", ["topics zebra", "authors zebra", "scrape zebra", "import papers.csv --edition zebra"])
def test_an_unknown_topic_author_or_edition_is_exit_code_2(capsys, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "papers.csv").write_text("title,authors\nKites on Rails,Ada Quill\n")
    ran = run(capsys, *command.split(), "--json")
    assert (ran.code, ran.out) == (2, "")
    assert "zebra" in ran.err


def test_no_match_is_exit_code_0_and_no_output(capsys):
    ran = run(capsys, "search", "zebra", "--json")
    assert ran.code == 0
    assert ran.json["results"] == []


def test_filters_that_nothing_passes_are_not_taken_for_an_empty_query(capsys, root):
    root.store.write_papers("kites2032", [])
    assert "No paper passes the filters." in run(capsys, "search", "--edition", "kites2032").err
