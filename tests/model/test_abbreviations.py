"""The field's abbreviations."""

from __future__ import annotations

from archive.model.abbreviations import LONG


def test_the_table_of_abbreviations_is_sound():
    for short, long in LONG.items():
        initials = "".join(word[0] for word in long.replace("-", " ").split()).lower()
        assert short[0] == initials[0] or short in ("ml",)
        assert len(long.split()) > 0
        assert short == short.lower()
