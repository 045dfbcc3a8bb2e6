"""Lines become running text: broken words, ligatures, accents, scripts."""

from __future__ import annotations

import re

import pytest

from tests.support import papers
from tests.support.papers import (
    ABSTRACT,
    BODY,
    BOLD,
    MAC,
    Page,
    article,
    body,
    front,
)


def _lines(text):
    r"""An abstract with more lines; ``\n`` is where they break."""
    return article(f"{ABSTRACT}\n{text}")


def _told(reading):
    assert reading.text.startswith(ABSTRACT)
    return reading.text.removeprefix(ABSTRACT).strip()


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("They shine upon snow and the lan-\nterns shine back.", "They shine upon snow and the lanterns shine back."),
        ("Each child ties a glim-\nmerfold to it.", "Each child ties a glimmerfold to it."),
        ("It is the work of ther-\nmometers alone.", "It is the work of thermometers alone."),
        (
            "It is of no im-\nportance to under-\nstanding or over-\nlapping owls.",
            "It is of no importance to understanding or overlapping owls.",
        ),
        ("It hangs on the knots’ re-\nsilience.", "It hangs on the knots’ resilience."),
    ],
)
def test_words_broken_at_the_ends_of_lines_are_joined(read, printed, text):
    assert _told(read(_lines(printed))) == text


@pytest.mark.parametrize(
    "printed",
    [
        "We use state-of-the-art kites.",
        "We use state-\nof-the-art kites.",
        "We use state-of-\nthe-art kites.",
        "We use state-of-the-\nart kites.",
    ],
)
def test_a_compound_keeps_its_hyphens_wherever_it_is_broken(read, printed):
    assert _told(read(_lines(printed))) == "We use state-of-the-art kites."


@pytest.mark.parametrize("compound", ["well-known", "snow-bound", "owl-eyed", "moss-green", "knot-aware"])
def test_a_compound_with_a_hyphen_elsewhere_keeps_it(read, compound):
    page = _lines("These are {} things.".format(compound.replace("-", "-\n")))
    body(page, "2 Again", text=f"It is {compound} that it is {compound}. {BODY}")
    assert _told(read(page)) == f"These are {compound} things."


def test_a_compound_with_a_hyphen_on_a_later_page_keeps_it(read):
    page = _lines("These are moss-\ngreen things.")
    assert _told(read(page, Page().text(BODY), Page().text(f"So moss-green. {BODY}"))) == "These are moss-green things."


def test_a_word_without_a_hyphen_elsewhere_loses_it(read):
    page = _lines("These are hang-\nbased knots.")
    body(page, "2 Again", text=f"The hangbased knots are hangbased. {BODY}")
    assert _told(read(page)) == "These are hangbased knots."


@pytest.mark.parametrize("printed", ["in the years 2031-\n2032 alone.", "of the Moss-\nWinter kind.", "of snow—\nand moss."])
def test_hyphens_and_dashes_that_break_no_word_stay(read, printed):
    assert _told(read(_lines(printed))) == printed.replace("\n", "")


def test_a_line_end_after_a_slash_leaves_no_blank(read):
    assert _told(read(_lines("of kites and/\nor lanterns."))) == "of kites and/or lanterns."


def test_ligatures_are_letters(read):
    text = f"{ABSTRACT} The \ufb01rst \ufb02ight of a \ufb01nch is a \ufb02eeting one, and not dif\ufb01cult."
    page = front().centred("Abstract", BOLD, 11).skip(4).text(text, MAC)
    assert read(body(page)).text == f"{ABSTRACT} The first flight of a finch is a fleeting one, and not difficult."


def test_ligatures_are_letters_also_where_a_word_breaks(read):
    page = front().centred("Abstract", BOLD, 11).skip(4).text(f"{ABSTRACT}\nIt is the \ufb02ee-\nting \ufb01n-\ncher.", MAC)
    assert read(body(page)).text == f"{ABSTRACT} It is the fleeting fincher."


def test_quotation_marks_and_foreign_letters_stay(read):
    text = "The “Größe” of a naïve kite’s façade isn’t señor Łukasz’s – nor Søren’s — affair.".replace("Ł", "L")
    assert _told(read(_lines(text))) == text


@pytest.mark.parametrize("after", [False, True])
def test_accents_that_are_drawn_over_letters_are_composed(read, after):
    page = _lines("A word of")
    last = next(piece for piece in page.pieces if piece.text == "A word of")
    x = last.x + last.width() + 2.5
    for letter, accent in (("c", ""), ("a", ""), ("f", ""), ("e", "´"), ("u", "¨"), ("n", "˜"), ("o", "ˆ"), ("ı", "¨")):
        width = papers._width(letter, MAC, 10)
        marks = [(accent, x + (width - papers._width(accent, MAC, 10)) / 2)] if accent else []
        for text, at in [(letter, x), *marks] if after else [*marks, (letter, x)]:
            page.put(text, at, last.y, MAC)
        x += width
    assert _told(read(page)) == "A word of caféüñôï"


@pytest.mark.parametrize("mark", ["1", "2,3", "∗", "†", "*", "‡"])
@pytest.mark.parametrize(
    "sentence", ["The kites{} of the village fly low.", "The kites fly low.{}", "They fly low,{} and the owls too."]
)
def test_marks_of_footnotes_are_removed(read, mark, sentence):
    assert _told(read(_lines(sentence.format("^{" + mark + "}")))) == sentence.format("")


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("a loss of 10^{−3} knots.", "a loss of 10⁻³ knots."),
        ("a loss of 10^{-3} knots.", "a loss of 10⁻³ knots."),
        ("a gain of 10^{12} knots.", "a gain of 10¹² knots."),
        ("the area x^{2} of snow.", "the area x² of snow."),
        ("the area of 3 m^{2} and of 7 km^{2} each.", "the area of 3 m² and of 7 km² each."),
        ("a time of O(n^{2}) nights.", "a time of O(n²) nights."),
        ("water is H_{2}O all winter.", "water is H₂O all winter."),
        ("air is CO_{2} and more.", "air is CO₂ and more."),
        ("on the 19^{th} of May.", "on the 19th of May."),
    ],
)
def test_exponents_and_indices_stay_readable(read, printed, text):
    assert _told(read(_lines(printed))) == text


@pytest.mark.parametrize("printed", ["an owl x_{i} of them.", "an owl x_{max} of them."])
def test_indices_of_letters_stay_with_their_letter(read, printed):
    index = printed[printed.index("{") + 1 : printed.index("}")]
    assert re.fullmatch(f"an owl x_?{{?({index}|ᵢ|ₘₐₓ)}}? of them.", _told(read(_lines(printed))))
