"""Sites that several files use: each is built once, and never changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.sites import Site, build_site, few, one_pdf


@pytest.fixture(scope="session")
def plain_site(odd_root, once) -> Site:
    """With a base URL, without abstracts and PDFs."""
    return Site(once("plain-site", lambda folder: build_site(odd_root, folder)))


@pytest.fixture(scope="session")
def site_with_abstracts(odd_root, once) -> Site:
    return Site(once("site-with-abstracts", lambda folder: build_site(odd_root, folder, abstracts=True)))


@pytest.fixture(scope="session")
def site_with_pdfs(odd_root, once, tmp_path_factory) -> Site:
    """With a base URL, and a copy of each PDF."""
    pdfs = one_pdf(tmp_path_factory.mktemp("pdfs") / "kite.pdf")
    return Site(once("site-with-pdfs", lambda folder: build_site(odd_root, folder, pdfs=pdfs)))


@pytest.fixture(scope="session")
def small_site(odd_root, once) -> Site:
    """Of two papers, with a base URL."""
    return Site(once("small-site", lambda folder: build_site(odd_root, folder, some=few(odd_root))))


@pytest.fixture
def old(small_site, tmp_path) -> Site:
    """An existing site, with foreign files in its folder."""
    folder: Path = tmp_path / "old"
    shutil.copytree(small_site.folder, folder)
    (folder / "CNAME").write_text("papers.example.org\n")
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("ref: refs/heads/pages\n")
    return Site(folder)
