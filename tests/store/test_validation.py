"""Tables of rules: every problem of a value is reported, with its field."""

from __future__ import annotations

import datetime
import re

import pytest

from archive.store.validation import TEXT, TEXTS, kind, matching, objects, one_of, problems

RULES = {
    "name": TEXT,
    "colours": TEXTS,
    "tails": kind(int, "a whole number"),
    "flown": kind(datetime.date, "a date"),
    "shape": one_of(("box", "delta")),
    "code": matching(re.compile("[a-z]+").fullmatch, "small letters"),
    "links": objects("label", "url"),
}


def found(**item):
    return list(problems(item, RULES, required=("name",)))


def test_a_valid_table_has_no_problems():
    day = datetime.date(2031, 5, 1)
    links = [{"label": "code", "url": "https://kites.example"}]
    assert found(name="Kite", colours=["red"], tails=3, flown=day, shape="box", code="abc", links=links) == []
    assert found(name="Kite", colours=[], links=[]) == []


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("name", " ", 'name should be text, not " "'),
        ("name", 7, "name should be text, not 7"),
        ("colours", "red", "colours should be a list of texts, each on one line"),
        ("colours", ["red", ""], "colours should be a list of texts, each on one line"),
        ("colours", ["red\ngreen"], "colours should be a list of texts, each on one line"),
        ("name", "\ud800", 'name should be text, not "\\ud800"'),
        ("tails", True, "tails should be a whole number, not true"),
        ("tails", "3", 'tails should be a whole number, not "3"'),
        ("flown", datetime.datetime(2031, 5, 1), 'flown should be a date, not "2031-05-01 00:00:00"'),
        ("shape", "round", 'shape should be one of box, delta, not "round"'),
        ("shape", ["box"], 'shape should be one of box, delta, not ["box"]'),
        ("code", "A1", 'code should be small letters, not "A1"'),
        ("links", {}, "links should be a list of objects with label and url"),
        ("links", [{"label": "code"}], "links should be a list of objects with label and url"),
        ("links", [{"label": "code", "url": 7}], "links should be a list of objects with label and url"),
        ("weight", 7, 'unknown field "weight"; known ones are code, colours, flown, links, name, shape, tails'),
    ],
)
def test_a_problem_names_its_field(field, value, problem):
    assert found(**{"name": "Kite", field: value}) == [problem]


def test_all_problems_are_found_at_once():
    assert found(tails="3", shape="round") == [
        "name is missing",
        'tails should be a whole number, not "3"',
        'shape should be one of box, delta, not "round"',
    ]


@pytest.mark.parametrize("value", [None, [], "kite", 7])
def test_a_value_that_is_not_a_table_is_reported(value):
    assert list(problems(value, RULES, what="a table")) == ["it should be a table"]
