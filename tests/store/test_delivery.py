"""How a newer catalogue is delivered to a user's folder."""

from __future__ import annotations

import dataclasses
import shutil

import pytest

from archive.errors import StoreError
from archive.model.paper import Abstract, Paper
from archive.store.delivery import deliver_catalogue
from archive.store.papers import Store
from tests.store.conftest import KITES, LAMPS, MINE, SNOW


def titled(paper: Paper, title: str) -> Paper:
    return dataclasses.replace(paper, title=title)


def test_a_fresh_folder_gets_the_catalogue_as_it_is(user, bundle):
    assert user.path("kites2031").read_bytes() == bundle.path("kites2031").read_bytes()


def test_a_second_delivery_touches_nothing(user):
    before = {path: path.stat().st_mtime_ns for path in user.root.rglob("*")}
    deliver_catalogue(user.root)
    assert {path: path.stat().st_mtime_ns for path in user.root.rglob("*")} == before


def test_unchanged_files_are_updated(user, bundle):
    bundle.write_papers("kites2031", [SNOW, titled(KITES, "Kites on Tracks"), LAMPS])
    bundle.write_papers("autumn2031", [MINE])
    deliver_catalogue(user.root)
    assert user.path("kites2031").read_bytes() == bundle.path("kites2031").read_bytes()
    assert user.papers("autumn2031") == [MINE]


def test_a_paper_that_the_user_added_stays(user, bundle):
    user.write_papers("kites2031", [KITES, MINE, LAMPS])
    bundle.write_papers("kites2031", [titled(KITES, "Kites on Tracks"), LAMPS, SNOW])
    deliver_catalogue(user.root)
    assert user.papers("kites2031") == [titled(KITES, "Kites on Tracks"), LAMPS, SNOW, MINE]


def test_a_paper_that_the_user_changed_stays_as_they_changed_it(user, bundle):
    user.write_papers("kites2031", [titled(KITES, "My Kites"), LAMPS])
    bundle.write_papers("kites2031", [titled(KITES, "Kites on Tracks"), titled(LAMPS, "Lanterns at Sea")])
    deliver_catalogue(user.root)
    assert user.papers("kites2031") == [titled(KITES, "My Kites"), titled(LAMPS, "Lanterns at Sea")]


def test_a_paper_that_the_user_removed_stays_removed(user, bundle):
    user.write_papers("kites2031", [LAMPS])
    for title in ("Kites on Tracks", "Kites on Wheels"):
        bundle.write_papers("kites2031", [titled(KITES, title), LAMPS])
        deliver_catalogue(user.root)
        assert user.papers("kites2031") == [LAMPS]


def test_the_users_changes_survive_delivery_after_delivery(user, bundle):
    mine = titled(KITES, "My Kites")
    user.write_papers("kites2031", [mine, LAMPS, MINE])
    for more in ([SNOW], [SNOW, titled(LAMPS, "Lanterns at Sea")]):
        bundle.write_papers("kites2031", [KITES, *([LAMPS] if len(more) == 1 else []), *more])
        deliver_catalogue(user.root)
    assert {paper.id: paper for paper in user.papers("kites2031")} == {
        KITES.id: mine,
        SNOW.id: SNOW,
        LAMPS.id: titled(LAMPS, "Lanterns at Sea"),
        MINE.id: MINE,
    }


def test_an_edition_that_the_user_scraped_before_any_delivery_is_joined(tmp_path, bundle):
    store = Store(tmp_path / "user")
    store.write_papers("kites2031", [titled(KITES, "My Kites"), MINE])
    deliver_catalogue(store.root)
    assert store.papers("kites2031") == [titled(KITES, "My Kites"), LAMPS, MINE]


def test_an_edition_added_by_the_user_is_left_alone(user, bundle):
    user.write_papers("mine2031", [MINE])
    bundle.write_papers("kites2031", [KITES])
    deliver_catalogue(user.root)
    assert user.papers("mine2031") == [MINE]


def test_abstracts_are_left_alone(user, bundle):
    abstract = Abstract("Kites fly.", "pdf", "https://kites.example/k.pdf", "2031-05-02")
    user.write_abstracts("kites2031", {KITES.id: abstract})
    bundle.write_papers("kites2031", [titled(KITES, "Kites on Tracks")])
    bundle.write_abstracts("kites2031", {KITES.id: dataclasses.replace(abstract, text="Not for anybody.")})
    deliver_catalogue(user.root)
    assert user.abstracts("kites2031") == {KITES.id: abstract}
    assert not any("Not for anybody" in path.read_text() for path in user.root.rglob("*.json"))


def test_a_damaged_file_of_the_users_is_named_and_kept(user, bundle):
    user.path("kites2031").write_text("{", encoding="utf-8")
    bundle.write_papers("kites2031", [KITES])
    with pytest.raises(StoreError, match=r"kites2031\.json"):
        deliver_catalogue(user.root)
    assert user.path("kites2031").read_text(encoding="utf-8") == "{"


def test_a_users_folder_that_lost_its_papers_is_filled_again(user):
    shutil.rmtree(user.folder)
    deliver_catalogue(user.root)
    assert user.papers("kites2031") == [KITES, LAMPS]
