"""Postings, from papers through Whoosh to arrays and back, compared with the texts."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import pytest

from archive.catalogue.taxonomy import load_taxonomy
from archive.model.analysis import split, stem
from archive.search import postings as module
from archive.search.postings import Postings
from archive.search.snapshot import Snapshot
from archive.search.stored_papers import GAP, TITLE_COUNTS, Papers, content_words
from tests.support.archives import records, write_archive
from tests.support.indexes import make_index


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    found = list(records(write_archive(tmp_path_factory.mktemp("archive"))))
    long = {
        **found[0],
        "id": "long2031text",
        "title": "Long",
        "abstract": "snow " * 300 + "moss " + "ice " * 70_000,
        "summary": None,
    }
    many = [{**found[1], "id": f"many2031n{number}", "abstract": "snow"} for number in range(300)]
    return [*found, long, *many]


@pytest.fixture(scope="module")
def snapshot(papers) -> Snapshot:
    return make_index(papers, load_taxonomy())


@pytest.fixture(scope="module")
def expected(papers):
    """For a field, the positions of each term in each paper, counted without a search engine."""
    return cache(lambda field: _counted(papers, field))


def _counted(papers, field):
    held = defaultdict(dict)
    for number, record in enumerate(papers):
        texts = [record["title"], record["abstract"], record["summary"]] if field == "text" else record["authors"]
        at = 0
        for text in texts:
            for word in split(text or ""):
                term = stem(word.text) if field == "text" else word.text
                held[term].setdefault(number, []).append(at)
                at += 1
            at += GAP
    return held


@pytest.mark.parametrize("field", ["text", "name"])
def test_every_term_has_the_postings_that_its_papers_have(papers, snapshot, expected, field):
    postings = Postings(snapshot, len(papers))
    held = expected(field)
    assert list(postings.terms(field)) == sorted(held)
    for term, positions in held.items():
        assert {number: list(some) for number, some in postings.positions(field, term).items()} == positions
        assert postings.document_frequency(field, term) == len(positions)
        assert (field, term) in postings


def test_a_word_of_the_title_counts_three_times(papers, snapshot, expected):
    postings = Postings(snapshot, len(papers))
    of_title = [len(list(split(record["title"]))) for record in papers]
    for term, positions in expected("text").items():
        counted = {
            number: sum(TITLE_COUNTS if at < of_title[number] else 1 for at in places) for number, places in positions.items()
        }
        assert postings.frequencies("text", term) == counted


def test_a_term_that_no_paper_contains_has_no_postings(papers, snapshot):
    postings = Postings(snapshot, len(papers))
    assert ("text", "zzz") not in postings
    assert postings.frequencies("text", "zzz") == postings.positions("text", "zzz") == {}
    assert postings.document_frequency("text", "zzz") == 0


def test_facts_and_records_are_those_of_the_papers(papers, snapshot):
    held = Papers(snapshot)
    assert len(held) == len(papers)
    for number, record in enumerate(papers):
        assert held.record(number) == record
        assert held.number(record["id"]) == number
        for name in ("id", "year", "edition", "venue", "authors", "award", "status"):
            assert held.value(name, number) == record[name]
        assert held.value("topics", number) == load_taxonomy().with_broader(record["topics"])
    assert held.number("nobody") is None
    with pytest.raises(KeyError):
        held.value("abstract", 0)


def test_the_cache_of_postings_is_bounded(papers, snapshot, monkeypatch):
    monkeypatch.setattr(module, "_KEPT", 400)
    postings = Postings(snapshot, len(papers))
    for term in postings.terms("text"):
        assert postings.frequencies("text", term) == postings.frequencies("text", term)
        postings.positions("text", term)
        postings.frequencies("text", f"unknown{term}")
        assert sum(map(len, (value for value, _ in postings._frequencies._values.values()))) <= 400
        assert postings._positions._cost <= 400


def test_words_of_the_title_count_several_times_and_stop_words_never():
    assert content_words(["the", "kites"], ["a", "lamp"], []) == ["kites"] * TITLE_COUNTS + ["lamp"]
