"""Whole papers in templates of other fields: exactly the abstract, and title and authors."""

from __future__ import annotations

import json
import unicodedata
from difflib import SequenceMatcher
from functools import cache

import pytest

from archive.collect.abstracts.verify import verify
from archive.model.paper import Paper
from archive.pdf.reading import PdfReading, Unreadable, read_pdf
from tests.support import TESTS

FOLDER = TESTS / "samples" / "pdf"
EXPECTED = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
PRINTED = {name: paper for name, paper in EXPECTED.items() if paper["abstract"]}


def plain_words(text: str) -> list[str]:
    """Words without the changes of typesetting: superscripts, kinds of dashes."""
    text = unicodedata.normalize("NFKD", text).translate(str.maketrans("−–", "--", "^_"))
    return "".join(c for c in text if not unicodedata.combining(c)).split()


@cache
def read(name: str) -> PdfReading:
    """The reading of a paper in a template, which two tests use."""
    return read_pdf(FOLDER / f"{name}.pdf")


@pytest.mark.parametrize("name", PRINTED)
def test_the_abstract_is_whole_and_nothing_else_is_in_it(name):
    reading = read(name)
    told, true = plain_words(reading.text or ""), plain_words(PRINTED[name]["abstract"])
    assert SequenceMatcher(None, told, true, autojunk=False).ratio() >= 0.98
    assert (told[0], told[-1]) == (true[0], true[-1])
    assert not reading.doubts


@pytest.mark.parametrize("name", PRINTED)
def test_the_paper_is_recognized_by_its_title(name):
    reading = read(name)
    papers = [Paper(key, paper["title"], tuple(paper["authors"])) for key, paper in EXPECTED.items()]
    verifications = {paper.id: verify(paper, reading.front, reading.first_page, papers) for paper in papers}
    assert {key for key, verification in verifications.items() if verification.right} == {name}
    assert verifications[name].reason is None


@pytest.mark.parametrize("name", [name for name, paper in EXPECTED.items() if not paper["abstract"]])
def test_a_scan_says_that_it_is_one(name):
    with pytest.raises(Unreadable, match="contains no text"):
        read_pdf(FOLDER / f"{name}.pdf")
