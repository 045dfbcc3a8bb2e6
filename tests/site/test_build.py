"""The builder: the same store gives the same bytes, and a failed build leaves the old site as it was."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from archive.errors import ArchiveError, UsageError
from archive.site import swap
from archive.site.theme import load_theme
from archive.site.writer import Writer
from archive.store.root import Root
from tests.support import PROJECT
from tests.support.archives import paper
from tests.support.sites import Site, build_site, write_odd_archive


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return write_odd_archive(tmp_path_factory.mktemp("build") / "root")


@pytest.fixture(scope="module")
def built(root) -> Site:
    return build_site(root, root.folder.parent / "built")


@pytest.fixture
def old(built, tmp_path) -> Site:
    """A site that stands already, with what others put there."""
    shutil.copytree(built.folder, tmp_path / "old")
    (tmp_path / "old" / "CNAME").write_text("papers.example.org\n")
    (tmp_path / "old" / ".git").mkdir()
    (tmp_path / "old" / ".git" / "HEAD").write_text("ref: refs/heads/pages\n")
    return Site(tmp_path / "old")


def test_the_same_store_gives_the_same_bytes(root, built, tmp_path):
    assert build_site(root, tmp_path / "again").bytes() == built.bytes()


def test_so_it_does_in_another_place_time_zone_language_and_order_of_sets(root, built, tmp_path):
    env = os.environ | {
        "TZ": "Asia/Kathmandu",
        "LC_ALL": "C",
        "LANG": "tr_TR.UTF-8",
        "PYTHONHASHSEED": "4711",
        "PYTHONPATH": str(PROJECT),
    }
    base = "https://papers.example.org/kites/"
    shutil.copytree(root.folder, tmp_path / "elsewhere")
    asked = [sys.executable, "-m", "archive", "site", "out", "--root", "elsewhere", "--base-url", base]
    subprocess.run(asked, cwd=tmp_path, env=env, check=True, capture_output=True)
    assert Site(tmp_path / "out").bytes() == built.bytes()


def test_a_new_site_takes_the_place_of_the_old_and_leaves_what_others_put_there(root, old):
    (old.folder / "papers" / "gone2030paper").mkdir()
    before = (old.folder.stat().st_ino, old.read("CNAME"))
    new = build_site(root, old.folder, "https://elsewhere.example/")
    assert "elsewhere.example" in new.read("index.html")
    assert not (old.folder / "papers" / "gone2030paper").exists()
    assert (old.folder.stat().st_ino, old.read("CNAME")) == before
    assert old.read(".git/HEAD") == "ref: refs/heads/pages\n"
    assert {path.name for path in old.folder.iterdir() if path.name.startswith(swap.MARK)} == {swap.MARK}


def test_the_folder_may_be_the_one_where_one_stands_or_a_link_to_it(root, tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    (tmp_path / "link").symlink_to("here")
    monkeypatch.chdir(tmp_path / "here")
    build_site(root, Path("."))
    build_site(root, tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert Path("index.html").is_file()


def must_fail(root, old: Site, error: type[BaseException] = ArchiveError, match: str = "^", **more: object) -> None:
    """A build over the old site fails, and the old site stands byte for byte."""
    before = old.bytes()
    with pytest.raises(error, match=match):
        build_site(root, old.folder, "https://elsewhere.example/", **more)
    assert old.bytes() == before


def theme_with(folder: Path, template: str, text: str):
    (folder / "theme" / "templates").mkdir(parents=True)
    (folder / "theme" / "templates" / template).write_text(text, encoding="utf-8")
    return load_theme(folder / "theme")


@pytest.mark.parametrize(
    ("template", "text", "match"),
    [
        ("year.html", "{% if %}", r"templates/year\.html, line 1: Expected an expression"),
        ("year.html", "\n{{ nobody }}", r"templates/year\.html, line 2: UndefinedError: 'nobody' is undefined"),
        (
            "paper.html",
            "{% extends 'base.html' %}\n{% block main %}\n{{ paper.title + 1 }}{% endblock %}",
            r"paper\.html, line 3: ",
        ),
        ("about.html", "{{ 1 / 0 }}", r"about\.html, line 1: ZeroDivisionError: division by zero"),
        ("about.html", "{% include 'nowhere.html' %}", r"about\.html, line 1: TemplateNotFound: "),
        ("about.html", "{% extends 'about.html' %}", r"about\.html.*RecursionError|about\.html.*maximum recursion"),
        ("feed.xml", "{{ nobody }}", r"templates/feed\.xml, line 1: "),
        ("sitemap.xml", "{{ nobody }}", r"templates/sitemap\.xml, line 1: "),
    ],
)
def test_a_template_that_fails_is_named_with_its_line(root, old, tmp_path, template, text, match):
    must_fail(root, old, match=f"{match}.*The old site was not changed", theme=theme_with(tmp_path, template, text))


def test_a_template_that_is_no_text_is_named(root, old, tmp_path):
    theme = theme_with(tmp_path, "year.html", "")
    (theme.folder / "templates" / "year.html").write_bytes(b"\xff\xfe")
    must_fail(root, old, match=r"year\.html: UnicodeDecodeError", theme=theme)


def test_a_disk_that_takes_no_more_in_the_middle_of_writing_leaves_the_old_site(root, old):
    resource = pytest.importorskip("resource", reason="limits are for Unix")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5000, before[1]))  # bytes a file; pages below are written
    try:
        must_fail(root, old, match=r"could not be written: File too large\. The old site was not changed")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_writer_that_is_killed_leaves_the_old_site(root, old, monkeypatch):
    end = Writer._end

    def killed(self):
        self._process.kill()
        end(self)

    monkeypatch.setattr(Writer, "_end", killed)
    must_fail(root, old, match=r"The process that writes the site's files ended unexpectedly \(-9\)")


def test_a_pdf_that_cannot_be_read_while_it_is_copied_leaves_the_old_site(root, old):
    missing = old.folder.parent / "gone.pdf"
    must_fail(root, old, match=r"No such file or directory \(.*gone\.pdf\)", pdfs=lambda item: missing)


def test_ctrl_c_in_the_middle_leaves_the_old_site(root, old):
    def told(what, done, total):
        if done == 9:
            raise KeyboardInterrupt

    must_fail(root, old, KeyboardInterrupt, told=told)


def tiny_site(out: Path, text: str) -> None:
    """Three entries through the same door as a whole site: eight moves where one stood already."""
    with swap.fresh_folder(out) as folder:
        (folder / "papers").mkdir()
        for name in ("index.html", "papers.bib", "papers/x.html"):
            (folder / name).write_text(text)


@pytest.mark.parametrize("at", range(1, 9))
@pytest.mark.parametrize("after", [False, True], ids=["before a move", "after it"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(5, "Input/output error")], ids=["Ctrl-C", "a broken disk"])
def test_so_it_does_while_the_new_site_takes_its_place(tmp_path, monkeypatch, at, after, error):
    tiny_site(tmp_path, "old")
    (tmp_path / "CNAME").write_text("papers.example.org")
    before, moves, replace = Site(tmp_path).bytes(), [], os.replace

    def failing(here, there):
        moves.append(there)
        if len(moves) == at and not after:
            raise error
        replace(here, there)
        if len(moves) == at and after:
            raise error

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises((KeyboardInterrupt, ArchiveError)):
        tiny_site(tmp_path, "new")
    assert len(moves) >= at
    assert Site(tmp_path).bytes() == before
    monkeypatch.setattr(os, "replace", replace)
    tiny_site(tmp_path, "new")
    assert {*Site(tmp_path).bytes().values()} >= {b"new", b"papers.example.org"}
    assert b"old" not in Site(tmp_path).bytes().values()


def test_a_first_build_that_fails_leaves_nothing(root, tmp_path):
    def told(what, done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_site(root, tmp_path / "out", told=told)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_a_sentence(root, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ArchiveError, match=r"file/out could not be written: Not a directory"):
        build_site(root, tmp_path / "file" / "out")


def test_a_folder_of_something_else_is_refused(root, tmp_path):
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(UsageError, match="has files but no site made by this program"):
        build_site(root, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]
    with pytest.raises(UsageError, match="is a file"):
        build_site(root, tmp_path / "thesis.tex")


def test_a_first_build_goes_beside_what_a_host_keeps_in_the_folder(root, tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "CNAME").write_text("papers.example.org\n")
    assert "index.html" in build_site(root, tmp_path).files()
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.isupper() or path.name == ".git") == [".git", "CNAME"]


def test_an_archive_of_withdrawn_papers_alone_has_a_site_too(tmp_path):
    archive = Root(tmp_path / "root")
    archive.store.write_papers("neurips2024", [paper("gone2024kite", "Gone", status="withdrawn", sources=())])
    site = build_site(archive, tmp_path / "out")
    assert "Trends in the field" not in site.text("")
    assert "Withdrawn" in site.text("papers/gone2024kite/")


def test_what_others_put_there_is_not_overwritten(root, old):
    mark = old.folder / swap.MARK
    mark.write_text(mark.read_text().replace("about\n", ""))  # as if an older version had no such page
    must_fail(root, old, match=r"about was not made by this program")


def test_a_damaged_list_of_what_is_ours_removes_nothing_else(root, old):
    (old.folder / swap.MARK).write_bytes(b"..\n../..\n.\n\n/\nCNAME/../..\n\xff\n" + (old.folder / swap.MARK).read_bytes())
    (old.folder.parent / "beside").write_text("x")
    build_site(root, old.folder)
    assert (old.folder.parent / "beside").is_file()
    assert old.read("CNAME")


def test_progress_is_told_page_by_page(root, tmp_path):
    heard = []
    site = build_site(root, tmp_path / "out", told=lambda *told: heard.append(told))
    assert [done for _, done, _ in heard] == list(range(1, len(site.pages()) + 1))
    assert {total for *_, total in heard} == {len(site.pages())}


def test_ctrl_c_ends_the_command_and_leaves_the_old_site(root, old, tmp_path):
    """As a person does it: a signal to the process while it builds."""
    before = old.bytes()
    probe = (
        "import os, signal, sys\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from archive.site.writer import Writer\nwrite = Writer.write\n"
        "def interrupted(self, path, content):\n"
        "    write(self, path, content)\n"
        "    if path.startswith('editions'): os.kill(os.getpid(), signal.SIGINT)\n"
        "Writer.write = interrupted\nfrom archive.cli import main\nmain()\n"
    )
    asked = [sys.executable, "-c", probe, "site", str(old.folder), "--root", str(root.folder)]
    ran = subprocess.run(asked, cwd=PROJECT, capture_output=True, text=True)
    assert ran.returncode != 0
    assert "Traceback" not in ran.stderr
    assert old.bytes() == before
