"""Are addresses alive? Asked of a server on this machine that plays a script."""

from __future__ import annotations

import datetime
import functools
import http.server
import itertools
import socket
import threading

import pytest

from archive.check.links.addresses import find_addresses
from archive.check.links.cache import LinkCache
from archive.check.links.moves import corrections_of
from archive.check.links.probe import probe
from archive.check.links.report import check_links
from archive.check.links.survey import survey
from archive.errors import FetchError
from archive.model.paper import Edition, Link, Page
from archive.net import http as requests_of_ours
from archive.net.mirror import MirrorFolder, MirrorSite
from archive.net.web import WebFetcher
from archive.store.curation import Correction, Curated
from tests.support.archives import paper
from tests.support.loopback import answer, drip, drip_headers, hang, on_head, redirect, reset

PDF = answer(b"%PDF-1.7\n...", content_type="application/pdf")
HTML = answer("<!doctype html><html><body>Kites</body></html>")
NOW = datetime.datetime(2031, 5, 2, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def hurry(monkeypatch):
    monkeypatch.setattr(requests_of_ours, "PAUSE", 0.0)
    monkeypatch.setattr(requests_of_ours, "BACKOFF", 0.0)


@pytest.fixture
def web(tmp_path):
    return WebFetcher(timeout=0.15, cache=tmp_path / "cache")


@pytest.fixture
def check(web):
    """The findings of papers of one edition, and how many addresses are alive."""

    def check(*papers, cache=None, editions=None, curation=None, fetcher=web):
        held = {"kites2031": papers}
        addresses = find_addresses(held, editions or {})
        return check_links(addresses, held, {"kites2031": curation or {}}, fetcher, cache)

    return check


def kites(url, paper_id="quill2031kites", **more):
    return paper(paper_id, "Kites", "Ada Quill", **{"pdf_url": url, "sources": ()} | more)


def told(report):
    return [(finding.kind, finding.status, finding.to) for finding in report.findings]


# -- what a server may answer ------------------------------------------------------------------


@pytest.mark.parametrize(
    "behaviour",
    [
        PDF,
        answer(b"%PDF-1.7\n", content_type="application/octet-stream"),
        answer(b"\xef\xbb\xbf junk %PDF-1.7\n", content_type="text/html"),
        on_head(answer(status=405), PDF),
        on_head(answer(status=404), PDF),
        on_head(answer(status=501), PDF),
        on_head(hang, PDF),
        on_head(reset, PDF),
        on_head(drip_headers, PDF),
        on_head(HTML, PDF),
    ],
    ids=[
        "pdf",
        "octet-stream",
        "late",
        "head-405",
        "head-404",
        "head-501",
        "head-hangs",
        "head-reset",
        "head-drips",
        "head-lies",
    ],
)
def test_a_pdf_that_is_there_is_fine(loopback, check, behaviour):
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
        (hang, "refused", None),
        (reset, "refused", None),
        (drip_headers, "refused", None),
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
        "hang",
        "reset",
        "drip",
    ],
)
def test_a_pdf_that_is_not_there_or_cannot_be_had(loopback, check, behaviour, kind, status):
    report = check(kites(loopback.script("/k.pdf", behaviour)))
    assert told(report) == ([(kind, status, None)] if kind else [])
    assert all("/k.pdf" in finding.message for finding in report.findings)


def test_a_pdf_that_drips_is_refused_in_time(loopback, check):
    ((kind, _, _),) = told(check(kites(loopback.script("/k.pdf", on_head(answer(status=405), drip)))))
    assert kind == "refused"


def test_a_page_may_be_anything(loopback, check):
    page = kites(None, page_url=loopback.script("/k.html", HTML), links=(Link("code", loopback.script("/z", answer("z"))),))
    assert told(check(page)) == []
    assert {asked.method for asked in loopback.asked if asked.path != "/robots.txt"} == {"HEAD"}


def test_a_short_retry_after_is_waited_and_asked_once_more(loopback, check, monkeypatch):
    naps = []
    monkeypatch.setattr("archive.check.links.probe.time.sleep", naps.append)
    assert told(check(kites(loopback.script("/k.pdf", answer(status=429, retry_after="7"), PDF)))) == []
    assert naps == [7]


def test_nobody_asks_on_where_fewer_requests_are_wanted(loopback, check):
    papers = [kites(loopback.script(f"/{i}.pdf", answer(status=429)), f"quill2031kites{i}") for i in range(3)]
    assert [kind for kind, _, _ in told(check(*papers))] == ["refused", "not asked", "not asked"]
    assert len([path for path in loopback.paths() if path.endswith(".pdf")]) == 1


