"""One writer at a time: a wait is reported, and a lock ends with its process."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from archive.errors import StoreError
from archive.store import lock
from archive.store.file_names import STATE
from archive.store.lock import report_waiting, root_lock

HOLDER = """
import sys, time
from pathlib import Path
from archive.store.lock import root_lock
sys.argv = ["mlforsys", "import", "papers.csv"]
with root_lock(Path({root!r})):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock of ``tmp_path``."""
    with subprocess.Popen([sys.executable, "-c", HOLDER.format(root=str(tmp_path))], stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout.readline() == b"held\n"
            yield process
        finally:
            process.kill()


@pytest.fixture
def told(monkeypatch):
    """The messages about waiting."""
    monkeypatch.setattr(lock, "_say", [])
    monkeypatch.setattr(lock, "PATIENCE", 0.01)
    sentences = []
    report_waiting(sentences.append)
    return sentences


def test_a_wait_is_reported_and_a_lock_ends_with_its_process(tmp_path, holder, told):
    entered = threading.Event()

    def write():
        with root_lock(tmp_path):
            entered.set()

    writer = threading.Thread(target=write)
    writer.start()
    while not told:
        assert not entered.wait(0.01)
    assert told == [f"Waiting for `mlforsys import papers.csv` (process {holder.pid}), which is writing to {tmp_path}."]
    holder.kill()
    writer.join(60)
    assert entered.is_set()


def test_waiting_for_a_lock_has_a_limit(tmp_path, holder, told, monkeypatch):
    monkeypatch.setattr(lock, "LONGEST", 0.01)
    with pytest.raises(StoreError, match=r"process \d+\) has been writing for .* Nothing was changed"), root_lock(tmp_path):
        pass


def test_two_threads_exclude_each_other(tmp_path, told):
    inside, most = [], []

    def write():
        for _ in range(5):
            with root_lock(tmp_path):
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert most == [1] * 20


def test_git_ignores_the_folder_and_a_link_out_of_the_root_is_refused(tmp_path):
    root, outside = tmp_path / "root", tmp_path / "outside"
    with root_lock(root):
        assert (root / STATE / ".gitignore").read_text() == "*\n"
    other = tmp_path / "other"
    other.mkdir()
    outside.mkdir()
    (other / STATE).symlink_to(outside)
    with pytest.raises(StoreError, match="outside"), root_lock(other):
        pass
    assert not list(outside.iterdir())


def test_a_file_system_without_locks_is_reported_in_a_sentence(tmp_path, monkeypatch):
    def acquire(*_, **__):
        raise NotImplementedError

    monkeypatch.setattr("filelock.FileLock.acquire", acquire)
    with pytest.raises(StoreError, match="does not support locks"), root_lock(tmp_path):
        raise AssertionError
