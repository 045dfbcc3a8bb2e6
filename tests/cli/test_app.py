"""The command line as a whole: help, exit codes, the root, and error messages."""

from __future__ import annotations

import subprocess
import sys

import pytest

from archive.cli.app import COMMANDS, WITHOUT_WORDS, main_command
from tests.support.commands import run


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["search", "--edition", "neurips2109"], 2, "neurips2019"),
        (["search", "--year", "20x"], 2, "2018-2020"),
        (["search", "--year", "2020-2018"], 2, "2018-2020"),
        (["search", "--limit", "-1"], 2, "limit"),
        (["search", "--sort", "luck"], 2, "relevance"),
        (["serach", "x"], 2, "search"),
        (["export", "--format", "docx"], 2, "bibtex"),
        (["scrape", "neurips1999"], 2, "editions"),
        (["scrape", "--mirror", "/no/such/folder"], 2, "the folder does not exist"),
        (["scrape", "isca2019", "--mirror", "http://example.com/"], 2, "only https"),
        (["show"], 2, "ID"),
        (["--root", "/dev/null", "search", "x"], 1, "not a folder"),
    ],
)
def test_mistakes_are_reported_in_a_sentence(capsys, workshop, args, code, says):
    ran = run(capsys, *args)
    assert ran.code == code
    assert says in ran.err
    assert "Traceback" not in ran.err


def test_an_empty_root_says_what_to_do(capsys, tmp_path):
    for command in (["search", "x"], ["export"], ["check"], ["index"]):
        ran = run(capsys, "--root", str(tmp_path / "none"), *command)
        assert ran.code == 1
        assert "mlforsys scrape" in ran.err


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"edition": "isca2019", "papers": [{"id": 7}]}', "\x00", '{"edition": "x", "papers": []}']
)
def test_a_damaged_store_is_named(capsys, workshop, content):
    (workshop / "scraped" / "isca2019.json").write_text(content)
    for command in (["search", "x"], ["show", "kipf2019sosd"], ["export"], ["editions"]):
        ran = run(capsys, *command)
        assert ran.code == 1
        assert "isca2019.json" in ran.err
        assert len(ran.err.strip().splitlines()) <= 2


def test_root_is_taken_before_and_after_the_command(capsys, workshop, monkeypatch, tmp_path):
    monkeypatch.delenv("MLFORSYS_ROOT")
    monkeypatch.chdir(tmp_path)
    assert run(capsys, "--root", workshop, "search", "sosd", "--format", "ids").out == "kipf2019sosd\n"
    assert run(capsys, "search", "sosd", "--format", "ids", "--root", workshop).out == "kipf2019sosd\n"


def test_every_command_has_help_with_an_example(capsys):
    for command in COMMANDS:
        ran = run(capsys, command, "--help")
        assert ran.code == 0
        assert f"mlforsys {command}" in ran.out.split("xample", 1)[1]


def test_python_m_archive_is_the_same_command(workshop):
    asked = [sys.executable, "-m", "archive", "--version"]
    assert subprocess.run(asked, capture_output=True, text=True, check=True).stdout.startswith("mlforsys ")


def test_a_proposed_command_takes_the_words_it_is_given(capsys):
    group = main_command()
    context = group.make_context("mlforsys", [], resilient_parsing=True)
    for name in COMMANDS:
        params = group.get_command(context, name).params
        assert (name in WITHOUT_WORDS) == all(param.param_type_name != "argument" for param in params)
    assert "`mlforsys index`?" in run(capsys, "rebuild", "everything").err
    assert "`mlforsys editions neurips2019`?" in run(capsys, "edition", "neurips2019").err
