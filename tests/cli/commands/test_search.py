"""`mlforsys search`: words, filters, and invalid queries."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.support.commands import run


def test_search_formats_contain_the_same_papers(capsys, workshop):
    ids = run(capsys, "search", "index", "--format", "ids").out.split()
    assert ids
    assert [r["id"] for r in run(capsys, "search", "index", "--format", "json").json["results"]] == ids
    lines = run(capsys, "search", "index", "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["id"] for line in lines] == ids
    rows = csv.DictReader(io.StringIO(run(capsys, "search", "index", "--format", "csv").out, newline=""))
    assert [row["id"] for row in rows] == ids
    bibtex = run(capsys, "search", "index", "--format", "bibtex").out
    assert [line.split("{")[1].rstrip(",") for line in bibtex.splitlines() if line.startswith("@")] == ids


def test_filters_narrow_and_combine(capsys, workshop):
    assert set(run(capsys, "search", "--venue", "isca", "--format", "ids", "--limit", "99").out.split()) == {
        "elthakeb2019sinreq", "jain2019learning", "mendis2019ithemal", "samragh2019autorank", "zhang2019optimal",
    }  # fmt: skip
    assert run(capsys, "search", "--award", "--format", "ids").out.split() == ["mendis2019ithemal"]
    assert run(capsys, "search", "--author", "tim kraska", "--year", "2018", "--format", "ids").out.split() == [
        "macke2018lifting"
    ]
    years = run(capsys, "search", "--json", "learning", "--year", "2022-").json["facets"]["year"]
    assert set(years) == {"2022", "2023", "2024", "2025"}
    editions = run(capsys, "search", "--json", "--edition", "isca2019", "--edition", "neurips2021").json
    assert editions["total"] == 9


def test_a_word_with_a_minus_may_come_first(capsys, workshop):
    without = run(capsys, "search", "-reinforcement", "learning", "--format", "ids", "--limit", "99").out.split()
    assert without
    assert "fang2019reinforcement" not in without


def test_values_of_options_may_begin_with_a_minus(capsys, workshop):
    assert len(run(capsys, "search", "-index", "-n3", "--year", "-2019", "--format", "ids").out.split()) == 3
    ran = run(capsys, "search", "index", "--limit", "-1")
    assert (ran.code, ran.err) == (2, 'mlforsys: Invalid --limit "-1": use a whole number, 0 or more, or all.\n')


def test_an_unknown_option_is_not_a_query_word(capsys, workshop):
    ran = run(capsys, "search", "index", "--yaer", "2019")
    assert ran.code == 2
    assert "--yaer" in ran.err


@pytest.mark.parametrize("query", ['"', "((", "OR", "year:soon x", "a:b:c", "-", "*", "~", "\x00", "AND NOT OR", "~*-"])
def test_no_query_ends_in_an_error(capsys, workshop, query):
    assert run(capsys, "search", "--", query).code == 0


def test_an_unknown_field_is_a_note_that_names_the_known_ones(capsys, workshop):
    ran = run(capsys, "search", "autor:kipf", "--json")
    assert ran.code == 0
    assert "author:" in ran.err


def test_finding_nothing_is_not_a_failure(capsys, workshop):
    ran = run(capsys, "search", "xyzzyplugh")
    assert (ran.code, ran.out) == (0, "")
    assert "No paper matches" in ran.err
