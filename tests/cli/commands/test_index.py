"""The command index."""

from __future__ import annotations

from tests.support.commands import run


def test_index_builds_and_says_how_many(capsys, workshop):
    assert run(capsys, "index").out.startswith("187 papers indexed")
