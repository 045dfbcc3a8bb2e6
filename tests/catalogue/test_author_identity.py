"""Which spellings of a name are one person."""

from __future__ import annotations

from archive.catalogue.possible_duplicates import possible_duplicates


def test_spellings_of_one_name_are_one_person(everybody):
    found, _ = everybody(("Łukasz Ørsted",), ("Lukasz Orsted",), ("Dr. ŁUKASZ ØRSTED",), ("Bo Zuse",))
    assert [(len(person.items), len(person.variants)) for person in found] == [(3, 3), (1, 1)]
    assert found[0].name in found[0].variants


def test_people_are_not_merged_by_initials(everybody):
    found, _ = everybody(("A. Quill",), ("Ada Quill",))
    assert len(found) == 2


def test_spellings_listed_in_people_toml_are_merged(everybody):
    settled = '[[person]]\nname = "Ada Quill"\nvariants = ["A. Quill"]\norcid = "0000-0002-1825-0097"\nreason = "she told us"\n'
    found, known = everybody(("A. Quill",), ("Ada Quill",), settled=settled)
    assert [(person.name, person.variants, person.orcid) for person in found] == [
        ("Ada Quill", ("A. Quill", "Ada Quill"), "0000-0002-1825-0097")
    ]
    assert list(possible_duplicates(found, known)) == []
