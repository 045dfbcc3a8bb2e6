"""``@proceedings`` in a BibTeX file describes a new edition; values that are not used are reported."""

from __future__ import annotations

import tomllib

import pytest

from tests.support.commands import run

VOLUME = """@Proceedings{K31,
  booktitle = {Proceedings of the 3rd {K}ites Workshop},
  name = {Kites \\& Rails Workshop},
  editor = {Quill, Ada and Zuse, Bo},
  year = {2031},
  start = {2031-05-01},
  conference_url = {https://kites.example/2031/},
  address = {Utrecht}
}
"""
PAPER = "@InProceedings{a, title = {Kites on Rails}, author = {Moss, Cy}}\n"


@pytest.fixture
def volume(root, tmp_path):
    path = tmp_path / "volume.bib"
    path.write_text(VOLUME + PAPER)
    return path


def registered(root) -> dict:
    return tomllib.loads((root.folder / "editions.toml").read_text())


def test_a_new_edition_takes_its_facts_from_the_volume(capsys, root, volume):
    ran = run(capsys, "import", volume, "--edition", "krw2031", "--venue", "ACME", "--location", "Delft", "--yes")
    assert ran.code == 0
    table = registered(root)["krw2031"]
    assert (table["name"], table["venue"], table["year"], table["location"], table["url"], str(table["date"])) == (
        "Kites & Rails Workshop",
        "ACME",
        2031,
        "Delft",
        "https://kites.example/2031/",
        "2031-05-01",
    )
    assert "Taken from @proceedings in the file: name, year, date, url." in ran.err
    assert "Not used of @proceedings: location, booktitle, editor." in ran.err


def test_only_missing_facts_are_asked_for(capsys, root, volume):
    ran = run(capsys, "import", volume, "--edition", "krw2031")
    assert ran.code == 2
    assert "To create it, describe it with --venue." in ran.err


def test_a_registered_edition_is_not_changed(capsys, root, volume):
    before = registered(root)
    ran = run(capsys, "import", volume, "--edition", "kites2031", "--yes")
    assert ran.code == 0
    assert "Not used of @proceedings: name, year, date, location, url, booktitle, editor." in ran.err
    assert registered(root) == before


@pytest.mark.parametrize("text", [VOLUME + VOLUME.replace("K31", "K32"), "", VOLUME.replace("2031", "soon")])
def test_several_volumes_and_invalid_values_are_not_used(capsys, root, volume, text):
    volume.write_text(text + PAPER)
    ran = run(capsys, "import", volume, "--edition", "krw2031", "--venue", "ACME", "--name", "K", "--url", "https://k.example/")
    assert ran.code == 0
    taken = ran.err.partition("Taken from @proceedings")[2].partition("\n")[0]
    assert "date" not in taken
    assert "year" not in taken
