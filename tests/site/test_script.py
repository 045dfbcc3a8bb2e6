"""What the script of the search page holds."""

from __future__ import annotations

import json
from typing import Any

import pytest

from archive.catalogue.people import load_known_people
from archive.catalogue.taxonomy import load_taxonomy
from archive.model.analysis import STOP_WORDS, split, stem
from archive.search.papers import GAP
from archive.site import script
from archive.site.contents import gather
from tests.support.sites import search_script


def read(text: str) -> dict[str, Any]:
    return json.loads(text.removeprefix("self.ARCHIVE=").removesuffix(";\n"))


@pytest.fixture(scope="module")
def text(odd_root) -> str:
    return search_script(odd_root)


@pytest.fixture(scope="module")
def data(text) -> dict[str, Any]:
    return read(text)


def places(data: dict[str, Any], kind: str, term: str) -> dict[str, list[int]]:
    """Where the papers hold a term, read as the head of script.py tells."""
    terms, postings = data[kind]
    packed = iter(postings[terms.split().index(term)])
    found, number = {}, 0
    for step in packed:
        number += step
        place, there = 0, []
        for _ in range(next(packed)):
            place += next(packed)
            there.append(place)
        found[data["papers"][number][0]] = there
    return found


def test_each_word_has_its_papers_and_its_places_in_title_and_abstract(data):
    title = "Kites on Rails: Scheduling Wind for Trains".split()
    assert places(data, "content", "train")["quill2024kites"] == [6, len(title) + GAP, len(title) + GAP + 12]
    assert places(data, "content", "rail")["quill2024kites"] == [2]
    assert places(data, "stopped", "for")["quill2024kites"] == [5]


def test_stop_words_stand_apart_and_each_spelling_is_counted(data):
    content, _ = data["content"]
    stopped, _ = data["stopped"]
    assert set(stopped.split()) <= set(map(stem, STOP_WORDS))
    counts = dict(zip(data["words"].split(), data["counts"], strict=True))
    assert {stem(word) for word in counts} >= set(content.split())
    assert counts["kites"] == sum("kites" in words(row) for row in data["papers"])


def words(row: list[Any]) -> set[str]:
    """The words of a paper's texts; none of the authors is called so."""
    return {word.text for text in (row[1], row[7], row[9]) for word in split(text)}


def test_names_are_found_by_their_words_folded(data):
    assert places(data, "names", "lukasz")
    assert places(data, "names", "altinbuken")


def test_a_paper_tells_its_topics_and_their_broader_ones(data):
    names = [topic for topic, *_ in data["topics"]]
    paper = next(row for row in data["papers"] if row[0] == "quill2024kites")
    assert [names[number] for number in paper[4]] == ["caching", "runtime-systems"]
    assert {names[number] for number in paper[5]} == {"caching", "runtime-systems", "systems-software"}
    assert paper[6] == ["Best Paper Award", "Oral"]


def test_it_is_the_same_each_time_and_nothing_in_it_can_end_a_line_of_script(odd_root, text):
    assert search_script(odd_root) == text
    assert text.count("\n") == 1
    assert not {"\u2028", "\u2029"} & set(text)


def test_without_papers_it_is_still_a_script(tmp_path):
    (tmp_path / "scraped").mkdir()
    empty = script.write(gather([], load_taxonomy(), load_known_people(tmp_path), True))
    assert read(empty)["papers"] == []
