"""One address: the possible answers of a server, and redirects."""

from __future__ import annotations

import socket

import pytest

from archive.check.links.probe import probe
from archive.errors import FetchError
from archive.model.paper import Link
from archive.net.http import Reply
from archive.net.web import WebFetcher
from tests.support.links import HTML, PDF, kites, told
from tests.support.loopback import answer, drip, drip_headers, hang, on_head, redirect, reset


@pytest.mark.parametrize(
    "behaviour",
    [
        PDF,
        answer(b"%PDF-1.7\n", content_type="application/octet-stream"),
        answer(b"\xef\xbb\xbf junk %PDF-1.7\n", content_type="text/html"),
        on_head(answer(status=405), PDF),
        on_head(answer(status=404), PDF),
        on_head(answer(status=501), PDF),
        on_head(reset, PDF),
        on_head(HTML, PDF),
    ],
    ids=[
        "pdf",
        "octet-stream",
        "late",
        "head-405",
        "head-404",
        "head-501",
        "head-reset",
        "head-lies",
    ],
)
def test_an_existing_pdf_is_there(loopback, check, behaviour):
    assert told(check(kites(loopback.script("/k.pdf", behaviour)))) == []


@pytest.mark.parametrize(
    ("behaviour", "kind", "status"),
    [
        (answer(status=404), "dead", 404),
        (answer(status=410), "dead", 410),
        (HTML, "wrong type", 200),
        (answer("", content_type="application/pdf"), "wrong type", 200),
        (on_head(PDF, HTML), None, None),  # a server that says PDF is believed
        (answer(b"PK..", content_type="application/zip"), "wrong type", 200),
        (answer(status=401), "refused", 401),
        (answer(status=403), "refused", 403),
        (answer(status=429), "refused", 429),
        (answer(status=429, retry_after="100000"), "refused", 429),
        (answer(status=503), "refused", 503),
        (answer(status=500), "refused", 500),
        (reset, "refused", None),
    ],
    ids=[
        "404",
        "410",
        "html",
        "empty",
        "believed",
        "zip",
        "401",
        "403",
        "429",
        "429-days",
        "503",
        "500",
        "reset",
    ],
)
def test_a_missing_or_refused_pdf(loopback, check, behaviour, kind, status):
    report = check(kites(loopback.script("/k.pdf", behaviour)))
    assert told(report) == ([(kind, status, None)] if kind else [])
    assert all("/k.pdf" in finding.message for finding in report.findings)


@pytest.mark.slow
@pytest.mark.parametrize(
    "behaviour", [hang, drip_headers, on_head(answer(status=405), drip)], ids=["hangs", "drips headers", "drips"]
)
def test_a_server_that_does_not_answer_in_time_refuses(loopback, check, tmp_path, behaviour):
    report = check(kites(loopback.script("/k.pdf", behaviour)), fetcher=WebFetcher(timeout=0.5, cache=tmp_path))
    assert told(report) == [("refused", None, None)]
    assert "/k.pdf" in report.findings[0].message or "robots.txt" in report.findings[0].message


def test_a_server_that_fails_only_on_head_gets_a_get():
    class Silent:
        """A server that does not answer HEAD until the time limit."""

        def peek(self, url, method):
            if method == "HEAD":
                raise FetchError(f"{url}: no answer within 10 s.")
            return Reply(200, {}, b"%PDF-1.7")

    answered = probe("https://kites.example/k.pdf", Silent(), as_pdf=True)
    assert (answered.state, answered.content) == ("there", "pdf")


def test_a_page_may_be_anything(loopback, check):
    page = kites(None, page_url=loopback.script("/k.html", HTML), links=(Link("code", loopback.script("/z", answer("z"))),))
    assert told(check(page)) == []
    assert {asked.method for asked in loopback.asked if asked.path != "/robots.txt"} == {"HEAD"}


def test_a_short_retry_after_is_obeyed_with_one_more_request(loopback, check, monkeypatch):
    naps = []
    monkeypatch.setattr("archive.check.links.probe.time.sleep", naps.append)
    assert told(check(kites(loopback.script("/k.pdf", answer(status=429, retry_after="7"), PDF)))) == []
    assert naps == [7]


def test_never_more_than_the_first_kilobyte_is_read(loopback, web):
    url = loopback.script("/k.pdf", answer(b"%PDF-" + b"x" * 5_000_000, content_type="x/y"))
    assert len(web.peek(url, "GET").content) == 1024
    assert loopback.asked[-1].headers["range"] == "bytes=0-1023"


def test_robots_txt_is_obeyed_and_reported(loopback, check):
    loopback.script("/robots.txt", answer("User-agent: *\nDisallow: /", content_type="text/plain"))
    report = check(kites(loopback.script("/k.pdf", PDF)))
    assert told(report) == [("not asked", None, None)]
    assert "robots.txt" in report.findings[0].message
    assert loopback.paths() == ["/robots.txt"]


def test_an_unknown_host_is_not_there(loopback, check, monkeypatch):
    real = socket.getaddrinfo

    def lookup(host, *rest, **more):
        if host == "127.0.0.1":
            return real(host, *rest, **more)
        raise socket.gaierror(socket.EAI_NONAME if host == "gone.example" else socket.EAI_AGAIN, "x")

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    alive = kites(loopback.script("/k.pdf", PDF), "quill2031alive")
    away = [kites(f"http://{host}.example/k.pdf", f"quill2031{host}") for host in ("gone", "later")]
    assert [(f.kind, f.address.where) for f in check(alive, *away).findings] == [
        ("dead", "quill2031gone"),
        ("refused", "quill2031later"),
    ]


@pytest.mark.parametrize(
    ("statuses", "to"),
    [
        ([301], 1),
        ([308], 1),
        ([301, 301, 308], 3),
        ([301, 302], 1),
        ([302], None),
        ([303], None),
        ([307], None),
        ([302, 301], None),
    ],
)
def test_only_permanent_redirects_are_moves(loopback, check, statuses, to):
    for i, status in enumerate(statuses):
        loopback.script(f"/{i}.pdf", redirect(f"{i + 1}.pdf", status))
    loopback.script(f"/{len(statuses)}.pdf", PDF)
    expected = [("moved", 200, f"{loopback.url}/{to}.pdf")] if to else []
    assert told(check(kites(loopback.url + "/0.pdf"))) == expected


def test_a_move_to_nowhere_is_dead(loopback, check):
    url = loopback.script("/k.pdf", redirect("/gone.pdf", 301))
    assert told(check(kites(url))) == [("dead", 404, None)]


def test_a_move_to_a_page_has_the_wrong_type(loopback, check):
    loopback.script("/", HTML)
    assert told(check(kites(loopback.script("/k.pdf", redirect("/", 301))))) == [("wrong type", 200, loopback.url + "/")]


@pytest.mark.parametrize("target", ["/k.pdf", "mailto:ada@example.com", "http://[", "ftp://example.com/k.pdf"])
def test_an_invalid_redirect_is_not_a_dead_link(loopback, check, target):
    assert [kind for kind, _, _ in told(check(kites(loopback.script("/k.pdf", redirect(target, 301)))))] == ["refused"]


def test_a_redirect_to_another_alphabet(loopback, check):
    loopback.script("/%C5%82.pdf", PDF)
    report = check(kites(loopback.script("/k.pdf", redirect("/ł.pdf".encode().decode("latin-1"), 301))))
    assert told(report) == [("moved", 200, loopback.url + "/%C5%82.pdf")]
