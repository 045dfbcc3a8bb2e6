"""``mlforsys site``: output, refusals, and copied PDFs."""

from __future__ import annotations

import pytest

from archive.store.new_archive import WORKFLOW
from tests.support.commands import run
from tests.support.own import own_archive
from tests.support.sites import Site

ADDRESS = "Without --base-url, the address where it will be, there are no canonical addresses, no feeds and no sitemap.\n"


def test_the_command_says_what_it_wrote(capsys, odd_root, tmp_path):
    ran = run(capsys, "site", tmp_path / "out", "--root", odd_root.folder)
    pages = len(Site(tmp_path / "out").pages())
    publish = f"To publish it, copy what is in {tmp_path / 'out'} to a web server, or to a branch that GitHub Pages serves.\n"
    assert ran == (0, "", f"13 papers (+2 withdrawn) on {pages} pages in {tmp_path / 'out'}.\n{ADDRESS}{publish}")


def test_an_archive_of_its_own_is_published_by_its_workflow(capsys, tmp_path):
    folder = own_archive(tmp_path / "own").folder
    workflow = folder / WORKFLOW
    workflow.parent.mkdir(parents=True, exist_ok=True)
    workflow.write_text("name: Publish\n")
    ran = run(capsys, "site", tmp_path / "out", "--root", folder)
    assert ran.err.endswith(
        "To publish it, push to GitHub: .github/workflows/publish.yml builds the site again and publishes it.\n"
    )


def test_abstracts_that_are_missing_are_counted_and_none_are_never_said_to_be_shown(capsys, odd_root, tmp_path):
    asked = ("site", tmp_path / "out", "--root", odd_root.folder, "--abstracts")
    ran = run(capsys, *asked, "--edition", "kites2031,kites2032")
    assert "No abstract on this machine for 1 of 3 papers; `mlforsys scrape` collects abstracts.\n" in ran.err
    assert "are shown with the papers" in Site(tmp_path / "out").text("about/")
    ran = run(capsys, *asked, "--author", "moss")
    assert "No abstract on this machine for 2 of 2 papers" in ran.err
    assert "are not shown here" in Site(tmp_path / "out").text("about/")


@pytest.mark.parametrize(
    ("asked", "code", "says"),
    [
        ([], 2, "Name a folder, as in"),
        (["out", "--mirror", "."], 2, "--mirror works only with --copy-pdfs"),
        (["out", "--base-url", "papers.example.org"], 2, "use the full address of the site"),
        (["out", "--base-url", "https://papers.example.org/?a=b"], 2, "use the full address of the site"),
        (["out", "--base-url", "https://äpfel.example/"], 2, "use the full address of the site in ASCII (xn--…)"),
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
