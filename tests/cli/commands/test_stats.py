"""The command stats."""

from __future__ import annotations

import pytest

from tests.support.commands import run


def test_the_command_prints_what_was_counted(capsys, root):
    told = run(capsys, "stats", "--json").json
    assert [year["papers_count"] for year in told["years"]] == [1, 2, 2, 1]
    assert "2031" in run(capsys, "stats").out


def test_filters_narrow_what_is_counted(capsys, root):
    told = run(capsys, "stats", "--topic", "caching", "--json").json
    assert [(year["year"], year["papers_count"]) for year in told["years"]] == [(2019, 1), (2024, 1), (2031, 1)]


def test_authors_of_earlier_papers_are_not_new_with_a_filter(capsys, root):
    (year,) = run(capsys, "stats", "--year", "2031", "--json").json["years"]
    assert (year["authors_count"], year["new_authors_count"], year["returning_authors_count"]) == (3, 1, 2)


def test_one_year_alone_has_shares_and_no_trend(capsys, root, tmp_path):
    told = run(capsys, "stats", "--year", "2031", "--json").json
    assert {(topic["early_share"], topic["trend"]) for topic in told["topics"]} == {(None, None)}
    out = run(capsys, "stats", "--year", "2031", "--svg", str(tmp_path / "one.svg")).out
    assert " to " not in out
    assert "2 papers in 2031." in (tmp_path / "one.svg").read_text()


def test_an_empty_archive_says_what_to_do(capsys, tmp_path):
    (tmp_path / "scraped").mkdir(parents=True)
    ran = run(capsys, "stats", "--root", str(tmp_path))
    assert ran.code == 1
    assert "mlforsys scrape" in ran.err


@pytest.mark.parametrize("name", ["chart.png", "chart.svg.pdf"])
def test_a_chart_with_the_ending_of_another_format_is_refused(capsys, root, tmp_path, name):
    ran = run(capsys, "stats", "--svg", tmp_path / name)
    assert (ran.code, ran.out) == (2, "")
    assert "the chart is an SVG file" in ran.err
    assert not (tmp_path / name).exists()
