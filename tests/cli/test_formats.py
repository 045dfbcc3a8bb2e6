"""The formats in which commands print papers, and files named after them."""

from __future__ import annotations

import pytest

from archive.cli import formats
from archive.export.formats import format_names
from tests.support.commands import run


@pytest.mark.parametrize(
    ("name", "begins"),
    [("x.ris", "TY  - "), ("x.bib", "@"), ("x.csv", "id,"), ("x.json", "["), ("x.jsonl", "{"), ("x.csl.json", "["), ("x", "@")],
)
def test_the_ending_of_a_file_chooses_the_format(capsys, root, tmp_path, name, begins):
    assert run(capsys, "export", "quill2031deep", "-o", tmp_path / name).code == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)


def test_an_unknown_ending_is_wrong_usage_without_a_format(capsys, root, tmp_path):
    for command in (("export",), ("search", "kites"), ("show", "quill2031deep"), ("related", "quill2031deep")):
        ran = run(capsys, *command, "-o", tmp_path / "x.foo")
        assert (ran.code, ".ris" in ran.err) == (2, True)
        assert run(capsys, *command, "-o", tmp_path / "x.foo", "-f", "ids").code == 0
    assert (tmp_path / "x.foo").read_text().split()


def test_the_list_of_formats_is_complete():
    assert set(formats.FORMATS) == {"text", "ids", "sqlite", *format_names()}


@pytest.mark.parametrize(
    ("asked", "name", "says"),
    [
        (("--json",), "papers.csv", 'The format is json, but the ending of "papers.csv" is that of csv. Name the file *.json'),
        (("-f", "bibtex"), "refs.ris", "Name the file *.bib"),
        (("-f", "ids"), "ids.json", "Name the file *.txt"),
        (("-f", "csv"), "papers.db", "is that of sqlite"),
        (("--json", "-f", "csv"), "papers.csv", "are two formats"),
    ],
)
def test_a_format_and_an_ending_that_contradict_each_other_are_wrong_usage(capsys, root, tmp_path, asked, name, says):
    ran = run(capsys, "search", *asked, "-o", tmp_path / name)
    assert (ran.code, says in ran.err, ran.err.count("\n")) == (2, True, 1)
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize(
    ("chosen", "name"),
    [
        ("bibtex", "refs.txt"),
        ("csl-json", "refs.json"),
        ("text", "list.md"),
        ("jekyll", "index.md"),
        ("ids", "ids.lst"),
        ("jekyll-data", "papers.csv"),
        ("json", "PAPERS.JSON"),
    ],
)
def test_an_ending_that_several_formats_have_fits_each_of_them(capsys, root, tmp_path, chosen, name):
    assert run(capsys, "search", "--edition", "kites2031", "-f", chosen, "-o", tmp_path / name).code == 0
    assert (tmp_path / name).exists()
