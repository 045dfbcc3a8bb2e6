"""The constants of the search reach the page as data."""

from __future__ import annotations

import re

import pytest

from archive.model.analysis import STOP_WORDS, WORD
from archive.model.text import fold
from archive.search import ranking
from archive.site.search_constants import javascript, rules
from archive.site.theme import STATIC


def test_constants_are_those_of_the_python_modules():
    shared = rules()
    assert shared["ranking"]["K1"] == ranking.K1
    assert set(shared["analysis"]["STOP_WORDS"]) == STOP_WORDS
    assert ["OR", "or"] in shared["query"]["OPERATORS"]
    assert ["“", '"'] in shared["query"]["PLAIN"]


def test_only_letters_with_special_folding_are_listed():
    folds = dict(rules()["folds"])
    assert {letter: folds[letter] for letter in "łøßæ"} == {"ł": "l", "ø": "o", "ß": "ss", "æ": "ae"}
    assert all(fold(letter) == folded for letter, folded in folds.items())
    assert not {"é", "Ü", "ş"} & folds.keys()


@pytest.mark.parametrize(
    ("python", "ours"),
    [
        (r"[\w*]", r"[\p{L}\p{N}_*]"),
        (r"(?!\w)", r"(?![\p{L}\p{N}_])"),
        (r"[^\W_]+", r"(?:(?![_])[\p{L}\p{N}_])+"),
        (r"[^\W\d]", r"(?:(?![\p{Nd}])[\p{L}\p{N}_])"),
        (r"(?P<a>\d)(?i:ab)", r"(?<a>[\p{Nd}])(?:[aA][bB])"),
        (r"[\U0001f300-\U0001faff]", r"[\u{1f300}-\u{1faff}]"),
    ],
)
def test_a_pattern_is_written_as_javascript_writes_it(python, ours):
    assert javascript(re.compile(python)) == ours


def test_a_pattern_keeps_its_flags():
    assert javascript(re.compile(r" \d  [ab] ", re.VERBOSE | re.ASCII)) == "[0-9][ab]"
    assert "\\w" not in javascript(WORD)


@pytest.mark.parametrize("script", ["excerpt", "query", "index", "plan", "plain", "facets"])
def test_the_scripts_contain_no_constant_of_the_search(script):
    code = re.sub(r"//.*", "", (STATIC / f"{script}.js").read_text(encoding="utf-8"))
    numbers = set(re.findall(r"(?<![\w.#{])\d+(?:\.\d+)?", code))
    own = {"query": "9999 2018 2019 2020 2021", "plain": "0.5", "excerpt": "4"}
    # years of a message; the half in idf; a quarter of an excerpt
    assert numbers <= {"0", "1", "2", *own.get(script, "").split()}
