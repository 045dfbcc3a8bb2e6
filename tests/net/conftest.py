"""Fetchers for a server on this machine, without pauses."""

from __future__ import annotations

import time

import pytest

from archive.net import http
from archive.net.mirror import MirrorSite
from archive.net.web import WebFetcher
from tests.support.loopback import AGENT, PATH


@pytest.fixture(autouse=True)
def hurry(monkeypatch):
    monkeypatch.setattr(http, "PAUSE", 0.0)
    monkeypatch.setattr(http, "BACKOFF", 0.0)


@pytest.fixture
def naps(monkeypatch):
    """The seconds that would have been slept."""
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    return slept


@pytest.fixture
def web(tmp_path):
    return WebFetcher(cache=tmp_path / "cache")


@pytest.fixture(params=["web", "mirror"])
def getter(request, tmp_path, loopback):
    """Functions that get the page at PATH from the live web, and through a mirror site."""
    if request.param == "web":
        web = WebFetcher(cache=tmp_path / "cache", agent=AGENT)
        return lambda: web.get(loopback.url + PATH)
    site = MirrorSite(loopback.url, agent=AGENT)
    return lambda: site.get("https://kites/papers.html")
