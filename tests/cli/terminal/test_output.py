"""Output: colour, links and wrapping only on terminals, and no control characters anywhere."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys

import pytest

from archive.cli.terminal import output
from archive.store import validation
from tests.support import PROJECT
from tests.support.archives import SHORT
from tests.support.commands import run
from tests.support.copies import run_without_reader


def test_without_a_terminal_nothing_is_coloured_or_wrapped(capsys, workshop):
    out = run(capsys, "search", "resonance").out
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) > 100


LONG = ["search learned --limit 187", "search --limit 187 --json", "export", "editions", "authors --json", "search -h"]


@pytest.mark.parametrize("arguments", LONG)
def test_a_closed_pipe_is_not_an_error(capsys, workshop, tmp_path, arguments):
    assert run_without_reader(arguments.split(), notes=tmp_path / "said") == 0
    notes = run(capsys, *arguments.split()).err  # which it may have printed before it met the end of the pipe
    assert (tmp_path / "said").read_text(encoding="utf-8") in ("", notes)


@pytest.mark.parametrize("arguments", LONG[1:3])
def test_a_pipe_that_is_closed_early_is_not_an_error(workshop, arguments):
    asked = f"set -o pipefail; {sys.executable} -m archive {arguments} | (exec <&-)"
    ran = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_notes_that_nobody_reads_do_not_end_a_command(workshop, tmp_path):
    assert run_without_reader(["search", "zzzqqqyyy", "--json"], results=tmp_path / "found") == 0
    assert json.loads((tmp_path / "found").read_text(encoding="utf-8"))["total"] == 0


def test_a_terminal_gets_colour_links_and_wrapped_lines(capsys, workshop, monkeypatch):
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda self: True, raising=False)
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    ran = run(capsys, "search", "learned", "index", "finds", "--limit", "1")
    assert "\x1b[1;33mlearned\x1b[0m \x1b[1;33mindex\x1b[0m \x1b[1;33mfinds\x1b[0m" in ran.out
    url = "https://mlforsystems.org/assets/papers/neurips2019/sosd_kipf_2019.pdf"
    assert f"\x1b]8;;{url}\x1b\\{url}\x1b]8;;\x1b\\" in ran.out
    plain = [line for line in re.sub(r"\x1b(?:\[[0-9;]*m|\]8;;.*?\x1b\\)", "", ran.out).splitlines() if "https" not in line]
    assert max(map(len, plain)) <= 60
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run(capsys, "search", "learned", "index").out


def test_control_characters_are_shown_and_not_sent(capsys, workshop, monkeypatch):
    monkeypatch.setattr(validation, "unseen_problem", lambda *_: None)  # who shows papers does not depend on the store alone
    path = workshop / "scraped" / "isca2019.json"
    for other in set(path.parent.glob("*.json")) - {path}:  # this edition alone is indexed again
        other.unlink()
    text = path.read_text().replace('"title": "SinReQ', '"title": "\\u001b[31mSinReQ')
    path.write_text(text.replace('"pdf_url"', '"award": "Best\\u009b2J", "pdf_url"', 1))
    assert "\\x1b[31mSinReQ" in run(capsys, "show", "elthakeb2019sinreq").out
    assert "\x1b" not in run(capsys, "search", "author:elthakeb").out
    for arguments in (
        ("show", "elthakeb2019sinreq", "--json"),
        ("search", "author:elthakeb", "--json"),
        ("related", "mendis2019", "--json"),
    ):
        ran = run(capsys, *arguments)
        assert not {"\x1b", "\x9b"} & set(ran.out)
    assert run(capsys, "show", "elthakeb2019sinreq", "--json").json[0]["award"] == "Best\x9b2J"
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda self: True, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    for arguments in (("export", "elthakeb2019sinreq", "--format", "csv"), ("search", "author:elthakeb", "--format", "csv")):
        shown = run(capsys, *arguments).out
        assert "[31mSinReQ" in shown  # the sign that begins an escape is no part of a cell
        assert "\x1b" not in shown


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_output_for_programs_is_utf8_and_text_is_transliterated(root, encoding):
    def out(*arguments: str) -> bytes:
        environment = {**os.environ, "PYTHONIOENCODING": encoding}
        asked = [sys.executable, "-m", "archive", *arguments]
        return subprocess.run(asked, capture_output=True, check=True, env=environment, cwd=PROJECT).stdout

    assert "Altınbüken" in out("export", "--format", "csv", "--author", "altinbuken").decode("utf-8")
    assert json.loads(out("export", "--format", "json", "--author", "altinbuken"))[0]["authors"][0] == "Deniz Altınbüken"
    text = out("search", "author:altinbuken").decode(encoding)
    assert "\\u" not in text
    assert ("Altinb" in text) == (encoding != "utf-8")


def test_everything_is_printed_by_one_module():
    """If a command printed by itself, control characters in a title would reach the terminal."""
    printing = {"print", "typer.echo", "typer.secho", "sys.stdout.write"}
    strays = [
        f"{path.name}:{node.lineno}"
        for path in (PROJECT / "archive" / "cli").rglob("*.py")
        if path.name not in ("output.py", "pager.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in printing
    ]
    assert not strays


def test_links_follow_the_option(capsys, umbrellas):
    assert "\x1b]8;;" not in run(capsys, "search", "umbrellas").out
    assert "\x1b]8;;https://kites.example/" in run(capsys, "search", "umbrellas", "--hyperlink", "always").out
    assert run(capsys, "show", SHORT, "--hyperlink", "always").out.count("\x1b]8;;https://kites.example/fog2032rl.pdf") == 1


def test_wrapped_lines_of_a_note_keep_their_indentation(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "30")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    output.note("Next:\n    a sentence that is longer than the terminal")
    assert capsys.readouterr().err == "Next:\n    a sentence that is longer\n    than the terminal\n"
