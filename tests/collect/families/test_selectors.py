"""Refusals and notes for a page that is described by a table, for the person who wrote the table."""

from __future__ import annotations

import pytest

from archive.collect.families import read_page
from archive.errors import ArchiveError, PageChanged, StoreError
from archive.model.paper import Page, Selectors

URL = "https://kites.example/papers.html"
PAPER = "<div class='paper'><h3>{}</h3><p>{}</p></div>"
GOOD = PAPER.format("Kites and Their Tails", "Ada Quill, Bo Reed") + PAPER.format("Lanterns at Sea", "Cyra Moss")


def page(**settings) -> Page:
    expect = settings.pop("expect", None)
    return Page(URL, "selectors", Selectors(**{"paper": "div.paper", "title": "h3", "authors": "p"} | settings), expect=expect)


def html(inner: str, end: str = "</body></html>") -> str:
    return f"<html><head><title>Kites</title></head><body><main>{inner}</main>{end}"


def titles(inner: str, **settings) -> list[str]:
    return [entry.title for entry in read_page(html(inner), page(**settings)).entries]


def refusal(inner: str, **settings) -> str:
    with pytest.raises(PageChanged) as raised:
        read_page(html(inner), page(**settings))
    return str(raised.value)


def test_a_paper_without_a_title_is_refused_with_its_place_and_text():
    told = refusal(GOOD + "<div class='paper'><p>Dora Finch</p></div>")
    assert told.startswith(
        f'{URL}: every element that paper = "div.paper" matches should be a paper, and 1 of 3 cannot be read'
    )
    assert 'no title (title = "h3") in element 3, "Dora Finch"' in told
    assert "editions.toml" in told
    assert "mlforsys add" in told


def test_an_invalid_byline_is_refused_and_quoted():
    told = refusal(GOOD + PAPER.format("Bridges", "ada@kites.example"))
    assert "ada@kites.example" in told
    assert 'as the authors of "Bridges" (authors = "p")' in told


def test_a_paper_without_authors_is_refused_if_the_table_has_a_selector_for_them():
    assert 'no authors (authors = "p") of "Bridges"' in refusal(GOOD + "<div class='paper'><h3>Bridges</h3></div>")


def test_a_page_that_prints_no_authors_needs_no_selector_of_them():
    [first, _] = read_page(html(GOOD), page(authors=None)).entries
    assert (first.title, first.authors) == ("Kites and Their Tails", ())


def test_all_unreadable_papers_are_counted_and_the_first_quoted():
    told = refusal("".join(f"<div class='paper'>Number {i}</div>" for i in range(9)))
    assert "9 of 9 cannot be read" in told
    assert 'element 5, "Number 4"' in told
    assert told.count("in element ") == 5
    assert "and 4 more" in told


def test_a_pattern_that_does_not_match_is_refused():
    assert 'title_pattern = "^Title: (.+)$" does not match "Kites and Their Tails"' in refusal(
        GOOD, title_pattern="^Title: (.+)$"
    )


@pytest.mark.parametrize(
    ("settings", "place"),
    [({"paper": "li"}, 'paper = "li"'), ({"within": "#papers"}, 'within = "#papers"'), ({"skip": "."}, 'paper = "div.paper"')],
)
def test_selectors_that_match_nothing_are_refused(settings, place):
    assert place in refusal(GOOD, **settings)


def test_a_tbody_that_only_browsers_insert_is_explained():
    assert "try it without" in refusal("<table><tr><td>Kites</td></tr></table>", paper="table > tbody > tr")


@pytest.mark.parametrize("key", ["within", "paper", "until", "title", "authors", "abstract", "pdf", "award"])
def test_an_invalid_selector_is_reported_in_a_sentence(key):
    with pytest.raises(StoreError) as raised:
        read_page(html(GOOD), page(**{key: "div >> p["}))
    assert f'{key} = "div >> p[" is not a usable CSS selector' in str(raised.value)
    assert "\n" not in str(raised.value)


