"""Lists of papers: awards, links, and dates."""

from __future__ import annotations

import datetime

import pytest

from archive.export.listing import addresses, by_edition, day, id_links, marks, places
from archive.model.paper import Edition, Link, Page
from archive.model.record import make_record
from archive.store.editions import Registry
from tests.support.archives import paper

LIST = "https://kites.example/list.html"
ACME = Edition(
    id="acme2031",
    name="Kites at ACME 2031",
    venue="ACME",
    year=2031,
    url="https://kites.example/",
    date=datetime.date(2031, 5, 1),
    location="Oslo",
    pages=(Page(LIST, "list"),),
)


def record(**facts):
    return make_record(paper("quill2031kites", "Kites", "Ada Quill", **facts), ACME, None)


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ({}, []),
        ({"presentation": "poster"}, []),
        ({"presentation": "oral"}, ["Oral"]),
        ({"award": "Best Kite", "presentation": "spotlight"}, ["Best Kite", "Spotlight"]),
        ({"status": "withdrawn"}, ["Withdrawn"]),
    ],
)
def test_award_and_presentation_are_shown(facts, shown):
    assert marks(record(**facts)) == shown


def test_each_place_of_a_paper_is_named_once():
    facts = record(
        openreview_id="aBc",
        arxiv_id="3105.00001",
        page_url="https://openreview.net/forum?id=aBc",
        links=(Link("code", "https://k.example/c"),),
    )
    assert [link.label for link in addresses(facts, ACME)] == ["paper", "OpenReview", "arXiv", "code"]
    assert dict(id_links(facts))["arXiv"] == "https://arxiv.org/abs/3105.00001"


def test_the_list_of_an_edition_is_not_the_page_of_a_paper():
    assert [link.label for link in places(record(page_url=LIST), ACME)] == ["paper"]
    assert [link.label for link in places(record(page_url="https://kites.example/p"), ACME)] == ["paper", "page"]


def test_a_withdrawn_papers_pdf_and_what_no_browser_follows_are_left_out():
    facts = record(status="withdrawn", links=(Link("trap", "javascript:alert(1)"),))
    assert addresses(facts, ACME) == []


def test_papers_are_listed_under_their_edition_with_its_facts():
    (listed,) = by_edition([record(), record(status="withdrawn")], Registry({"acme2031": ACME}, None))
    assert listed.edition is ACME
    assert listed.facts == "1 May 2031, Oslo. 1 paper, 1 withdrawn."


def test_an_unregistered_edition_is_named_by_its_id():
    (listed,) = by_edition([record()], Registry({}, None))
    assert (listed.edition.name, listed.facts) == ("acme2031", "1 paper.")


def test_days_are_written_out():
    assert day(datetime.date(2031, 12, 7)) == "7 December 2031"
    assert day(None) is None
