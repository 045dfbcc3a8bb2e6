"""Text that all titles of a page have in common is removed, and its meaning is kept."""

from __future__ import annotations

from archive.collect.titles import trim_entries
from archive.model.paper import Entry


def test_numbers_before_every_title_are_removed_and_reported():
    entries, told = trim_entries([Entry(f"{number}. {title}") for number, title in enumerate(("Kites", "Snow", "Moss"), 1)])
    assert [entry.title for entry in entries] == ["Kites", "Snow", "Moss"]
    assert told


def test_a_number_before_one_title_is_kept():
    entries, told = trim_entries([Entry("3. Kites"), Entry("Snow"), Entry("Moss")])
    assert [entry.title for entry in entries] == ["3. Kites", "Snow", "Moss"]
    assert not told


def test_a_badge_becomes_the_presentation_or_the_award():
    (kites, snow), _ = trim_entries([Entry("Kites [Oral]"), Entry("Snow (Best Paper Award)")])
    assert (kites.title, kites.presentation) == ("Kites", "oral")
    assert (snow.title, snow.award) == ("Snow", "Best Paper Award")
