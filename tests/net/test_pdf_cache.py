"""The cache of PDFs: by content, and only undamaged ones."""

from __future__ import annotations

import json

import pytest

from archive.errors import FetchError, NotAPdf
from archive.net.pdf_cache import PdfCache

ONE, OTHER = "https://kites.example/kites.pdf", "https://moss.example/kites.pdf"
CONTENT = b"%PDF-1.4 kites on rails"


@pytest.fixture
def pdf_cache(tmp_path):
    return PdfCache(tmp_path / "deep" / "pdf")


def _note(pdf_cache):
    (path,) = (path for path in pdf_cache.folder.rglob("*") if path.suffix == ".json")
    return path


def test_a_stored_pdf_is_returned(pdf_cache):
    path = pdf_cache.put(ONE, CONTENT)
    assert path.read_bytes() == CONTENT
    assert pdf_cache.get(ONE) == path


def test_a_stored_pdf_is_returned_in_another_run(pdf_cache):
    path = pdf_cache.put(ONE, CONTENT)
    assert PdfCache(pdf_cache.folder).get(ONE) == path


def test_a_pdf_that_was_not_stored_is_not_returned(pdf_cache):
    assert pdf_cache.get(ONE) is None
    pdf_cache.put(ONE, CONTENT)
    assert pdf_cache.get(OTHER) is None


def test_the_same_content_at_two_addresses_is_stored_once(pdf_cache):
    assert pdf_cache.put(ONE, CONTENT) == pdf_cache.put(OTHER, CONTENT) == pdf_cache.get(ONE) == pdf_cache.get(OTHER)
    assert len(list(pdf_cache.folder.rglob("*.pdf"))) == 1


def test_new_content_of_an_address_replaces_its_old_one(pdf_cache):
    pdf_cache.put(ONE, CONTENT)
    path = pdf_cache.put(ONE, b"%PDF-1.4 other kites")
    assert pdf_cache.get(ONE) == path
    assert path.read_bytes() == b"%PDF-1.4 other kites"


def test_new_content_of_one_address_does_not_affect_another(pdf_cache):
    pdf_cache.put(OTHER, CONTENT)
    pdf_cache.put(ONE, CONTENT)
    pdf_cache.put(ONE, b"%PDF-1.4 other kites")
    assert pdf_cache.get(OTHER).read_bytes() == CONTENT


@pytest.mark.parametrize("left", [b"", CONTENT[:-1], CONTENT + b"!"], ids=["empty", "cut", "longer"])
def test_a_file_of_another_length_is_not_returned(pdf_cache, left):
    pdf_cache.put(ONE, CONTENT).write_bytes(left)
    assert pdf_cache.get(ONE) is None


def test_a_deleted_file_is_not_returned(pdf_cache):
    pdf_cache.put(ONE, CONTENT).unlink()
    assert pdf_cache.get(ONE) is None


NOTES = {
    "empty": "",
    "cut off": '{"url": "https://ki',
    "list": "[]",
    "nothing": "null",
    "number": "7",
    "without digest": json.dumps({"url": ONE, "size": len(CONTENT)}),
    "wrong types": json.dumps({"url": ONE, "digest": ["kite"], "size": "kite"}),
    "no file name": json.dumps({"url": ONE, "digest": "\0", "size": 1}),
    "of another address": json.dumps({"url": OTHER, "digest": "0" * 64, "size": 1}),
    "too deep": "[" * 100_000,
    "not text": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("content", NOTES.values(), ids=NOTES)
def test_a_damaged_note_is_ignored(pdf_cache, content):
    pdf_cache.put(ONE, CONTENT)
    _note(pdf_cache).write_bytes(content if isinstance(content, bytes) else content.encode())
    assert pdf_cache.get(ONE) is None


@pytest.mark.parametrize("content", NOTES.values(), ids=NOTES)
def test_a_damaged_note_is_replaced_by_the_next_put(pdf_cache, content):
    pdf_cache.put(ONE, CONTENT)
    _note(pdf_cache).write_bytes(content if isinstance(content, bytes) else content.encode())
    path = pdf_cache.put(ONE, CONTENT)
    assert pdf_cache.get(ONE) == path


def test_a_truncated_file_is_replaced_by_the_next_put(pdf_cache):
    pdf_cache.put(ONE, CONTENT).write_bytes(CONTENT[:5])
    assert pdf_cache.put(ONE, CONTENT).read_bytes() == CONTENT
    assert pdf_cache.get(ONE).read_bytes() == CONTENT


@pytest.mark.parametrize("below", ["", "pdf"])
def test_a_folder_that_cannot_be_written_is_reported_in_a_sentence(tmp_path, below):
    (tmp_path / "file").write_text("no folder")
    pdf_cache = PdfCache(tmp_path / "file" / below if below else tmp_path / "file")
    with pytest.raises(
        FetchError, match=rf"{ONE}: it cannot be stored in {pdf_cache.folder}: (not a directory|file exists)\. Check"
    ):
        pdf_cache.put(ONE, CONTENT)
    assert pdf_cache.get(ONE) is None


def test_no_partial_file_is_left(pdf_cache):
    pdf_cache.put(ONE, CONTENT)
    assert sorted(path.suffix for path in pdf_cache.folder.rglob("*") if path.is_file()) == [".json", ".pdf"]


def test_a_file_that_is_not_a_pdf_is_not_stored(tmp_path):
    with pytest.raises(NotAPdf, match="not a PDF"):
        PdfCache(tmp_path).put("https://kites.example/a.pdf", b"<html>Please log in</html>")
    assert not list(tmp_path.rglob("*.pdf"))


def test_a_changed_byte_is_a_miss(tmp_path):
    cache = PdfCache(tmp_path)
    path = cache.put("https://kites.example/a.pdf", b"%PDF-1.7 kites")
    assert cache.get("https://kites.example/a.pdf") == path
    path.write_bytes(b"%PDF-1.7 kitez")
    assert cache.get("https://kites.example/a.pdf") is None
