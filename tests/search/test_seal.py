"""The index as a file: used while it is this user's own and fits the store, and built again otherwise."""

from __future__ import annotations

import errno
import json
import pickle
from pathlib import Path

import pytest
from whoosh.fields import Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.filedb.filetables import OrderedHashWriter
from whoosh.index import create_in

import archive.store.files
from archive.catalogue.taxonomy import load_taxonomy
from archive.errors import EmptyArchive
from archive.model import analysis
from archive.search import seal
from archive.search.index import FILE, build, open_index
from archive.search.query import parse_query
from archive.search.writer import write_index
from archive.store.root import Root
from tests.support.archives import abstract, paper, records, write_archive

KEY, OTHER = b"k" * 32, b"o" * 32
PARTS = {"a": b"kites", "empty": b"", "b": bytes(range(256))}


@pytest.fixture
def root(tmp_path):
    return write_archive(tmp_path / "archive")


@pytest.fixture
def file(root):
    """The file of an index that was just built."""
    build(root)
    return root.index_folder / FILE


@pytest.fixture
def said(root):
    """Opens the index, and gives what was said; it must answer in any case."""

    def said():
        lines: list[str] = []
        answer = open_index(root, lines.append).search(parse_query("kites -lanterns"), match="all")
        assert [hit.record["id"] for hit in answer.hits] == ["quill2024kites"]
        return lines

    return said


# -- sealed bytes


def test_what_was_packed_is_unpacked():
    content = seal.pack(PARTS, "stamp", KEY)
    assert {name: bytes(part) for name, part in seal.unpack(content, "stamp", KEY).items()} == PARTS


def test_every_flipped_byte_breaks_the_seal():
    content = seal.pack(PARTS, "stamp", KEY)
    for at in range(len(content)):
        for bit in (1, 32, 128):
            with pytest.raises(seal.BrokenSeal):
                seal.unpack(content[:at] + bytes([content[at] ^ bit]) + content[at + 1 :], "stamp", KEY)


def test_every_shorter_or_longer_file_breaks_the_seal():
    content = seal.pack(PARTS, "stamp", KEY)
    for end in range(len(content)):
        with pytest.raises(seal.BrokenSeal):
            seal.unpack(content[:end], "stamp", KEY)
    with pytest.raises(seal.BrokenSeal):
        seal.unpack(content + b"x", "stamp", KEY)


@pytest.mark.parametrize(("stamp", "key"), [("other", KEY), ("stamp", OTHER), ("stamp", b"")])
def test_another_stamp_or_key_breaks_the_seal(stamp, key):
    with pytest.raises(seal.BrokenSeal):
        seal.unpack(seal.pack(PARTS, "stamp", KEY), stamp, key)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b'"text"',
        b"[" * 100_000,
        b"\xff",
        b'{"seal": null, "magic": "mlforsys-index", "stamp": "stamp", "parts": []}',
        b'{"seal": "00", "magic": "mlforsys-index", "stamp": "stamp", "parts": [["a", -1]]}',
        b'{"seal": "00", "magic": "mlforsys-index", "stamp": "stamp", "parts": {"a": 1}}',
        pytest.param(
            b'{"seal": "\\u00e9", "magic": "mlforsys-index", "stamp": "stamp", "parts": []}',
        ),
        pytest.param(
            b'{"seal": "00", "magic": "mlforsys-index", "stamp": "stamp", "parts": [["a", Infinity]]}',
        ),
    ],
)
@pytest.mark.parametrize("end", [b"", b"\nkites"])
def test_what_is_no_index_is_told_from_one(head, end):
    with pytest.raises(seal.BrokenSeal):
        seal.unpack(head + end, "stamp", KEY)


def test_the_user_s_key_is_made_once_and_is_nobody_else_s(own_folders):
    key = seal.user_key()
    assert key == seal.user_key()
    (path,) = own_folders.rglob("*.key")
    assert path.read_bytes() == key
    assert len(key) == 32
    assert path.stat().st_mode & 0o077 == 0
    path.write_bytes(b"short")
    assert seal.user_key() not in (key, b"short")


# -- kept, and built again


def test_an_index_is_built_once_and_then_kept(said):
    assert said() == ["There is no index yet; building it."]
    assert said() == []


def test_a_deleted_index_is_built_again(said, file):
    file.unlink()
    assert len(said()) == 1
    assert said() == []


@pytest.mark.parametrize("at", [0, 1, 30, 0.25, 0.5, 0.75, -1], ids=str)
def test_a_damaged_index_is_built_again(said, file, at):
    content = bytearray(file.read_bytes())
    content[int(at * len(content)) if isinstance(at, float) else at] ^= 4
    file.write_bytes(content)
    assert "building it anew" in said()[0]
    assert said() == []


@pytest.mark.parametrize("part", [0, 0.01, 0.5, 0.99])
def test_a_truncated_index_is_built_again(said, file, part):
    content = file.read_bytes()
    file.write_bytes(content[: int(part * len(content))])
    assert "building it anew" in said()[0]
    assert said() == []


def test_a_folder_in_the_index_s_place_is_no_reason_not_to_answer(said, file):
    file.unlink()
    file.mkdir()
    assert "building it anew" in said()[0]


def test_a_changed_store_is_indexed_again(said, file, root):
    papers = root.store.papers("kites2031")
    root.store.write_papers("kites2031", [*papers, paper("new2031moth", "Moths", "No Body")])
    assert "other papers" in said()[0]
    assert open_index(root).search(parse_query("moths")).total == 1


