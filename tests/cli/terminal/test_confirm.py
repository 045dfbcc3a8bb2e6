"""Questions with the answers yes and no."""

from __future__ import annotations

import pytest
import typer

from archive.cli.terminal.confirm import confirm


@pytest.mark.parametrize(
    ("said", "default", "meant"),
    [(["y"], False, True), (["No"], True, False), ([""], True, True), ([""], False, False), (["perhaps", "YES "], False, True)],
)
def test_a_question_is_repeated_until_the_answer_is_yes_or_no(monkeypatch, capsys, said, default, meant):
    asked = []

    def prompt(question, **_):
        asked.append(question)
        return said[len(asked) - 1]

    monkeypatch.setattr(typer, "prompt", prompt)
    assert confirm("Write it?", default=default) is meant
    assert asked == [f"Write it? [{'Y/n' if default else 'y/N'}]"] * len(said)
    assert capsys.readouterr().err.count("Answer y or n.") == len(said) - 1
