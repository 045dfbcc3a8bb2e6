"""Matches beyond the limit, misspelled words, and files if there is nothing to write."""

from __future__ import annotations

import io
import sys

import pytest

from tests.support.commands import run


@pytest.fixture
def root(root, monkeypatch):
    monkeypatch.setattr("archive.cli.search.run._LIMIT", 2)
    return root


CUT = "2 of 7 papers. For all of them: --limit 7."


@pytest.mark.parametrize("name", ["text", "json", "ids", "bibtex", "csv", "jsonl"])
def test_in_a_pipe_a_note_counts_matches_beyond_the_default_limit(capsys, root, name):
    assert CUT in run(capsys, "search", "--format", name).err
    assert "For all of them" not in run(capsys, "search", "--format", name, "--limit", "2").err


def test_in_a_pipe_a_note_counts_partial_matches_that_are_not_printed(capsys, umbrellas, monkeypatch):
    monkeypatch.setattr("archive.cli.search.run._LIMIT", 3)
    more = run(capsys, "search", "rl", "umbrellas", "learned").err
    assert "with some of the words. More: --limit 6." in more
    assert "with some of the words" not in run(capsys, "search", "rl", "umbrellas", "learned", "--format", "ids").err


@pytest.mark.parametrize("ending", ["txt", "json", "bib", "csv"])
def test_a_file_gets_the_same_note(capsys, root, tmp_path, monkeypatch, ending):
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda self: True, raising=False)
    assert CUT in run(capsys, "search", "--output", tmp_path / f"found.{ending}").err


def test_on_a_terminal_that_is_only_below_the_results(capsys, root, monkeypatch):
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda self: True, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    ran = run(capsys, "search")
    assert (ran.out.count("2 of 7 papers"), ran.err) == (1, "")


def test_a_later_page_says_which_part_it_is(capsys, root):
    assert "3 to 4 of 7 papers. For all of them: --limit 7." in run(capsys, "search", "--offset", "2").err


@pytest.mark.parametrize("command", [("search", "-f", "ids"), ("export", "-f", "ids"), ("authors",), ("cite", "-")])
def test_all_is_a_limit(capsys, root, monkeypatch, command):
    ids = run(capsys, "export", "-f", "ids").out
    monkeypatch.setattr("sys.stdin", io.StringIO(ids))
    every = run(capsys, *command, "-n", "all")
    monkeypatch.setattr("sys.stdin", io.StringIO(ids))
    assert (every.code, every.out) == (0, run(capsys, *command, "--limit", "99").out)
    assert every.out


def test_in_a_pipe_a_note_names_the_misspelled_word(capsys, root):
    ran = run(capsys, "search", "lanternz", "--format", "ids")
    assert ran.out == ""
    assert ran.err == 'No paper matches: none contains "lanternz". Did you mean: lanterns\n'


def test_a_file_is_left_alone_where_nothing_matches(capsys, root, tmp_path):
    file = tmp_path / "references.bib"
    file.write_text("@misc{mine}")
    ran = run(capsys, "search", "zebra", "--output", file)
    assert (ran.code, file.read_text()) == (0, "@misc{mine}")
    assert f"{file} was not changed" in ran.err


def test_related_takes_one_paper_from_standard_input(capsys, root, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("quill2031deep\nmoss2031index\n"))
    ran = run(capsys, "related", "-")
    assert ran.code == 2
    assert "contains 2" in ran.err


def test_no_related_papers_are_printed_where_none_are_wanted(capsys, root):
    assert run(capsys, "related", "quill2031deep", "--limit", "0").out == ""
    assert run(capsys, "related", "quill2031deep", "--limit", "0", "--json").json == []


def test_in_a_pipe_a_note_suggests_the_corrected_query(capsys, root):
    ran = run(capsys, "search", "kites", "lanternz", "--format", "ids")
    assert ran.out == ""
    assert ran.err == 'No paper matches: none contains "lanternz". Did you mean: kites lanterns\n'


def test_a_terminal_numbers_the_results_as_open_counts_them(capsys, root, monkeypatch):
    monkeypatch.setattr("archive.cli.terminal.browser.open_address", lambda link: False)
    addresses = [run(capsys, "search", "--open", number, "--offset", "1").out for number in "12"]
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda self: True, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    shown = run(capsys, "search").out
    assert [line[:4] for line in shown.splitlines() if line[:3].strip()][:2] == [" 1. ", " 2. "]
    first, second = (shown.index(address.strip()) for address in addresses)
    assert shown.index(" 1. ") < first < shown.index(" 2. ") < second
    assert run(capsys, "search", "--offset", "4").out.startswith(" 5. ")


def test_a_number_does_not_identify_a_paper_and_a_hint_is_given(capsys, root):
    ran = run(capsys, "show", "1")
    assert ran.code == 1
    assert "prints below a title" in ran.err
    assert "--open 1" in ran.err


def test_limit_0_prints_only_the_count(capsys, root, monkeypatch):
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda self: True, raising=False)
    ran = run(capsys, "search", "--facets", "-n", "0")
    assert "7 papers match." in ran.err
    assert "offset" not in ran.out + ran.err


@pytest.mark.parametrize("more", [(), ("--format", "ids")], ids=["text", "ids"])
def test_a_prefix_match_is_reported(capsys, root, more):
    ran = run(capsys, "search", "lant", *more)
    assert ran.out
    assert 'No paper contains "lant" as a whole word; words that begin so were searched.' in ran.err
    assert "whole word" not in run(capsys, "search", "lant*", *more).err
    assert "whole word" not in run(capsys, "search", "lantern", *more).err


def test_a_phrase_that_no_paper_has_is_reported(capsys, root):
    assert run(capsys, "search", '"kites deep"').out.startswith('No paper contains "kites deep". With some of the words:\n')


def test_on_a_terminal_partial_matches_are_counted(capsys, root, monkeypatch):
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda self: True, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    ran = run(capsys, "search", "kites zebra", "--limit", "2")
    assert " ".join(ran.out.split()).endswith("papers with some of the words. More: --limit 4.")


@pytest.mark.parametrize(
    ("asked", "heading"),
    [
        (["kites", "zzzqq"], 'No paper contains "zzzqq". With some of the words:'),
        (["kites", "zzzqq", "xxvvy"], 'No paper contains "zzzqq", "xxvvy". With some of the words:'),
        (["kites", "title:zzzqq"], 'No paper contains "title:zzzqq". With some of the words:'),
        (["lerned", "zzzqq"], 'No paper contains "lerned"; searched for "learned" instead, and none contains "zzzqq":'),
        (["index", "weight"], "With some of the words:"),
    ],
)
def test_words_that_no_paper_contains_are_named_above_partial_matches(capsys, root, asked, heading):
    assert run(capsys, "search", *asked, "--no-pager").out.splitlines()[0] == heading


def test_words_that_no_paper_contains_are_named_where_partial_matches_are_left_out(capsys, root):
    ran = run(capsys, "search", "kites", "zzzqq", "--format", "ids")
    assert ran.out == ""
    assert ran.err.startswith('No paper has all the words: none contains "zzzqq". ')
