"""Many addresses: each requested once, hosts in parallel, and pauses between requests to one host."""

from __future__ import annotations

import threading
import time

from archive.check.links.cache import LinkCache
from archive.check.links.runner import probe_all
from archive.model.paper import Edition, Page
from archive.net.http import Reply
from archive.net.web import WebFetcher
from tests.support.links import HTML, PDF, kites, told
from tests.support.loopback import answer, hang, reset


def test_after_http_429_a_host_gets_no_more_requests(loopback, check):
    papers = [kites(loopback.script(f"/{i}.pdf", answer(status=429)), f"quill2031kites{i}") for i in range(3)]
    assert [kind for kind, _, _ in told(check(*papers))] == ["refused", "not asked", "not asked"]
    assert len([path for path in loopback.paths() if path.endswith(".pdf")]) == 1


def test_a_host_without_answers_gets_no_more_requests(loopback, check):
    papers = [kites(loopback.script(f"/{i}.pdf", reset), f"quill2031kites{i}") for i in range(5)]
    assert [kind for kind, _, _ in told(check(*papers))] == ["refused"] * 3 + ["not asked"] * 2


def test_an_address_of_two_papers_is_requested_once(loopback, check):
    url = loopback.script("/k.pdf", answer(status=404))
    report = check(kites(url, "a2031a"), kites(url + "#page=2", "b2031b"))
    assert [finding.address.where for finding in report.findings] == ["a2031a and b2031b"]
    assert [asked.method for asked in loopback.asked if asked.path == "/k.pdf"] == ["HEAD", "GET"]


def test_the_addresses_of_editions_are_requested_too(loopback, check):
    gone = [Page(loopback.url + "/list.html", "list")]
    edition = Edition("kites2031", "Kites", "ACME", 2031, loopback.script("/", HTML), pages=tuple(gone))
    report = check(editions={"kites2031": edition})
    assert [(f.kind, f.address.where, f.address.url) for f in report.findings] == [
        ("dead", "kites2031", loopback.url + "/list.html")
    ]
    assert report.counts == {"there": 1, "dead": 1}


def test_results_are_cached_if_the_check_ends_early(loopback, web, tmp_path):
    wanted = {loopback.script(f"/{i}.pdf", PDF): True for i in range(2)}
    wanted[loopback.script("/hangs.pdf", hang)] = True
    asking = probe_all(wanted, web, LinkCache(tmp_path))
    next(asking)
    next(asking)
    asking.close()  # as an interrupt does
    assert sum(LinkCache(tmp_path).get(url, as_pdf=True) is not None for url in wanted) == 2


def test_one_host_gets_one_request_per_pause(loopback, tmp_path, check, monkeypatch):
    naps = []
    monkeypatch.setattr(time, "sleep", naps.append)
    web = WebFetcher(pause=1000, cache=tmp_path / "cache")
    check(*(kites(loopback.script(f"/{i}.pdf", PDF), f"quill2031k{i}") for i in range(3)), fetcher=web)
    assert len(loopback.asked) == 4  # robots.txt too
    assert len([nap for nap in naps if nap > 900]) == 3


def test_hosts_are_checked_in_parallel(check):
    class Meeting:
        """Two hosts that answer only while both are being requested."""

        both = threading.Barrier(2)

        def peek(self, url, method):
            self.both.wait(timeout=60)
            return Reply(200, {"content-type": "application/pdf"}, b"")

        def has_host(self, host):
            return True

    papers = [kites(f"https://{host}.example/k.pdf", f"quill2031{host}") for host in "ab"]
    assert check(*papers, fetcher=Meeting()).counts == {"there": 2}
