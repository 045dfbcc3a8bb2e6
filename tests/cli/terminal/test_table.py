"""Tables fit the terminal."""

from __future__ import annotations

import sys

import pytest

from archive.cli.terminal.output import Terminal
from archive.cli.terminal.table import Column, table


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_tables_fit_the_terminal(columns, monkeypatch):
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda self: True, raising=False)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("NO_COLOR", "1")
    shape = (Column("name", cut=10), *(Column(str(year), right=True, spare=1) for year in range(2018, 2027)), Column("all"))
    lines = list(table(Terminal(), shape, [("A very long name of a topic\x1b[31m", *"123456789", "45")] * 2))
    assert max(len(line.rstrip("\n")) for line in lines) <= min(columns, 100)
    assert all(line.rstrip().endswith(("all", "45")) for line in lines)
    assert not any("\x1b" in line for line in lines)
