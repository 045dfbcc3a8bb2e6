"""Proposals for pages: correct with high confidence, doubtful with low confidence, and none without papers."""

from __future__ import annotations

import json

import pytest

from archive.collect.families import read_page
from archive.collect.propose import propose
from archive.collect.propose.lexicon import learn
from archive.errors import StoreError
from archive.model.paper import Paper
from archive.store.page_config import page_from_table as page_of
from tests.collect.propose.pages_without_papers import PAGES
from tests.support import TESTS

URL = "https://kites.example/2031/papers.html"
CASES = sorted((TESTS / "samples" / "pages" / "selectors").glob("*.html"))
KNOWN = learn(
    [
        Paper("a", "A Study of Learned Systems and of Their Data", ("Ada Lovelace", "Charles Babbage")),
        Paper("b", "Towards Efficient Scheduling with Models", ("Grace Hopper", "Alan Turing")),
    ]
)
NOT_SEEN = {"programme_with_times"}  # two elements make one title; `mlforsys add` needs to be told


@pytest.mark.parametrize("page", CASES, ids=lambda page: page.stem)
def test_pages_of_every_form_are_read_right_or_doubtful(page):
    html, expected = page.read_text(encoding="utf-8"), json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    proposal = propose(html, expected["url"], KNOWN)
    if page.stem in NOT_SEEN:
        assert proposal.confidence != "high"
        return
    assert proposal.confidence == "high", proposal.doubts
    told = [(one.title, list(one.authors), one.pdf_url) for one in proposal.entries]
    assert told == [(one["title"], one.get("authors", []), one.get("pdf_url")) for one in expected["entries"]]
    # The proposed table reads what was shown.
    assert list(read_page(html, page_of(proposal.page, StoreError)).entries) == proposal.entries


@pytest.mark.parametrize("name", PAGES)
def test_pages_without_papers_never_have_high_confidence(name):
    assert propose(PAGES[name], URL, KNOWN).confidence != "high"


def test_there_are_thirty_of_them():
    assert len(PAGES) == 30


def test_what_a_browser_does_not_show_says_nothing_of_the_meeting():
    hidden = "<noscript><h1>Moths at ACME 2019</h1></noscript><template><h1>Snow at ACME 2020</h1></template>"
    page = f"<html><body>{hidden}<h1>Workshop on Kites at ACME 2031</h1><p>Soon.</p></body></html>"
    assert propose(page, URL, KNOWN).meeting.stated() == {
        "name": "Workshop on Kites at ACME 2031",
        "venue": "ACME",
        "year": 2031,
        "edition": "acme2031",
        "url": URL.rsplit("/", 1)[0] + "/",
    }
