"""Reading one PDF: doubts, files without text, damaged files."""

from __future__ import annotations

import random
import re

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from archive.pdf.reading import Unreadable, read_pdf
from tests.support import papers
from tests.support.papers import (
    ABSTRACT,
    BODY,
    BOLD,
    Page,
    article,
    body,
    front,
)


def _doubts(reading):
    return " | ".join(reading.doubts)


def test_an_abstract_that_is_short_is_doubtful(read):
    reading = read(
        article("Kites lose their strings above deep snow, and nobody has said why. The owls of this village do not mind.")
    )
    assert "words" in _doubts(reading)


def test_an_abstract_that_is_long_is_doubtful(read):
    page = front().centred("Abstract", BOLD, 11).skip(4).text(" ".join([ABSTRACT] * 8), size=8)
    reading = read(body(page))
    assert len(reading.text.split()) > 500
    assert "words" in _doubts(reading)


def test_an_abstract_without_a_full_stop_at_its_end_is_doubtful(read):
    reading = read(article(ABSTRACT.rstrip(".")))
    assert reading.text == ABSTRACT.rstrip(".")
    assert "full stop" in _doubts(reading)


def test_an_abstract_that_begins_in_lower_case_is_doubtful(read):
    assert "lower case" in _doubts(read(article("and then the k" + ABSTRACT[1:])))


def test_an_abstract_with_an_e_mail_address_is_doubtful(read):
    assert "e-mail" in _doubts(read(article(f"Write to owls@lanterns.example for all our kites. {ABSTRACT}")))


@pytest.mark.parametrize(
    "heading", ["Keywords: Kites, lanterns.", "Introduction. Ever since people have hung lanterns, kites fell."]
)
def test_an_abstract_with_another_heading_inside_is_doubtful(read, heading):
    reading = read(article(f"{ABSTRACT} {heading}"))
    assert reading.text == ABSTRACT or "heading" in _doubts(reading)


def test_an_abstract_that_ends_with_an_address_or_a_bracket_is_not_doubtful(read):
    assert read(article(ABSTRACT.rstrip(".") + " (or longer).")).doubts == ()
    assert read(article(ABSTRACT + " Our kites are found at https://lanterns.example/kites.")).doubts == ()


def _fails(path, match):
    with pytest.raises(Unreadable, match=match):
        read_pdf(path)


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"<!DOCTYPE html><html><body>This kite has flown.</body></html>", b"PK\x03\x04 kites", bytes(4096)]
)
def test_a_file_of_another_type_is_not_a_pdf(tmp_path, content):
    path = tmp_path / "paper.pdf"
    path.write_bytes(content)
    _fails(path, "not a PDF")


def test_a_page_that_is_a_picture_has_no_text(tmp_path):
    _fails(papers.scan(tmp_path / "paper.pdf"), "contains no text")


def test_an_empty_page_has_no_text(tmp_path):
    _fails(papers.write(tmp_path / "paper.pdf", Page()), "contains no text")


def test_a_picture_before_the_paper_does_not_matter(read):
    assert read(Page(), article()).text == ABSTRACT


def test_a_file_without_pages_says_so(tmp_path):
    _fails(papers.bare(tmp_path / "paper.pdf", kids=False), "it has no pages")


@pytest.mark.parametrize("strength", [40, 128])
def test_a_file_with_a_password_is_encrypted(tmp_path, strength):
    lock = StandardEncryption("lantern", "owl", strength=strength)
    _fails(papers.write(tmp_path / "paper.pdf", article(), lock=lock), "encrypted")


@pytest.mark.parametrize("strength", [40, 128])
def test_a_file_whose_password_is_the_owner_s_alone_is_read(read, strength):
    lock = StandardEncryption("", "owl", canPrint=0, canCopy=0, strength=strength)
    assert read(article(), lock=lock).text == ABSTRACT


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    path = tmp_path_factory.mktemp("sound") / "paper.pdf"
    return papers.write(path, article(), Page().text(BODY), compressed=False).read_bytes()


@pytest.fixture
def survives(tmp_path):
    """Whether bytes are read or refused, without any other error."""
    path = tmp_path / "paper.pdf"

    def survives(content):
        path.write_bytes(content)
        try:
            return read_pdf(path)
        except Unreadable as error:
            return error

    return survives


@pytest.mark.parametrize("tenth", range(1, 20))
def test_a_file_cut_short_is_read_or_refused(survives, sound, tenth):
    for more in range(3):
        assert survives(sound[: len(sound) * tenth // 20 + more])


def test_a_file_cut_before_its_first_page_is_damaged(survives, sound):
    assert str(survives(sound[:40])) == "it is damaged"


@pytest.mark.parametrize("seed", range(20))
def test_flipped_bytes_are_read_or_refused(survives, sound, seed):
    chance = random.Random(seed)
    content = bytearray(sound)
    for _ in range(1 + seed * 3):
        content[chance.randrange(9, len(content))] = chance.randrange(256)
    assert survives(bytes(content))


def test_a_file_without_its_xref_table_is_repaired_or_refused(survives, sound):
    assert survives(sound[: sound.rindex(b"xref\n0")])


@pytest.mark.parametrize("place", [b"0", b"7", b"99999999", b"-1", b"kites"])
def test_a_wrong_xref_offset_is_repaired_or_refused(survives, sound, place):
    assert survives(re.sub(rb"startxref\s+\d+", b"startxref\n" + place, sound))


@pytest.mark.parametrize("seed", range(5))
def test_garbage_after_the_signature_is_refused(survives, seed):
    assert isinstance(survives(b"%PDF-1.7\n" + random.Random(seed).randbytes(5000)), Unreadable)


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        (b"/Contents", b"/Kontents"),
        (b"/Parent", b"/Barent"),
        (b"/MediaBox [ 0 0 612 792 ]", b"/MediaBox [ 0 0 0 0 ]"),
        (b"/MediaBox [ 0 0 612 792 ]", b"/MediaBox [ 1e30 nan -7 ]"),
        (b"/BaseFont /Times-Roman", b"/BaseFont 7"),
        (b"/Subtype /Type1", b"/Subtype /Type0"),
        (b"/Length ", b"/Length -"),
        (b"/Kids [ ", b"/Kids [ 1 0 R 2 0 R "),
        (b" Tf", b"e9 Tf"),
        (b" Tm", b" 0 Tm"),
    ],
)
def test_false_entries_are_read_or_refused(survives, sound, said, instead):
    assert said in sound
    assert survives(sound.replace(said, instead))


def test_garbage_before_the_file_does_not_matter(survives, sound):
    assert survives(b"HTTP/1.0 200 Kites\r\n\r\n" + sound).text == ABSTRACT


def test_garbage_after_the_file_does_not_matter(survives, sound):
    assert survives(sound + b"\n<!-- kites -->\n" * 50).text == ABSTRACT
