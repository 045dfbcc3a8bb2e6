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


def test_an_unknown_ending_is_wrong_usage_unless_the_format_is_said(capsys, root, tmp_path):
    for command in (("export",), ("search", "kites"), ("show", "quill2031deep"), ("related", "quill2031deep")):
        ran = run(capsys, *command, "-o", tmp_path / "x.foo")
        assert (ran.code, ".ris" in ran.err) == (2, True)
        assert run(capsys, *command, "-o", tmp_path / "x.foo", "-f", "ids").code == 0
    assert (tmp_path / "x.foo").read_text().split()


def test_the_formats_are_those_that_there_are():
    assert set(formats.FORMATS) == {"text", "ids", "sqlite", *format_names()}
