"""Imports run one way: a package imports only those below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import PROJECT

# The linter allows one import a line. Python's parser would take thirty times as long.
IMPORT = re.compile(r"^\s*(?:from (archive\.[\w.]+) import|import (archive\.[\w.]+)|from archive import (\([^)]*\)|.*))", re.M)
ANYWHERE = {"errors", "version"}
READS = {  # what each part of the package may import besides itself
    "model": set(),
    "store": {"model"},
    "catalogue": {"model", "store"},
    "net": {"model", "store"},
    "pdf": {"model"},
    "collect": {"model", "store", "catalogue", "net", "pdf"},
    "search": {"model", "store", "catalogue"},
    "export": {"model", "store", "catalogue"},
    "site": {"model", "store", "catalogue", "net", "search", "export"},
    "check": {"model", "store", "catalogue", "net", "pdf", "collect", "search", "export"},
    "api": {"model", "store", "catalogue", "search", "export"},
    "mcp_server": {"model", "store", "catalogue", "search", "api"},
}


def imported(source: Path) -> Iterator[str]:
    """The modules of this package that a file imports, anywhere in it."""
    for name, one, names in IMPORT.findall(source.read_text(encoding="utf-8")):
        yield from [name or one] if name or one else (f"archive.{each}" for each in re.findall(r"\w+", names))


def files(part: str) -> list[Path]:
    folder = PROJECT / "archive" / part
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]


@pytest.mark.parametrize("part", READS)
def test_a_package_imports_only_those_below_it(part):
    strays = {
        f"{source.relative_to(PROJECT)} imports {module}"
        for source in files(part)
        for module in imported(source)
        if module.split(".")[1] not in {part, *ANYWHERE, *READS[part]}
    }
    assert not strays


def test_every_package_is_listed():
    parts = {path.name for path in (PROJECT / "archive").iterdir() if (path / "__init__.py").exists()}
    assert parts - set(READS) == {"cli"}, "a new part says in READS what it is built on"
