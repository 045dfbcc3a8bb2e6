"""Sites that several files read: each is built once in a process, and never changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.sites import Site, build_site, one_pdf


@pytest.fixture(scope="session")
def plain_site(odd_root, tmp_path_factory) -> Site:
    """With an address, without abstracts and PDFs."""
    return build_site(odd_root, tmp_path_factory.mktemp("plain") / "site")


@pytest.fixture(scope="session")
def site_with_abstracts(odd_root, tmp_path_factory) -> Site:
    return build_site(odd_root, tmp_path_factory.mktemp("abstracts") / "site", abstracts=True)


@pytest.fixture(scope="session")
def site_with_pdfs(odd_root, tmp_path_factory) -> Site:
    """With an address, and a copy of each PDF."""
    folder = tmp_path_factory.mktemp("pdfs")
    return build_site(odd_root, folder / "site", pdfs=one_pdf(folder / "kite.pdf"))


@pytest.fixture
def old(plain_site, tmp_path) -> Site:
    """A site that stands already, with what others put there."""
    folder: Path = tmp_path / "old"
    shutil.copytree(plain_site.folder, folder)
    (folder / "CNAME").write_text("papers.example.org\n")
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("ref: refs/heads/pages\n")
    return Site(folder)
