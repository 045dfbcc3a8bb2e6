"""``mlforsys site``: what it says, what it refuses, and the PDFs that it copies."""

from __future__ import annotations

import pytest

from tests.support.commands import run
from tests.support.sites import Site

ADDRESS = "Without --base-url there are no canonical addresses, no feeds and no sitemap.\n"


def test_the_command_says_what_it_wrote(capsys, odd_root, tmp_path):
    ran = run(capsys, "site", tmp_path / "out", "--root", odd_root.folder)
    pages = len(Site(tmp_path / "out").pages())
    assert ran == (0, "", f"13 papers (+2 withdrawn) on {pages} pages in {tmp_path / 'out'}.\n{ADDRESS}")


@pytest.mark.parametrize(
    ("asked", "code", "says"),
    [
        ([], 2, "Name a folder, as in"),
        (["out", "--mirror", "."], 2, "--mirror works only with --copy-pdfs"),
        (["out", "--base-url", "papers.example.org"], 2, "use the full address of the site"),
        (["out", "--base-url", "https://papers.example.org/?a=b"], 2, "use the full address of the site"),
        (["out", "--base-url", ""], 2, "use the full address of the site"),
        (["out", "--theme", "nowhere"], 2, "There is no folder nowhere"),
        (["out", "--topic", "gardening"], 2, "There is no topic"),
    ],
)
def test_wrong_usage_is_a_sentence(capsys, odd_root, tmp_path, monkeypatch, asked, code, says):
    monkeypatch.chdir(tmp_path)
    ran = run(capsys, "site", "--root", odd_root.folder, *asked)
    assert ran.code == code
    assert says in ran.err
    assert list(tmp_path.iterdir()) == []


def test_an_empty_archive_says_what_to_do(capsys, tmp_path):
    (tmp_path / "scraped").mkdir()
    ran = run(capsys, "site", tmp_path / "out", "--root", tmp_path)
    assert ran.code == 1
    assert "mlforsys scrape" in ran.err
