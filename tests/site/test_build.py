"""The builder: the same store gives the same bytes, and a failed build leaves the old site as it was."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from archive.store.root import Root
from tests.support import PROJECT
from tests.support.archives import paper
from tests.support.sites import Site, build_site, must_fail


def test_the_same_store_gives_the_same_bytes(odd_root, plain_site, tmp_path):
    assert build_site(odd_root, tmp_path / "again").bytes() == plain_site.bytes()


@pytest.mark.slow
def test_the_bytes_do_not_depend_on_place_time_zone_language_or_hash_seed(odd_root, plain_site, tmp_path):
    env = os.environ | {
        "TZ": "Asia/Kathmandu",
        "LC_ALL": "C",
        "LANG": "tr_TR.UTF-8",
        "PYTHONHASHSEED": "4711",
        "PYTHONPATH": str(PROJECT),
    }
    base = "https://papers.example.org/kites/"
    shutil.copytree(odd_root.folder, tmp_path / "elsewhere")
    asked = [sys.executable, "-m", "archive", "site", "out", "--root", "elsewhere", "--base-url", base]
    subprocess.run(asked, cwd=tmp_path, env=env, check=True, capture_output=True)
    assert Site(tmp_path / "out").bytes() == plain_site.bytes()


def test_ctrl_c_in_the_middle_leaves_the_old_site(odd_root, old):
    def progress(what, done, total):
        if done == 9:
            raise KeyboardInterrupt

    must_fail(odd_root, old, KeyboardInterrupt, progress=progress)


def test_a_first_build_that_fails_leaves_nothing(odd_root, tmp_path):
    def progress(what, done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_site(odd_root, tmp_path / "out", progress=progress)
    assert list(tmp_path.iterdir()) == []


def test_an_archive_of_only_withdrawn_papers_has_a_site_too(tmp_path):
    archive = Root(tmp_path / "root")
    archive.store.write_papers("neurips2024", [paper("gone2024kite", "Gone", status="withdrawn", sources=())])
    site = build_site(archive, tmp_path / "out")
    assert "Trends in the field" not in site.text("")
    assert "Withdrawn" in site.text("papers/gone2024kite/")


def test_progress_is_reported_page_by_page(odd_root, tmp_path):
    heard = []
    site = build_site(odd_root, tmp_path / "out", progress=lambda *step: heard.append(step))
    assert [done for _, done, _ in heard] == list(range(1, len(site.pages()) + 1))
    assert {total for *_, total in heard} == {len(site.pages())}


@pytest.mark.slow
def test_ctrl_c_ends_the_command_and_leaves_the_old_site(odd_root, old, tmp_path):
    """As a person does it: a signal to the process during the build."""
    before = old.bytes()
    probe = (
        "import os, signal, sys\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from archive.site.writer import Writer\nwrite = Writer.write\n"
        "def interrupted(self, path, content):\n"
        "    write(self, path, content)\n"
        "    if path.startswith('editions'): os.kill(os.getpid(), signal.SIGINT)\n"
        "Writer.write = interrupted\nfrom archive.cli import main\nmain()\n"
    )
    asked = [sys.executable, "-c", probe, "site", str(old.folder), "--root", str(odd_root.folder)]
    ran = subprocess.run(asked, cwd=PROJECT, capture_output=True, text=True)
    assert ran.returncode != 0
    assert "Traceback" not in ran.stderr
    assert old.bytes() == before
