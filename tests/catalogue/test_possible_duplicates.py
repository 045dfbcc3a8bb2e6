"""Names that may belong to one person."""

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
def test_possible_duplicates_are_reported_with_the_reason(everybody, bylines, reason):
    found, known = everybody(*bylines)
    assert [pair.reason for pair in possible_duplicates(found, known)] == [reason]


@pytest.mark.parametrize(
    "bylines", [(("Ada Quill",), ("A. Quill",)), (("Ada Quill",), ("Adda Quill",)), (("Ada",), ("Ada Q.",))]
)
def test_without_evidence_there_is_no_duplicate(everybody, bylines):
    found, known = everybody(*bylines)
    assert list(possible_duplicates(found, known)) == []


def test_people_listed_as_different_are_not_reported(everybody):
    settled = '[[different]]\nnames = ["Ada Quill", "Ada B. Quill"]\nreason = "they met"\n'
    found, known = everybody(("Ada Quill",), ("Ada B. Quill",), settled=settled)
    assert list(possible_duplicates(found, known)) == []
