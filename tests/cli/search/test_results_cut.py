"""What a limit cuts, what a typing error finds, and what happens to a file when there is nothing to write."""

from __future__ import annotations

import io
import sys

import pytest

from tests.support.commands import run


@pytest.fixture
def root(root, monkeypatch):
    monkeypatch.setattr("archive.cli.search.run._LIMIT", 2)
    return root


@pytest.mark.parametrize("name", ["ids", "bibtex", "csv", "jsonl"])
def test_a_pipe_is_told_what_the_default_limit_cut(capsys, root, name):
    ran = run(capsys, "search", "--format", name)
    assert "2 of 7 papers. For all of them: --limit 7." in ran.err


def test_a_limit_that_was_asked_for_is_no_news(capsys, root):
    assert "For all of them" not in run(capsys, "search", "--format", "ids", "--limit", "2").err


def test_a_pipe_is_told_which_word_was_misspelled(capsys, root):
    ran = run(capsys, "search", "lanternz", "--format", "ids")
    assert ran.out == ""
    assert "No paper contains “lanternz”." in ran.err
    assert "“lantern" in ran.err


def test_a_file_is_left_alone_where_nothing_matches(capsys, root, tmp_path):
    file = tmp_path / "references.bib"
    file.write_text("@misc{mine}")
    ran = run(capsys, "search", "zebra", "--output", file)
    assert (ran.code, file.read_text()) == (0, "@misc{mine}")
    assert f"{file} was not changed" in ran.err


def test_related_takes_one_paper_of_standard_input(capsys, root, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("quill2031deep\nmoss2031index\n"))
    ran = run(capsys, "related", "-")
    assert ran.code == 2
    assert "contains 2" in ran.err


def test_no_related_papers_are_printed_where_none_are_wanted(capsys, root):
    assert run(capsys, "related", "quill2031deep", "--limit", "0").out == ""
    assert run(capsys, "related", "quill2031deep", "--limit", "0", "--json").json == []


def test_a_pipe_is_told_what_several_words_may_have_meant(capsys, root):
    ran = run(capsys, "search", "kites", "lanternz", "--format", "ids")
    assert ran.out == ""
    assert "match only some of them: add --match any to print those too. Did you mean: kites lantern" in ran.err


@pytest.mark.parametrize("more", [(), ("--format", "ids")], ids=["text", "ids"])
def test_a_word_that_only_begins_others_is_told(capsys, root, more):
    ran = run(capsys, "search", "lant", *more)
    assert ran.out
    assert "No paper contains “lant” as a whole word; words that begin so were searched." in ran.err
    assert "whole word" not in run(capsys, "search", "lant*", *more).err
    assert "whole word" not in run(capsys, "search", "lantern", *more).err


def test_a_phrase_that_no_paper_has_is_told(capsys, root):
    assert run(capsys, "search", '"kites deep"').out.startswith("No paper contains “kites deep”. With some of the words:\n")


def test_a_terminal_is_told_how_many_have_some_of_the_words(capsys, root, monkeypatch):
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda self: True, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    ran = run(capsys, "search", "kites zebra", "--limit", "2")
    assert " ".join(ran.out.split()).endswith("papers with some of the words. More: --limit 4.")
