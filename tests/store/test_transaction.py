"""Several files are changed together or not at all, whatever happens in between."""

from __future__ import annotations

import contextlib
import os
import stat

import pytest

from archive.errors import StoreError
from archive.model.paper import Abstract, Paper
from archive.store import transaction as module
from archive.store.papers import LedgerEntry, Store
from archive.store.transaction import transaction

KITES = Paper("quill2031kites", "Kites on Rails", ("Ada Quill",))
LAMPS = Paper("moss2031lanterns", "Lanterns Underwater", ("Cy Moss",))
TEXT = Abstract("Kites fly.", "page", "https://kites.example/", "2031-05-02")


class Killed(BaseException):
    """Ends a process at once, as far as the files show."""


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def write_all(store, papers):
    with transaction(store.root):
        store.write_papers("kites2031", papers)
        store.write_abstracts("kites2031", {paper.id: TEXT for paper in papers})
        store.write_ledger("kites2031", {paper.id: LedgerEntry(text="x") for paper in papers})


def state(store):
    return len(store.papers("kites2031")), len(store.abstracts("kites2031")), len(store.ledger("kites2031"))


def names(store):
    return {path.name for path in store.root.rglob("*") if path.is_file()}


def killed_at(monkeypatch, function, number):
    """Let a function of ``os`` end the process the ``number``-th time it is called."""
    real, calls = getattr(os, function), []

    def step(*args, **options):
        calls.append(args)
        if len(calls) == number:
            raise Killed
        return real(*args, **options)

    monkeypatch.setattr(os, function, step)
    monkeypatch.setattr(module.Transaction, "_forget_journal", lambda self: None)
    monkeypatch.setattr("pathlib.Path.unlink", lambda self, missing_ok=False: None)


@pytest.mark.parametrize("function", ["replace", "fsync"])
@pytest.mark.parametrize("number", range(1, 10))
def test_whenever_it_is_killed_the_next_writer_finds_all_or_nothing(store, monkeypatch, function, number):
    write_all(store, [KITES])
    with monkeypatch.context() as patch:
        killed_at(patch, function, number)
        with contextlib.suppress(Killed):
            write_all(store, [KITES, LAMPS])
    with transaction(store.root):
        assert state(store) in ((1, 1, 1), (2, 2, 2))
    assert not [name for name in names(store) if ".tmp-" in name or name == "journal.json"]
    write_all(store, [KITES, LAMPS])
    assert state(store) == (2, 2, 2)


def test_ctrl_c_in_the_middle_completes_the_transaction(store, monkeypatch):
    write_all(store, [KITES])
    real, calls = os.replace, []

    def step(*args):
        calls.append(args)
        if len(calls) == 5:  # the holder's note, the journal, two of the moves
            raise KeyboardInterrupt
        real(*args)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", step)
        with pytest.raises(KeyboardInterrupt):
            write_all(store, [KITES, LAMPS])
    assert state(store) == (2, 2, 2)
    assert not [name for name in names(store) if ".tmp-" in name or name == "journal.json"]


def test_a_block_that_fails_writes_nothing(store):
    write_all(store, [KITES])

    def fail():
        with transaction(store.root):
            store.write_papers("kites2031", [KITES, LAMPS])
            raise StoreError("no")

    with pytest.raises(StoreError):
        fail()
    assert state(store) == (1, 1, 1)


def test_a_damaged_or_hostile_journal_moves_nothing(store, tmp_path):
    write_all(store, [KITES])
    victim = tmp_path / "victim"
    victim.write_text("mine")
    for text in ('[["victim", "scraped/kites2031.json"]]', '[["../x", "../y"]]', "[[[", "7"):
        (store.root / ".mlforsys" / "journal.json").write_text(text)
        with transaction(store.root):
            assert state(store) == (1, 1, 1)
        assert victim.read_text() == "mine"


def test_files_left_by_earlier_versions_are_removed_and_nothing_else(store):
    write_all(store, [KITES])
    left = store.folder / ".kites2031.json.x7_abcde"
    mine = store.folder / ".notes.txt"
    left.write_text("half")
    mine.write_text("mine")
    with transaction(store.root):
        pass
    assert not left.exists()
    assert mine.exists()


def test_mode_and_owner_stay(store):
    write_all(store, [KITES])
    path = store.path("kites2031")
    path.chmod(0o664)
    if os.getuid() == 0:
        os.chown(path, 1234, 1234)
    before = path.stat()
    write_all(store, [KITES, LAMPS])
    after = path.stat()
    assert stat.S_IMODE(after.st_mode) == 0o664
    assert (after.st_uid, after.st_gid) == (before.st_uid, before.st_gid)


def test_a_link_is_followed_only_inside_the_root(store, tmp_path_factory):
    write_all(store, [KITES])
    inside = store.root / "papers.json"
    store.path("kites2031").rename(inside)
    store.path("kites2031").symlink_to(inside)
    write_all(store, [KITES, LAMPS])
    assert store.path("kites2031").is_symlink()
    assert len(store.papers("kites2031")) == 2

    outside = tmp_path_factory.mktemp("outside")
    for path in sorted((store.folder / "abstracts").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (store.folder / "abstracts").rmdir()
    (store.folder / "abstracts").symlink_to(outside)
    with pytest.raises(StoreError, match="outside"):
        store.write_abstracts("kites2031", {KITES.id: TEXT})
    assert not list(outside.iterdir())


def test_a_folder_in_place_of_a_file_is_reported(store):
    store.path("kites2031").mkdir(parents=True)
    with pytest.raises(StoreError, match="is a folder, not a file"):
        store.write_papers("kites2031", [KITES])


def test_a_file_is_removed_with_everything_else_that_is_written(store):
    notes = store.root / "curation" / "kites2031.toml"
    with transaction(store.root) as change:
        change.put(notes, b"# ours")
    with contextlib.suppress(KeyError), transaction(store.root) as change:
        change.remove(notes)
        raise KeyError
    assert notes.read_bytes() == b"# ours"
    with transaction(store.root) as change:
        change.remove(notes)
        change.put(notes, b"# again")
    assert notes.read_bytes() == b"# again"
    with transaction(store.root) as change:
        change.remove(notes)
        change.remove(store.root / "curation" / "unknown.toml")
        store.write_papers("kites2031", [KITES])
    assert (store.papers("kites2031"), list(notes.parent.iterdir())) == ([KITES], [])
