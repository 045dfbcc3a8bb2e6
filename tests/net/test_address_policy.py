"""Only public and registered hosts are requested; a host name counts by the IP addresses to which it resolves."""

from __future__ import annotations

import socket

import pytest

from archive.errors import FetchError, NoSuchHost
from archive.net import address_policy
from archive.net.address_policy import AddressPolicy, Forbidden, host_of, is_public
from archive.net.web import WebFetcher
from tests.support.loopback import PAGE, PATH, answer
from tests.support.tls import TlsServer

PUBLIC = "93.184.216.34"
PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1",
    "fe80::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "::", "nonsense",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822"])
def test_public_addresses(address):
    assert is_public(address)


@pytest.mark.parametrize("url", ["ftp://h/x", "file:///etc/passwd", "gopher://h", "//h/x", "http://[", "https://h:99999/"])
def test_other_schemes_are_refused(url):
    assert host_of(url) is None
    with pytest.raises(Forbidden, match="only http and https"):
        AddressPolicy().require_allowed(url)


@pytest.fixture
def private(loopback, monkeypatch):
    """A server on this machine that no edition registers."""
    monkeypatch.setattr("tests.support.loopback.ALLOWED", set())
    return loopback


def web(tmp_path, *own):
    return WebFetcher(pause=0, cache=tmp_path / "cache", pdfs=tmp_path / "pdf", own=own)


def test_an_edition_on_this_machine_is_fetched_where_it_is_registered(private, tmp_path):
    url = private.script(PATH, answer(PAGE))
    assert web(tmp_path, f"{private.url}/registered.html").get(url) == PAGE
    with pytest.raises(Forbidden, match=r"leads to 127\.0\.0\.1, which is on this machine .* was not fetched"):
        web(tmp_path).get(url)


def test_a_registered_address_allows_no_other_port_or_host(private, tmp_path):
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
    assert "not fetched" in str(raised.value) or "only https" in str(raised.value)
    with pytest.raises(FetchError):
        web(tmp_path, private.url).pdf(url)


def test_links_are_checked_too(private, tmp_path):
    url = private.script(PATH, answer(PAGE))
    with pytest.raises(Forbidden):
        web(tmp_path).peek(url, "HEAD")
    with pytest.raises(Forbidden):
        web(tmp_path).peek("http://169.254.169.254/latest/meta-data/", "GET")
    assert private.asked == []


@pytest.fixture
def resolver(monkeypatch):
    """Resolves host names to the addresses that a test sets, one list per request; the last one is repeated."""
    real = socket.getaddrinfo
    answers: dict[str, list[list[str]]] = {}

    def resolve(host, *args, **options):
        if host not in answers:
            return real(host, *args, **options)
        addresses = answers[host].pop(0) if len(answers[host]) > 1 else answers[host][0]
        if not addresses:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [entry for address in addresses for entry in real(address, *args, **options)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return answers


@pytest.fixture
def connected(monkeypatch):
    """The addresses to which connections were attempted."""
    tried = []
    real = socket.socket.connect

    def connect(self, address):
        tried.append(address[0])
        return real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
    return tried


@pytest.mark.parametrize("first", [[PUBLIC], []])
def test_a_host_name_that_resolves_differently_the_second_time_is_not_connected_to(
    private, tmp_path, resolver, connected, first
):
    resolver["kites.example"] = [first, ["127.0.0.1"]]
    with pytest.raises(Forbidden, match=r"kites\.example.*: it leads to 127\.0\.0\.1"):
        web(tmp_path).peek(f"http://kites.example:{private.port}{PATH}", "GET")
    assert connected == []
    assert private.asked == []


def test_one_private_address_among_public_ones_is_refused(private, tmp_path, resolver, connected):
    resolver["kites.example"] = [[PUBLIC], [PUBLIC, "127.0.0.1"]]
    with pytest.raises(Forbidden):
        web(tmp_path).peek(f"http://kites.example:{private.port}{PATH}", "GET")
    assert connected == []


@pytest.fixture
def this_machine_is_public(monkeypatch):
    monkeypatch.setattr(address_policy, "is_public", lambda address: address.startswith("127."))


def test_the_connection_goes_to_a_checked_address_and_names_the_host(
    private, tmp_path, resolver, connected, this_machine_is_public
):
    """The second address answers; nothing resolves the name again after it was checked."""
    private.script(PATH, answer(PAGE))
    resolver["kites.example"] = [["127.0.0.1"], ["127.0.0.1"], ["127.0.0.9", "127.0.0.1"], ["10.0.0.1"]]
    reply = web(tmp_path).peek(f"http://kites.example:{private.port}{PATH}", "GET")
    assert reply.text == PAGE
    assert [asked.headers["host"] for asked in private.asked] == [f"kites.example:{private.port}"] * 2
    assert connected == ["127.0.0.1", "127.0.0.9", "127.0.0.1"]


def test_an_unresolvable_host_name_is_reported_as_such(private, tmp_path, resolver, connected):
    resolver["kites.example"] = [[]]
    with pytest.raises(NoSuchHost, match="could not be resolved"):
        web(tmp_path).peek(f"http://kites.example:{private.port}{PATH}", "GET")
    assert connected == []


def test_the_certificate_must_name_the_host_and_not_its_address(tmp_path, monkeypatch, resolver, this_machine_is_public):
    with TlsServer(tmp_path, "kites.example") as server:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(server.certificate))
        resolver["kites.example"] = resolver["moss.example"] = [["127.0.0.1"]]
        assert web(tmp_path).get(f"https://kites.example:{server.port}/") == PAGE
        with pytest.raises(FetchError, match="certificate cannot be trusted"):
            web(tmp_path).peek(f"https://moss.example:{server.port}/", "GET")
        assert set(server.asked_for) == {"kites.example", "moss.example"}
