"""Markup that a page family does not understand raises PageChanged, which names the page, the place and the text."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.collect.families import load_family, read_page
from archive.collect.html.stated_edition import same_venue, stated_edition, year_of_call
from archive.errors import ArchiveError, PageChanged
from tests.collect.families.test_pages import CASES, page_of_case
from tests.support.strategies import quick

URL = "https://kites.example/papers.html"


def section(inner: str) -> str:
    return f'<html><body><section class="main-content accepted_papers_section"><h2>Papers</h2>{inner}</section></body></html>'


def details(inner: str) -> str:
    return section(f"<p><details>{inner}</details></p>")


def row(inner: str) -> str:
    return f'<html><body><table><tr id="wse-detail-1"><td>{inner}</td></tr></table></body></html>'


GOOD = '<p><a href="/a.pdf"><b>Kites</b></a>. Ada Quill.</p>'
FAILURES = {
    "no list": ("list", "<html><title>Gone Fishing</title><body></body></html>", "Gone Fishing"),
    "an empty list": ("list", section(""), "no paragraph"),
    "a page that breaks off": ("list", section(GOOD)[:-20], "</html>"),
    "an empty page": ("details", "", "nothing"),
    "a paper without bold title": ("list", section(GOOD + '<p><a href="/b.pdf">Lanterns</a>. Cy Moss.</p>'), "Lanterns"),
    "a paper that begins otherwise": ("list", section("<p>New: <b>Kites</b>. Ada Quill.</p>"), "New:"),
    "a paper outside of paragraphs": ("list", section(GOOD + "<div><b>Lanterns</b>. Cy Moss.</div>"), "Lanterns"),
    "a title without words": ("list", section("<p><b> </b>. Ada Quill.</p>"), "<b>"),
    "no names": ("list", section("<p><b>Kites</b>.</p>"), "none"),
    "an e-mail address among names": ("list", section("<p><b>Kites</b>. Ada Quill, ada@kites.example.</p>"), "ada@kites"),
    "numbers among names": ("list", section("<p><b>Kites</b>. Ada Quill 2031.</p>"), "2031"),
    "a sentence where names should be": ("list", section(f"<p><b>Kites</b>. {'Kites fly far above ' * 9}.</p>"), "Kites fly"),
    "bold text that is no award": ("list", section("<p><b>Kites</b>. Ada Quill.<br/><b>Lanterns</b></p>"), "Lanterns"),
    "another element among the names": (
        "list",
        section("<p><b>Kites</b>. Ada Quill <table><tr><td>x</td></tr></table></p>"),
        "x",
    ),
    "a link that is no address": ("list", section('<p><a href="http://["><b>Kites</b></a>. Ada Quill.</p>'), "http://["),
    "details without papers": ("details", section("<p>Soon.</p>"), "none"),
    "details without summary": ("details", details("<p>Kites fly.</p>"), "Kites fly"),
    "a paper outside of details": (
        "details",
        section("<p><details><summary><b>A</b>. Ada Q.</summary></details></p>" + GOOD),
        "Kites",
    ),
    "a paper within a paper": (
        "details",
        details("<summary><b>Kites</b>. Ada Q.</summary><details><summary><b>Lamps</b>. Cy M.</summary></details>"),
        "Kites",
    ),
    "a programme without rows": ("schedule", "<html><body><table></table></body></html>", "none"),
    "a programme of talks alone": ("schedule", row("<strong>Opening</strong><i>Ida Bell</i>"), "1 talks and breaks"),
    "a paper of a programme without title": ("schedule", row('<a href="https://openreview.net/forum?id=x">l</a>'), "<tr"),
    "a paper of a programme without names": (
        "schedule",
        row('<strong>Kites</strong><a href="https://openreview.net/forum?id=x">l</a>'),
        "none",
    ),
    "a programme's names that are none": (
        "schedule",
        row("<strong>Kites</strong><small>(Poster)</small><i>9 of us</i>"),
        "9 of us",
    ),
}


@pytest.mark.parametrize(("name", "html", "found"), FAILURES.values(), ids=FAILURES)
def test_markup_that_is_not_understood_is_named(name, html, found):
    with pytest.raises(PageChanged) as raised:
        load_family(name).read(html, URL)
    assert str(raised.value).startswith(f"{URL}: ")
    assert found in str(raised.value)


@quick
@given(st.data())
def test_a_damaged_page_is_read_correctly_or_refused(data):
    page = data.draw(st.sampled_from(CASES))
    html = page.read_text(encoding="utf-8")
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(html))] * 2)))
    damaged = data.draw(st.sampled_from((html[:start] + html[end:], html[:end] + html[start:])))
    entries = []
    with contextlib.suppress(ArchiveError):
        entries = read_page(damaged, page_of_case(page)).entries
    assert all(entry.title for entry in entries)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Workshop on Kites for Lanterns at NeurIPS 2019, December 8th, 8:30AM-6:00PM, Room 510", ("NeurIPS", 2019)),
        ("Workshop on Kites for Lanterns at NeurIPS '19, Dec 8th", ("NeurIPS", 2019)),
        ("Workshop on Kites for Lanterns at ISCA 2019, June 23rd", ("ISCA", 2019)),
        ("Kites at Super Computing 2031", ("Super Computing", 2031)),
        ("Kites at noon, 2031", None),
        ("", None),
    ],
)
def test_the_header_says_which_edition_a_page_is(header, expected):
    html = f'<header><ul><li><a>Kites at ACME 1999</a></li></ul><div class="floating-description">{header}</div></header>'
    assert stated_edition(html) == expected


@pytest.mark.parametrize(
    ("call", "year"),
    [
        ("<li>Submission Deadline: <b>August 22, 2030</b></li><li>Workshop: December 6, 2031</li>", 2031),
        ("<li>Submission Deadline: August 22, 2031</li><li>Acceptance Notifications: September 22, 2031</li>", 2031),
        ("<li>Workshop: 11 or 12 December 2031</li>", 2031),
        ("<p>Earlier calls: 2029, 2030.</p>", None),
        ('<div class="floating-description">Kites at ACME 2031, May 1st</div><li>Workshop: May 1, 2030</li>', 2031),
    ],
)
def test_a_call_says_its_year(call, year):
    assert year_of_call(f"<html><body>{call}</body></html>") == year


def test_venues_are_the_same_in_another_spelling():
    assert same_venue("NIPS", "NeurIPS")
    assert same_venue("isca", "ISCA")
    assert not same_venue("ISCA", "NeurIPS")
