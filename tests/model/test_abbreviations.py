"""The field's abbreviations."""

from __future__ import annotations

from archive.model.abbreviations import LONG, short_form
from archive.model.analysis import STOP_WORDS


def test_the_table_of_abbreviations_is_sound():
    for short, long in LONG.items():
        initials = "".join(word[0] for word in long.replace("-", " ").split()).lower()
        assert short[0] == initials[0] or short in ("ml",)
        assert len(long.split()) > 0
        assert short == short.lower()


def test_long_forms_are_known_without_the_words_that_queries_ignore():
    for short, long in LONG.items():
        words = long.lower().replace("-", " ").split()
        assert short_form(" ".join(words)) == short
        assert short_form(" ".join(word for word in words if word not in STOP_WORDS)) == short
