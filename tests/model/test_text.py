"""Comparing texts."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model.text import fold, squeeze, title_key, words
from tests.support.strategies import quick


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Altınbüken", "altinbuken"),
        ("ALTINBÜKEN", "altinbuken"),
        ("İpek", "ipek"),
        ("Łukasz", "lukasz"),
        ("Ørsted", "orsted"),
        ("Đorđe", "dorde"),
        ("Straße", "strasse"),
        ("STRAẞE", "strasse"),
        ("Ærø Œuvre Þór", "aero oeuvre thor"),
        ("ﬁn", "fin"),
        ("Zoe\u0308", "zoe"),
        ("好", "好"),
    ],
)
def test_fold(text, expected):
    assert fold(text) == expected


@quick
@given(st.text())
def test_composed_and_decomposed_fold_alike(text):
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize("text", ["Kites™", "ℝ", "𝐊ites"])
def test_folded_text_is_folded(text):
    assert fold(fold(text)) == fold(text)


def test_squeeze_leaves_single_blanks_and_composed_letters():
    assert squeeze(" Kites\u00a0\n on\u200b \u00adRails\ufeff e\u0301 ") == "Kites on Rails é"
    assert squeeze("Kites\x1b[31m \x00on\x07 \x9b\u202eRails\x1c\x85!") == "Kites[31m on Rails !"


@quick
@given(st.text())
def test_squeezed_text_is_squeezed(text):
    assert squeeze(squeeze(text)) == squeeze(text)
    assert "  " not in squeeze(text)


def test_words_are_folded_and_without_signs():
    assert words("Łódź: K-means, d'être_x (2)") == ["lodz", "k", "means", "d", "etre", "x", "2"]


@pytest.mark.parametrize("other", ["kites on rails", "Kites–on  Rails!", "KITES: ON RÀILS", "Kite's on Rails"])
def test_two_spellings_of_a_title_have_one_key(other):
    assert title_key(other) == title_key("Kites on Rails")


@quick
@given(st.text())
def test_a_title_s_key_is_its_words(text):
    assert title_key(text) == "".join(words(text))
