"""The links of the copied real site, with and without the correction of the one that leads to the wrong folder."""

from __future__ import annotations

import dataclasses
import functools
import http.server
import shutil
import threading

import pytest

from archive.net.mirror import mirror_path
from archive.store.root import Root
from tests.support import PROJECT
from tests.support.commands import run

MIRROR = PROJECT.parent / "shared" / "mirror"
SITE = "https://mlforsystems.org/"
RIGHT = SITE + "assets/papers/neurips2018/deepconf_salman_2018.pdf"
WRONG = SITE + "assets/papers/deepconf_salman_2018.pdf"

pytestmark = pytest.mark.skipif(not MIRROR.is_dir(), reason="../shared/mirror, the real site's copy, is not here")


@pytest.fixture(params=["folder", "site"])
def mirror(request):
    if request.param == "folder":
        yield str(MIRROR)
        return
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *args: None})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(quiet, directory=str(MIRROR))) as server:
        server.handle_error = lambda *args: None  # who has seen a kilobyte hangs up
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture
def root(tmp_path):
    """The store without the correction."""
    for path in (PROJECT / "scraped").glob("*.json"):
        (tmp_path / "scraped").mkdir(exist_ok=True)
        shutil.copy(path, tmp_path / "scraped")
    root = Root(tmp_path)
    papers = root.store.papers("neurips2018")
    root.store.write_papers("neurips2018", [dataclasses.replace(p, pdf_url=WRONG) if p.pdf_url == RIGHT else p for p in papers])
    return root


@pytest.mark.slow
def test_each_file_that_the_mirror_lacks_is_found_and_the_link_into_the_wrong_folder(capsys, root, mirror):
    ran = run(capsys, "check", "--links", "--mirror", mirror, "--root", root.folder, "--json")
    papers = [paper for edition in root.store.editions() for paper in root.store.papers(edition)]
    ours = {paper.pdf_url for paper in papers if (paper.pdf_url or "").startswith(SITE)}
    lacking = {url for url in ours if not (MIRROR / mirror_path(url)).is_file()}
    dead = {item["url"]: item for item in ran.json if item["kind"] == "dead"}
    assert ran.code == 1
    assert WRONG in lacking
    unseen = {SITE + "neurips2025/", SITE + "neurips2025/accepted_papers.html"}  # known from a file, not from its page
    assert dead.keys() == lacking | unseen
    assert not [item for item in ran.json if item["kind"] == "wrong type"]
    assert [one["url"] for one in dead[WRONG]["candidates"]] == [RIGHT]
