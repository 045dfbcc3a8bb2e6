"""Fetching, against a server on this machine that misbehaves by script, and against mirrors."""

from __future__ import annotations

import gc
import itertools
import threading
import time

import pytest

from archive.errors import FetchError, NotThere, UsageError
from archive.net import http
from archive.net.fetch import MirrorFolder, MirrorSite, Web, make_fetcher
from archive.store.identity import Identity, load_identity
from tests.support.loopback import answer, drip, drip_headers, drip_redirect, hang, redirect, reset, with_etag

PAGE = "<html><body>Kites on rails</body></html>"
PATH = "/kites/papers.html"
REAL_PAUSE = http.PAUSE

AGENT = http.user_agent(Identity("Kites", contact="chairs@kites.example"))


@pytest.fixture(autouse=True)
def hurry(monkeypatch):
    monkeypatch.setattr(http, "PAUSE", 0.0)
    monkeypatch.setattr(http, "BACKOFF", 0.0)


@pytest.fixture
def naps(monkeypatch):
    """The seconds that would have been slept; nobody sleeps."""
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    return slept


@pytest.fixture
def web(tmp_path):
    return Web(timeout=0.15, cache=tmp_path / "cache")


@pytest.fixture(params=["web", "mirror"])
def getter(request, tmp_path, loopback):
    """How to get the page at PATH: from the live web, and through a mirror behind an address."""
    if request.param == "web":
        web = Web(timeout=0.15, cache=tmp_path / "cache", agent=AGENT)
        return lambda: web.get(loopback.url + PATH)
    site = MirrorSite(loopback.url, timeout=0.15, agent=AGENT)
    return lambda: site.get("https://kites/papers.html")


def pages_asked(loopback):
    return [path for path in loopback.paths() if path != "/robots.txt"]


# -- what a server may answer ------------------------------------------------------------------


def test_a_page_comes_as_text(loopback, getter):
    loopback.script(PATH, answer(PAGE))
    assert getter() == PAGE


def test_every_request_says_who_asks(loopback, getter):
    loopback.script(PATH, answer(PAGE))
    getter()
    assert {asked.headers["user-agent"] for asked in loopback.asked} == {AGENT}
    assert AGENT.startswith("mlforsys-archive/")
    assert "(archive of Kites; mailto:chairs@kites.example)" in AGENT


@pytest.mark.parametrize(
    ("identity", "told"),
    [
        (Identity("Kites"), "(archive of Kites)"),
        (Identity("Kites", url="https://kites.example/"), "(archive of Kites; https://kites.example/)"),
        (Identity("Kites", contact="https://kites.example/us"), "(archive of Kites; https://kites.example/us)"),
        (Identity("Żółte Latawce (日本) für alle\\"), "(archive of Zote Latawce  fur alle)"),
    ],
)
def test_an_archive_says_whose_it_is_in_plain_ascii(identity, told):
    assert http.user_agent(identity).endswith(told)


def test_the_bundled_archive_has_an_address_to_write_to():
    assert "mailto:" in http.user_agent(load_identity())


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_not_there(loopback, getter, status):
    loopback.script(PATH, answer(status=status))
    with pytest.raises(NotThere, match=f"{PATH}.*HTTP {status}"):
        getter()
    assert len(pages_asked(loopback)) == 1


@pytest.mark.parametrize("status", [401, 403, 418])
def test_another_refusal_is_no_missing_page(loopback, getter, status):
    loopback.script(PATH, answer(status=status))
    with pytest.raises(FetchError, match=f"{PATH}.*HTTP {status}") as raised:
        getter()
    assert not isinstance(raised.value, NotThere)
    assert len(pages_asked(loopback)) == 1


def test_a_server_that_fails_once_is_asked_again(loopback, getter):
    loopback.script(PATH, answer(status=500), answer(PAGE))
    assert getter() == PAGE


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_that_goes_on_failing_is_given_up(loopback, getter, status):
    loopback.script(PATH, answer(status=status))
    with pytest.raises(FetchError, match=f"{loopback.url}{PATH}.*HTTP {status}") as raised:
        getter()
    assert not isinstance(raised.value, NotThere)
    assert 3 <= len(pages_asked(loopback)) <= 1 + http.RETRIES


def test_retry_after_is_waited(loopback, getter, naps):
    loopback.script(PATH, answer(status=429, retry_after="1"), answer(PAGE))
    assert getter() == PAGE
    assert 1 in naps


