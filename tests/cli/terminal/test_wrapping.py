"""Text is wrapped between words, and an address is never broken."""

from __future__ import annotations

import re
import sys

import pytest

from archive.cli.terminal import output
from archive.cli.terminal.output import Terminal, link
from archive.cli.terminal.wrapping import wrapped
from tests.support.archives import paper
from tests.support.commands import run

LONG = "https://kites.example/assets/papers/2031/quill.pdf"  # 50 characters


@pytest.fixture
def narrow(monkeypatch):
    """A terminal of 40 columns for standard output and standard error."""
    for stream in (sys.stdout, sys.stderr):
        monkeypatch.setattr(type(stream), "isatty", lambda self: True, raising=False)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("NO_COLOR", "1")


def lines(text: str, width: int = 40, indent: str = "", first: str | None = None) -> list[str]:
    return [margin + body for margin, body in wrapped(text, width, indent, first)]


def test_words_stay_whole_and_lines_are_indented():
    assert lines("kites over hills of snow", 12, "  ", "+ ") == ["+ kites over", "  hills of", "  snow"]


@pytest.mark.parametrize(
    ("text", "first", "shown"),
    [
        (f"Read {LONG} first.", "    ", ["    Read", LONG, "    first."]),
        (LONG, "PDF:          ", ["PDF:", LONG]),
        (LONG, "    ", [LONG]),
        ("2031/papers/camera-ready/quill_moss.pdf", "    ", ["2031/papers/camera-ready/quill_moss.pdf"]),
        ("https://kites.example/", "    ", ["    https://kites.example/"]),
        ("w" * 50, "    ", ["    " + "w" * 50]),
    ],
)
def test_an_address_longer_than_a_line_stands_alone(text, first, shown):
    assert lines(text, indent="    ", first=first) == shown


def test_notes_leave_addresses_whole(capsys, narrow):
    output.note(f"  The page {LONG} is not there.")
    assert capsys.readouterr().err.splitlines() == ["  The page", LONG, "  is not there."]


def test_such_an_address_is_still_a_link(narrow):
    shown = Terminal("always").text(link(LONG), indent=" " * 14, first="PDF:          ")
    assert shown == f"PDF:\n\x1b]8;;{LONG}\x1b\\{LONG}\x1b]8;;\x1b\\\n"


@pytest.mark.parametrize("command", ["show quill2031snow", "search snow", "cite quill2031snow"])
def test_commands_print_addresses_alone_on_their_lines(capsys, root, narrow, command):
    root.store.write_papers("kites2032", [paper("quill2031snow", "Snow", "Ada Quill", pdf_url=LONG)])
    shown = run(capsys, *command.split(), "--no-pager").out
    assert LONG in re.sub(r"\x1b.*?m", "", shown).splitlines()
