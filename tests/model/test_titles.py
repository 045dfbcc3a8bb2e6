"""Text that is not part of a title: removed if all titles of a page make that certain, otherwise kept and reported."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model.titles import ornament, trim_titles


def trimmed(*titles: str) -> list[str]:
    return [one.title for one in trim_titles(titles)[0]]


PLAIN = ["Kites", "Lamps", "Snow"]


@pytest.mark.parametrize(
    "titles",
    [
        ["1. Kites", "2. Lamps", "3. Snow"],
        ["(12) Kites", "(7) Lamps", "(31) Snow"],
        ["[1] Kites", "[2] Lamps", "[3] Snow"],
        ["Poster #3: Kites", "Poster #12: Lamps", "Poster #1: Snow"],
        ["P3: Kites", "P4: Lamps", "P9: Snow"],
        ["1 Kites", "2 Lamps", "3 Snow"],
        ["1) Kites", "2) Lamps", "1) Snow"],
        ["[PDF] Kites", "Lamps [pdf | slides]", "Snow"],
        ["1. [PDF] Kites.", "2. Lamps. [PDF]", "3. Snow."],
        ["Kites (PDF)", "Lamps (PDF)", "Snow (PDF)"],
        ["Kites.", "Lamps.", "Snow."],
        ["[New] Kites", "Lamps", "Snow"],
    ],
)
def test_what_all_titles_have_in_common_is_removed(titles):
    assert trimmed(*titles) == PLAIN
    assert trim_titles(titles)[1]


@pytest.mark.parametrize(
    "titles",
    [
        ["3. Something", "Lamps", "Snow"],
        ["1. Kites"],
        ["5. Kites", "7. Lamps"],
        ["1. Kites", "(2) Lamps", "3. Snow"],
        ["1. Kites", "2. Lamps", "Snow"],
        ["10 Ways to Fly", "12 Kites", "20 Years of Snow"],
        ["Kites.", "Lamps", "Snow"],
        ["Kites (Oral)", "Lamps", "Snow"],
        ["Poster: Kites", "Poster: Lamps", "Poster: Snow"],
        ["Kites Inc.", "Lamps vs.", "Snow et al."],
        ["Kites...", "Lamps...", "Snow..."],
        ["[Re] Kites", "[Retracted]", "(Re)thinking Snow"],
        ["[PDF]", "[Oral]", "1."],
    ],
)
def test_what_may_be_part_of_a_title_is_kept(titles):
    assert trim_titles(titles) == ([(title, ()) for title in titles], [])


def test_what_was_cut_is_reported():
    assert trim_titles(["1. Kites [PDF]", "2. Lamps"])[1] == [
        '"[PDF]" is cut from 1 title, such as "1. Kites"',
        'the numbers before titles, "1." to "2.", are cut, as each title has one',
    ]


def test_nine_of_ten_titles_with_a_full_stop_are_enough():
    titles = [f"Kites of {word}." for word in "ash birch cedar elm fir hazel larch maple oak pine".split()]
    assert trimmed(*titles, "Why?", "Kites")[0] == "Kites of ash"
    assert trimmed(*titles[:5], "Kites")[0] == "Kites of ash."


def test_badges_with_a_meaning_are_kept_separately():
    found, _ = trim_titles(["[Oral] Kites", "Lamps (Best Paper Award)", "Best Student Paper Award: Snow", "[Poster] Owls"])
    assert found == [
        ("Kites", ("oral",)), ("Lamps", ("Best Paper Award",)), ("Snow", ("Best Student Paper Award",)), ("Owls", ("poster",)),
    ]  # fmt: skip
    assert trim_titles(["Oral: Kites", "Poster: Lamps", "Poster: Snow"])[0][1] == ("Lamps", ("poster",))


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("3. Something", '"3."'), ("(12) Kites", '"(12)"'), ("Poster #3: Kites", '"Poster #3:"'), ("#4 Kites", '"#4"'),
        ("Poster: Kites", '"Poster:"'), ("NEW! Kites", '"NEW!"'), ("Kites (Oral)", '"(Oral)"'), ("Kites.", "full stop"),
    ],
)  # fmt: skip
def test_what_may_not_be_part_of_a_title_is_reported(title, told):
    assert told in ornament(title)


@pytest.mark.parametrize(
    "title",
    ["10 Ways to Fly", "T5: Kites", "3D Kites", "Kites vs.", "Kites...", "Kites (SoFT)", "1-Bit Kites", "Best Paper Planes"],
)
def test_what_is_part_of_a_title_causes_no_doubt(title):
    assert ornament(title) == ""


@given(st.lists(st.text(alphabet="aB1 .:#()[]?", max_size=12), max_size=5))
def test_no_title_becomes_empty_and_none_is_lost(titles):
    found, _ = trim_titles(titles)
    assert len(found) == len(titles)
    assert all(
        any(map(str.isalpha, one.title)) for one, title in zip(found, titles, strict=True) if any(map(str.isalpha, title))
    )
