"""The index file: used as long as it matches the store, and built again otherwise."""

from __future__ import annotations

import errno
import os
import pickle
import shutil
from pathlib import Path

import pytest
from whoosh.fields import Schema
from whoosh.index import create_in

import archive.store.files
from archive.errors import EmptyArchive
from archive.model import analysis
from archive.search.engine import SearchIndex
from archive.search.index import FILE, build, open_index
from archive.search.query import parse_query
from archive.search.snapshot import MAGIC, Snapshot
from archive.store.root import Root
from tests.support.archives import abstract, paper, write_archive


@pytest.fixture
def root(tmp_path):
    root = write_archive(tmp_path / "archive")
    for path in root.folder.rglob("*"):  # as if it had been written long before it is indexed
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return root


@pytest.fixture
def built(root):
    """The file of an index that was just built."""
    build(root)
    return root.index_folder / FILE


@pytest.fixture
def file(root, indexed_archive):
    """The file of such an index that was built elsewhere, to be damaged."""
    root.index_folder.mkdir()
    return Path(shutil.copy(Root(indexed_archive).index_folder / FILE, root.index_folder))


@pytest.fixture
def said(root):
    """Opens the index, and returns the messages; the index must work in any case."""

    def said():
        lines: list[str] = []
        answer = open_index(root, lines.append).search(parse_query("kites -lanterns"), match="all")
        assert [hit.record["id"] for hit in answer.hits] == ["quill2024kites"]
        return lines

    return said


def test_an_index_is_built_once_and_then_kept(said):
    assert said() == ["There is no search index yet; building it."]
    assert said() == []


def test_a_deleted_index_is_built_again(said, file):
    file.unlink()
    assert len(said()) == 1
    assert said() == []


@pytest.mark.parametrize("at", [0, 9, 13, 21, 30, 0.02])
def test_an_index_with_a_damaged_head_is_built_again(said, file, at):
    content = bytearray(file.read_bytes())
    content[int(at * len(content)) if isinstance(at, float) else at] ^= 4
    file.write_bytes(content)
    assert "rebuilding it" in said()[0]
    assert said() == []


def test_a_search_that_finds_a_damaged_section_continues_with_a_new_index(said, file):
    content = file.read_bytes()
    start = len(content) - len(Snapshot(content))
    file.write_bytes(content[:start] + bytes(byte ^ 255 for byte in content[start:]))
    assert said() == ["The search index is damaged; rebuilding it."]
    assert said() == []


def test_facets_and_counts_are_read_from_the_new_index_too(root, file):
    content = file.read_bytes()
    first = SearchIndex(Snapshot(content)).search(parse_query("kites"))
    start = len(content) - len(Snapshot(content))
    file.write_bytes(content[:start] + bytes(len(content) - start))
    answer = open_index(root).search(parse_query("kites"))
    assert (answer.facets, answer.ids, answer.total_partial) == (first.facets, first.ids, first.total_partial)


@pytest.mark.parametrize("part", [0, 0.01, 0.5, 0.99])
def test_a_truncated_index_is_built_again(said, file, part):
    content = file.read_bytes()
    file.write_bytes(content[: int(part * len(content))])
    assert "rebuilding it" in said()[0]
    assert said() == []


def test_a_folder_in_place_of_the_index_does_not_prevent_a_search(said, file):
    file.unlink()
    file.mkdir()
    assert "rebuilding it" in said()[0]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFOs")
def test_a_fifo_in_place_of_the_index_does_not_block_a_search(said, file):
    file.unlink()
    os.mkfifo(file)
    assert "not a file" in said()[0]
    assert said() == []


def test_a_changed_store_is_indexed_again(said, built, root):
    papers = root.store.papers("kites2031")
    root.store.write_papers("kites2031", [*papers, paper("new2031moth", "Moths", "No Body")])
    assert said() == ["Papers changed; rebuilding the search index."]
    assert open_index(root).search(parse_query("moths")).total == 1


def test_a_change_of_as_many_bytes_is_indexed_again(said, built, root):
    path = root.store.path("neurips2024")
    path.write_bytes(path.read_bytes().replace(b"Rails", b"Reels"))
    lines: list[str] = []
    assert open_index(root, lines.append).search(parse_query("reels")).total == 1
    assert lines == ["Papers changed; rebuilding the search index."]


