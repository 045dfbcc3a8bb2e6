"""The data of the search page."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import Any

import pytest

from archive.catalogue.taxonomy import load_taxonomy
from archive.model.analysis import STOP_WORDS, stem
from archive.search.stored_papers import TITLE_COUNTS
from archive.site import search_data, search_results
from archive.site.contents import gather
from archive.store.people import load_known_people
from tests.site.scripts import in_page, needs_node, read_script
from tests.support.sites import search_script


@pytest.fixture(scope="module")
def text(odd_root) -> str:
    return search_script(odd_root)


@pytest.fixture(scope="module")
def data(text) -> dict[str, Any]:
    return read_script(text)


def words(data: dict[str, Any], part: str, paper: str) -> list[list[str]]:
    """The words of a part of a paper, by the script's letters: of its title, abstract or summary, or of each author's name."""
    known = data["words"].split()
    number = [row["id"] for row in data["papers"]].index(paper)
    first, skipped, beyond = data["letters"]
    texts = data["texts"][part].split(" ")[number].split(",")
    return [[known[code - first - (beyond if code >= skipped else 0)] for code in map(ord, text)] for text in texts]


def test_each_text_is_in_the_data(data):
    assert words(data, "title", "quill2024kites") == ["kites on rails scheduling wind for trains".split()]
    assert words(data, "name", "odd2033russian")[1] == ["lukasz", "orsted"]


def test_words_that_count_are_counted_by_paper_and_by_stem(data):
    counted = []
    for row in data["papers"]:
        title, abstract, summary = (words(data, part, row["id"])[0] for part in ("title", "abstract", "summary"))
        counted.append([word for word in title * TITLE_COUNTS + abstract + summary if word not in STOP_WORDS])
    assert data["lengths"] == list(map(len, counted))
    papers = Counter(chain.from_iterable(set(map(stem, some)) for some in counted))
    assert papers["kite"] > 1
    assert data["held"] == [papers[stem(word)] for word in data["words"].split(" ")]


def test_words_are_in_order_and_have_their_stems(data):
    known, stems = data["words"].split(" "), data["stems"].split(" ")
    assert known == sorted(set(known))
    assert [one or word for word, one in zip(known, stems, strict=True)] == list(map(stem, known))


def papers_with(data: dict[str, Any], field: str) -> dict[str, list[str]]:
    return {value: [data["papers"][number]["id"] for number in held] for value, _, held in data["facts"][field]}


def test_facts_map_to_papers_and_topics_include_narrower_ones(data):
    topics = {topic for topic, papers in papers_with(data, "topic").items() if "quill2024kites" in papers}
    assert topics == {"caching", "runtime-systems", "systems-software"}
    paper = next(row for row in data["papers"] if row["id"] == "quill2024kites")
    assert [topic for topic, _ in paper["topics"]] == ["caching", "runtime-systems"]
    assert paper["marks"] == ["Best Paper Award", "Oral"]
    assert "quill2024kites" in papers_with(data, "label")[" best paper award "]


def test_years_and_editions_are_newest_first_other_facts_by_name(data):
    years = [year for year, *_ in data["facts"]["year"]]
    assert years == sorted(years, reverse=True)
    names = [name for _, name, _ in data["facts"]["author"]]
    assert names == sorted(names)


def test_an_author_is_named_as_the_paper_prints_it(data):
    people = data["facts"]["author"]
    authors = {row["id"]: [people[at][1:2] + printed for at, *printed in row["authors"]] for row in data["papers"]}
    assert authors["odd2033links"] == [["Ada Quill", "A. Quill"]]


def test_the_data_is_deterministic_and_safe_in_a_script(odd_root, text):
    assert search_script(odd_root) == text
    assert text.count("\n") == 1
    assert not {"\u2028", "\u2029"} & set(text)


@needs_node
def test_without_papers_it_is_still_a_script_and_finds_nothing(tmp_path):
    (tmp_path / "scraped").mkdir()
    empty = search_data.write(gather([], load_taxonomy(), load_known_people(tmp_path), True))
    assert read_script(empty)["papers"] == []
    (tmp_path / search_results.NAME).write_text(empty, encoding="utf-8")
    assert in_page(
        'ENGINE.ask("kites -rails", {}, "", 20).then(({ total, some }) => [total, some])', tmp_path / search_results.NAME
    ) == [0, 0]
