"""Whether a text ends with a complete sentence."""

from __future__ import annotations

import pytest

from archive.pdf.sentences import ends_sentence


@pytest.mark.parametrize(
    "text",
    [
        "Kites fly.",
        "Do kites fly?",
        "Kites fly! ",
        "And so on…",
        "“Kites fly.”",
        "(Kites fly.)",
        "as shown before.3",
        "«Les cerfs-volants volent.»",
        "The code is at https://kites.example/code",
    ],
)
def test_it_ends_a_sentence(text):
    assert ends_sentence(text)


@pytest.mark.parametrize("text", ["", "Kites fly", "Kites fly,", "kites-", "3.5 kites", "at https://kites.example and"])
def test_it_does_not_end_a_sentence(text):
    assert not ends_sentence(text)
