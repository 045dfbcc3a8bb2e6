"""The excerpt for a query, and the marks in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.query import parse_query
from archive.search.snippets import LONGEST, mark, snippet, wanted_words
from tests.support.strategies import questions, quick

TEXT = "Trains are slow. The learned kites pull trains; a kite's string is long. Lanterns glow (why?). Kites land."


def hits(text, query):
    return [piece.text for piece in mark(text, wanted_words(parse_query(query))) if piece.hit]


def passage(text, query, longest=LONGEST):
    return snippet(text, None, wanted_words(parse_query(query)), longest)


def said(pieces):
    return "".join(piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("kite", ["kites", "kite's", "Kites"]),
        ("TRAINING", ["Trains", "trains"]),
        ("learning", ["learned"]),
        ('"pull trains"', ["Trains", "pull", "trains"]),
        ("lant*", ["Lanterns"]),
        ("title:string abstract:glows", ["string", "glow"]),
        ("the long", ["long"]),
        ("the", ["The"]),
        ("slow -kites", ["slow"]),
        ("slow OR (long glow)", ["slow", "long", "glow"]),
        ("author:kites edition:trains year:2031", []),
        ("", []),
        ("unheard", []),
    ],
)
def test_words_are_marked_by_their_stem(query, marked):
    assert hits(TEXT, query) == marked


def test_words_with_accents_and_special_characters_are_marked_whole():
    assert hits("Łódź, C++ and k-means by Altınbüken", "lodz c++ k-means altinbuken") == [
        "Łódź",
        "C++",
        "k",
        "means",
        "Altınbüken",
    ]


@pytest.mark.parametrize("query", ["does string", "why string"])
def test_stop_words_are_not_marked(query):
    assert hits("Why does a string?", query) == ["string"]


def test_a_prefix_of_two_words_is_marked():
    assert "means" in hits("a k-means of kites", "k-mea*")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("trains", "Trains are slow."),
        ("kites trains string", "The learned kites pull trains; a kite's string is long."),
        ("lanterns", "Lanterns glow (why?)."),
        ("land", "Kites land."),
    ],
)
def test_the_best_sentence_is_chosen_and_among_equals_the_first(query, sentence):
    assert said(passage(TEXT, query)) == sentence


@pytest.mark.parametrize(
    ("abstract", "summary", "shown"),
    [
        ("Snow falls. Kites on trains fly.", "Kites pull.", "Kites on trains fly."),
        ("Snow falls. Kites fly.", "Kites pull trains.", "Kites pull trains."),
        ("Snow falls. Kites fly.", "Kites pull.", "Kites pull."),
        ("Snow falls.", "Moss grows.", "Moss grows."),
        ("Snow falls.", None, ""),
        (None, "Moss grows.", "Moss grows."),
        ("", None, ""),
    ],
)
def test_the_summary_is_shown_if_no_sentence_of_the_abstract_is_better(abstract, summary, shown):
    assert said(snippet(abstract, summary, wanted_words(parse_query("kites trains")))) == shown


@pytest.mark.parametrize("before", [0, 3, 40, 200])
@pytest.mark.parametrize("after", [0, 3, 40, 200])
def test_a_long_sentence_is_shortened_around_the_hit(before, after):
    text = "snow " * before + "kites" + " wind" * after
    pieces = passage(text, "kites")
    assert [piece.text for piece in pieces if piece.hit] == ["kites"]
    shown = said(pieces)
    assert len(shown) <= LONGEST + len("… ") + len(" …") + len("snow ")
    inner = shown.removeprefix("… ").removesuffix(" …")
    assert inner in text
    assert set(inner.split()) <= {"snow", "kites", "wind"}
    assert shown.startswith("… ") == (not text.startswith(inner))
    assert shown.endswith(" …") == (not text.endswith(inner))


@pytest.mark.parametrize("text", ["x" * 400 + " kites fly", "好" * 400 + " kites", "https://kites.example/" + "x" * 300])
def test_a_sentence_without_blanks_still_shows_the_hit(text):
    assert any(piece.hit for piece in passage(text, "kites"))


prose = st.lists(
    st.sampled_from(("kites", "Snow", "the", "wind.", "Łódź!", "k-means", "–", "🙂", "lantern’s", "\n")), max_size=80
).map(" ".join)


@quick
@given(prose | st.text(), questions)
def test_the_fragments_joined_are_the_text(text, query):
    pieces = mark(text, wanted_words(parse_query(query)))
    assert said(pieces) == text
    assert all(piece.text for piece in pieces)


@quick
@given(prose | st.text(), questions, st.integers(20, 100))
def test_a_snippet_is_a_substring_of_the_text(text, query, longest):
    pieces = passage(text, query, longest)
    assert said(pieces).removeprefix("… ").removesuffix(" …") in text
    assert bool(pieces) == bool([piece for piece in mark(text, wanted_words(parse_query(query))) if piece.hit])
