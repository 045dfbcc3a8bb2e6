"""Half of the pages are made in a second process: the bytes are the same, and its errors are reported here."""

from __future__ import annotations

import os
import signal
import sys
import time

import pytest

from archive.errors import ArchiveError
from archive.site import background_process as second
from archive.site import build
from archive.site.background_process import Deal, in_background
from archive.site.theme import load_theme
from tests.support.sites import build_site

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a second process is forked on Linux only")


@pytest.fixture
def forked(monkeypatch):
    """Use two processes on any machine and for any number of papers."""
    monkeypatch.setattr(build, "_SHARED_FROM", 0)
    monkeypatch.setattr(build, "can_fork", lambda: True)


@pytest.mark.slow
def test_two_processes_write_what_one_does(odd_root, tmp_path, forked, monkeypatch):
    heard = []
    two = build_site(odd_root, tmp_path / "two", progress=lambda *step: heard.append(step)).bytes()
    monkeypatch.setattr(build, "can_fork", lambda: False)
    one = build_site(odd_root, tmp_path / "one")
    assert two == one.bytes()
    assert [done for _, done, _ in heard] == list(range(1, len(one.pages()) + 1))


def test_a_failure_in_the_other_process_is_reported_and_the_old_site_stays(odd_root, tmp_path, forked):
    old = build_site(odd_root, tmp_path / "out")
    before = old.bytes()
    theme = tmp_path / "theme"
    (theme / "templates").mkdir(parents=True)
    (theme / "templates" / "authors.html").write_text("{{ nobody }}", encoding="utf-8")
    with pytest.raises(ArchiveError, match=r"authors\.html, line 1.*The old site was not changed"):
        build_site(odd_root, tmp_path / "out", theme=load_theme(theme))
    assert old.bytes() == before


def test_a_killed_process_is_reported():
    def killed():
        os.kill(os.getpid(), signal.SIGKILL)
        yield 1

    with in_background(killed, True) as made, pytest.raises(ArchiveError, match=r"ended unexpectedly \(-9\)"):
        made()


def test_a_process_that_nobody_waits_for_ends_with_the_block():
    def endless():
        while True:
            yield os.getpid()
            time.sleep(0.01)

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), in_background(endless, True):
        raise KeyboardInterrupt
    assert time.monotonic() - began < 60


def test_two_processes_take_each_number_once():
    for is_forked in (False, True):
        deal = Deal(4, is_forked)
        assert (deal.first(), deal.last(), deal.first(), deal.last()) == (0, 3, 1, 2)
        assert (deal.first(), deal.last()) == (None, None)
    assert (Deal(0, False).first(), Deal(0, False).last()) == (None, None)


def test_without_a_second_processor_there_is_one_process():
    with in_background(lambda: [os.getpid()], False) as made:
        assert list(made()) == [os.getpid()]


def test_a_second_process_needs_a_second_processor(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    assert not second.can_fork()
