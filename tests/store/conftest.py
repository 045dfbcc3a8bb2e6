"""Fixtures for tests of the store: a bundled catalogue, and a user's folder filled from it."""

from __future__ import annotations

import pytest

from archive.model.paper import Paper
from archive.store import delivery as delivery_module
from archive.store import root as root_module
from archive.store.delivery import deliver_catalogue
from archive.store.papers import Store

KITES = Paper(id="quill2031kites", title="Kites on Rails", authors=("Ada Quill",))
LAMPS = Paper(id="moss2031lanterns", title="Lanterns Underwater", authors=("Cy Moss",))
SNOW = Paper(id="frost2031weight", title="The Weight of Snow", authors=("Di Frost",))
MINE = Paper(id="wing2031moths", title="Moths at Noon", authors=("Ed Wing",))


@pytest.fixture
def bundle(tmp_path, monkeypatch):
    """A bundled catalogue, as in a wheel."""
    store = Store(tmp_path / "bundle")
    store.write_papers("kites2031", [KITES, LAMPS])
    for module in (root_module, delivery_module):
        monkeypatch.setattr(module, "bundled_folder", lambda: store.root)
    return store


@pytest.fixture
def user(tmp_path, bundle):
    """A user's folder, after the first delivery."""
    folder = tmp_path / "user"
    deliver_catalogue(folder)
    return Store(folder)
