"""A new site replaces the old one completely or not at all, and keeps foreign files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archive.errors import ArchiveError, UsageError
from archive.site import atomic_publish
from tests.support.sites import Site, build_site, few, must_fail


def test_a_new_site_replaces_the_old_and_keeps_foreign_files(odd_root, old):
    (old.folder / "papers" / "gone2030paper").mkdir()
    before = (old.folder.stat().st_ino, old.read("CNAME"))
    new = build_site(odd_root, old.folder, "https://elsewhere.example/", some=few(odd_root))
    assert "elsewhere.example" in new.read("index.html")
    assert not (old.folder / "papers" / "gone2030paper").exists()
    assert (old.folder.stat().st_ino, old.read("CNAME")) == before
    assert old.read(".git/HEAD") == "ref: refs/heads/pages\n"
    assert {path.name for path in old.folder.iterdir() if path.name.startswith(atomic_publish.MARK)} == {atomic_publish.MARK}


def test_the_folder_may_be_the_current_one_or_a_link(odd_root, tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    (tmp_path / "link").symlink_to("here")
    monkeypatch.chdir(tmp_path / "here")
    build_site(odd_root, Path("."), some=few(odd_root))
    build_site(odd_root, tmp_path / "link", some=few(odd_root))
    assert (tmp_path / "link").is_symlink()
    assert Path("index.html").is_file()


def tiny_site(out: Path, text: str) -> None:
    """A site of three entries, published like a whole site: eight moves if one existed before."""
    with atomic_publish.fresh_folder(out) as folder:
        (folder / "papers").mkdir()
        for name in ("index.html", "papers.bib", "papers/x.html"):
            (folder / name).write_text(text)


@pytest.mark.parametrize("at", range(1, 9))
@pytest.mark.parametrize("after", [False, True], ids=["before a move", "after it"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(5, "Input/output error")], ids=["Ctrl-C", "a broken disk"])
def test_a_failure_while_replacing_leaves_the_old_site(tmp_path, monkeypatch, at, after, error):
    tiny_site(tmp_path, "old")
    (tmp_path / ".git").mkdir()  # entries are exchanged one by one
    (tmp_path / ".git" / "HEAD").write_text("papers.example.org")
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


def test_a_folder_that_cannot_be_made_is_reported_in_a_sentence(odd_root, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ArchiveError, match=r"file/out could not be written: not a directory"):
        build_site(odd_root, tmp_path / "file" / "out")


def test_a_folder_of_something_else_is_refused(odd_root, tmp_path):
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(UsageError, match="has files but no site made by this program"):
        build_site(odd_root, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]
    with pytest.raises(UsageError, match="is a file"):
        build_site(odd_root, tmp_path / "thesis.tex")


def test_a_first_build_keeps_the_files_of_a_host_in_the_folder(odd_root, tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "CNAME").write_text("papers.example.org\n")
    assert "index.html" in build_site(odd_root, tmp_path, some=few(odd_root)).files()
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.isupper() or path.name == ".git") == [".git", "CNAME"]


def test_foreign_files_are_not_overwritten(odd_root, old):
    mark = old.folder / atomic_publish.MARK
    mark.write_text(mark.read_text().replace("about\n", ""))  # as if an older version had no such page
    must_fail(odd_root, old, match=r"about was not made by this program", some=few(odd_root))


def test_a_damaged_list_of_our_files_removes_nothing_else(odd_root, old):
    (old.folder / atomic_publish.MARK).write_bytes(
        b"..\n../..\n.\n\n/\nCNAME/../..\n\xff\n" + (old.folder / atomic_publish.MARK).read_bytes()
    )
    (old.folder.parent / "beside").write_text("x")
    build_site(odd_root, old.folder, some=few(odd_root))
    assert (old.folder.parent / "beside").is_file()
    assert old.read("CNAME")
