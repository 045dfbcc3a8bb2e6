"""Unlikely titles are reported, others are not."""

from __future__ import annotations

import pytest

from archive.model.title_check import stray


@pytest.mark.parametrize(
    "title",
    [
        "Kites on Rails Oral",
        "WITHDRAWN: Kites on Rails",
        "Kites on Rails Abstract Strings hold kites. We learn them and fly.",
        "Spotlight Kites on Rails",
        "Kites on RailsBibTeX",
        "Kites on Rails [show abstract]",
        "Kites on Rails *",
        "Kites on Rails*",
        "Kites on Rails∗†",
        "Kites on Rails (*)",
        "Are Kites on Rails?‡",
        "* Kites on Rails",
        "🏆 Kites on Rails",
        "Kites on Rails/b>",
        "Kites &amp; Rails",
        "K\ufffdtes on Rails",
        "Keynote: Kites",
        "Program Committee",
        "Organizers",
        "Call for Papers",
    ],
)
def test_what_may_not_be_part_of_a_title_is_reported(title):
    assert stray(title)


@pytest.mark.parametrize(
    "title",
    [
        "Kites on Rails",
        "[Retracted]",
        "Kites vs. Owls. A Study of Rails",
        "C++ and C# for Kites",
        "Is k > 3 < 4 for Kites?",
        "A* on Rails",
        "Rails by A*",
        "Contact Tracing by Kite",
        "Dali: Kites & Rails",
        "“Kites” on Rails",
        "Kites: Extended Abstract",
        "New Kites",
        "$k$-Nearest Kites",
    ],
)
def test_titles_as_papers_have_them_are_left_alone(title):
    assert not stray(title)
