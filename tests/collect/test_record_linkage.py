"""Recognizing the same paper on two pages, or on a page and in the store."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.collect.record_linkage import align
from archive.model.paper import Edition, Entry, Paper
from archive.model.text import title_key
from archive.store.curation import Correction, Curated
from tests.support.strategies import fewer, lists, tidy_lists

ACME = Edition(id="acme2031", name="Kites at ACME 2031", venue="ACME", year=2031, url="https://kites.example/")
PDF = "https://kites.example/{}.pdf".format


@fewer
@given(lists, lists)
def test_each_paper_is_matched_once_at_most(new, old):
    found = [match for match in align(new, old) if match is not None]
    assert len(found) == len(set(found))


@fewer
@given(tidy_lists, st.data())
def test_titles_are_matched_in_any_order(entries, data):
    shared = [dataclasses.replace(entry, pdf_url=data.draw(st.sampled_from((PDF("one"), None)))) for entry in entries]
    old = data.draw(st.permutations(shared))
    assert [title_key(old[match].title) for match in align(shared, old)] == [title_key(entry.title) for entry in shared]


def test_a_title_counts_more_than_a_shared_pdf():
    kites, snow = Entry("Kites", pdf_url=PDF("one")), Entry("Snow", pdf_url=PDF("one"))
    assert align([snow, kites], [kites, snow]) == [1, 0]
    assert align([snow], [kites, dataclasses.replace(snow, pdf_url=PDF("two"))]) == [1]


def test_an_openreview_id_counts_more_than_a_title():
    old = [Entry("Kites"), Entry("Snow", openreview_id="aAa")]
    assert align([Entry("Kites", openreview_id="aAa")], old) == [1]


@pytest.mark.parametrize("known", [{"arxiv_id": "3101.00001"}, {"doi": "10.1000/kites"}])
def test_a_paper_with_another_title_is_recognized_by_its_arxiv_id_or_doi(known):
    old = [Paper("quill2031snow", "Snow", ("Ada Quill",)), Paper("quill2031kites", "Kites", ("Ada Quill",), **known)]
    assert align([Entry("Kites for Systems", ("Ada Quill",), **known)], old) == [1]
    assert align([Entry("Snow", ("Ada Quill",), **known)], old) == [0], "its own title counts more"


def test_a_title_is_recognized_by_its_form_before_the_correction():
    curation = {"quill2031kites": Curated(corrections=(Correction("title", "Kiets", "Kites", "a slip", "the PDF"),))}
    assert align([Entry("Kiets")], [Paper("quill2031kites", "Kites")], curation) == [0]
    assert align([Entry("Kiets")], [Paper("quill2031kites", "Kites")]) == [None]


def test_bare_marks_of_retraction_match_in_their_order():
    marks = [Entry("[Retracted]", status="withdrawn")] * 2
    assert align(marks, [Entry("Kites"), *marks]) == [1, 2]
