"""Which page wins if several pages list a paper."""

from __future__ import annotations

import pytest

from archive.collect.join import PageEntries, join_pages
from archive.model.paper import Edition, Entry, Link

ACME = Edition(id="acme2031", name="Kites at ACME 2031", venue="ACME", year=2031, url="https://kites.example/")
LIST, MORE = "https://kites.example/list.html", "https://kites.example/more.html"
PDF = "https://kites.example/{}.pdf".format


def test_the_first_page_wins_and_later_ones_fill_what_is_missing():
    first = Entry("Kites", ("Ada Quill",), pdf_url=PDF("one"))
    later = Entry(
        "KITES!",
        ("Ada Q.",),
        award="Best Kite",
        pdf_url=PDF("two"),
        openreview_id="aAa",
        links=(Link("code", MORE),),
    )
    (one,), reports = join_pages([PageEntries(LIST, [first]), PageEntries(MORE, [later])], union=False)
    assert (one.entry.title, one.entry.authors, one.entry.pdf_url) == ("Kites", ("Ada Quill",), PDF("one"))
    assert (one.entry.award, one.entry.openreview_id, one.entry.links) == ("Best Kite", "aAa", (Link("code", MORE),))
    assert one.urls == (LIST, MORE)
    assert reports == []


def test_stars_of_another_page_s_byline_are_ignored():
    pages = [
        PageEntries(LIST, [Entry("Kites", ("Ada Quill", "Bo Zuse"))]),
        PageEntries(MORE, [Entry("Kites", ("A. Quill", "B. Zuse"), equal_contribution=("A. Quill",))]),
    ]
    assert join_pages(pages, union=False)[0][0].entry.equal_contribution == ()


@pytest.mark.parametrize("union", [True, False])
def test_papers_only_on_a_later_page_are_added_or_reported(union):
    pages = [PageEntries(LIST, [Entry("Kites")]), PageEntries(MORE, [Entry("Snow")])]
    found, reports = join_pages(pages, union=union)
    assert [one.entry.title for one in found] == (["Kites", "Snow"] if union else ["Kites"])
    assert [MORE in line and '"Snow"' in line for line in reports] == ([] if union else [True])
