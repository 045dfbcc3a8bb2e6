"""The short form of every promise; the long one is ``python -m tests.faults --full``."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.faults.__main__ import NAMES
from tests.support import PROJECT


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals, pipes and devices are Unix's")
@pytest.mark.parametrize("name", NAMES)
def test_a_promise_holds(name):
    ran = subprocess.run([sys.executable, "-m", "tests.faults", name], capture_output=True, text=True, cwd=PROJECT, timeout=900)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "; 0 broken" in ran.stdout


def test_the_document_has_a_line_for_each():
    text = (PROJECT / "docs" / "reliability.md").read_text(encoding="utf-8")
    for name in NAMES:
        assert f"python -m tests.faults --full {name}`" in text
