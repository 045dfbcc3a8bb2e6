"""The site of the committed papers, and with the PDFs of the copied site."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from archive.model.text import fold
from tests.support import PROJECT
from tests.support.commands import run
from tests.support.sites import Site, metas

MIRROR = PROJECT.parent / "shared" / "mirror"
BASE = "https://papers.example.org/"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("real")
    (folder / "scraped").mkdir()
    for path in (PROJECT / "scraped").glob("*.json"):
        shutil.copy(path, folder / "scraped")
    return folder


def papers(root: Path) -> dict[str, dict]:
    return {one["id"]: one for path in (root / "scraped").glob("*.json") for one in json.loads(path.read_text())["papers"]}


def test_every_paper_has_its_page_with_title_and_every_author_and_all_links_lead_somewhere(capsys, root, tmp_path):
    assert run(capsys, "site", tmp_path / "out", "--root", root, "--base-url", BASE).code == 0
    site = Site(tmp_path / "out")
    for paper_id, paper in papers(root).items():
        page = site.page(f"papers/{paper_id}/")
        assert page.find(".//h1").text_content() == paper["title"]
        stated = paper.get("family_names", {})
        printed = [
            f"{stated[name]}, {name.replace(stated[name], '').strip()}" if name in stated else name for name in paper["authors"]
        ]
        assert list(map(fold, metas(page, "citation_author"))) == list(map(fold, printed))
    assert "Divyanshu Saxena" in metas(site.page("papers/saxena2023foundation/"), "citation_author"), "a page prints capitals"
    assert "Luna Gutierrez, Ricardo" in metas(site.page("papers/guillenperez2025sustainable/"), "citation_author")
    files = set(site.files())
    for name in site.pages():
        for link in site.links(name):
            at_the_host = name == "404.html" and link.link.startswith("/")  # it may be missed in any folder
            assert link.is_foreign or at_the_host or link.file in files, link


@pytest.mark.skipif(not MIRROR.is_dir(), reason="the copy of the real site, ../shared/mirror, is not here")
def test_with_the_mirror_each_pdf_it_has_is_beside_its_page(capsys, root, tmp_path):
    asked = ["--root", root, "--base-url", BASE, "--copy-pdfs", "--mirror", MIRROR]
    ran = run(capsys, "site", tmp_path / "out", *asked)
    site = Site(tmp_path / "out")
    given = {
        name.split("/")[1]: metas(site.page(name), "citation_pdf_url") for name in site.pages() if name.startswith("papers/")
    }
    missing = {line.split(":")[0] for line in ran.err.splitlines() if "is not in the mirror" in line}
    for paper_id, paper in papers(root).items():
        has = paper.get("pdf_url") and paper.get("status") != "withdrawn" and paper_id not in missing
        assert given[paper_id] == ([f"{BASE}papers/{paper_id}/{paper_id}.pdf"] if has else []), paper_id
        if has:
            assert (site.folder / f"papers/{paper_id}/{paper_id}.pdf").read_bytes().startswith(b"%PDF-")
    assert sum("/neurips2025/" in (papers(root)[paper_id]["pdf_url"]) for paper_id in missing) == 34  # the copy has none
    assert len(missing) < 34 + 10
    assert sum(map(len, given.values())) > 100
