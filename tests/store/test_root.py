"""Where an archive is."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import StoreError
from archive.store import papers as papers_module
from archive.store import root as root_module
from archive.store.papers import Store
from archive.store.root import Root, find_root, open_root
from tests.store.conftest import KITES, LAMPS, SNOW
from tests.support.commands import run


@pytest.fixture
def nowhere(tmp_path, monkeypatch):
    """A current folder outside any archive."""
    folder = tmp_path / "some" / "where"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


# -- finding it --------------------------------------------------------------------------------


def test_the_option_comes_first(tmp_path, nowhere, monkeypatch):
    (nowhere / "scraped").mkdir()
    monkeypatch.setenv("MLFORSYS_ROOT", str(tmp_path / "variable"))
    assert open_root(tmp_path / "option") == Root(tmp_path / "option")


def test_the_variable_comes_second(tmp_path, nowhere, monkeypatch):
    (nowhere / "scraped").mkdir()
    monkeypatch.setenv("MLFORSYS_ROOT", str(tmp_path / "variable"))
    assert open_root().folder == tmp_path / "variable"


@pytest.mark.parametrize("holder", ["some/where", "some", "."])
def test_the_nearest_folder_upward_with_a_store_comes_third(tmp_path, nowhere, holder):
    for folder in {tmp_path, tmp_path / holder}:
        (folder / "scraped").mkdir()
    assert open_root().folder == (tmp_path / holder).resolve()


def test_an_archive_that_lost_its_store_is_not_taken_for_another(tmp_path, nowhere):
    (tmp_path / "scraped").mkdir()
    for name in ("archive.toml", "editions.toml"):
        (nowhere / name).write_text("")
    with pytest.raises(StoreError, match=r"its folder scraped is missing.*mkdir"):
        open_root()
    (nowhere / "scraped").mkdir()
    assert open_root().folder == nowhere


def test_an_archive_toml_of_another_program_does_not_make_an_archive(tmp_path, nowhere):
    (tmp_path / "scraped").mkdir()
    (nowhere / "archive.toml").write_text("")
    assert open_root().folder == tmp_path


def test_a_file_named_scraped_is_not_a_store(tmp_path, nowhere):
    (nowhere / "scraped").write_text("")
    (tmp_path / "scraped").mkdir()
    assert open_root().folder == tmp_path


def test_the_users_own_folder_comes_last_and_is_filled(nowhere, own_folders, bundle):
    found = open_root()
    assert found.folder == own_folders / "data" / "mlforsys"
    assert found.store.papers("kites2031") == [KITES, LAMPS]
    assert list(nowhere.iterdir()) == []


def test_an_empty_variable_is_ignored(nowhere, own_folders, bundle, monkeypatch):
    monkeypatch.setenv("MLFORSYS_ROOT", "")
    assert open_root().folder == own_folders / "data" / "mlforsys"


@pytest.mark.parametrize("chosen", ["~/archive", "archive"])
def test_a_chosen_root_may_be_relative_or_begin_with_home(nowhere, own_folders, monkeypatch, chosen):
    expected = own_folders / "archive" if chosen.startswith("~") else nowhere / "archive"
    assert open_root(Path(chosen)).folder == expected
    monkeypatch.setenv("MLFORSYS_ROOT", chosen)
    assert open_root().folder == expected


def test_a_chosen_root_is_neither_made_nor_filled(tmp_path, bundle):
    assert open_root(tmp_path / "new").store.editions() == []
    assert not (tmp_path / "new").exists()


def test_a_file_cannot_be_the_root(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="is a file"):
        open_root(tmp_path / "file")


def test_the_projects_own_repository_is_recognized(monkeypatch):
    checkout = Path(root_module.__file__).parents[2]
    monkeypatch.chdir(checkout / "archive")
    assert open_root() == Root(checkout)
    assert open_root(checkout) == Root(checkout)


# -- a home that cannot be written --------------------------------------------------------------


@pytest.fixture
def no_home(monkeypatch, tmp_path):
    """A home below a file, which nobody can create, not even root."""
    (tmp_path / "file").write_text("")
    for variable in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / "file" / "home"))


def test_with_an_unwritable_data_folder_the_bundled_catalogue_is_read_in_place(nowhere, bundle, no_home):
    found = open_root()
    assert found == Root(bundle.root, read_only=True)
    assert found.store.papers("kites2031") == [KITES, LAMPS]


def test_finding_the_root_writes_nothing_while_opening_it_delivers_the_catalogue(nowhere, own_folders, bundle):
    folder = own_folders / "data" / "mlforsys"
    assert find_root() == Root(bundle.root, read_only=True)
    assert not folder.exists()
    assert open_root() == find_root() == Root(folder)


def test_with_an_unwritable_data_folder_every_reading_command_works(capsys, nowhere, no_home):
    for command in ("show kipf2019sosd", "search learned index", "editions", "topics", "cite kipf2019sosd", "stats"):
        ran = run(capsys, *command.split())
        assert ran.code == 0, (command, ran.err)
        assert ran.out


def test_a_folder_that_was_filled_once_is_read_even_if_it_cannot_be_written(nowhere, user, bundle, monkeypatch):
    bundle.write_papers("kites2031", [KITES, LAMPS, SNOW])
    monkeypatch.setattr(root_module, "user_folder", lambda: user.root)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "scraped")

    monkeypatch.setattr("archive.store.transaction.prepare", refuse)
    assert open_root() == Root(user.root)
    assert open_root().store.papers("kites2031") == [KITES, LAMPS]


def test_the_catalogue_of_an_installed_package_is_never_written(tmp_path, monkeypatch):
    monkeypatch.setattr(papers_module, "BUNDLED_CATALOGUE", tmp_path)
    for write in (Store(tmp_path).write_papers, Store(tmp_path).write_abstracts, Store(tmp_path).write_ledger):
        with pytest.raises(StoreError, match=r"is read-only.*--root"):
            write("kites2031", {})
    assert list(tmp_path.iterdir()) == []
