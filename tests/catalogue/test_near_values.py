"""What an error proposes for a value that there is not."""

from __future__ import annotations

import pytest

from archive.catalogue.near_values import near_names, near_spellings, near_values


def test_the_closest_spellings_come_first_and_those_less_alike_are_left_out():
    assert near_spellings("quell", ["quall", "quelle", "bell", "quill"], most=3) == ["quelle"]
    assert near_spellings("quell", ["quall", "bell", "quill"], most=3) == ["quill", "quall"]
    assert near_spellings("quell", ["quall", "bell", "quill"], most=1) == ["quill"]
    assert near_spellings("zzzz", ["quill"], most=3) == []


def test_only_values_about_as_near_as_the_nearest_are_proposed():
    assert near_values("Gannai", ["Milan Ganai", "Janani Moss", "Hary Gunawi"]) == ["Milan Ganai"]
    assert near_values("quell", ["Ada Quill", "Bo Quall"]) == ["Ada Quill", "Bo Quall"]
    assert near_values("zzzz", ["Ada Quill"]) == []


@pytest.mark.parametrize(
    ("wanted", "near"),
    [
        ("J. Dean", []),
        ("T. Kraksa", ["Tim Kraska"]),
        ("tim kraksa", ["Tim Kraska"]),
        ("K. Kraska", ["Tim Kraska"]),
        ("M. Alizade", ["Mohammad Alizadeh"]),
        ("J. P. Quall", ["Jo Pat Quill"]),
    ],
)
def test_initials_must_fit_a_name_that_is_proposed(wanted, near):
    names = ["Jean Kossaifi", "Dejan Grubisic", "Tim Kraska", "Mohammad Alizadeh", "Jo Pat Quill", "Ada Quill"]
    assert near_names(wanted, names) == near
