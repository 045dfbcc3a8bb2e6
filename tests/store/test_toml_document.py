"""TOML files that are changed and written again."""

from __future__ import annotations

import pytest
import tomlkit

from archive.errors import StoreError
from archive.store.toml_document import read_document

TEXT = '# kites\n[b]\nname = "B" # second\n\n[a]\nname = "A"\n'


def test_comments_and_order_stay(tmp_path):
    path = tmp_path / "x.toml"
    path.write_text(TEXT)
    document = read_document(path)
    document["a"]["name"] = "C"
    assert tomlkit.dumps(document) == TEXT.replace('"A"', '"C"')


def test_a_missing_file_is_an_empty_document(tmp_path):
    assert tomlkit.dumps(read_document(tmp_path / "x.toml")) == ""


@pytest.mark.parametrize("content", [b"[a\n", b"a = 1\na = 2\n", b"a = '\xff'\n"])
def test_an_invalid_file_is_named(tmp_path, content):
    (tmp_path / "x.toml").write_bytes(content)
    with pytest.raises(StoreError, match=r"x\.toml is not valid TOML: .*Correct the file and try again"):
        read_document(tmp_path / "x.toml")
