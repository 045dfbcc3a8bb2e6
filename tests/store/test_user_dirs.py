"""The user's folders: none without a home, and a temporary cache for the run."""

from __future__ import annotations

import sys

import pytest

from archive.errors import StoreError
from archive.store import user_dirs
from tests.support.commands import run


def test_they_are_where_the_system_has_them(own_folders):
    assert user_dirs.user_data() == own_folders / "data" / "mlforsys"
    assert user_dirs.user_cache() == own_folders / "cache" / "mlforsys"
    assert user_dirs.user_state() == own_folders / "state" / "mlforsys"
    assert user_dirs.has_home()


@pytest.mark.parametrize("home", ["", "relative"])
def test_without_a_home_there_are_none(monkeypatch, home):
    for variable in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable)
    monkeypatch.setenv("HOME", home)
    with pytest.raises(StoreError, match="No home folder is known"):
        user_dirs.user_data()
    with pytest.raises(StoreError, match="XDG_STATE_HOME"):
        user_dirs.user_state()
    assert not user_dirs.has_home()
    assert user_dirs.user_cache().is_absolute()


@pytest.mark.parametrize("home", [None, "", "relative"])
@pytest.mark.skipif(sys.platform == "win32", reason="POSIX's accounts")
def test_a_uid_without_an_account_searches_what_came_with_the_program(capsys, monkeypatch, tmp_path, home):
    """As with ``docker run --user``."""
    import pwd

    def no_account(uid):
        raise KeyError(f"getpwuid(): uid not found: {uid}")

    monkeypatch.setattr(pwd, "getpwuid", no_account)
    for variable in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "MLFORSYS_ROOT"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.delenv("HOME")
    if home is not None:
        monkeypatch.setenv("HOME", home)
    monkeypatch.chdir(tmp_path)
    for arguments in (("search", "cache"), ("doctor",), ("stats",)):
        ran = run(capsys, *arguments)
        assert ran.code == 0, ran.err
        assert "unexpected" not in ran.err
    ran = run(capsys, "scrape", "neurips2019")
    assert ran.code == 1
    assert "--root DIR" in ran.err
    assert list(tmp_path.iterdir()) == []
