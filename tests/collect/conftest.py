"""What tests of collecting share."""

from __future__ import annotations

import pytest

from tests.support.sandbox import KITES, LAMPS, LIST, SNOW, Sandbox, list_page


@pytest.fixture
def collected(tmp_path) -> Sandbox:
    """An edition of three papers, collected once."""
    sandbox = Sandbox(tmp_path)
    sandbox.page(LIST, list_page(KITES, LAMPS, SNOW))
    sandbox.scrape()
    return sandbox
