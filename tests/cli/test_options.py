"""Unknown options and invalid forms of options are wrong usage."""

from __future__ import annotations

import pytest

from tests.support.commands import run


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("search", "--year"), "--year needs a value: --year YEARS."),
        (("show", "-x", "kites"), "No such option: -x."),
        (("search", "--json", "-f", "csv"), "--json and --format csv are two formats. Choose one."),
        (("show",), "ID... is required; `mlforsys show --help` has examples."),
        (("-x", "search"), "No such option before the command: -x. Put a command's options after its name."),
    ],
)
def test_wrong_usage_says_what_is_right(capsys, root, arguments, says):
    ran = run(capsys, *arguments)
    assert (ran.code, ran.out, ran.err) == (2, "", f"mlforsys: {says}\n")
