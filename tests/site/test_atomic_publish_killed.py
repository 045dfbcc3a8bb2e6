"""A site replaces the old one in one step; the remains of a killed build are completed or removed by the next."""

from __future__ import annotations

import os
import signal
import stat

import pytest

from archive.errors import UsageError
from archive.site import atomic_publish
from tests.support.copies import run_in_copy

KILLED = """
import os, sys
from pathlib import Path
from archive.site import atomic_publish
out, number = Path(sys.argv[1]), int(sys.argv[2])
if sys.argv[3] == "no exchange":
    atomic_publish._exchange_names = lambda *names: False
calls = []
def killing(real):
    def step(*args, **options):
        calls.append(args)
        if len(calls) == number:
            os._exit(9)
        return real(*args, **options)
    return step
with atomic_publish.fresh_folder(out) as folder:
    for name in ("about", "papers", "years"):
        (folder / name).mkdir()
        (folder / name / "index.html").write_text("new")
    (folder / "index.html").write_text("new")
    os.replace, os.rename = killing(os.replace), killing(os.rename)
os._exit(0)
"""


def tiny(out, text):
    with atomic_publish.fresh_folder(out) as folder:
        for name in ("papers", "topics"):
            (folder / name).mkdir()
            (folder / name / "index.html").write_text(text)
        (folder / "index.html").write_text(text)


def contents(out):
    return {path.read_text() for path in out.rglob("index.html")}


def left(folder):
    return [
        path.name
        for path in folder.rglob("*")
        if path.name.startswith(".") and atomic_publish.MARK in path.name and path.name != atomic_publish.MARK
    ]


@pytest.fixture
def out(tmp_path):
    tiny(tmp_path / "www" / "site", "old")
    return tmp_path / "www" / "site"


@pytest.mark.parametrize("how", ["exchange", "no exchange", "entries"])
@pytest.mark.parametrize("number", [1, 2, 3, 5, 7, 9])
def test_a_build_that_was_killed_while_it_exchanged_is_finished_or_undone_by_the_next(out, how, number):
    (out / "CNAME").write_text("papers.example.org")
    if how == "entries":
        (out / ".git").mkdir()
    assert run_in_copy(KILLED, str(out), str(number), how) in (0, 9)
    if how == "exchange":
        assert contents(out) == {"new"}  # nothing of it was a rename that could be killed
    atomic_publish.refuse_foreign_files(out)
    assert contents(out) in ({"old"}, {"new"})
    assert not left(out.parent)
    tiny(out, "newest")
    assert contents(out) == {"newest"}
    assert not left(out.parent)
    assert (out / "CNAME").read_text() == "papers.example.org"
    assert (out / ".git").exists() == (how == "entries")


def test_a_build_that_was_killed_while_it_wrote_its_journal_is_undone(out):
    (out / ".git").mkdir()
    limited = "import resource, signal\n    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)\n    "
    limited += "resource.setrlimit(resource.RLIMIT_FSIZE, (60, 60))  # bytes: the list of pages, but not the journal"
    code = KILLED.replace("os.replace, os.rename = killing(os.replace), killing(os.rename)", limited)
    assert run_in_copy(code, str(out), "0", "entries") == -signal.SIGXFSZ
    atomic_publish.refuse_foreign_files(out)
    assert contents(out) == {"old"}
    assert not left(out.parent)


def test_the_remains_of_an_incomplete_build_are_removed(out):
    code = KILLED.replace("os.replace, os.rename =", "os._exit(9)\n    os.replace, os.rename =")
    assert run_in_copy(code, str(out), "1", "exchange") == 9
    assert left(out.parent)
    atomic_publish.refuse_foreign_files(out)
    assert contents(out) == {"old"}
    assert not left(out.parent)


def test_a_build_that_runs_is_left_alone(out):
    with atomic_publish.fresh_folder(out) as folder:
        (folder / "index.html").write_text("first")
        tiny(out, "second")
        assert contents(out) == {"second"}
    assert contents(out) == {"first"}


def test_mode_and_owner_of_the_folder_stay(out):
    out.chmod(0o2775)
    if os.getuid() == 0:
        os.chown(out, 1234, 1234)
    before = out.stat()
    tiny(out, "new")
    assert stat.S_IMODE(out.stat().st_mode) == 0o2775
    assert (out.stat().st_uid, out.stat().st_gid) == (before.st_uid, before.st_gid)


def test_a_foreign_file_added_during_the_build_stays(out):
    with atomic_publish.fresh_folder(out) as folder:
        (folder / "index.html").write_text("new")
        (out / "CNAME").write_text("papers.example.org")
    assert (out / "CNAME").exists()
    assert contents(out) == {"new"}


def test_a_hostile_journal_moves_nothing_out_of_the_folder(out):
    work = out / f"{atomic_publish.MARK}-abc"
    (work / "new").mkdir(parents=True)
    (work / "old").mkdir()
    (out.parent / "victim").write_text("mine")
    (work / "journal.json").write_text('{"goes": ["../victim", ".."], "comes": ["../x"]}')
    (work / "lock").touch()
    atomic_publish.refuse_foreign_files(out)
    assert (out.parent / "victim").read_text() == "mine"
    assert contents(out) == {"old"}


def test_a_folder_of_something_else_is_still_refused(tmp_path):
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(UsageError):
        atomic_publish.refuse_foreign_files(tmp_path)


_BESIDE = [
    *((number, None) for number in range(1, 12)),
    *((number, stranger) for number in (1, 4, 7, 10) for stranger in ("CNAME", ".git/HEAD")),
]
_MORE = [(number, stranger) for number in (2, 3, 5, 6, 8, 9, 11) for stranger in ("CNAME", ".git/HEAD")]


@pytest.mark.parametrize(("number", "stranger"), [*_BESIDE, *(pytest.param(*one, marks=pytest.mark.slow) for one in _MORE)])
def test_a_build_killed_while_it_cleans_up_leaves_nothing_for_the_next(tmp_path, number, stranger):
    """The lock goes last, so that a work folder that is half removed is known as abandoned."""
    out = tmp_path / "site"
    out.mkdir()
    if stranger:
        (out / stranger).parent.mkdir(exist_ok=True)
        (out / stranger).write_text("papers.example")
    tiny(out, "old")
    code = f"""
import os, sys
from pathlib import Path
from archive.site import atomic_publish
calls = []
def killing(real):
    def step(*args, **options):
        calls.append(args)
        if len(calls) == {number}:
            os._exit(9)
        return real(*args, **options)
    return step
with atomic_publish.fresh_folder(Path(sys.argv[1])) as folder:
    (folder / "index.html").write_text("new")
    exchange = atomic_publish._exchange
    def then_kill(*args):
        exchange(*args)
        os.unlink, os.rmdir = killing(os.unlink), killing(os.rmdir)
    atomic_publish._exchange = then_kill
"""
    assert run_in_copy(code, str(out)) in (0, 9)
    assert (out / "index.html").read_text() == "new"
    tiny(out, "newer")
    assert contents(out) == {"newer"}
    assert left(tmp_path) == []
    assert stranger is None or (out / stranger).read_text() == "papers.example"
