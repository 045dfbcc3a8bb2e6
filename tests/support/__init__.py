"""What tests share: invented papers and pages, servers on loopback, terminals, and where things lie."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).parents[1]
PROJECT = TESTS.parent
