"""Damage is reported: changed bytes, folders and pipes in place of files, broken links, duplicate keys."""

from __future__ import annotations

import json
import os
import shutil
import subprocess

import pytest

from archive.store.digests import changed
from archive.store.root import Root
from tests.support.archives import write_archive
from tests.support.commands import run


@pytest.fixture
def root(tmp_path):
    write_archive(tmp_path)
    return Root(tmp_path)


def flip(path):
    """Change a letter in the first title."""
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Deep Kites", "Deep Kitez"), encoding="utf-8")


def test_a_change_by_hand_is_reported_until_it_is_accepted(capsys, root):
    before = run(capsys, "check", "--root", root.folder)
    assert "not as mlforsys wrote it" not in before.out
    flip(root.store.path("kites2031"))
    ran = run(capsys, "check", "--root", root.folder)
    assert "doubtful: scraped/kites2031.json: it is not as mlforsys wrote it" in ran.out
    assert ran.code == before.code
    assert run(capsys, "check", "--root", root.folder, "--accept").out == before.out
    assert list(changed(root.folder)) == []


def test_changes_by_the_program_are_not_reported(root):
    papers = root.store.papers("kites2031")
    flip(root.store.path("kites2031"))
    assert list(changed(root.folder)) == ["scraped/kites2031.json"]
    root.store.write_papers("kites2031", papers[:1])
    assert list(changed(root.folder)) == []


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_files_as_committed_in_git_are_not_reported(root):
    def git(*args):
        who = ["-c", "user.name=Ada", "-c", "user.email=ada@kites.example"]
        subprocess.run(["git", "-C", str(root.folder), *who, *args], check=True, capture_output=True)

    flip(root.store.path("kites2031"))
    git("init")
    git("add", "-f", "scraped/kites2031.json")
    git("commit", "-m", "x")
    assert list(changed(root.folder)) == []
    root.store.path("kites2031").write_text(root.store.path("kites2031").read_text().replace("Deep Kitez", "Dead Kitez"))
    assert list(changed(root.folder)) == ["scraped/kites2031.json"]


def folder(path):
    path.unlink()
    path.mkdir()


def pipe(path):
    path.unlink()
    os.mkfifo(path)


def dangling(path):
    path.unlink()
    path.symlink_to("nowhere")


def twice(path):
    path.write_text(path.read_text().rstrip().rstrip("}") + ', "papers": []}')


def device(path):
    path.unlink()
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("damage", [folder, pipe, dangling, twice, device])
@pytest.mark.parametrize("command", ["search kites", "check", "export", "editions", "topics"])
def test_a_path_that_is_not_a_file_is_an_error(capsys, root, damage, command):
    damage(root.store.path("kites2031"))
    ran = run(capsys, *command.split(), "--root", root.folder)
    assert ran.code == 1
    assert "kites2031.json" in ran.err + ran.out
    assert "unexpected" not in ran.err


@pytest.mark.parametrize("damage", [folder, pipe, dangling])
@pytest.mark.parametrize("name", ["editions.toml", "topics.toml", "people.toml", "archive.toml"])
def test_other_paths_that_are_not_files_are_errors_too(capsys, root, damage, name):
    (root.folder / name).touch()
    damage(root.folder / name)
    for command in (["check"], ["editions"], ["search", "kites"]):
        ran = run(capsys, *command, "--root", root.folder)
        assert "unexpected" not in ran.err
    ran = run(capsys, "check", "--root", root.folder)
    assert name in ran.err + ran.out


def test_files_of_editors_and_systems_are_ignored(capsys, root):
    before = run(capsys, "editions", "--root", root.folder).out
    for name in ("._kites2031.json", ".kites2031.json.swp", "kites2031.json~"):
        (root.store.folder / name).write_bytes(b"\0\0")
    (root.store.folder / ".#kites2031.json").symlink_to("ada@host.1234")
    assert run(capsys, "editions", "--root", root.folder).out == before


def test_a_broken_link_as_folder_of_abstracts_is_reported(capsys, root):
    shutil.rmtree(root.store.folder / "abstracts")
    (root.store.folder / "abstracts").symlink_to("nowhere")
    ran = run(capsys, "check", "--root", root.folder)
    assert "abstracts cannot be read" in ran.out + ran.err
    assert json.dumps(ran.code) == "1"
