"""Folders of the user: none where nothing says where their home is, and a cache for this run alone."""

from __future__ import annotations

import pytest

from archive.errors import StoreError
from archive.store import user_dirs


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
    if home:
        with pytest.raises(StoreError, match="No home folder is known"):
            user_dirs.user_data()
        with pytest.raises(StoreError, match="XDG_STATE_HOME"):
            user_dirs.user_state()
        assert not user_dirs.has_home()
    assert user_dirs.user_cache().is_absolute()
