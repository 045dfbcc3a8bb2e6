"""Facts of an edition are corrected in place; comments and pages are kept."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from archive.errors import StoreError, UsageError
from archive.store.editions import load_registry
from archive.store.editions_edit import set_facts

TABLES = """# ours
[kites2031]
name = "Kites 2031"  # as printed
venue = "ACME"
year = 2031
url = "https://kites.example/2031/"

[[kites2031.pages]]
url = "https://kites.example/2031/papers.html"
family = "list"

[kites2032]
name = "Kites 2032"
venue = "ACME"
year = 2032
location = "Utrecht"
url = "https://kites.example/2032/"
"""


@pytest.fixture
def root(tmp_path):
    (tmp_path / "editions.toml").write_text(TABLES, encoding="utf-8")
    return tmp_path


def test_a_new_fact_is_written_before_the_pages_and_nothing_else_changes(root):
    path = set_facts(root, "kites2031", {"date": datetime.date(2031, 5, 1), "location": "Delft"})
    edition = load_registry(root)["kites2031"]
    assert (edition.date, edition.location, len(edition.pages)) == (datetime.date(2031, 5, 1), "Delft", 1)
    text = path.read_text(encoding="utf-8")
    assert text.startswith('# ours\n[kites2031]\nname = "Kites 2031"  # as printed\n')
    assert text.endswith(TABLES[TABLES.index("[kites2032]") :])


def test_a_fact_can_be_changed_and_removed(root):
    set_facts(root, "kites2032", {"name": "Kites, Again", "location": None})
    edition = load_registry(root)["kites2032"]
    assert (edition.name, edition.location) == ("Kites, Again", None)


def test_an_invalid_change_leaves_the_file_unchanged(root):
    with pytest.raises(StoreError, match="year 31 is not plausible"):
        set_facts(root, "kites2031", {"year": 31})
    with pytest.raises(UsageError, match=r"editions.toml has no table \[kites2039\]"):
        set_facts(root, "kites2039", {"location": "Delft"})
    assert (root / "editions.toml").read_text(encoding="utf-8") == TABLES


def test_a_bundled_edition_is_changed_in_a_copy_of_its_table(root):
    before = load_registry(root)["neurips2019"]
    assert set_facts(root, "neurips2019", {"location": "Delft"}) == root / "editions.toml"
    edition = load_registry(root)["neurips2019"]
    assert edition == dataclasses.replace(before, location="Delft")
    assert (root / "editions.toml").read_text(encoding="utf-8").startswith(TABLES)
    set_facts(root, "neurips2019", {"location": before.location})
    assert load_registry(root)["neurips2019"] == before
    set_facts(root, "neurips2018", {"location": "Delft"})
    text = (root / "editions.toml").read_text(encoding="utf-8")
    assert "\n\n[neurips2018]\n" in text
    assert "\n\n\n" not in text
    assert text[-2:] != "\n\n"
