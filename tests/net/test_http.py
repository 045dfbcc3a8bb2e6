"""One request and its answer: statuses, broken connections, redirects, encodings."""

from __future__ import annotations

import gc
import threading

import pytest

from archive.errors import FetchError, NotThere
from archive.net import http
from archive.net.mirror import MirrorFolder, MirrorSite
from archive.net.web import WebFetcher
from archive.store.archive_config import Identity, load_identity
from tests.support.loopback import AGENT, PAGE, PATH, answer, drip, drip_headers, drip_redirect, hang, redirect, reset


def test_a_page_comes_as_text(loopback, getter):
    loopback.script(PATH, answer(PAGE))
    assert getter() == PAGE


def test_every_request_has_a_user_agent(loopback, getter):
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
def test_the_user_agent_of_an_archive_is_ascii(identity, told):
    assert http.user_agent(identity).endswith(told)


def test_the_bundled_archive_has_a_contact_address():
    assert "mailto:" in http.user_agent(load_identity())


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_not_there(loopback, getter, status):
    loopback.script(PATH, answer(status=status))
    with pytest.raises(NotThere, match=f"{PATH}.*HTTP {status}"):
        getter()
    assert len(loopback.pages()) == 1


@pytest.mark.parametrize("status", [401, 403, 418])
def test_another_refusal_is_not_a_missing_page(loopback, getter, status):
    loopback.script(PATH, answer(status=status))
    with pytest.raises(FetchError, match=f"{PATH}.*HTTP {status}") as raised:
        getter()
    assert not isinstance(raised.value, NotThere)
    assert len(loopback.pages()) == 1


def test_a_connection_that_is_reset_is_tried_again(loopback, getter):
    loopback.script(PATH, reset, answer(PAGE))
    assert getter() == PAGE


def test_a_connection_that_is_always_reset_is_an_error(loopback, getter):
    loopback.script(PATH, reset)
    with pytest.raises(FetchError, match=f"{PATH}.*the server closed the connection"):
        getter()


def test_an_address_without_a_server_is_an_error(loopback, getter):
    loopback.close()
    with pytest.raises(FetchError, match="the connection was refused"):
        getter()


def test_a_body_that_breaks_off_is_an_error(loopback, getter):
    loopback.script(PATH, answer(PAGE[:20], length=1000, etag='"one"'))
    with pytest.raises(FetchError, match=f"{PATH}.*was cut short"):
        getter()


def test_a_body_that_breaks_off_once_is_requested_again(loopback, getter):
    loopback.script(PATH, answer(PAGE[:20], length=1000, etag='"one"'), answer(PAGE, etag='"one"'))
    assert getter() == PAGE
    assert "if-none-match" not in loopback.asked[-1].headers


@pytest.mark.slow
@pytest.mark.parametrize("through", ["web", "mirror"])
def test_a_server_that_hangs_is_given_up(loopback, tmp_path, through):
    loopback.script(PATH, hang)
    hasty = WebFetcher(timeout=0.5, cache=tmp_path) if through == "web" else MirrorSite(loopback.url, timeout=0.5)
    with pytest.raises(FetchError, match=r"no answer within 0\.5 s"):
        hasty.get(loopback.url + PATH if through == "web" else "https://kites/papers.html")


def test_a_server_that_sends_byte_by_byte_is_given_up(loopback, getter, monkeypatch):
    monkeypatch.setattr(http, "LONGEST_FETCH", 0.3)
    loopback.script(PATH, drip)
    with pytest.raises(FetchError, match="was not complete after"):
        getter()


@pytest.mark.parametrize(
    "behaviour",
    [
        pytest.param(drip_headers),
        pytest.param(drip_redirect),
    ],
)
def test_a_slow_server_before_or_after_a_redirect_is_given_up(loopback, web, monkeypatch, behaviour):
    monkeypatch.setattr(http, "LONGEST_FETCH", 0.3)
    url = loopback.script(PATH, behaviour)
    rescue = threading.Timer(60, loopback.stopping.set)  # or it would drip for ever
    rescue.start()
    with pytest.raises(FetchError, match="was not complete after"):
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


def test_redirects_are_followed(loopback, web):
    loopback.script("/there.html", answer(PAGE))
    loopback.script("/on.html", redirect("/there.html", 301))
    assert web.get(loopback.script(PATH, redirect("../on.html"))) == PAGE


def test_a_redirect_loop_ends(loopback, getter):
    loopback.script(PATH, redirect(PATH))
    with pytest.raises(FetchError, match=f"{PATH}.*redirects"):
        getter()
    assert len(loopback.pages()) < 20


@pytest.mark.parametrize("target", ["http://example.com/", "ftp://example.com/", "file:///etc/passwd"])
def test_a_redirect_to_an_unsafe_address_is_refused(loopback, web, target):
    with pytest.raises(FetchError, match="only https"):
        web.get(loopback.script(PATH, redirect(target)))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # requests forgets to close the answer
@pytest.mark.parametrize("target", ["http://[", "/ko\xebn.html"])
def test_a_redirect_to_an_invalid_address_is_an_error(loopback, web, target):
    with pytest.raises(FetchError, match=PATH):
        web.get(loopback.script(PATH, redirect(target)))
    gc.collect()


@pytest.mark.parametrize("make", [lambda folder: WebFetcher(cache=folder), MirrorFolder])
def test_an_invalid_address_is_an_error(tmp_path, make):
    with pytest.raises(FetchError):
        make(tmp_path).get("https://[kites/papers.html")


def test_a_redirect_to_nowhere_is_an_error(loopback, web):
    with pytest.raises(FetchError, match="HTTP 302"):
        web.get(loopback.script(PATH, answer(status=302)))


@pytest.mark.parametrize(
    "url", ["http://example.com/", "http://192.0.2.1/", "http://127.0.0.1.example.com/", "ftp://127.0.0.1/", "//x/", "https://"]
)
def test_only_https_is_fetched_except_on_this_machine(web, url):
    with pytest.raises(FetchError, match="only https"):
        web.get(url)
    with pytest.raises(FetchError, match="only https"):
        MirrorSite(url)


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
def test_a_page_is_decoded_in_its_encoding(loopback, web, encoding, content_type, head):
    name = "Łucja Öst" if encoding == "iso-8859-2" else "Zoë Öst"
    page = f"<html><head>{head}</head><body>{name}</body></html>"
    assert web.get(loopback.script(PATH, answer(page.encode(encoding), content_type=content_type))) == page


def test_invalid_bytes_are_not_an_error(loopback, web):
    assert "Kites" in web.get(loopback.script(PATH, answer(b"<html>Kites \x81\xff</html>")))
