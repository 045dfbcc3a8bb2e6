"""Reports about suspicious changes of a stored edition."""

from __future__ import annotations

import pytest

from archive.collect.suspicious_changes import OtherAuthors
from tests.support.sandbox import KITES, LAMPS, LIST, SNOW, Sandbox, list_page


@pytest.fixture
def scraped(tmp_path):
    """An edition of three papers, collected once."""
    sandbox = Sandbox(tmp_path)
    sandbox.page(LIST, list_page(KITES, LAMPS, SNOW))
    sandbox.scrape()
    return sandbox


def notes(sandbox, *papers):
    """The notes of a scrape of other papers."""
    sandbox.page(LIST, list_page(*papers))
    return sandbox.scrape().notes


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"title": "Kites on Rails Remote"}, "title"),
        ({"title": "🏆 Kites on Rails"}, "title"),
        ({"names": "Ada Quill"}, "authors"),
        ({"names": "Ada Quill, Bo Zuse, and Cy Moss"}, "authors"),
        ({"pdf": ""}, "pdf_url"),
        ({"pdf": "/lamps.pdf"}, "pdf_url"),
    ],
)
def test_suspicious_changes_are_reported(scraped, changed, word):
    assert any(
        note.startswith("? quill2031kites: ") and word in note
        for note in notes(scraped, KITES._replace(**changed), LAMPS, SNOW)
    )


@pytest.mark.parametrize("changed", [{"title": "Kites on Tracks"}, {"pdf": "/new.pdf"}, {"award": "Best Paper Award"}])
def test_a_correction_is_not_suspicious(scraped, changed):
    assert not notes(scraped, KITES._replace(**changed), LAMPS, SNOW)


def test_a_new_paper_of_a_known_edition_is_reported(scraped):
    new = KITES._replace(title="Looking Up", names="Ed Wing", pdf="/up.pdf")
    assert any("Looking Up" in note for note in notes(scraped, KITES, LAMPS, SNOW, new))


def test_completely_different_authors_are_refused(scraped):
    scraped.page(LIST, list_page(KITES._replace(names="Ed Wing, and Cy Moss"), LAMPS, SNOW))
    scraped.refuses(OtherAuthors, "Ed Wing.*--force")
    assert scraped.scrape(force=True).changes
