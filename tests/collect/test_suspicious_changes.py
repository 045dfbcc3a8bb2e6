"""Reports about suspicious changes of a stored edition."""

from __future__ import annotations

import pytest

from archive.collect.suspicious_changes import OtherAuthors
from tests.support.sandbox import KITES, LAMPS, LIST, SNOW, list_page


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
def test_suspicious_changes_are_reported(collected, changed, word):
    assert any(
        note.startswith("? quill2031kites: ") and word in note
        for note in notes(collected, KITES._replace(**changed), LAMPS, SNOW)
    )


@pytest.mark.parametrize("changed", [{"title": "Kites on Tracks"}, {"pdf": "/new.pdf"}, {"award": "Best Paper Award"}])
def test_a_correction_is_not_suspicious(collected, changed):
    assert not notes(collected, KITES._replace(**changed), LAMPS, SNOW)


def test_a_new_paper_of_a_known_edition_is_reported(collected):
    new = KITES._replace(title="Looking Up", names="Ed Wing", pdf="/up.pdf")
    assert any("Looking Up" in note for note in notes(collected, KITES, LAMPS, SNOW, new))


def test_completely_different_authors_are_refused(collected):
    collected.page(LIST, list_page(KITES._replace(names="Ed Wing, and Cy Moss"), LAMPS, SNOW))
    collected.refuses(OtherAuthors, "Ed Wing.*--force")
    assert collected.scrape(force=True).changes