def test_a_retry_after_of_days_is_a_refusal_at_once(loopback, getter, naps):
    loopback.script(PATH, answer(status=429, retry_after="100000"), answer(PAGE))
    with pytest.raises(FetchError, match=f"{PATH}.*HTTP 429"):
        getter()
    assert len(pages_asked(loopback)) == 1
    assert not [nap for nap in naps if nap > 1]


def test_a_refusal_at_once_claims_no_retries(loopback, getter):
    loopback.script(PATH, answer(status=429, retry_after="100000"))
    with pytest.raises(FetchError) as raised:
        getter()
    assert "retries" not in str(raised.value)


def test_a_retry_after_that_is_no_time_is_an_error_in_a_sentence(loopback, getter, naps):
    loopback.script(PATH, answer(status=429, retry_after="soon"))
    with pytest.raises(FetchError, match=PATH):
        getter()


def test_retries_wait_longer_each_time(loopback, tmp_path, monkeypatch, naps):
    monkeypatch.setattr(http, "BACKOFF", 3.0)
    loopback.script(PATH, answer(status=503))
    with pytest.raises(FetchError):
        Web(pause=0, cache=tmp_path / "cache").get(loopback.url + PATH)
    waits = [nap for nap in naps if nap]
    assert waits == sorted(set(waits))
    assert len(waits) >= 2


# -- lines that break --------------------------------------------------------------------------


def test_a_connection_that_is_reset_is_tried_again(loopback, getter):
    loopback.script(PATH, reset, answer(PAGE))
    assert getter() == PAGE


def test_a_connection_that_is_always_reset_is_an_error(loopback, getter):
    loopback.script(PATH, reset)
    with pytest.raises(FetchError, match=f"{PATH}.*the server closed the connection"):
        getter()


def test_nothing_behind_an_address_is_an_error(loopback, getter):
    loopback.close()
    with pytest.raises(FetchError, match="nothing answers there"):
        getter()


def test_a_body_that_breaks_off_is_an_error(loopback, getter):
    loopback.script(PATH, answer(PAGE[:20], length=1000, etag='"one"'))
    with pytest.raises(FetchError, match=f"{PATH}.*broke off"):
        getter()


def test_a_body_that_breaks_off_once_is_asked_for_again(loopback, getter):
    loopback.script(PATH, answer(PAGE[:20], length=1000, etag='"one"'), answer(PAGE, etag='"one"'))
    assert getter() == PAGE
    assert "if-none-match" not in loopback.asked[-1].headers


def test_a_server_that_hangs_is_given_up(loopback, getter):
    loopback.script(PATH, hang)
    began = time.monotonic()
    with pytest.raises(FetchError, match=f"{PATH}.*no answer within 0.15 s"):
        getter()
    assert time.monotonic() - began < 2


def test_a_server_that_drips_is_given_up(loopback, getter, monkeypatch):
    monkeypatch.setattr(http, "LONGEST_FETCH", 0.3)
    loopback.script(PATH, drip)
    began = time.monotonic()
    with pytest.raises(FetchError, match=f"{PATH}.*did not come to an end"):
        getter()
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    "behaviour",
    [
        pytest.param(drip_headers),
        pytest.param(drip_redirect),
    ],
)
def test_a_server_that_drips_before_or_below_a_redirect_is_given_up(loopback, web, monkeypatch, behaviour):
    monkeypatch.setattr(http, "LONGEST_FETCH", 0.3)
    url = loopback.script(PATH, behaviour)
    rescue = threading.Timer(0.4, loopback.stopping.set)
    rescue.start()
    with pytest.raises(FetchError, match="did not come to an end"):
        web.get(url)
    assert not loopback.stopping.is_set()
    rescue.cancel()


@pytest.mark.parametrize("length", [None, -1], ids=["declared", "undeclared"])
def test_a_page_that_is_too_large_is_not_read(loopback, getter, monkeypatch, length):
    monkeypatch.setattr(http, "LARGEST_PAGE", 1000)
    loopback.script(PATH, answer("x" * 5000, length=length))
    with pytest.raises(FetchError, match=f"{PATH}.*larger"):
        getter()


def test_a_broken_compression_is_an_error(loopback, getter):
    loopback.script(PATH, answer(b"no gzip", content_encoding="gzip"))
    with pytest.raises(FetchError, match=PATH):
        getter()


# -- where requests may go ---------------------------------------------------------------------


def test_redirects_are_followed(loopback, web):
    loopback.script("/there.html", answer(PAGE))
    loopback.script("/on.html", redirect("/there.html", 301))
    assert web.get(loopback.script(PATH, redirect("../on.html"))) == PAGE