def test_a_host_that_gives_no_answers_is_left_alone(loopback, check):
    papers = [kites(loopback.script(f"/{i}.pdf", reset), f"quill2031kites{i}") for i in range(5)]
    assert [kind for kind, _, _ in told(check(*papers))] == ["refused"] * 3 + ["not asked"] * 2


def test_never_more_than_the_first_kilobyte_is_read(loopback, web):
    url = loopback.script("/k.pdf", answer(b"%PDF-" + b"x" * 5_000_000, content_type="x/y"))
    assert len(web.peek(url, "GET").content) == 1024
    assert loopback.asked[-1].headers["range"] == "bytes=0-1023"


def test_robots_txt_is_obeyed_and_said(loopback, check):
    loopback.script("/robots.txt", answer("User-agent: *\nDisallow: /", content_type="text/plain"))
    report = check(kites(loopback.script("/k.pdf", PDF)))
    assert told(report) == [("not asked", None, None)]
    assert "robots.txt" in report.findings[0].message
    assert loopback.paths() == ["/robots.txt"]


def test_a_host_that_nobody_knows_is_dead(loopback, check, monkeypatch):
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


def test_a_machine_that_is_cut_off_calls_no_link_dead(check, monkeypatch):
    def lookup(*rest, **more):
        raise socket.gaierror(socket.EAI_NONAME, "x")

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    with pytest.raises(FetchError, match="Check the connection"):
        check(*(kites(f"https://{host}.example/k.pdf", f"quill2031{host}") for host in "ab"))


# -- redirects ---------------------------------------------------------------------------------


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


def test_a_move_to_a_page_is_no_pdf(loopback, check):
    loopback.script("/", HTML)
    assert told(check(kites(loopback.script("/k.pdf", redirect("/", 301))))) == [("wrong type", 200, loopback.url + "/")]


@pytest.mark.parametrize("target", ["/k.pdf", "mailto:ada@example.com", "http://[", "ftp://example.com/k.pdf"])
def test_a_redirect_that_leads_nowhere_is_no_death(loopback, check, target):
    assert [kind for kind, _, _ in told(check(kites(loopback.script("/k.pdf", redirect(target, 301)))))] == ["refused"]


def test_a_redirect_to_another_alphabet(loopback, check):
    loopback.script("/%C5%82.pdf", PDF)
    report = check(kites(loopback.script("/k.pdf", redirect("/ł.pdf".encode().decode("latin-1"), 301))))
    assert told(report) == [("moved", 200, loopback.url + "/%C5%82.pdf")]


# -- asking little -----------------------------------------------------------------------------


def test_an_address_of_two_papers_is_asked_for_once(loopback, check):
    url = loopback.script("/k.pdf", answer(status=404))
    report = check(kites(url, "a2031a"), kites(url + "#page=2", "b2031b"))
    assert [finding.address.where for finding in report.findings] == ["a2031a and b2031b"]
    assert [asked.method for asked in loopback.asked if asked.path == "/k.pdf"] == ["HEAD", "GET"]


def test_an_editions_own_addresses_are_asked_for_too(loopback, check):
    gone = [Page(loopback.url + "/list.html", "list")]
    edition = Edition("kites2031", "Kites", "ACME", 2031, loopback.script("/", HTML), pages=tuple(gone))
    report = check(editions={"kites2031": edition})
    assert [(f.kind, f.address.where, f.address.url) for f in report.findings] == [
        ("dead", "kites2031", loopback.url + "/list.html")
    ]
    assert report.counts == {"there": 1, "dead": 1}


@pytest.mark.parametrize(("days", "fresh", "asks"), [(6.9, False, False), (7, False, True), (1, True, True), (-1, False, True)])
def test_answers_are_remembered_for_a_week(loopback, check, tmp_path, days, fresh, asks):
    url = loopback.script("/k.pdf", answer(status=404), answer(status=404), PDF)
    assert [kind for kind, _, _ in told(check(kites(url), cache=LinkCache(tmp_path, now=lambda: NOW)))] == ["dead"]
    before = len(loopback.asked)
    later = LinkCache(tmp_path, fresh=fresh, now=lambda: NOW + datetime.timedelta(days=days))
    assert [kind for kind, _, _ in told(check(kites(url), cache=later))] == ([] if asks else ["dead"])
    assert (len(loopback.asked) > before) is asks


