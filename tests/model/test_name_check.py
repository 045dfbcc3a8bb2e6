"""Texts that are not names are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model.names import (
    NotNames,
    read_byline,
)
from tests.support.strategies import quick


@pytest.mark.parametrize(
    "text",
    [
        "Ada Quill, ada@kites.example",
        "Ada Quill, 3rd Street",
        "Ada Quill, https://kites.example",
        "Ada Quill, <b>Bo Zuse</b>",
        "Ada Quill, 12",
        "Ada Quill, ---",
        "Ada Quill, [Retracted]",
        "We fly kites from moving trains until the wind ceases so that nobody ever has to wait for a station again",
    ],
)
def test_texts_that_are_not_names_are_refused(text):
    with pytest.raises(NotNames):
        read_byline(text)


@quick
@given(st.text())
def test_any_text_is_read_as_names_or_refused(text):
    try:
        people, starred = read_byline(text)[:2]
    except NotNames:
        return
    assert set(starred) <= set(people)
    assert all(name.strip() == name and name for name in people)