def test_a_redirect_loop_ends(loopback, getter):
    loopback.script(PATH, redirect(PATH))
    with pytest.raises(FetchError, match=f"{PATH}.*redirects"):
        getter()
    assert len(pages_asked(loopback)) < 20


@pytest.mark.parametrize("target", ["http://example.com/", "ftp://example.com/", "file:///etc/passwd"])
def test_a_redirect_to_an_unsafe_address_is_refused(loopback, web, target):
    with pytest.raises(FetchError, match="only https"):
        web.get(loopback.script(PATH, redirect(target)))


def test_a_redirect_to_a_page_that_robots_txt_closes_is_refused(loopback, web):
    loopback.script("/robots.txt", answer("User-agent: *\nDisallow: /closed/", content_type="text/plain"))
    with pytest.raises(FetchError, match=r"robots\.txt"):
        web.get(loopback.script(PATH, redirect("/closed/a.html")))
    assert "/closed/a.html" not in loopback.paths()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # requests forgets to close the answer
@pytest.mark.parametrize("target", ["http://[", "/ko\xebn.html"])
def test_a_redirect_to_no_address_is_an_error(loopback, web, target):
    with pytest.raises(FetchError, match=PATH):
        web.get(loopback.script(PATH, redirect(target)))
    gc.collect()


@pytest.mark.parametrize("make", [lambda folder: Web(cache=folder), MirrorFolder])
def test_what_is_no_address_is_an_error(tmp_path, make):
    with pytest.raises(FetchError):
        make(tmp_path).get("https://[kites/papers.html")


def test_a_redirect_to_nowhere_is_an_error(loopback, web):
    with pytest.raises(FetchError, match="HTTP 302"):
        web.get(loopback.script(PATH, answer(status=302)))


@pytest.mark.parametrize(
    "url", ["http://example.com/", "http://192.0.2.1/", "http://127.0.0.1.example.com/", "ftp://127.0.0.1/", "//x/", "https://"]
)
def test_only_https_is_fetched_but_on_this_machine(web, url):
    with pytest.raises(FetchError, match="only https"):
        web.get(url)
    with pytest.raises(FetchError, match="only https"):
        MirrorSite(url)


# -- manners -----------------------------------------------------------------------------------


def test_what_robots_txt_forbids_is_not_fetched(loopback, web):
    loopback.script("/robots.txt", answer("User-agent: *\nDisallow: /kites/", content_type="text/plain"))
    url = loopback.script(PATH, answer(PAGE))
    with pytest.raises(FetchError, match=f"{PATH}.*robots.txt"):
        web.get(url)
    assert loopback.paths() == ["/robots.txt"]


def test_robots_txt_may_name_this_program(loopback, web):
    loopback.script("/robots.txt", answer("User-agent: mlforsys-archive\nDisallow: /", content_type="text/plain"))
    with pytest.raises(FetchError, match=r"robots\.txt"):
        web.get(loopback.script(PATH, answer(PAGE)))


def test_robots_txt_is_asked_for_once(loopback, web):
    web.get(loopback.script(PATH, answer(PAGE)))
    web.get(loopback.script("/other.html", answer(PAGE)))
    assert loopback.paths() == ["/robots.txt", PATH, "/other.html"]  # a missing one allows all


def test_a_robots_txt_that_cannot_be_had_forbids(loopback, web):
    loopback.script("/robots.txt", answer(status=500))
    with pytest.raises(FetchError, match=r"robots\.txt"):
        web.get(loopback.script(PATH, answer(PAGE)))
    assert PATH not in loopback.paths()


def gaps(loopback):
    times = [asked.when for asked in loopback.asked]
    return [after - before for before, after in itertools.pairwise(times)]


def test_one_host_is_asked_once_a_pause_at_most(loopback, tmp_path, monkeypatch):
    monkeypatch.setattr(http, "PAUSE", 0.1)
    web = Web(cache=tmp_path / "cache")
    loopback.script("/other.html", answer(PAGE))
    web.get(loopback.script(PATH, redirect("/other.html")))
    web.get(loopback.script("/third.html", answer(status=500), answer(PAGE)))
    assert len(loopback.asked) == 5
    assert min(gaps(loopback)) > 0.08


@pytest.mark.parametrize("behaviour", [answer(status=500), reset, answer(PAGE, length=999)], ids=["500", "reset", "cut"])
def test_a_second_try_counts_for_the_pause(loopback, tmp_path, monkeypatch, behaviour):
    monkeypatch.setattr(http, "PAUSE", 0.1)
    web = Web(cache=tmp_path / "cache")
    web.get(loopback.script(PATH, behaviour, answer(PAGE)))
    web.get(loopback.script("/other.html", answer(PAGE)))
    assert min(gaps(loopback)) > 0.08