@pytest.mark.parametrize("behaviour", [answer(status=503), answer(status=429), reset], ids=["503", "429", "reset"])
def test_passing_trouble_is_not_remembered(loopback, check, tmp_path, behaviour):
    url = loopback.script("/k.pdf", behaviour)
    assert told(check(kites(url), cache=LinkCache(tmp_path)))
    loopback.script("/k.pdf", PDF)
    assert told(check(kites(url), cache=LinkCache(tmp_path))) == []


@pytest.mark.parametrize("content", ["", "{", "[]", '{"asked": "x", "answer": {}}', '{"asked": 1}'])
def test_a_damaged_memory_is_none(loopback, web, tmp_path, content):
    cache = LinkCache(tmp_path / "links")
    cache.put(probe(url := loopback.script("/k.pdf", PDF), web, as_pdf=True))
    (file,) = (tmp_path / "links").iterdir()
    file.write_text(content)
    assert cache.get(url, as_pdf=True) is None


def test_what_was_only_a_page_is_looked_at_again_as_a_pdf(loopback, check, tmp_path):
    url = loopback.script("/k.pdf", HTML)
    assert told(check(kites(None, page_url=url), cache=LinkCache(tmp_path))) == []
    assert [kind for kind, _, _ in told(check(kites(url), cache=LinkCache(tmp_path)))] == ["wrong type"]


def test_who_leaves_early_keeps_what_was_answered(loopback, web, tmp_path):
    wanted = {loopback.script(f"/{i}.pdf", PDF): True for i in range(2)}
    wanted[loopback.script("/hangs.pdf", hang)] = True
    asking = survey(wanted, web, LinkCache(tmp_path))
    next(asking)
    next(asking)
    asking.close()  # as an interrupt does
    assert sum(LinkCache(tmp_path).get(url, as_pdf=True) is not None for url in wanted) == 2


def test_one_host_gets_one_request_a_pause(loopback, tmp_path, check):
    web = WebFetcher(timeout=1, pause=0.1, cache=tmp_path / "cache")
    check(*(kites(loopback.script(f"/{i}.pdf", PDF), f"quill2031k{i}") for i in range(3)), fetcher=web)
    times = [asked.when for asked in loopback.asked]
    assert all(after - before > 0.08 for before, after in itertools.pairwise(times))


def test_hosts_are_asked_side_by_side(check):
    class Meeting:
        """Two hosts that answer only when both are being asked."""

        both = threading.Barrier(2)

        def peek(self, url, method):
            self.both.wait(timeout=5)
            return requests_of_ours.Reply(200, {"content-type": "application/pdf"}, b"")

        def holds(self, host):
            return True

    papers = [kites(f"https://{host}.example/k.pdf", f"quill2031{host}") for host in "ab"]
    assert check(*papers, fetcher=Meeting()).counts == {"there": 2}


# -- candidates --------------------------------------------------------------------------------


def proposals(report):
    return [(one.paper, one.url) for finding in report.findings for one in finding.candidates]


@pytest.fixture
def folder(loopback):
    """An edition's own folder with another paper's PDF, and its address."""
    return kites(loopback.script("/2031/other.pdf", PDF), "moss2031other")


def test_a_file_of_the_same_name_in_the_editions_folder_is_proposed(loopback, check, folder):
    right = loopback.script("/2031/k.pdf", PDF)
    report = check(kites(loopback.url + "/k.pdf"), folder)
    assert proposals(report) == [("quill2031kites", right)]
    (one,) = report.findings[0].candidates
    assert one.correction == Correction(
        "pdf_url",
        loopback.url + "/k.pdf",
        right,
        "The link is dead; a file of the same name lies in the edition's own folder.",
        right,
    )


@pytest.mark.parametrize("behaviour", [HTML, answer(status=404), answer(status=503), reset])
def test_a_candidate_that_is_no_pdf_is_not_proposed(loopback, check, folder, behaviour):
    loopback.script("/2031/k.pdf", behaviour)
    assert proposals(check(kites(loopback.url + "/k.pdf"), folder)) == []


def test_another_papers_pdf_is_not_proposed(loopback, check, folder):
    taken = kites(loopback.script("/2031/k.pdf", PDF), "frost2031taken")
    assert proposals(check(kites(loopback.url + "/k.pdf"), folder, taken)) == []


def test_a_withdrawn_paper_gets_no_candidate(loopback, check, folder):
    loopback.script("/2031/k.pdf", PDF)
    report = check(kites(loopback.url + "/k.pdf", status="withdrawn"), folder)
    assert [finding.kind for finding in report.findings] == ["dead"]
    assert proposals(report) == []


