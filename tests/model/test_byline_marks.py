"""Stars, superscript marks and legends in bylines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model.names import (
    read_byline,
)
from tests.support.strategies import plain_names, quick


@pytest.mark.parametrize(
    ("text", "starred"),
    [("Ada Quill*, Bo Zuse", ("Ada Quill",)), ("Bo Zuse, Jr.*, Ada Quill", ("Bo Zuse Jr.",)), ("Ada Quill†, Bo Zuse", ())],
)
def test_a_star_is_a_star_wherever_the_name_ends(text, starred):
    assert read_byline(text)[1] == starred


def test_and_inside_parentheses_does_not_separate_names():
    assert read_byline("Ada Quill (Kites and Rails), Bo (Kit and Kat) Zuse")[0] == ("Ada Quill", "Bo (Kit and Kat) Zuse")


def test_a_star_before_the_suffix_is_removed():
    assert read_byline("Bo Zuse* Jr., Ada Quill")[:2] == (("Bo Zuse Jr.", "Ada Quill"), ("Bo Zuse Jr.",))


MARKS = ("", "*", "†", "¹", "¹,²", "ᵃ", "<sup>1</sup>", "<sup>a,*</sup>", r"\textsuperscript{2}", "$^{1}$")


@quick
@given(st.lists(plain_names, min_size=1, max_size=5), st.data())
def test_superscript_marks_are_removed(people, data):
    text = ", ".join(name + data.draw(st.sampled_from(MARKS)) for name in people)
    assert read_byline(text).names == tuple(people)


@pytest.mark.parametrize("legend", ["(*equal contribution)", "* These authors contributed equally.", "*: Equal contribution"])
def test_a_legend_explains_the_stars(legend):
    byline = read_byline(f"Ada Quill*, Bo Zuse* and Cy Moss {legend}")
    assert (byline.names, byline.equal) == (("Ada Quill", "Bo Zuse", "Cy Moss"), ("Ada Quill", "Bo Zuse"))
    assert "equal" in byline.legend.lower()
