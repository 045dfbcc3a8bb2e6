"""Bounds on what strangers send: a page beyond them is a sentence, soon, and takes no memory."""

from __future__ import annotations

import time

import pytest

from archive.collect import limits
from archive.collect.html.page import parse_html
from archive.collect.limits import Deadline, TooMuch, refuse_excess, time_limit
from tests.support.sandbox import KITES, LIST, P, Sandbox, list_page


@pytest.mark.parametrize("tag", ["b", "div", "span", "table", "x-y"])
def test_elements_within_each_other_are_bounded(tag):
    with pytest.raises(TooMuch, match="within each other"):
        parse_html(f"<{tag}>" * 1_000_000 + "</html>")


def test_so_is_their_number():
    with pytest.raises(TooMuch, match="more than 60000 tags"):
        parse_html("<br>" * 2_000_000)


@pytest.mark.parametrize(
    ("start", "many"), [("", "<p>a"), ("<ul>", "<li>a"), ("<table>", "<tr><td>a"), ("", "<b>x</b>"), ("", "</b>")]
)
def test_long_pages_with_tags_left_out_are_not_deep(start, many):
    refuse_excess(start + many * 5000)


def test_what_takes_too_long_is_given_up():
    began = time.monotonic()
    with pytest.raises(TooMuch, match=r"https://kites\.example/: reading it takes longer than 0\.05 s"):
        slow()
    assert time.monotonic() - began < 60


def slow():
    with time_limit("https://kites.example/", 0.05):
        while True:
            pass


def test_a_scrape_of_such_a_page_changes_nothing(tmp_path, monkeypatch):
    sandbox = Sandbox(tmp_path)
    sandbox.page(LIST, list_page(KITES))
    sandbox.scrape()
    monkeypatch.setattr(limits, "LONGEST", 0.2)
    sandbox.page(LIST, list_page(KITES, P("Kites", "*" * 200_000)))
    sandbox.refuses(TooMuch, "papers.html: reading it takes longer")
    sandbox.page(LIST, list_page(KITES, P("<b>" * 30_000 + "Kites", "Ada Quill")))
    sandbox.refuses(TooMuch, "within each other")


def test_an_edition_has_a_bound_of_its_own():
    Deadline("kites2031").require()
    with pytest.raises(TooMuch, match="kites2031: it took longer than"):
        Deadline("kites2031", -1.0).require()
