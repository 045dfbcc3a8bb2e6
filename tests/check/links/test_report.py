"""Findings about addresses, and about hosts that a mirror does not have."""

from __future__ import annotations

import functools
import http.server
import socket
import threading

import pytest

from archive.errors import FetchError
from archive.net.mirror import MirrorFolder, MirrorSite
from tests.support.links import kites


def test_an_offline_machine_reports_no_dead_links(check, monkeypatch):
    def lookup(*rest, **more):
        raise socket.gaierror(socket.EAI_NONAME, "x")

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    with pytest.raises(FetchError, match="Check the connection"):
        check(*(kites(f"https://{host}.example/k.pdf", f"quill2031{host}") for host in "ab"))


@pytest.fixture(params=["folder", "site"])
def mirror(request, tmp_path):
    """A mirror with one PDF, and a page where another PDF should be; as a folder and as a site."""
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


def test_a_mirror_is_checked_for_the_file_and_its_type(mirror, check):
    names = ["good.pdf", "page.pdf", "lacking.pdf"]
    papers = [kites(f"https://kites.example/{name}", name.replace(".", "")) for name in names]
    elsewhere = kites("https://moss.example/k.pdf", "elsewhere")
    report = check(*papers, elsewhere, fetcher=mirror)
    assert [(f.kind, f.address.where) for f in report.findings] == [
        ("dead", "lackingpdf"),
        ("wrong type", "pagepdf"),
        ("not asked", "elsewhere"),
    ]
    assert "has nothing from moss.example" in report.findings[-1].message
