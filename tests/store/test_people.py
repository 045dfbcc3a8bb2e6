"""people.toml, and errors in it."""

from __future__ import annotations

import pytest

from archive.errors import StoreError
from archive.store.people import load_known_people


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[people]]\n", 'unknown table "people"'),
        ('[[person]]\nname = "A"\n', "reason is missing"),
        ('[[person]]\nname = "A"\nreason = "x"\nage = 3\n', 'unknown key "age"'),
        ('[[person]]\nname = "A"\nreason = "x"\nvariants = "B"\n', "variants should be a list of texts, each on one line"),
        ('[[person]]\nname = "A"\nreason = "x"\norcid = "12"\n', 'orcid should be an ORCID iD, not "12"'),
        ('[[person]]\nname = ""\nreason = "x"\n', "name should be text on one line"),
        ("person = 3\n", "it should be a table"),
    ],
)
def test_a_broken_file_is_named_with_its_entry(tmp_path, text, message):
    (tmp_path / "people.toml").write_text(text)
    with pytest.raises(StoreError, match=message) as raised:
        load_known_people(tmp_path)
    assert "people.toml" in str(raised.value)
