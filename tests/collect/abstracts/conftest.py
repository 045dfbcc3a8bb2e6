"""An invented edition with abstracts on its pages."""

from __future__ import annotations

import pytest

from tests.support.sandbox import DETAILS, KITES, LAMPS, LIST, SCHEDULE, Sandbox, collect, list_page, table, unfold


@pytest.fixture
def sandbox(tmp_path):
    return Sandbox(tmp_path)


@pytest.fixture
def listed(sandbox):
    """The registered pages are a list, a details page and a programme; only the list exists, and its papers are stored."""
    sandbox.register(table("kites2031", ("list", LIST), ("details", DETAILS), ("schedule", SCHEDULE)))
    sandbox.page(LIST, list_page(KITES, LAMPS))
    sandbox.scrape()
    return sandbox


@pytest.fixture
def unfolded(listed):
    """The same with the details page, whose abstracts were collected on day 1."""
    unfold(listed)
    collect(listed)
    return listed
