"""Whether a file is that of the right paper."""

from __future__ import annotations

import pytest

from archive.collect.abstracts.verify import CARRIES, authors_fit, title_fit, verify
from archive.model.paper import Paper

KITES = Paper("quill2031kites", "Kites on Rails: Scheduling Wind for Trains", ("Ada Quill", "Bo Zuse"))
LAMPS = Paper("moss2031lanterns", "Lanterns Underwater", ("Cy Moss",))
BOTH = (KITES, LAMPS)


def test_a_title_on_the_page_is_enough():
    found = verify(KITES, "Kites on Rails: Scheduling Wind for Trains\nSomebody Else", "", BOTH)
    assert (found.right, found.reason) == (True, None)


def test_letters_that_extraction_changes_do_not_matter():
    assert verify(KITES, "KITES ON RAILS : SCHEDULING WIND F0R TRAINS", "", BOTH).right


def test_another_papers_title_is_that_papers_file():
    found = verify(KITES, "Lanterns Underwater", "Ada Quill, Bo Zuse", BOTH)
    assert (found.right, found.reason) == (False, "its file is that of moss2031lanterns")


def test_a_longer_matching_title_wins():
    longer = Paper("moss2031more", "Lanterns Underwater and Above", ("Cy Moss",))
    assert not verify(LAMPS, "Lanterns Underwater and Above", "", (LAMPS, longer)).right
    assert verify(longer, "Lanterns Underwater and Above", "", (LAMPS, longer)).right


def test_without_the_title_the_authors_count_and_it_is_doubtful():
    found = verify(KITES, "Trains That Dream", "Trains That Dream. Ada Quill and Bo Zuse", BOTH)
    assert (found.right, found.title_differs) == (True, True)


def test_without_title_and_authors_it_is_another_paper():
    found = verify(KITES, "Trains That Dream", "Di Frost", BOTH)
    assert not found.right
    assert "does not contain its title" in found.reason


@pytest.mark.parametrize(
    ("title", "front", "fits"),
    [
        ("Snow", "The weight of snow", True),
        ("Snow", "Snowploughs", False),  # a short title stands there as a word of its own
        ("Kites on Rails", "", False),
        ("A Very Long Title of Kites That Fly on Rails: Revisited", "A Very Long Title of Kites That Fly on Rails", True),
    ],
)
def test_how_much_of_a_title_is_there(title, front, fits):
    assert (title_fit(title, front) >= CARRIES) is fits


@pytest.mark.parametrize(
    ("names", "text", "fit"),
    [
        (("Ada Quill",), "by A. Quill", True),
        (("Ada Quill", "Bo Zuse", "Cy Moss"), "Quill and Zuse", True),
        (("Ada Quill", "Bo Zuse", "Cy Moss"), "Quill alone", False),
        (("Ada Quill", "Bo Zuse"), "Quill alone", False),  # more than one where there are more
        ((), "Quill", False),
    ],
)
def test_most_of_the_authors_are_named(names, text, fit):
    assert authors_fit(names, text) is fit
