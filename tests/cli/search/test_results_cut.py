"""What a limit cuts, what a typing error finds, and what happens to a file when there is nothing to write."""

from __future__ import annotations

import io

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


def test_a_pipe_is_told_what_several_words_may_have_meant(capsys, root):
    ran = run(capsys, "search", "kites", "lanternz", "--format", "ids")
    assert ran.out == ""
    assert "match only some of them: add --match any to print those too. Did you mean: kites lantern" in ran.err
