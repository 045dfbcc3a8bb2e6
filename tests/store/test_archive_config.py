"""An archive's identity, and which bundled data it uses."""

from __future__ import annotations

import dataclasses
import subprocess
from pathlib import Path

import pytest

from archive.catalogue.items import items
from archive.catalogue.sources import sources
from archive.catalogue.taxonomy import load_taxonomy
from archive.errors import StoreError
from archive.search.freshness import are_unchanged, describe
from archive.store.archive_config import Identity, load_identity
from archive.store.curation import load_curation
from archive.store.editions import load_registry
from archive.store.people import load_known_people
from archive.store.root import Root, bundled_papers
from tests.support import PROJECT
from tests.support.archives import write_archive
from tests.support.own import KFS, TOPICS, own_archive


@pytest.fixture
def own(tmp_path):
    return own_archive(tmp_path / "kites")


def test_a_root_without_one_is_the_bundled_archive(tmp_path):
    identity = load_identity(tmp_path)
    assert identity == load_identity() == Root(tmp_path).identity
    assert identity.use_bundled
    assert identity.name == "ML for Systems"


def test_a_root_with_one_is_its_own(own):
    assert own.identity == KFS
    assert own.identity.title == "KfS"
    assert own.identity.contact_address == "mailto:chairs@kites.example"
    assert "Kites for Systems" in own.identity.tagline


def test_only_the_name_must_be_there(tmp_path):
    (tmp_path / "archive.toml").write_text('name = "Kites"\n')
    identity = load_identity(tmp_path)
    assert identity == Identity("Kites")
    assert identity.title == "Kites"
    assert identity.contact_address is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "name is missing"),
        ("name = 3", "name should be text on one line, not 3"),
        ('name = " "', "name should be text on one line"),
        ('name = "a\\nb"', "name should be text on one line"),
        ('name = "a\\u202eb"', "reverses the direction of text"),
        ('name = "K"\ncolour = "red"', r'unknown key "colour".*name, short_name, url.*\[site\], \[nav\], \[colors\]'),
        ('name = "K"\nurl = "kites.example"', "url should be a whole web address"),
        ('name = "K"\ncontact = "Ada"', "contact should be an e-mail address"),
        ('name = "K"\nuse_bundled = "no"', "use_bundled should be true or false"),
        ("name = ", "is not valid TOML"),
    ],
)
def test_problems_are_reported_with_the_file(tmp_path, text, message):
    (tmp_path / "archive.toml").write_text(text)
    with pytest.raises(StoreError, match=message) as raised:
        load_identity(tmp_path)
    assert "archive.toml" in str(raised.value)


def test_nothing_bundled_reaches_an_archive_of_its_own(own):
    assert list(load_registry(own.folder)) == ["kfs2031"]
    assert load_taxonomy(own.folder) == {}
    assert load_known_people(own.folder).names == {}
    assert load_curation("neurips2019", own.folder) == {}
    assert bundled_papers(own, "neurips2019") == []
    assert [item.paper.id for item in items(own)] == ["quill2031kites", "moss2031lanterns"]
    assert all(item.record()["topics"] == [] and "suggested_topics" not in item.record() for item in items(own))


def test_an_archive_of_its_own_may_ask_for_what_is_bundled(tmp_path):
    own = own_archive(tmp_path, topics=TOPICS, identity=dataclasses.replace(KFS, use_bundled=True))
    assert {"kfs2031", "neurips2019"} <= set(load_registry(tmp_path))
    assert {"rope", "databases"} <= set(load_taxonomy(tmp_path))
    assert load_known_people(tmp_path).names
    assert load_curation("neurips2019", tmp_path)
    assert len(bundled_papers(own, "neurips2019")) == 22


def test_files_of_a_root_without_one_add_to_the_bundled(tmp_path):
    root = write_archive(tmp_path)
    (tmp_path / "topics.toml").write_text(TOPICS)
    assert {"kites2031", "neurips2019"} <= set(load_registry(root.folder))
    assert {"rope", "databases"} <= set(load_taxonomy(root.folder))


def test_own_topics_are_suggested_by_their_names(tmp_path):
    own = own_archive(tmp_path, topics=TOPICS)
    assert load_taxonomy(tmp_path).find("cord").text == "What kites hang on, and how long it lasts."
    assert load_taxonomy(tmp_path).find("weather").text == "Papers on wind and rain as such."
    folder = tmp_path / "topics.toml"
    folder.write_text(TOPICS.replace('"cord"', '"cord", "lanterns"'))
    suggested = {item.paper.id: item.suggested_topics() for item in items(own)}
    assert suggested == {"quill2031kites": (), "moss2031lanterns": ("rope",)}


def test_an_index_is_stale_if_its_sources_change(own):
    made_from = describe(sources(own))
    assert are_unchanged(sources(own), made_from)
    (own.folder / "topics.toml").write_text(TOPICS)
    assert not are_unchanged(sources(own), made_from)
    made_from = describe(sources(own))
    (own.folder / "archive.toml").write_text('name = "Kites for Systems"\nuse_bundled = true\n')
    assert not are_unchanged(sources(own), made_from)


def test_the_workshop_is_named_only_in_data():
    told = subprocess.run(
        ["grep", "-rliE", "--include=*", "-I", "ml for systems|mlforsystems", PROJECT / "archive"],
        capture_output=True,
        text=True,
        check=True,
    )
    named = [Path(line) for line in told.stdout.splitlines() if "__pycache__" not in line]
    assert {"archive.toml", "editions.toml"} <= {path.name for path in named}
    assert {path.suffix for path in named} <= {".toml", ".json"}, "code and templates name no workshop"
