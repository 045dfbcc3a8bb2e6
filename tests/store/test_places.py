"""Folders of the user: none where nothing says where their home is, and a cache for this run alone."""

from __future__ import annotations

import pytest

from archive.errors import StoreError
from archive.store import places


def test_they_are_where_the_system_has_them(own_folders):
    assert places.user_data() == own_folders / "data" / "mlforsys"
    assert places.user_cache() == own_folders / "cache" / "mlforsys"
    assert places.user_state() == own_folders / "state" / "mlforsys"
    assert places.has_home()


@pytest.mark.parametrize("home", ["", "relative"])
def test_without_a_home_there_are_none(monkeypatch, home):
    for variable in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable)
    monkeypatch.setenv("HOME", home)
    if home:
        with pytest.raises(StoreError, match="No home folder is known"):
            places.user_data()
        with pytest.raises(StoreError, match="XDG_STATE_HOME"):
            places.user_state()
        assert not places.has_home()
    assert places.user_cache().is_absolute()
