"""The state of a search as you type, without a terminal."""

from __future__ import annotations

import pytest

from archive.catalogue.filters import Filters
from archive.cli.search.session import Session
from archive.search.index import open_index
from tests.support.steps import steps


@pytest.fixture
def session(root):
    return Session(open_index(root), Filters(), "")


def test_the_last_word_may_be_unfinished(session):
    session.search("deep kit")
    assert [hit.record["id"] for hit in session.hits if not hit.partial] == ["quill2031deep"]
    assert session.wanted.contains("kites")
    session.search("deep kit ")
    assert session.answer.plan.clauses[-1].alternatives == ()


def test_an_unfinished_word_first_matches_itself(session):
    for text in ("quill 2024", "quill2024kites", "weigh snow"):
        session.search(text)
        assert session.answer.total == 1, text
    session.search("lantern glo")
    assert session.hits[0].record["id"] == "altinbuken2024lantern"


@pytest.mark.parametrize("text", ["", " ", '"', "-", "kites -", "title:", "a OR", "(", "year:", "C+", "*", "~~", "RL"])
def test_any_unfinished_query_has_an_answer(session, text):
    session.search(text)
    assert session.status()


def test_every_misspelled_word_is_named(session):
    """A long word is searched as what it is close to; for a short one, that is only offered."""
    session.search("latern snwo ")
    assert 'no paper contains "latern", "snwo"; searched for "lantern"; did you mean: lantern snow' in session.status()


def test_the_cursor_stays_on_the_results(session):
    session.search("kites")
    session.move(-1)
    assert session.cursor == 0
    session.move(99)
    assert session.cursor == len(session.hits) - 1
    session.search("zzzzzz")
    session.move(1)
    assert (session.cursor, session.hit) == (0, None)


def test_scrolling_past_the_end_returns_to_the_beginning(session):
    session.scroll(5, lines=12)
    session.scroll(5, lines=12)
    assert session.line == 10
    session.scroll(5, lines=12)
    assert session.line == 0
    session.scroll(5, lines=12)
    session.move(1)
    assert session.line == 0


def test_narrowing_filters_by_topic_then_edition_and_widening_undoes_it(session):
    session.search("kites")
    total = session.answer.total
    session.narrow()
    assert 0 < session.answer.total < total
    assert session.narrowed == ["caching"]
    while not session.message:
        session.narrow()
    assert "Nothing narrows this further." in session.status()
    session.widen()
    assert session.answer.total == total
    assert session.narrowed == []


def test_each_key_is_answered_with_as_little_work_as_a_search(session):
    text = "how are learned kites tied to slow trains on rails in windy weather with glass ropes"
    whole = steps(lambda: session.search(text))
    for end in range(1, len(text), 5):
        assert steps(lambda end=end: session.search(text[:end])) < 2 * whole + 20_000, text[:end]
        assert session.status()
