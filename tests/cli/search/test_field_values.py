"""A field with a value that nothing has is explained as the option of its name is."""

from __future__ import annotations

import pytest

from tests.support.commands import run


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("author:fogg", 'No paper has an author "fogg". Did you mean Cy Fog? `mlforsys authors` lists them all.'),
        ("topic:databse", 'There is no topic "databse". Did you mean databases or datasets? `mlforsys topics` lists them all.'),
        ("edition:nowhere", 'There is no edition "nowhere". Choose from isca2019, kites2031, kites2032, neurips2024.'),
        ("venue:nowhere", 'There is no venue "nowhere". Choose from acme, isca, neurips.'),
        ("year:1999", "There is no edition of 1999. Editions range from 2018 to 2032."),
        ("author:", "author: needs a value, such as author:kraska."),
    ],
)
def test_a_wrong_value_is_explained(capsys, umbrellas, text, said):
    assert run(capsys, "search", text).err.splitlines()[-2:] == [said, "No paper matches."]


def test_right_values_need_no_word(capsys, umbrellas):
    run(capsys, "index")
    assert run(capsys, "search", "edition:kites venue:ACM year:2032").err == ""


def test_an_archive_without_abstracts_says_so(capsys, umbrellas):
    assert "abstracts yet" not in run(capsys, "search", "abstract:zebra").err
    for edition in umbrellas.store.editions():
        umbrellas.store.write_abstracts(edition, {})
    assert "This archive has no abstracts yet; `mlforsys scrape` collects them." in run(capsys, "search", "abstract:zebra").err
