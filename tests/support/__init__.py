"""Shared by tests: invented papers and pages, loopback servers, terminals, and paths."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).parents[1]
PROJECT = TESTS.parent