def test_a_new_edition_is_indexed(said, file, root):
    root.store.write_papers("neurips2025", [paper("new2025moth", "Moths", "No Body")])
    assert "other papers" in said()[0]
    assert open_index(root).search(parse_query("year:2025 moths")).total == 1


def test_a_changed_abstract_is_indexed_again(said, file, root):
    root.store.write_abstracts("kites2031", {"moss2031index": abstract("Moths eat moss.")})
    lines: list[str] = []
    assert open_index(root, lines.append).search(parse_query("moths")).hits[0].record["id"] == "moss2031index"
    assert "other papers" in lines[0]


def test_a_changed_registry_is_indexed_again(said, file, root):
    own = root.folder / "editions.toml"
    own.write_text(own.read_text(encoding="utf-8").replace("2032", "2033"), encoding="utf-8")
    lines: list[str] = []
    index = open_index(root, lines.append)
    assert "other papers" in lines[0]
    assert index.search(parse_query("year:2032")).total == 0


def test_an_index_of_another_version_is_built_again(said, file, monkeypatch):
    monkeypatch.setattr(analysis, "VERSION", "another")
    assert "another version" in said()[0]
    assert said() == []


def test_an_index_of_another_user_is_built_again(said, file, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path / "other"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "other"))
    assert "not built by this user" in said()[0]
    assert said() == []


def test_an_index_moved_with_its_archive_is_still_good(said, file, root, tmp_path):
    moved = Root(root.folder.rename(tmp_path / "moved"))
    lines: list[str] = []
    open_index(moved, lines.append)
    assert lines == []


def test_an_empty_archive_is_no_index(tmp_path):
    with pytest.raises(EmptyArchive):
        open_index(Root(tmp_path))
    assert not (tmp_path / "index" / FILE).exists()


# -- what cannot be written


def test_an_index_folder_that_cannot_be_written_is_no_reason_not_to_answer(said, root, monkeypatch):
    def refuse(path: Path, content: bytes) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(archive.store.files, "write_bytes", refuse)
    for _ in range(2):
        assert "cannot be written (Permission denied)" in said()[-1]
    assert not root.index_folder.exists()


def test_a_file_in_the_place_of_the_index_folder_is_no_reason_not_to_answer(said, root):
    root.index_folder.write_text("in the way")
    assert "cannot be written" in said()[-1]


def test_a_state_folder_that_cannot_be_written_is_no_reason_not_to_answer(said, root, monkeypatch, tmp_path):
    (tmp_path / "state").write_text("a file")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert seal.user_key() is None
    for _ in range(2):
        assert "state folder cannot be written" in said()[-1]
    assert not root.index_folder.exists()


# -- an index is pickles, and pickles run code


class Touch:
    """Creates a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


@pytest.fixture
def trap(tmp_path):
    """The file that appears when somebody else's code ran, and something that carries this code."""
    return tmp_path / "ran", Touch(tmp_path / "ran")


def _sealed(evil: Touch, stamp: str, key: bytes, root: Root) -> bytes:
    """An index whose terms carry code where Whoosh keeps what it unpickles on opening them."""
    storage = RamStorage()
    terms = OrderedHashWriter(storage.create_file("terms"))
    terms.extras["fieldmap"] = evil
    terms.close()
    parts = write_index(records(root), load_taxonomy(), {}) | {"terms": storage.files["terms"]}
    return seal.pack(parts, stamp, key)


def _stamp(file: Path) -> str:
    return json.loads(file.read_bytes().partition(b"\n")[0])["stamp"]


def test_the_trap_works_where_it_is_unpickled(trap):
    ran, evil = trap
    pickle.loads(pickle.dumps(evil))
    assert ran.exists()


def test_code_never_runs_even_where_this_user_s_own_key_sealed_it(file, root, trap):
    ran, evil = trap
    file.write_bytes(_sealed(evil, _stamp(file), seal.user_key(), root))
    with pytest.raises(pickle.UnpicklingError, match="has no place in an index"):
        open_index(root)
    assert not ran.exists()


@pytest.mark.parametrize("key", [OTHER, b""])
def test_code_in_an_index_of_another_key_never_runs(said, file, root, trap, key):
    ran, evil = trap
    file.write_bytes(_sealed(evil, _stamp(file), key, root))
    ran.unlink(missing_ok=True)
    assert "not built by this user" in said()[0]
    assert not ran.exists()


def test_code_put_into_a_sealed_index_never_runs(said, file, root, trap):
    ran, evil = trap
    head = file.read_bytes().partition(b"\n")[0]
    body = _sealed(evil, "", OTHER, root).partition(b"\n")[2]
    file.write_bytes(head + b"\n" + body)
    ran.unlink(missing_ok=True)
    assert "not built by this user" in said()[0]
    assert not ran.exists()


def test_code_in_a_plain_pickle_never_runs(said, file, trap):
    ran, evil = trap
    file.write_bytes(pickle.dumps(evil))
    said()
    assert not ran.exists()


@pytest.mark.parametrize("kept", [True, False])
def test_code_in_a_raw_whoosh_folder_never_runs(said, file, root, trap, kept):
    ran, evil = trap
    if not kept:
        file.unlink()
    schema = Schema()
    schema.evil = evil
    create_in(root.index_folder, schema)
    ran.unlink(missing_ok=True)
    assert bool(said()) is not kept
    assert not ran.exists()
