"""Files are replaced in one step or left alone, and unreadable ones are reported in a sentence."""

from __future__ import annotations

import errno
import os
import stat

import pytest

from archive.errors import StoreError
from archive.store.files import is_there, read_toml, to_json, write_bytes, write_text


def test_a_file_is_written_with_its_folders(tmp_path):
    path = tmp_path / "deep" / "kites.json"
    assert write_text(path, "Łódź\n")
    assert path.read_bytes() == "Łódź\n".encode()


def test_unchanged_content_is_not_written_again(tmp_path):
    path = tmp_path / "kites.json"
    write_text(path, "Kites\n")
    before = path.stat().st_mtime_ns
    assert not write_text(path, "Kites\n")
    assert path.stat().st_mtime_ns == before


def test_a_file_that_cannot_be_replaced_stays_and_leaves_nothing_behind(tmp_path, monkeypatch):
    path = tmp_path / "kites.json"
    write_text(path, "old")

    def fail(*_):
        raise OSError("no room")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="no room"):
        write_bytes(path, b"new")
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["kites.json"]


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX")
def test_file_modes_follow_the_umask(tmp_path):
    before = os.umask(0o027)
    try:
        write_text(tmp_path / "kites.json", "Kites")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "kites.json").stat().st_mode) == 0o640


def test_json_is_indented_for_people():
    assert to_json({"title": "Łódź"}) == '{\n  "title": "Łódź"\n}\n'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[kites", "not valid TOML"),
        (b'a = "\xff"', "not UTF-8"),
        (b"a = 1\ndate = 2031-13-40\n", r"date = 2031-13-40. A date is written like 2031-05-01, without quotes. Correct"),
        (b"a = 1\nb = May 5\n", r"\): b = May 5. Correct the file"),
        (b"a = " + b"[" * 50_000 + b"]" * 50_000, "nested too deeply"),
        (b"a = " + b"9" * 5000, "contains a number with thousands of digits"),
        (None, "cannot be read"),
    ],
)
def test_invalid_toml_is_reported_in_a_sentence_with_its_path(tmp_path, content, said):
    path = tmp_path / "kites.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(StoreError, match=said) as raised:
        read_toml(path)
    assert str(path) in str(raised.value)


def test_a_file_counts_as_missing_only_if_the_system_says_so(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to("nowhere")
    found = {name: is_there(tmp_path / name) for name in ("file", "link", "none", "none/x", "file/x")}
    assert found == {"file": True, "link": True, "none": False, "none/x": False, "file/x": False}

    def refuse(path):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(os, "lstat", refuse)
    with pytest.raises(StoreError, match=r"file cannot be read: permission denied\."):
        is_there(tmp_path / "file")
