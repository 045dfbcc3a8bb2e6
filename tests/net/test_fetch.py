"""Which fetcher is used, and that no page is fetched twice in a run."""

from __future__ import annotations

import pytest

from archive.errors import FetchError, NotThere, UsageError
from archive.net.fetch import CachingFetcher, make_fetcher

URL = "https://kites.example/list.html"


class Counting:
    """A fetcher with one page, which counts its requests."""

    def __init__(self, failure=None):
        self.asked = []
        self.failure = failure

    def get(self, url):
        self.asked.append(url)
        if self.failure:
            raise self.failure
        return "Kites"

    def pdf(self, url, *, refresh=False):
        return (url, refresh)

    def call_api(self, url, **more):
        return (url, more)

    def peek(self, url, method):
        return (url, method)

    def has_host(self, host):
        return host == "kites.example"


def test_a_page_is_fetched_once_a_run():
    fetcher = CachingFetcher(counting := Counting())
    assert [fetcher.get(URL), fetcher.get(URL)] == ["Kites", "Kites"]
    assert counting.asked == [URL]


def test_a_missing_page_is_remembered():
    fetcher = CachingFetcher(counting := Counting(NotThere("gone")))
    for _ in range(2):
        with pytest.raises(NotThere, match="gone"):
            fetcher.get(URL)
    assert counting.asked == [URL]


def test_another_failure_is_tried_again():
    fetcher = CachingFetcher(counting := Counting(FetchError("busy")))
    for _ in range(2):
        with pytest.raises(FetchError, match="busy"):
            fetcher.get(URL)
    assert counting.asked == [URL, URL]


def test_everything_else_is_passed_on():
    fetcher = CachingFetcher(Counting())
    assert fetcher.pdf(URL, refresh=True) == (URL, True)
    assert fetcher.call_api(URL, pause=3.0) == (URL, {"token": None, "json_body": None, "pause": 3.0})
    assert fetcher.peek(URL, "HEAD") == (URL, "HEAD")
    assert fetcher.has_host("kites.example")
    assert not fetcher.has_host("moss.example")


@pytest.mark.parametrize("mirror", ["http://example.com/mirror", "ftp://127.0.0.1/"])
def test_a_mirror_that_may_not_be_fetched_is_wrong_usage(mirror):
    with pytest.raises(UsageError, match="--mirror"):
        make_fetcher(mirror)
