"""``or`` and ``not`` in lower case are words; a note appears if capitals would find other papers."""

from __future__ import annotations

import pytest

from archive.model.paper import Paper
from tests.support.commands import run

PAPERS = [
    Paper("quill2031zebras", "Zebras with Umbrellas", ("Ada Quill",)),
    Paper("moss2031zebras", "Zebras in Fog", ("Bo Moss",)),
    Paper("frost2031fog", "Fog without Stripes", ("Di Frost",)),
]


@pytest.fixture
def zebras(root):
    root.store.write_papers("kites2031", PAPERS)
    return root


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("zebras not fog", "To leave out a word: zebras -fog"),
        ("zebras Not fog", "To leave out a word: zebras -fog"),
        ("not fog", "To leave out a word: -fog"),
        ("umbrellas or stripes", "For papers with either word: umbrellas OR stripes"),
    ],
)
def test_a_note_says_what_to_type(capsys, zebras, text, meant):
    ran = run(capsys, "search", text)
    assert ran.err.count(f" is an ordinary word here. {meant}\n") == 1
    typed = run(capsys, "search", meant.partition(": ")[2], "--format", "ids")
    assert typed.out != run(capsys, "search", text, "--format", "ids").out


@pytest.mark.parametrize(
    "text",
    [
        "zebras NOT fog",
        "zebras and fog",
        "how zebras see in fog or not",
        '"zebras or fog"',
        "or",
        "not",
        "zebras not",
        "sleet or hail",
    ],
)
def test_there_is_no_note_if_capitals_would_change_nothing(capsys, zebras, text):
    assert "ordinary word" not in run(capsys, "search", text).err


def test_json_has_no_note(capsys, zebras):
    assert "ordinary" not in run(capsys, "search", "zebras not fog", "--json").err
