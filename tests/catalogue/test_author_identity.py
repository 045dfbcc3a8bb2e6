"""People: whose bylines are one person, and who may be one."""

from __future__ import annotations

import pytest

from archive.catalogue.author_identity import load_known_people, name_key, people, possible_duplicates
from archive.catalogue.items import items
from archive.errors import StoreError
from tests.support.archives import paper, write_archive


@pytest.fixture
def everybody(tmp_path):
    """People on papers with the bylines given, one paper a byline list."""

    def everybody(*bylines: tuple[str, ...], settled: str = ""):
        root = write_archive(tmp_path / "archive")
        for edition in root.store.editions():
            root.store.write_papers(edition, [])
            root.store.abstracts_path(edition).unlink(missing_ok=True)
        root.store.write_papers("kites2031", [paper(f"p{n}", f"Paper {n}", *names) for n, names in enumerate(bylines)])
        (root.folder / "people.toml").write_text(settled)
        known = load_known_people(root.folder)
        return people(items(root), known), known

    return everybody


def test_spellings_of_one_name_are_one_person(everybody):
    found, _ = everybody(("Łukasz Ørsted",), ("Lukasz Orsted",), ("Dr. ŁUKASZ ØRSTED",), ("Bo Zuse",))
    assert [(len(person.items), len(person.variants)) for person in found] == [(3, 3), (1, 1)]
    assert found[0].name in found[0].variants


def test_nobody_is_merged_on_initials(everybody):
    found, _ = everybody(("A. Quill",), ("Ada Quill",))
    assert len(found) == 2


def test_what_a_person_settled_merges(everybody):
    settled = '[[person]]\nname = "Ada Quill"\nvariants = ["A. Quill"]\norcid = "0000-0002-1825-0097"\nreason = "she told us"\n'
    found, known = everybody(("A. Quill",), ("Ada Quill",), settled=settled)
    assert [(person.name, person.variants, person.orcid) for person in found] == [
        ("Ada Quill", ("A. Quill", "Ada Quill"), "0000-0002-1825-0097")
    ]
    assert list(possible_duplicates(found, known)) == []


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


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[people]]\n", "unknown table 'people'"),
        ('[[person]]\nname = "A"\n', "reason is missing"),
        ('[[person]]\nname = "A"\nreason = "x"\nage = 3\n', "unknown key 'age'"),
        ('[[person]]\nname = "A"\nreason = "x"\nvariants = "B"\n', "variants should be a list of texts"),
        ('[[person]]\nname = "A"\nreason = "x"\norcid = "12"\n', "'12' is not an ORCID iD"),
        ("person = 3\n", "it should be a table"),
    ],
)
def test_a_broken_file_is_named_with_its_entry(tmp_path, text, message):
    (tmp_path / "people.toml").write_text(text)
    with pytest.raises(StoreError, match=message) as raised:
        load_known_people(tmp_path)
    assert "people.toml" in str(raised.value)


def test_a_title_alone_is_still_a_name():
    assert name_key("Dr.") == "dr"
    assert name_key("Prof. Dr. Ada Quill") == "ada quill"
