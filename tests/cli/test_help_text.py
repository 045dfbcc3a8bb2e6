"""Help on narrow terminals: nothing is wider than they are, and wrapped examples are still the same commands."""

from __future__ import annotations

import re
import shlex

import pytest

from archive.cli.app import COMMANDS
from archive.cli.help_text import folded
from tests.support.commands import run
from tests.support.examples import lines_of_help


@pytest.mark.parametrize("columns", [40, 60, 80])
def test_no_line_of_help_is_wider_than_the_terminal(capsys, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    wide = []
    for command in ("", *COMMANDS):
        lines = run(capsys, *filter(None, [command]), "--help").out.splitlines()
        assert len(lines) > 5, command
        quoted = [re.sub(r"""'[^']*'|"[^"]*\"""", "Q", line).rstrip("\\") for line in lines if len(line) > columns]
        wide += [(command, line) for line in quoted if len(line.split()) > 1]  # one long word stays whole
    assert not wide


def test_narrow_help_has_what_an_option_does_below_it(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    text = run(capsys, "cite", "--help").out
    assert re.search(r"\n  -s, --style STYLE\n +acm, apa, chicago", text)
    assert re.search(r"\n  doctor    Print versions", run(capsys, "--help").out)


def test_the_list_of_commands_cuts_no_sentence(capsys, monkeypatch):
    for columns in ("40", "80"):
        monkeypatch.setenv("COLUMNS", columns)
        assert "..." not in run(capsys, "--help").out.partition("Commands:")[2]


@pytest.mark.parametrize("width", [38, 50, 78])
def test_a_folded_example_is_the_same_command(width):
    for _, line in lines_of_help():
        lines = list(folded(f"  {line}", width))
        assert all(one.endswith(" \\") for one in lines[:-1])
        assert shlex.split(" ".join(one.removesuffix("\\") for one in lines)) == shlex.split(line)


def test_an_option_stays_with_its_value():
    assert list(folded("  mlforsys import a.csv --edition kfs2031 --names 'name, affiliation;' | mlforsys cite -", 40)) == [
        "  mlforsys import a.csv \\",
        "      --edition kfs2031 \\",
        "      --names 'name, affiliation;' \\",
        "      | mlforsys cite -",
    ]


def test_the_last_column_of_a_table_goes_below_the_others():
    assert list(folded("Words       learned index            papers with both words", 40)) == [
        "Words       learned index",
        "    papers with both words",
    ]


def test_a_pipe_has_examples_in_one_line(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    assert " \\" not in run(capsys, "import", "--help").out


def test_in_a_pipe_only_commands_are_wider_than_80_columns(capsys):
    wide = []
    for command in ("", *COMMANDS):
        lines = run(capsys, *filter(None, [command]), "--help").out.splitlines()
        assert len(lines) > 5, command
        wide += [(command, line) for line in lines if len(line) > 80 and not line.lstrip().startswith("mlforsys ")]
    assert not wide


@pytest.mark.parametrize("arguments", [("--help",), ("search", "-h"), ("help", "search"), ()])
def test_long_help_goes_through_the_pager_on_a_terminal(capsys, monkeypatch, arguments):
    paged = []
    monkeypatch.setattr("archive.cli.terminal.pager.page", paged.append)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("LINES", "10")
    assert run(capsys, *arguments).code == 0
    assert "Usage: mlforsys" in paged[0]
    if arguments[:1] != ("help",) and arguments:
        assert "Usage: mlforsys" in run(capsys, "--no-pager", *arguments).out
        assert len(paged) == 1