def test_the_pause_is_a_second():
    assert REAL_PAUSE == 1.0


# -- the conditional cache ---------------------------------------------------------------------


def test_an_unchanged_page_is_confirmed_and_not_sent_again(loopback, tmp_path):
    url = loopback.script(PATH, with_etag(PAGE))
    for _ in range(2):  # as two runs of the program
        assert Web(cache=tmp_path / "cache").get(url) == PAGE
    first, second = (asked for asked in loopback.asked if asked.path == PATH)
    assert "if-none-match" not in first.headers
    assert second.headers["if-none-match"] == '"one"'


def test_a_changed_page_is_read_anew(loopback, tmp_path):
    url = loopback.script(PATH, with_etag(PAGE), with_etag(PAGE.replace("rails", "roads"), '"two"'))
    assert "rails" in Web(cache=tmp_path / "cache").get(url)
    assert "roads" in Web(cache=tmp_path / "cache").get(url)


@pytest.mark.parametrize("length", [-1, None], ids=["without a length", "with its length"])
def test_a_page_that_was_cut_off_is_not_kept(loopback, tmp_path, length):
    url = loopback.script(PATH, answer(PAGE[:20], length=length, etag='"one"'), with_etag(PAGE))
    assert Web(cache=tmp_path / "cache").get(url) == PAGE[:20]
    assert Web(cache=tmp_path / "cache").get(url) == PAGE


def test_a_failure_is_not_kept(loopback, tmp_path):
    url = loopback.script(PATH, answer(status=404, etag='"one"', cache_control="max-age=600"), answer(PAGE))
    with pytest.raises(NotThere):
        Web(cache=tmp_path / "cache").get(url)
    assert Web(cache=tmp_path / "cache").get(url) == PAGE


def test_a_page_that_was_cut_off_is_not_kept_whatever_its_type_is_called(loopback, tmp_path):
    url = loopback.script(PATH, answer(PAGE[:20], length=-1, etag='"one"', content_type="Text/HTML"), with_etag(PAGE))
    Web(cache=tmp_path / "cache").get(url)
    assert Web(cache=tmp_path / "cache").get(url) == PAGE


def test_a_cache_that_cannot_be_written_is_done_without(loopback, tmp_path):
    (tmp_path / "cache").write_text("a file")
    assert Web(cache=tmp_path / "cache").get(loopback.script(PATH, with_etag(PAGE))) == PAGE


def test_the_cache_lies_in_the_users_cache_folder(loopback, own_folders):
    Web().get(loopback.script(PATH, with_etag(PAGE)))
    assert any(path.is_file() for path in (own_folders / "cache" / "mlforsys").rglob("*"))


# -- letters -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "content_type", "head"),
    [
        ("utf-8", "text/html", ""),
        ("utf-8", "text/html; charset=utf-8", ""),
        ("utf-8", "text/html; charset=iso-8859-1", ""),  # a server's default, and wrong
        ("iso-8859-1", "text/html; charset=iso-8859-1", ""),
        ("iso-8859-1", 'text/html; charset="latin-1"; x=y', ""),
        ("iso-8859-1", "text/html; charset=nonsense", ""),
        ("iso-8859-2", "text/html", '<meta charset="iso-8859-2">'),
        ("iso-8859-2", "text/html; charset=iso-8859-2", ""),
        ("cp1252", "text/html", ""),
        pytest.param("iso-8859-2", "text/html; Charset=ISO-8859-2", ""),
    ],
)
def test_letters_are_read_in_the_pages_encoding(loopback, web, encoding, content_type, head):
    name = "Łucja Öst" if encoding == "iso-8859-2" else "Zoë Öst"
    page = f"<html><head>{head}</head><body>{name}</body></html>"
    assert web.get(loopback.script(PATH, answer(page.encode(encoding), content_type=content_type))) == page


def test_bytes_in_no_encoding_do_not_end_in_a_traceback(loopback, web):
    assert "Kites" in web.get(loopback.script(PATH, answer(b"<html>Kites \x81\xff</html>")))


# -- mirrors -----------------------------------------------------------------------------------


