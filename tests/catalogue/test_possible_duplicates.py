"""Who may be one person."""

from __future__ import annotations

import pytest

from archive.catalogue.possible_duplicates import possible_duplicates


@pytest.mark.parametrize(
    ("bylines", "reason"),
    [
        ((("Ada Quill",), ("Quill Ada",)), "family and given name swapped"),
        ((("Ada Quill",), ("Ada B. Quill",)), "an extra middle name"),
        ((("Ada Quill", "Bo Zuse"), ("A. Quill", "Bo Zuse")), "the initials match, and both wrote with Bo Zuse"),
        ((("Ada Quill", "Bo Zuse"), ("Adda Quill", "Bo Zuse")), "almost the same spelling, and both wrote with Bo Zuse"),
    ],
)
def test_who_may_be_one_is_told_with_the_reason(everybody, bylines, reason):
    found, known = everybody(*bylines)
    assert [pair.reason for pair in possible_duplicates(found, known)] == [reason]


@pytest.mark.parametrize(
    "bylines", [(("Ada Quill",), ("A. Quill",)), (("Ada Quill",), ("Adda Quill",)), (("Ada",), ("Ada Q.",))]
)
def test_without_a_witness_there_is_no_doubt(everybody, bylines):
    found, known = everybody(*bylines)
    assert list(possible_duplicates(found, known)) == []


def test_two_people_settled_as_two_are_not_asked_about(everybody):
    settled = '[[different]]\nnames = ["Ada Quill", "Ada B. Quill"]\nreason = "they met"\n'
    found, known = everybody(("Ada Quill",), ("Ada B. Quill",), settled=settled)
    assert list(possible_duplicates(found, known)) == []
