"""Unlikely values, which a person should check."""

from __future__ import annotations

import pytest

from archive.model.plausibility import doubts


@pytest.mark.parametrize(
    ("name", "doubt"),
    [
        ("Kites", "has one word"),
        ("Quill Ada", "may have the family name first"),
        ("QUILL Bo", "may have the family name first"),
        ("ADA QUILL", "is in capitals"),
        ("Ada Bo Cy Di Ed Quill", "has 6 words"),
        ("Ada Ada Quill", "has a word twice in a row"),
        ("Ada QuillBo Zuse", "may be two names without a comma"),
    ],
)
def test_an_unlikely_name_is_reported(name, doubt):
    assert list(doubts("Kites", [name])) == [f'the author "{name}" {doubt}']


@pytest.mark.parametrize(
    "name",
    ["Ada Quill", "Ada Ada", "A A Quill", "AB Quill", "Bo ZUSE", "Ada McDonald Quill", "HyeJin Won", "Kite Team", "王伟"],
)
def test_a_usual_name_is_not_reported(name):
    assert not list(doubts("Kites", [name]))