def test_only_what_is_dead_gets_candidates(loopback, check, folder):
    loopback.script("/2031/k.pdf", PDF)
    assert proposals(check(kites(loopback.script("/k.pdf", answer(status=503))), folder)) == []


def test_ids_lead_to_candidates(tmp_path, check):
    for name in ("arxiv.org/pdf/3105.00001", "openreview.net/pdf?id=k1Te5"):
        path = tmp_path / "mirror" / name
        path.parent.mkdir(parents=True)
        path.write_bytes(b"%PDF-1.7")
    (tmp_path / "mirror" / "kites.example").mkdir()
    gone = kites("https://kites.example/k.pdf", arxiv_id="3105.00001", openreview_id="k1Te5")
    report = check(gone, fetcher=MirrorFolder(tmp_path / "mirror"))
    assert proposals(report) == [
        ("quill2031kites", "https://arxiv.org/pdf/3105.00001"),
        ("quill2031kites", "https://openreview.net/pdf?id=k1Te5"),
    ]


# -- mirrors -----------------------------------------------------------------------------------


@pytest.fixture(params=["folder", "site"])
def mirror(request, tmp_path):
    """A mirror with one PDF and a page in its place, as a folder and served."""
    folder = tmp_path / "mirror"
    (folder / "kites.example").mkdir(parents=True)
    (folder / "kites.example" / "good.pdf").write_bytes(b"%PDF-1.7")
    (folder / "kites.example" / "page.pdf").write_text("<html></html>")
    if request.param == "folder":
        yield MirrorFolder(folder)
        return
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *args: None})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield MirrorSite(f"http://127.0.0.1:{server.server_port}/", timeout=2, pdfs=tmp_path / "shelf")
        server.shutdown()
        thread.join()


def test_a_mirror_is_asked_whether_the_file_is_there_and_of_its_kind(mirror, check):
    names = ["good.pdf", "page.pdf", "lacking.pdf"]
    papers = [kites(f"https://kites.example/{name}", name.replace(".", "")) for name in names]
    elsewhere = kites("https://moss.example/k.pdf", "elsewhere")
    report = check(*papers, elsewhere, fetcher=mirror)
    assert [(f.kind, f.address.where) for f in report.findings] == [
        ("dead", "lackingpdf"),
        ("wrong type", "pagepdf"),
        ("not asked", "elsewhere"),
    ]
    assert "holds nothing of moss.example" in report.findings[-1].message


# -- moves as corrections ----------------------------------------------------------------------


def moves(report, curation=None, editions=None):
    made, left = corrections_of(report.findings, editions or {}, {"kites2031": curation or {}}, "2031-05-02")
    return [(p, c.field, c.page, c.right) for of in made.values() for p, several in of.items() for c in several], left


def test_a_move_is_a_correction_of_each_place(loopback, check):
    new = loopback.script("/new.pdf", PDF)
    old = loopback.script("/old.pdf", redirect("/new.pdf", 301))
    report = check(kites(old, links=(Link("slides", old),)))
    assert moves(report) == ([("quill2031kites", "pdf_url", old, new), ("quill2031kites", "links", old, new)], [])


def test_a_persons_correction_stands(loopback, check):
    loopback.script("/new.pdf", PDF)
    old = loopback.script("/old.pdf", redirect("/new.pdf", 301))
    curation = {"quill2031kites": Curated(corrections=(Correction("pdf_url", "x", old, "r", "s"),))}
    made, left = moves(check(kites(old)), curation)
    assert made == []
    assert "a person corrected it" in left[0]


def test_the_front_page_is_no_place_to_move_to(loopback, check):
    loopback.script("/", HTML)
    report = check(kites(None, page_url=loopback.script("/k.html", redirect("/", 301))))
    assert told(report) == [("moved", 200, loopback.url + "/")]
    made, left = moves(report)
    assert made == []
    assert "front page" in left[0]


def test_an_editions_pages_are_mended_in_its_registry(loopback, check):
    loopback.script("/new.html", HTML)
    old = loopback.script("/old.html", redirect("/new.html", 301))
    edition = Edition("kites2031", "Kites", "ACME", 2031, loopback.script("/", HTML), pages=(Page(old, "list"),))
    editions = {"kites2031": edition}
    made, left = moves(check(kites(None, page_url=old), editions=editions), editions=editions)
    assert made == []
    assert all("editions.toml" in sentence for sentence in left)
