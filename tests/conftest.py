"""What all tests share: nobody's own folders, variables or proxies are ever touched."""

from __future__ import annotations

import pytest

from tests.support.loopback import Loopback


@pytest.fixture(autouse=True)
def own_folders(monkeypatch, tmp_path_factory):
    """A home of the test's own; platformdirs reads these variables."""
    home = tmp_path_factory.mktemp("home")
    for variable, folder in {
        "HOME": "",
        "XDG_DATA_HOME": "data",
        "XDG_CACHE_HOME": "cache",
        "XDG_STATE_HOME": "state",
        "XDG_CONFIG_HOME": "config",
    }.items():
        monkeypatch.setenv(variable, str(home / folder))
    for variable in ("MLFORSYS_ROOT", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(variable, raising=False)
    return home


@pytest.fixture
def loopback():
    server = Loopback()
    yield server
    server.close()
