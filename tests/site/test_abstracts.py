"""Abstracts belong to their authors: a site contains them only with the option."""

from __future__ import annotations

import json
import re

import pytest

from archive.catalogue.items import items
from archive.model.analysis import split
from tests.site.scripts import read_script
from tests.support.sites import build_site


@pytest.fixture(scope="module")
def without(plain_site):
    return plain_site


@pytest.fixture(scope="module")
def with_them(site_with_abstracts):
    return site_with_abstracts


def only_in_abstracts(odd_root) -> set[str]:
    """Words that occur only in abstracts."""
    said, told = set(), set()
    for item in items(odd_root):
        record = item.record()
        said |= {word.text for word in split(record["abstract"] or "")}
        for text in (record["title"], record["summary"] or "", *record["authors"]):
            told |= {word.text for word in split(text)}
    return said - told


def test_no_sentence_of_an_abstract_is_published_without_the_option(odd_root, without):
    sentences = [part for item in items(odd_root) if item.abstract for part in item.abstract.text.split(". ")]
    assert len(sentences) > 10
    forms = {form for one in sentences for form in (one, one.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))}
    any_of_them = re.compile("|".join(re.escape(form) for form in sorted(forms)).encode())
    assert [name for name, content in without.bytes().items() if any_of_them.search(content)] == []


def test_no_word_of_an_abstract_is_in_search_data_or_reasons_without_the_option(odd_root, without):
    words = only_in_abstracts(odd_root)
    assert {"calm", "secret", "lamps"} <= words
    script = read_script(without.read("search/archive.js"))
    assert not words & set(script["words"].split())
    for name in without.pages():
        if name.startswith("papers/"):
            for near in without.page(name).xpath("//section[@class='related']//span"):
                reasons = near.text_content()
                assert not words & set(reasons.split()) - {"both", "say"}, name


def test_facts_about_abstracts_are_left_out_too(without):
    for record in json.loads(without.read("papers.json")):
        assert record["abstract"] is None
        assert record["abstract_source"] is None
        assert "abstract_doubtful" not in record


def test_with_the_option_abstracts_are_on_pages_in_data_and_in_search(with_them):
    assert "Trains are slow in calm weather." in with_them.text("papers/quill2024kites/")
    assert "calm" in with_them.read("search/archive.js")
    found = {record["id"]: record["abstract"] for record in json.loads(with_them.read("papers.json"))}
    assert found["quill2024kites"].startswith("Trains are slow")
    assert found["strass2024snow"] is None
    assert "Trains are slow" in with_them.read("papers/quill2024kites/quill2024kites.json")
    assert "Trains are slow" in with_them.read("papers.csv")


def test_with_the_option_abstracts_are_not_in_citations_or_feeds(with_them):
    for name in with_them.files():
        if name.endswith((".bib", ".ris", "feed.xml")):
            assert "Trains are slow" not in with_them.read(name), name


def test_a_doubtful_abstract_is_shown_with_the_doubt(odd_root, tmp_path):
    from dataclasses import replace

    some = [
        replace(item, abstract=replace(item.abstract, doubtful="the file has another title"))
        for item in items(odd_root)
        if item.abstract
    ]
    site = build_site(odd_root, tmp_path / "out", some=some, abstracts=True)
    assert "and doubtful: the file has another title." in site.text("papers/quill2024kites/")


def test_the_licence_of_the_texts_is_stated(with_them):
    assert "Papers and abstracts belong to their authors." in with_them.text("about/")
