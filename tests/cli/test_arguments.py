"""Papers that a command is given by name: as arguments, in words, or on standard input."""

from __future__ import annotations

import io

import pytest

from tests.support.commands import run


def test_show_takes_several_and_a_title_in_words(capsys, root):
    shown = run(capsys, "show", "quill2031deep", "moss2031index", "--json").json
    assert [record["id"] for record in shown] == ["quill2031deep", "moss2031index"]
    assert run(capsys, "show", "Deep", "Kites", "--json").json[0]["id"] == "quill2031deep"


def test_one_of_several_that_is_none_costs_no_other(capsys, root):
    ran = run(capsys, "show", "quill2031deep", "zzz")
    assert ran.code == 1
    assert "There is no paper 'zzz'" in ran.err
    assert ran.out.startswith("Deep Kites")


def test_ids_from_search_compose(capsys, root, monkeypatch):
    ids = run(capsys, "search", "kites", "--format", "ids").out
    monkeypatch.setattr("sys.stdin", io.StringIO(ids))
    assert [record["id"] for record in run(capsys, "show", "-", "--json").json] == ids.split()
    monkeypatch.setattr("sys.stdin", io.StringIO(ids))
    bibtex = run(capsys, "export", "--format", "bibtex", "-").out
    assert [line.split("{")[1].rstrip(",") for line in bibtex.splitlines() if line.startswith("@")] == ids.split()
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert run(capsys, "show", "-", "--json").json == []


@pytest.mark.parametrize(
    "asked",
    [
        "The Weight of Rain",
        "A Weight of Snow",
        "The Weight Snow",
        "The Great Weight of Snow",
        "the weight of snow, again",
    ],
)
def test_a_title_with_one_wrong_word_is_found_and_it_is_said(capsys, root, asked):
    ran = run(capsys, "show", asked)
    assert ran.code == 0
    assert "The Weight of Snow" in ran.out
    assert ran.err == f'No paper has the title "{asked}"; showing "The Weight of Snow" (vanloon2019weight).\n'


def test_the_words_of_such_a_title_may_be_several_arguments(capsys, root):
    ran = run(capsys, "show", "The", "Weight", "of", "Rain")
    assert ran.code == 0
    assert "vanloon2019weight" in ran.err
