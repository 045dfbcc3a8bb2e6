"""An unreachable host or network is tried once, not once for each edition."""

from __future__ import annotations

import errno
import socket

import pytest

from archive.collect.unreachable import Unreachable
from archive.errors import FetchError, NoNetwork, NoSuchHost
from archive.model.paper import Edition, Page
from archive.net import http
from archive.net.web import WebFetcher
from tests.support.commands import run


def edition(name, *urls):
    pages = tuple(Page(url, "list") for url in urls)
    return Edition(name, name, "ACME", 2031, url="https://kites.example/", pages=pages)


ONE, TWO = edition("one", "https://kites.example/1"), edition("two", "https://kites.example/2", "https://other.example/2")
OTHER, IMPORTED = edition("other", "https://other.example/1"), edition("imported")


@pytest.mark.parametrize(
    ("error", "prevented"),
    [(NoSuchHost("x"), ["two"]), (NoNetwork("x"), ["two", "other"]), (FetchError("x"), []), (OSError("x"), [])],
)
def test_editions_that_need_a_failed_host_are_not_tried(error, prevented):
    unreachable = Unreachable()
    unreachable.learn(error, ONE)
    reasons = {each.id: unreachable.prevents(each) for each in (TWO, OTHER, IMPORTED)}
    assert [name for name, reason in reasons.items() if reason] == prevented == unreachable.skipped
    assert {reason for reason in reasons.values() if reason} <= {"not tried, for the same reason as one"}


@pytest.mark.parametrize("error", [NoSuchHost, NoNetwork])
def test_a_scrape_without_network_fails_once_and_names_the_rest(capsys, root, monkeypatch, error):
    asked = []

    def get(self, url):
        asked.append(url)
        raise error("mlforsystems.org: the host name could not be resolved. Check the connection and try again.")

    monkeypatch.setattr(WebFetcher, "get", get)
    ran = run(capsys, "scrape", "neurips2018", "neurips2019", "neurips2020", "--no-abstracts")
    assert (ran.code, ran.out, len(asked)) == (1, "", 1)
    assert ran.err.splitlines() == [
        "neurips2018: mlforsystems.org: the host name could not be resolved. Check the connection and try again.",
        "Not tried, for the same reason: neurips2019, neurips2020.",
        "3 of 3 editions could not be collected and were not changed.",
    ]
    rows = run(capsys, "scrape", "neurips2018", "neurips2019", "--no-abstracts", "--json").json
    assert rows[1]["error"] == "not tried, for the same reason as neurips2018"


@pytest.mark.parametrize(
    ("cause", "kind"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), NoSuchHost),
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"), NoNetwork),
        (OSError(errno.ENETUNREACH, "Network is unreachable"), NoNetwork),
    ],
    ids=["no such host", "no answer", "no network"],
)
def test_the_cause_of_a_failure_decides_which_editions_are_skipped(tmp_path, monkeypatch, cause, kind):
    def resolve(*_, **__):
        raise cause

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(http, "PAUSE", 0.0)
    monkeypatch.setattr(http, "BACKOFF", 0.0)
    with pytest.raises(kind, match=r"^[^:]+: (the host name could not be resolved|there is no network connection)\."):
        WebFetcher(cache=tmp_path / "cache", pdfs=tmp_path / "pdf").peek("https://kites.example/a", "GET")
