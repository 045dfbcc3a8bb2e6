"""An invented edition whose abstracts stand on its pages."""

from __future__ import annotations

import pytest

from tests.support.sandbox import DETAILS, KITES, LAMPS, LIST, SCHEDULE, Sandbox, collect, list_page, table, unfold


@pytest.fixture
def sandbox(tmp_path):
    return Sandbox(tmp_path)


@pytest.fixture
def listed(sandbox):
    """A list, a details page and a programme, of which only the list is there yet; its papers are stored."""
    sandbox.register(table("kites2031", ("list", LIST), ("details", DETAILS), ("schedule", SCHEDULE)))
    sandbox.page(LIST, list_page(KITES, LAMPS))
    sandbox.scrape()
    return sandbox


@pytest.fixture
def unfolded(listed):
    """The same with the details page, and its abstracts collected on day 1."""
    unfold(listed)
    collect(listed)
    return listed