@pytest.fixture
def mirror(tmp_path):
    """A mirror whose files say their own names."""
    folder = tmp_path / "outer" / "mirror"
    for name in ("h/index.html", "h/a/index.html", "h/a/b.html", "h/a/b?event=1&x=2", "h/a/late.html"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    (tmp_path / "outer" / "secret").write_text("secret")
    return folder


LAID_OUT = [
    ("https://h/", "h/index.html"),
    ("https://h", "h/index.html"),
    ("https://h/a/", "h/a/index.html"),
    ("https://h/a/b.html", "h/a/b.html"),
    ("https://h/a/b.html#c", "h/a/b.html"),
    ("https://h/a/b?event=1&x=2", "h/a/b?event=1&x=2"),
]


@pytest.mark.parametrize(("url", "name"), LAID_OUT)
def test_a_mirror_folder_is_laid_out_as_wget_does(mirror, url, name):
    assert make_fetcher(str(mirror)).get(url) == name


@pytest.mark.parametrize(
    "url", ["https://h/a/no.html", "https://other/", "https://h/a", "https://h/a/b.html/c", "https://h/a/b"]
)
def test_what_a_mirror_folder_lacks_is_not_there(mirror, url):
    with pytest.raises(NotThere, match=url):
        make_fetcher(str(mirror)).get(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://h/../../secret",
        "https://h/%2e%2e/%2e%2e/secret",
        "https://h/..%2f..%2fsecret",
        "https://../secret",
        "https:///etc/passwd",
        "https://h/a?/../../../../secret",
    ],
)
def test_a_mirror_folder_is_never_left(mirror, url):
    with pytest.raises(FetchError):
        MirrorFolder(mirror).get(url)


def test_a_link_out_of_a_mirror_folder_is_not_followed(mirror):
    (mirror / "h" / "link.html").symlink_to(mirror.parent / "secret")
    with pytest.raises(FetchError, match="outside"):
        MirrorFolder(mirror).get("https://h/link.html")


def test_a_mirror_folder_may_itself_be_a_link(mirror, tmp_path):
    (tmp_path / "alias").symlink_to(mirror)
    assert make_fetcher(str(tmp_path / "alias")).get("https://h/a/") == "h/a/index.html"


def test_a_mirror_folder_may_be_relative(mirror, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    fetcher = make_fetcher("outer/mirror")
    monkeypatch.chdir("/")
    assert fetcher.get("https://h/a/") == "h/a/index.html"


def test_a_mirror_folder_that_does_not_exist_is_a_wrong_usage(tmp_path):
    with pytest.raises(UsageError, match="nowhere"):
        make_fetcher(str(tmp_path / "nowhere"))


@pytest.mark.parametrize("base", ["", "/", "/deep/mirror", "/deep/mirror/"])
@pytest.mark.parametrize(("url", "name"), LAID_OUT)
def test_a_mirror_site_has_the_same_paths_below_its_address(loopback, base, url, name):
    asked = f"{base.rstrip('/')}/{name}".replace("?", "%3F").replace("=", "%3D").replace("&", "%26")
    loopback.script(asked, answer(PAGE))
    assert make_fetcher(loopback.url + base).get(url) == PAGE
    assert loopback.paths() == [asked]  # and no robots.txt


def test_a_mirror_site_is_asked_without_a_pause(loopback, monkeypatch):
    monkeypatch.setattr(http, "PAUSE", 5.0)
    loopback.script(PATH, answer(PAGE))
    site = make_fetcher(loopback.url)
    began = time.monotonic()
    for _ in range(3):
        assert site.get("https://kites/papers.html") == PAGE
    assert time.monotonic() - began < 1


def test_a_mirror_site_names_the_page_and_its_own_address(loopback):
    with pytest.raises(NotThere, match=f"https://kites/papers.html .*{loopback.url}{PATH}"):
        make_fetcher(loopback.url).get("https://kites/papers.html")


def test_a_mirror_site_may_redirect_within_itself_alone(loopback):
    site = make_fetcher(loopback.url + "/mirror")
    loopback.script("/mirror/kites/papers.html", redirect("/mirror/kites/new.html"))
    loopback.script("/mirror/kites/new.html", answer(PAGE), redirect("/elsewhere.html"))
    assert site.get("https://kites/papers.html") == PAGE
    with pytest.raises(FetchError, match="no part of it"):
        site.get("https://kites/new.html")
    assert "/elsewhere.html" not in loopback.paths()


def test_a_mirror_site_is_never_left(loopback):
    loopback.script("/secret", answer("secret"))
    with pytest.raises(FetchError):
        make_fetcher(loopback.url + "/mirror").get("https://h/../../secret")
    assert loopback.paths() in ([], ["/mirror/secret"])
