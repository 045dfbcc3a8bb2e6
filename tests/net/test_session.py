"""Requests are retried if that may help, and not sooner than a server asks for."""

from __future__ import annotations

import pytest

from archive.errors import FetchError, NotThere
from archive.net import http
from archive.net.web import WebFetcher
from tests.support.loopback import PAGE, PATH, answer


def test_a_request_that_fails_once_is_retried(loopback, getter):
    loopback.script(PATH, answer(status=500), answer(PAGE))
    assert getter() == PAGE


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_that_keeps_failing_is_given_up(loopback, getter, status):
    loopback.script(PATH, answer(status=status))
    with pytest.raises(FetchError, match=f"{loopback.url}{PATH}.*HTTP {status}") as raised:
        getter()
    assert not isinstance(raised.value, NotThere)
    assert 3 <= len(loopback.pages()) <= 1 + http.RETRIES


def test_retry_after_is_obeyed(loopback, getter, naps):
    loopback.script(PATH, answer(status=429, retry_after="1"), answer(PAGE))
    assert getter() == PAGE
    assert 1 in naps


def test_a_retry_after_of_days_gets_no_retry(loopback, getter, naps):
    loopback.script(PATH, answer(status=429, retry_after="100000"), answer(PAGE))
    with pytest.raises(FetchError, match=f"{PATH}.*HTTP 429"):
        getter()
    assert len(loopback.pages()) == 1
    assert not [nap for nap in naps if nap > 1]


def test_a_failure_without_retries_does_not_mention_retries(loopback, getter):
    loopback.script(PATH, answer(status=429, retry_after="100000"))
    with pytest.raises(FetchError) as raised:
        getter()
    assert "retries" not in str(raised.value)


def test_an_invalid_retry_after_is_reported_in_a_sentence(loopback, getter, naps):
    loopback.script(PATH, answer(status=429, retry_after="soon"))
    with pytest.raises(FetchError, match=PATH):
        getter()


def test_retries_wait_longer_each_time(loopback, tmp_path, monkeypatch, naps):
    monkeypatch.setattr(http, "BACKOFF", 3.0)
    loopback.script(PATH, answer(status=503))
    with pytest.raises(FetchError):
        WebFetcher(pause=0, cache=tmp_path / "cache").get(loopback.url + PATH)
    waits = [nap for nap in naps if nap]
    assert waits == sorted(set(waits))
    assert len(waits) >= 2


@pytest.mark.parametrize("damage", ["a letter", "six bytes", "nothing"])
def test_a_damaged_cache_is_a_miss(loopback, getter, tmp_path, damage):
    def confirm(handler):
        answer(status=304)(handler) if "if-none-match" in {name.lower() for name in handler.headers} else first(handler)

    first = answer(PAGE, etag='"1"')
    loopback.script(PATH, confirm)
    fetcher = WebFetcher(pause=0, cache=tmp_path / "own", pdfs=tmp_path / "pdf")
    assert fetcher.get(loopback.url + PATH) == PAGE
    for path in (tmp_path / "own").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            changed = content.replace(b"Kites on rails", b"Kites on rants")
            path.write_bytes({"a letter": changed, "six bytes": b"abcdef", "nothing": b""}[damage])
    fetcher = WebFetcher(pause=0, cache=tmp_path / "own", pdfs=tmp_path / "pdf")
    assert fetcher.get(loopback.url + PATH) == PAGE
