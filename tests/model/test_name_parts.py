"""The parts of a name: family name, given name, suffix, and their form in references."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model.name_parts import name_key
from archive.model.names import (
    family_name,
    given_name,
    name_parts,
    name_suffix,
)
from tests.support.strategies import full_names, names, quick


@quick
@given(names)
def test_the_parts_of_a_name_give_the_name_when_joined(name):
    parts = (given_name(name), family_name(name), name_suffix(name))
    assert " ".join(part for part in parts if part) == name


@quick
@given(full_names)
def test_particles_belong_to_the_family_name(name):
    for particle in ("van", "de la", "von der"):
        assert (f" {particle} " in name) == family_name(name).startswith(f"{particle} ")


@pytest.mark.parametrize(
    ("name", "given_", "family", "suffix"),
    [
        ("Mia van Loon", "Mia", "van Loon", ""),
        ("Mia de la Cruz Jr.", "Mia", "de la Cruz", "Jr."),
        ("Xia (Steve) Li", "Xia (Steve)", "Li", ""),
        ("Ada Haj-Kite", "Ada", "Haj-Kite", ""),
        ("Madonna", "", "Madonna", ""),
        ("Bo Zuse III", "Bo", "Zuse", "III"),
        ("Van Moss", "Van", "Moss", ""),
        ("Quill, Ada", "Ada", "Quill", ""),
        ("", "", "", ""),
    ],
)
def test_given_name_family_name_and_suffix(name, given_, family, suffix):
    assert (given_name(name), family_name(name), name_suffix(name)) == (given_, family, suffix)


def test_a_nickname_at_the_end_does_not_repeat_the_family_name():
    assert "Zuse" not in given_name("Bo Zuse (Bobby)")


@quick
@given(st.text())
def test_any_text_can_be_split_like_a_name(text):
    assert all(part == part.strip() for part in (family_name(text), given_name(text), name_suffix(text)))


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Mia van der Berg Jr.", ("Mia", "van der", "Berg", "Jr.")),
        ("van der Berg, Jr., Mia", ("Mia", "van der", "Berg", "Jr.")),
        ("King, Ada Zoë, Jr.", ("Ada Zoë", "", "King", "Jr.")),
        ("Mia Van der Berg", ("Mia", "Van der", "Berg", "")),
        ("Mia de Las Casas", ("Mia", "de", "Las Casas", "")),
        ("Jan van 't Hoff", ("Jan", "van 't", "Hoff", "")),
        ("Ho Van Le", ("Ho Van", "", "Le", "")),
        ("Xia (Steve) Li", ("Xia (Steve)", "", "Li", "")),
        ("Madonna", ("", "", "Madonna", "")),
        ("Madonna Jr.", ("", "", "Madonna Jr.", "")),
        ("Quill,", ("", "", "Quill", "")),
        (", Ada", ("", "", "Ada", "")),
    ],
)
def test_a_name_is_divided_for_references(name, parts):
    assert name_parts(name) == parts


@pytest.mark.parametrize(
    ("name", "family", "parts"),
    [
        ("Ada García Márquez", "García Márquez", ("Ada", "", "García Márquez", "")),
        ("Mia van Loon Jr.", None, ("Mia", "van", "Loon", "Jr.")),
        ("José Ortega y Gasset", "Ortega y Gasset", ("José", "", "Ortega y Gasset", "")),
        ("Kim Minsu", "Kim", ("Minsu", "", "Kim", "")),
        ("Barnes and Kite, Inc.", None, ("", "", "Barnes and Kite, Inc.", "")),
        ("Kite Team", None, ("", "", "Kite Team", "")),
    ],
)
def test_a_family_name_that_is_stated_divides_the_name(name, family, parts):
    assert name_parts(name, family) == parts


def test_a_title_alone_is_still_a_name():
    assert name_key("Dr.") == "dr"
    assert name_key("Prof. Dr. Ada Quill") == "ada quill"
