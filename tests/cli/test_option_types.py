"""Invalid values of options are refused with a sentence that says what is valid."""

from __future__ import annotations

import pytest

from tests.support.commands import run


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("search", "--limit", "five"), 'Invalid --limit "five": use a whole number, 0 or more, or all.'),
        (("search", "--open", "0"), 'Invalid --open "0": use a whole number, 1 or more.'),
        (("search", "--sort", "luck"), 'Invalid --sort "luck": use relevance, year, -year or title.'),
        (("search", "--year", "2019,"), 'Invalid year "2019,": use 2019, 2018-2020 or 2021-.'),
    ],
)
def test_the_message_for_a_wrong_value_names_the_right_ones(capsys, root, arguments, says):
    ran = run(capsys, *arguments)
    assert (ran.code, ran.out, ran.err) == (2, "", f"mlforsys: {says}\n")
