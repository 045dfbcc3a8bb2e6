"""Nobody is let in: only public addresses are asked, and what is registered; a name is judged by where it leads."""

from __future__ import annotations

import socket

import pytest

from archive.errors import FetchError
from archive.net.addresses import Forbidden, Judge, host_of, is_public
from archive.net.web import WebFetcher
from tests.support.loopback import PAGE, PATH, answer

PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1",
    "fe80::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "::", "nonsense",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_private(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822"])
def test_what_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize("url", ["ftp://h/x", "file:///etc/passwd", "gopher://h", "//h/x", "http://[", "https://h:99999/"])
def test_other_schemes_are_refused(url):
    assert host_of(url) is None
    with pytest.raises(Forbidden, match="only http and https"):
        Judge().require(url)


@pytest.fixture
def private(loopback, monkeypatch):
    """The server of a test as a stranger sees it: on this machine, and nobody's own."""
    monkeypatch.setattr(Judge, "everywhere", set())
    return loopback


def web(tmp_path, *own):
    return WebFetcher(pause=0, cache=tmp_path / "cache", pdfs=tmp_path / "pdf", own=own)


def test_an_edition_on_this_machine_is_fetched_where_it_is_registered(private, tmp_path):
    url = private.script(PATH, answer(PAGE))
    assert web(tmp_path, f"{private.url}/registered.html").get(url) == PAGE
    with pytest.raises(Forbidden, match=r"leads to 127\.0\.0\.1, which is on this machine .* was not asked"):
        web(tmp_path).get(url)


def test_a_registered_address_lets_no_other_port_or_host_in(private, tmp_path):
    url = private.script(PATH, answer(PAGE))
    for own in ("http://127.0.0.1:1/", "https://localhost/", "https://kites.example/"):
        with pytest.raises(Forbidden):
            web(tmp_path, own).get(url)
    assert private.asked == []


@pytest.mark.parametrize("target", ["http://127.0.0.1:1/x", "http://localhost:1/x", "http://[::1]/x", "http://127.1/x"])
def test_a_redirect_to_another_private_address_is_refused(private, tmp_path, target):
    url = private.script(PATH, answer(status=302, location=target))
    with pytest.raises(FetchError) as raised:
        web(tmp_path, private.url).get(url)
    assert "not asked" in str(raised.value) or "only https" in str(raised.value)
    with pytest.raises(FetchError):
        web(tmp_path, private.url).pdf(url)


def test_links_are_judged_too(private, tmp_path):
    url = private.script(PATH, answer(PAGE))
    with pytest.raises(Forbidden):
        web(tmp_path).peek(url, "HEAD")
    with pytest.raises(Forbidden):
        web(tmp_path).peek("http://169.254.169.254/latest/meta-data/", "GET")
    assert private.asked == []


def test_the_connection_goes_to_what_was_judged(private, tmp_path, monkeypatch):
    """A name that is public when it is judged and this machine when it is connected to."""
    port = int(private.url.rpartition(":")[2])
    private.script(PATH, answer(PAGE))
    private.script("/robots.txt", answer(""))
    real, answers = socket.getaddrinfo, iter([True])

    def rebinding(host, *args, **options):
        if host == "kites.example":
            return real("93.184.216.34" if next(answers, False) else "127.0.0.1", *args, **options)
        return real(host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    fetcher = web(tmp_path)
    with pytest.raises(Forbidden, match=r"kites\.example: it leads to 127\.0\.0\.1"):
        fetcher.peek(f"http://kites.example:{port}{PATH}", "GET")
    assert private.asked == []
