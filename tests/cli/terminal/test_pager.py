"""Output longer than the terminal is shown in a pager, and only that."""

from __future__ import annotations

import pytest

from tests.support.terminals import Sitting


@pytest.fixture
def pager(root, tmp_path, monkeypatch):
    """The environment with a pager that reports that it was used."""
    script = tmp_path / "my pager"
    script.write_text("#!/bin/sh\necho PAGED BY $1\ncat\n")
    script.chmod(0o755)
    monkeypatch.delenv("MLFORSYS_PAGER", raising=False)
    return {"PAGER": f"'{script}' me"}


def drawn(*arguments: str, **sitting) -> str:
    with Sitting(*arguments, **sitting) as here:
        code, text = here.leaves()
    assert code == 0
    return text


def test_a_long_answer_is_paged_whole(pager):
    text = drawn("search", "kites", rows=10, environment=pager)
    assert "PAGED BY me" in text
    assert text.index("PAGED BY me") < text.index("Rails")
    assert "Removal" in text
    assert "\x1b[" in text, "colours stay"


def test_notes_before_paged_results_are_repeated_below(pager):
    text = drawn("search", "autor:kites", rows=10, environment=pager)
    said = "autor: is not a field"
    assert text.index(said) < text.index("PAGED BY me") < text.rindex(said)


def test_a_short_answer_is_not_paged(pager):
    assert "PAGED" not in drawn("search", "moss", rows=40, environment=pager)


@pytest.mark.parametrize("arguments", [("search", "--no-pager", "kites"), ("--no-pager", "show", "quill2031deep")])
def test_no_pager_means_none(pager, arguments):
    assert "PAGED" not in drawn(*arguments, rows=5, environment=pager)


def test_mlforsys_pager_comes_first(pager):
    assert "PAGED" not in drawn("search", "kites", rows=5, environment={**pager, "MLFORSYS_PAGER": "cat"})


@pytest.mark.parametrize("command", ["/no/such/program", "'unclosed", ""])
def test_a_missing_pager_does_not_prevent_output(pager, command):
    assert "Removal" in drawn("search", "kites", rows=5, environment={"PAGER": command})


def test_a_pager_that_is_closed_early_is_not_an_error(pager):
    assert "Traceback" not in drawn("search", "--limit", "99", rows=5, environment={"PAGER": "true"})
