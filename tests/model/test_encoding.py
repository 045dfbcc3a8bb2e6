"""Text that was decoded twice is repaired."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.model.encoding import mend
from tests.support.strategies import quick


@quick
@given(st.lists(st.sampled_from("Zoë Łukasz Straße 小红 Щукин it’s “no” a—b Ålesund naïve".split()), max_size=6))
def test_text_that_was_encoded_twice_is_repaired(words):
    text = " ".join(words)
    twice = "".join(
        c if c.isascii() else "".join(bytes([b]).decode("cp1252", errors="surrogateescape") for b in c.encode()) for c in text
    )
    twice = "".join(chr(ord(c) - 0xDC00) if "\udc80" <= c <= "\udcff" else c for c in twice)
    assert mend(twice) == text
    assert mend(text) == text
