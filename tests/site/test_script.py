"""What the script of the search page holds."""

from __future__ import annotations

import json
from typing import Any

import pytest

from archive.catalogue.people import load_settled
from archive.catalogue.taxonomy import load_taxonomy
from archive.model.analysis import STOP_WORDS, stem
from archive.site import script
from archive.site.contents import gather
from archive.site.script import GAP
from tests.support.sites import search_script


def read(text: str) -> dict[str, Any]:
    return json.loads(text.removeprefix("self.ARCHIVE=").removesuffix(";\n"))


@pytest.fixture(scope="module")
def text(odd_root) -> str:
    return search_script(odd_root)


@pytest.fixture(scope="module")
def data(text) -> dict[str, Any]:
    return read(text)


def places(data: dict[str, Any], word: str) -> dict[str, list[int]]:
    """Where the papers say a word, read as the head of script.py tells."""
    packed = iter(data["texts"][data["stems"][data["words"].split().index(word)]])
    found, number = {}, 0
    for step in packed:
        number += step
        place, there = 0, []
        for _ in range(next(packed)):
            place += next(packed)
            there.append(place)
        found[data["papers"][number][0]] = there
    return found


def test_each_telling_word_has_its_papers_and_its_places_in_title_and_abstract(data):
    title = "Kites on Rails: Scheduling Wind for Trains".split()
    assert places(data, "trains")["quill2024kites"] == [6, len(title) + GAP, len(title) + GAP + 12]
    assert places(data, "rails")["quill2024kites"] == [2]


def test_a_stem_is_one_for_all_its_words_and_stop_words_have_none(data):
    words = data["words"].split()
    stems = dict(zip(words, data["stems"], strict=True))
    assert stems["kite"] == stems["kites"] >= 0
    assert {stems[word] for word in words if word in STOP_WORDS} == {-1}
    by_number: dict[int, set[str]] = {}
    for word, number in stems.items():
        by_number.setdefault(number, set()).add(stem(word))
    del by_number[-1]
    assert all(len(same) == 1 for same in by_number.values())


def test_names_are_found_by_their_words_folded(data):
    words = data["words"].split()
    assert data["names"][str(words.index("lukasz"))]
    assert data["names"][str(words.index("altinbuken"))]


def test_a_paper_tells_its_topics_and_their_broader_ones(data):
    names = [topic for topic, _ in data["topics"]]
    paper = next(row for row in data["papers"] if row[0] == "quill2024kites")
    assert [names[number] for number in paper[4]] == ["caching", "runtime-systems"]
    assert {names[number] for number in paper[5]} == {"caching", "runtime-systems", "systems-software"}
    assert paper[6] == "Best Paper Award · Oral"


def test_it_is_the_same_each_time_and_nothing_in_it_can_end_a_line_of_script(odd_root, text):
    assert search_script(odd_root) == text
    assert text.count("\n") == 1
    assert not {"\u2028", "\u2029"} & set(text)


def test_without_papers_it_is_still_a_script(tmp_path):
    (tmp_path / "scraped").mkdir()
    empty = script.write(gather([], load_taxonomy(), load_settled(tmp_path), True))
    assert read(empty)["papers"] == []