def test_an_invalid_drop_selector_is_reported_too():
    with pytest.raises(StoreError, match='drop = "sup!" is not a usable CSS selector'):
        read_page(html(GOOD), page(drop=("sup!",)))


def test_a_truncated_page_is_refused_unless_expect_is_given():
    with pytest.raises(PageChanged, match="expect"):
        read_page(html(GOOD, end=""), page())
    assert len(read_page(html(GOOD, end=""), page(expect=2)).entries) == 2


def test_an_empty_page_is_refused_even_with_expect():
    with pytest.raises(ArchiveError):
        read_page("", page(expect=2))


def test_unassigned_links_are_reported():
    links = '<a href="/all.pdf">All</a><a href="https://openreview.net/forum?id=x">x</a><a href="https://arxiv.org/abs/3101.00001">y</a>'
    [note] = read_page(html(GOOD + links + '<a href="https://openreview.net/group?id=kites">group</a>'), page()).notes
    assert note.startswith(
        f"{URL}: 3 links to PDFs, OpenReview or arXiv were not assigned to a paper: https://kites.example/all.pdf"
    )
    assert "group" not in note


def test_links_outside_within_are_not_reported():
    text = html(GOOD).replace("<main>", '<a href="/call.pdf">Call</a><main>')
    assert not read_page(text, page(within="main")).notes
    assert read_page(text, page()).notes


def test_a_paper_ends_at_the_next_one_or_at_until():
    inner = "<h3>Kites</h3><p>Ada Quill</p><h3>Lanterns</h3><p>Bo Reed</p><hr><p>See you there</p>"
    entries = read_page(html(inner), page(paper="h3", until="hr")).entries
    assert [(one.title, one.authors) for one in entries] == [("Kites", ("Ada Quill",)), ("Lanterns", ("Bo Reed",))]


def test_a_run_of_siblings_ends_before_the_one_with_the_next_paper():
    inner = "<h3>Kites</h3><p>Ada Quill</p><div><h3>Lanterns</h3><p>Bo Reed</p></div>"
    entries = read_page(html(inner), page(paper="h3", until="hr")).entries
    assert [one.authors for one in entries] == [("Ada Quill",), ("Bo Reed",)]


def test_an_element_is_read_without_the_elements_of_other_roles():
    inner = "<p><b>Kites</b> Ada Quill <i>We fly them.</i> <u>Best Paper Award</u></p>"
    [entry] = read_page(html(inner), page(paper="p", title="b", authors="p", abstract="i", award="u")).entries
    assert (entry.title, entry.authors, entry.abstract, entry.award) == (
        "Kites",
        ("Ada Quill",),
        "We fly them.",
        "Best Paper Award",
    )


def test_the_first_title_that_has_text_counts():
    assert titles("<div class='paper'><h3> </h3><h3>Kites</h3><h3>Again</h3><p>Ada Quill</p></div>") == ["Kites"]


def test_bold_names_are_not_titles_even_if_the_selector_matches():
    [entry] = read_page(html("<p><b>Kites</b> Ada Quill, <b>Bo Reed</b></p>"), page(paper="p", title="b", authors="p")).entries
    assert entry.authors == ("Ada Quill", "Bo Reed")


def test_an_unusual_but_unambiguous_name_is_accepted_and_reported():
    reading = read_page(html(PAPER.format("Kites", "Ada Quill (Mill); Jay SERVICES Reed (Mill)")), page())
    assert reading.entries[0].authors == ("Ada Quill", "Jay SERVICES Reed")
    assert any("SERVICES" in note and "stored as printed" in note for note in reading.notes)


def test_a_text_that_may_be_people_or_an_affiliation_is_refused():
    assert "Harbour University" in refusal(PAPER.format("Kites", "Ada Quill, Harbour University"))


def test_a_doi_is_kept():
    inner = PAPER.format("Kites", 'Ada Quill</p><p><a href="https://doi.org/10.1145/1.2">paper</a>')
    [entry] = read_page(html(inner), page(authors="p:nth-of-type(1)")).entries
    assert entry.doi == "10.1145/1.2"
