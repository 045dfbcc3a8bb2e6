"""Names in capitals or in lower case, and the spelling that replaces them."""

from __future__ import annotations

import pytest

from archive.model.name_case import has_odd_case, usual_form


@pytest.mark.parametrize(
    "name",
    ["ADA QUILL", "Ada QUILL", "Ada LI", "ada quill", "ada Quill", "Ada quill", "Jean-LUC Moss", "QUILL Ada", "Bo ZUSE Jr."],
)
def test_names_in_capitals_or_small_letters(name):
    assert has_odd_case(name)


@pytest.mark.parametrize(
    "name",
    [
        "Ada Quill",
        "JP Quill",
        "A. B. Quill",
        "Mia van der Berg",
        "Bo Zuse III",
        "Ada McQuill",
        "王 小明",
        "Madonna",
        "Zoë O'Neil",
        "",
    ],
)
def test_names_as_people_write_them(name):
    assert not has_odd_case(name)


def test_the_usual_form_is_the_most_frequent_one_that_is_not_odd():
    assert usual_form({"ADA QUILL": 5, "Ada Quill": 1, "Áda Quill": 2}) == "Áda Quill"
    assert usual_form({"ada quill": 1, "ADA QUILL": 2}) == "ADA QUILL"
    assert usual_form({"Ada Quill": 1, "Áda Quill": 1}) == "Ada Quill"