def test_a_file_that_had_just_been_written_is_compared_by_its_content(said, root):
    """Within one tick of its clock a file system gives two contents one time."""
    path = root.store.path("neurips2024")
    path.write_bytes(path.read_bytes())
    os.utime(path)
    before = path.stat()
    build(root)
    path.write_bytes(path.read_bytes().replace(b"Rails", b"Reels"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert open_index(root).search(parse_query("reels")).total == 1


def test_files_that_were_touched_and_not_changed_need_no_new_index(said, built, root):
    for path in root.folder.joinpath("scraped").rglob("*.json"):
        os.utime(path)
    assert said() == []


def test_a_new_edition_is_indexed(said, built, root):
    root.store.write_papers("neurips2025", [paper("new2025moth", "Moths", "No Body")])
    assert "Papers changed" in said()[0]
    assert open_index(root).search(parse_query("year:2025 moths")).total == 1


def test_a_changed_abstract_is_indexed_again(said, built, root):
    root.store.write_abstracts("kites2031", {"moss2031index": abstract("Moths eat moss.")})
    lines: list[str] = []
    assert open_index(root, lines.append).search(parse_query("moths")).hits[0].record["id"] == "moss2031index"
    assert "Papers changed" in lines[0]


def test_a_changed_registry_is_indexed_again(said, built, root):
    own = root.folder / "editions.toml"
    own.write_text(own.read_text(encoding="utf-8").replace("2032", "2033"), encoding="utf-8")
    lines: list[str] = []
    index = open_index(root, lines.append)
    assert "Papers changed" in lines[0]
    assert index.search(parse_query("year:2032")).total == 0


def test_a_changed_people_toml_is_indexed_again(said, built, root):
    (root.folder / "people.toml").write_text("", encoding="utf-8")
    assert "Papers changed" in said()[0]
    assert said() == []


def test_an_index_of_another_version_is_built_again(said, built, monkeypatch):
    monkeypatch.setattr(analysis, "VERSION", "another")
    assert "Another version" in said()[0]
    assert said() == []


def test_an_index_built_by_another_user_is_used(said, built, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path / "other"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "other"))
    assert said() == []


def test_an_index_moved_with_its_archive_is_still_good(said, built, root, tmp_path):
    moved = Root(root.folder.rename(tmp_path / "moved"))
    lines: list[str] = []
    open_index(moved, lines.append)
    assert lines == []


def test_an_empty_archive_has_no_index(tmp_path):
    with pytest.raises(EmptyArchive):
        open_index(Root(tmp_path))
    (tmp_path / "scraped").mkdir()
    (tmp_path / "scraped" / "kites2031.json").write_text('{"edition": "kites2031", "papers": []}')
    with pytest.raises(EmptyArchive):
        open_index(Root(tmp_path))
    assert not (tmp_path / "index" / FILE).exists()


def test_the_index_is_one_file(built, root):
    assert [path.name for path in root.index_folder.iterdir()] == [FILE]


def test_two_builds_have_the_same_bytes(built, root):
    content = built.read_bytes()
    build(root)
    start = len(content) - len(Snapshot(content))  # before it: what it was made from, with times
    assert built.read_bytes()[-len(content) + start :] == content[start:]


# -- what cannot be written


def test_an_index_folder_that_cannot_be_written_does_not_prevent_a_search(said, root, monkeypatch):
    def refuse(path: Path, content: bytes) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(archive.store.files, "write_bytes", refuse)
    for _ in range(2):
        assert "not writable (permission denied)" in said()[-1]
    assert not root.index_folder.exists()


def test_a_file_in_place_of_the_index_folder_does_not_prevent_a_search(said, root):
    root.index_folder.write_text("in the way")
    assert "not writable" in said()[-1]


# -- nothing in an index is run


class Touch:
    """Creates a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


@pytest.fixture
def trap(tmp_path):
    """A file that appears if foreign code was run, and an object that carries this code."""
    return tmp_path / "ran", Touch(tmp_path / "ran")


def test_the_malicious_pickle_works_when_it_is_unpickled(trap):
    ran, evil = trap
    pickle.loads(pickle.dumps(evil))
    assert ran.exists()


@pytest.mark.parametrize("head", [b"", MAGIC])
def test_code_in_a_pickle_never_runs(said, file, trap, head):
    ran, evil = trap
    file.write_bytes(head + pickle.dumps(evil))
    assert "rebuilding it" in said()[0]
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
