"""Abstracts on the pages of an edition."""

from __future__ import annotations

import os

import pytest

from archive.model.paper import Abstract
from tests.support.sandbox import (
    DETAILS,
    FLY,
    GLOW,
    ISO_1,
    ISO_2,
    KITES,
    LAMPS,
    LIST,
    SCHEDULE,
    SNOW,
    collect,
    details_page,
    schedule_page,
    table,
    texts,
    unfold,
)


def test_an_abstract_is_stored_with_its_source_address_and_day(unfolded):
    assert unfolded.abstracts() == {
        "moss2031lanterns": Abstract(GLOW, "page", DETAILS, ISO_1),
        "quill2031kites": Abstract(FLY, "page", DETAILS, ISO_1),
    }


def test_a_run_counts_new_and_stored_abstracts(unfolded):
    unfold(unfolded, fly="Kites fly higher now.")
    (gathered,) = collect(unfolded, today=ISO_2).gathered
    assert (gathered.edition, gathered.papers, gathered.found, gathered.stored) == ("kites2031", 2, 1, {"page": 2})
    assert not gathered.missing


def test_a_paper_without_an_abstract_is_missing(listed):
    unfold(listed, glow="")
    (gathered,) = collect(listed, "page").gathered
    assert list(gathered.missing) == ["moss2031lanterns"]


def test_a_changed_text_replaces_the_old_one_with_a_new_date(unfolded):
    unfold(unfolded, fly="Kites fly higher now.")
    collect(unfolded, today=ISO_2)
    assert unfolded.abstracts() == {
        "moss2031lanterns": Abstract(GLOW, "page", DETAILS, ISO_1),
        "quill2031kites": Abstract("Kites fly higher now.", "page", DETAILS, ISO_2),
    }


def test_a_second_run_touches_no_file(unfolded):
    for path in unfolded.state():
        os.utime(path, ns=(1, 1))
    before = unfolded.state()
    assert len(before) == 3
    collect(unfolded, today=ISO_2)
    assert unfolded.state() == before


def test_a_second_run_touches_no_file_where_papers_have_none(listed):
    unfold(listed, glow="")
    collect(listed)
    before = listed.state()
    collect(listed, today=ISO_2)
    assert listed.state() == before


def test_an_abstract_that_leaves_the_page_stays(unfolded):
    unfold(unfolded, fly="")
    collect(unfolded, today=ISO_2)
    assert texts(unfolded)["quill2031kites"] == FLY


@pytest.mark.parametrize("html", ["", "<p>All kites have flown.</p>"])
def test_an_unreadable_page_is_reported_and_removes_no_abstract(unfolded, html):
    before = unfolded.state()
    unfolded.page(DETAILS, html)
    assert any(DETAILS in note for note in collect(unfolded, today=ISO_2).notes)
    assert unfolded.state() == before


def test_a_missing_page_does_not_affect_other_pages(unfolded):
    unfolded.remove(DETAILS)
    unfolded.page(SCHEDULE, schedule_page(KITES, LAMPS))
    collect(unfolded, today=ISO_2)
    assert texts(unfolded) == {"quill2031kites": FLY, "moss2031lanterns": GLOW}


def test_a_paper_that_only_the_details_page_names_gets_nothing(listed):
    listed.page(DETAILS, details_page(SNOW._replace(abstract="Snow is heavy."), KITES._replace(abstract=FLY)))
    collect(listed)
    assert texts(listed) == {"quill2031kites": FLY}


def test_each_of_several_editions_gets_its_own(unfolded):
    later = "https://kites.example/2032/abstracts.html"
    unfolded.register(
        table("kites2031", ("list", LIST), ("details", DETAILS)), table("kites2032", ("details", later), year=2032)
    )
    unfolded.page(later, details_page(SNOW._replace(abstract="Snow is heavy."), header=None))
    unfolded.scrape("kites2032")
    gathered = collect(unfolded, editions=("kites2031", "kites2032")).gathered
    assert [(gathered.edition, gathered.found) for gathered in gathered] == [("kites2031", 0), ("kites2032", 1)]
    assert texts(unfolded, "kites2032") == {"frost2032weight": "Snow is heavy."}
