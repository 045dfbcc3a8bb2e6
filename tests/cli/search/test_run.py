"""Notes of a search besides its results."""

from __future__ import annotations

import pytest

from tests.support.commands import run


@pytest.mark.parametrize(
    ("options", "beyond"),
    [(("-n0",), ""), (("--limit", "0"), ""), (("--offset", "9"), ", none of them beyond --offset 9")],
)
def test_an_empty_page_of_some_matches_says_so(capsys, umbrellas, options, beyond):
    ran = run(capsys, "search", "umbrellas", *options)
    assert (ran.code, ran.out, ran.err) == (0, "", f"2 papers match{beyond}.\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("edition:nowhere", 'There is no edition "nowhere". Choose from isca2019, kites2031, kites2032, neurips2024.'),
        ("venue:nowhere", 'There is no venue "nowhere". Choose from acme, isca, neurips.'),
    ],
)
def test_an_edition_or_venue_that_there_is_not_is_noted(capsys, umbrellas, text, said):
    assert said in run(capsys, "search", text).err.splitlines()
    assert said not in run(capsys, "search", "edition:kites venue:ACM").err
