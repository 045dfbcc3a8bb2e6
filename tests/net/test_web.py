"""The live web: robots.txt, pauses, the cache of pages."""

from __future__ import annotations

import pytest

from archive.errors import FetchError, NotThere
from archive.net import http
from archive.net.web import WebFetcher
from tests.support.loopback import PAGE, PATH, answer, redirect, reset, with_etag

REAL_PAUSE = http.PAUSE


def test_a_redirect_to_a_disallowed_page_is_refused(loopback, web):
    loopback.script("/robots.txt", answer("User-agent: *\nDisallow: /closed/", content_type="text/plain"))
    with pytest.raises(FetchError, match=r"robots\.txt"):
        web.get(loopback.script(PATH, redirect("/closed/a.html")))
    assert "/closed/a.html" not in loopback.paths()


def test_what_robots_txt_disallows_is_not_fetched(loopback, web):
    loopback.script("/robots.txt", answer("User-agent: *\nDisallow: /kites/", content_type="text/plain"))
    url = loopback.script(PATH, answer(PAGE))
    with pytest.raises(FetchError, match=f"{PATH}.*robots.txt"):
        web.get(url)
    assert loopback.paths() == ["/robots.txt"]


def test_robots_txt_may_name_this_program(loopback, web):
    loopback.script("/robots.txt", answer("User-agent: mlforsys-archive\nDisallow: /", content_type="text/plain"))
    with pytest.raises(FetchError, match=r"robots\.txt"):
        web.get(loopback.script(PATH, answer(PAGE)))


def test_rules_have_wildcards_and_the_longest_match_counts(loopback, web):
    loopback.script(
        "/robots.txt", answer("\ufeffUser-agent: *\nDisallow: /*.html$\nAllow: /kites/papers", content_type="text/plain")
    )
    assert web.get(loopback.script(PATH, answer(PAGE))) == PAGE
    with pytest.raises(FetchError, match=r"robots\.txt"):
        web.get(loopback.script("/kites/other.html", answer(PAGE)))


def test_robots_txt_is_requested_once(loopback, web):
    web.get(loopback.script(PATH, answer(PAGE)))
    web.get(loopback.script("/other.html", answer(PAGE)))
    assert loopback.paths() == ["/robots.txt", PATH, "/other.html"]  # a missing one allows all


def test_a_robots_txt_that_cannot_be_fetched_disallows_everything(loopback, web):
    loopback.script("/robots.txt", answer(status=500))
    with pytest.raises(FetchError, match=r"robots\.txt"):
        web.get(loopback.script(PATH, answer(PAGE)))
    assert PATH not in loopback.paths()


def pauses(naps):
    """The waits between two requests to one host, with a pause of a thousand seconds."""
    return [nap for nap in naps if nap > 900]


def test_one_host_gets_at_most_one_request_per_pause(loopback, tmp_path, naps):
    web = WebFetcher(cache=tmp_path / "cache", pause=1000)
    loopback.script("/other.html", answer(PAGE))
    web.get(loopback.script(PATH, redirect("/other.html")))
    web.get(loopback.script("/third.html", answer(status=500), answer(PAGE)))
    assert len(loopback.asked) == 5
    assert len(pauses(naps)) == 4


def test_a_longer_crawl_delay_is_obeyed(loopback, tmp_path, naps):
    loopback.script("/robots.txt", answer("User-agent: *\nCrawl-delay: 20", content_type="text/plain"))
    web = WebFetcher(cache=tmp_path / "cache", pause=1)
    web.get(loopback.script(PATH, answer(PAGE)))
    web.get(loopback.script("/other.html", answer(PAGE)))
    assert [nap for nap in naps if nap > 1] == pytest.approx([20, 20], abs=10)


@pytest.mark.parametrize("behaviour", [answer(status=500), reset, answer(PAGE, length=999)], ids=["500", "reset", "cut"])
def test_a_retry_counts_for_the_pause(loopback, tmp_path, monkeypatch, naps, behaviour):
    monkeypatch.setattr(http, "PAUSE", 1000.0)
    web = WebFetcher(cache=tmp_path / "cache")
    web.get(loopback.script(PATH, behaviour, answer(PAGE)))
    web.get(loopback.script("/other.html", answer(PAGE)))
    assert len(loopback.asked) == 4
    assert len(pauses(naps)) == 3


def test_the_pause_is_a_second():
    assert REAL_PAUSE == 1.0


def test_an_unchanged_page_is_revalidated_and_not_sent_again(loopback, tmp_path):
    url = loopback.script(PATH, with_etag(PAGE))
    for _ in range(2):  # as two runs of the program
        assert WebFetcher(cache=tmp_path / "cache").get(url) == PAGE
    first, second = (asked for asked in loopback.asked if asked.path == PATH)
    assert "if-none-match" not in first.headers
    assert second.headers["if-none-match"] == '"one"'


def test_a_changed_page_is_read_again(loopback, tmp_path):
    url = loopback.script(PATH, with_etag(PAGE), with_etag(PAGE.replace("rails", "roads"), '"two"'))
    assert "rails" in WebFetcher(cache=tmp_path / "cache").get(url)
    assert "roads" in WebFetcher(cache=tmp_path / "cache").get(url)


@pytest.mark.parametrize("length", [-1, None], ids=["without a length", "with its length"])
def test_a_truncated_page_is_not_cached(loopback, tmp_path, length):
    url = loopback.script(PATH, answer(PAGE[:20], length=length, etag='"one"'), with_etag(PAGE))
    assert WebFetcher(cache=tmp_path / "cache").get(url) == PAGE[:20]
    assert WebFetcher(cache=tmp_path / "cache").get(url) == PAGE


def test_a_failure_is_not_cached(loopback, tmp_path):
    url = loopback.script(PATH, answer(status=404, etag='"one"', cache_control="max-age=600"), answer(PAGE))
    with pytest.raises(NotThere):
        WebFetcher(cache=tmp_path / "cache").get(url)
    assert WebFetcher(cache=tmp_path / "cache").get(url) == PAGE


def test_a_truncated_page_of_any_html_type_is_not_cached(loopback, tmp_path):
    url = loopback.script(PATH, answer(PAGE[:20], length=-1, etag='"one"', content_type="Text/HTML"), with_etag(PAGE))
    WebFetcher(cache=tmp_path / "cache").get(url)
    assert WebFetcher(cache=tmp_path / "cache").get(url) == PAGE


def test_a_cache_that_cannot_be_written_is_not_used(loopback, tmp_path):
    (tmp_path / "cache").write_text("a file")
    assert WebFetcher(cache=tmp_path / "cache").get(loopback.script(PATH, with_etag(PAGE))) == PAGE


def test_the_cache_is_in_the_users_cache_folder(loopback, own_folders):
    WebFetcher().get(loopback.script(PATH, with_etag(PAGE)))
    assert any(path.is_file() for path in (own_folders / "cache" / "mlforsys").rglob("*"))
