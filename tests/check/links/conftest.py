"""Links checked against a server on this machine, without pauses."""

from __future__ import annotations

import pytest

from archive.check.links.addresses import find_addresses
from archive.check.links.report import check_links
from archive.net import http as requests_of_ours
from archive.net.web import WebFetcher


@pytest.fixture(autouse=True)
def hurry(monkeypatch):
    monkeypatch.setattr(requests_of_ours, "PAUSE", 0.0)
    monkeypatch.setattr(requests_of_ours, "BACKOFF", 0.0)


@pytest.fixture
def web(tmp_path):
    return WebFetcher(cache=tmp_path / "cache")


@pytest.fixture
def check(web):
    """The findings for papers of one edition, and the number of addresses that are there."""

    def check(*papers, cache=None, editions=None, curation=None, fetcher=web):
        held = {"kites2031": papers}
        addresses = find_addresses(held, editions or {})
        return check_links(addresses, held, {"kites2031": curation or {}}, fetcher, cache)

    return check
