"""A module's test is found by its name: ``archive/net/robots.py`` has ``tests/net/test_robots.py``."""

from __future__ import annotations

import pytest

from tests.support import PROJECT, TESTS

MIRRORED = ("net", "pdf", "check", "check/links", "collect", "collect/abstracts")
"""Folders of the package in which every module has its test. The others are to follow."""

ELSEWHERE = {  # modules that are tested through another one, whose test says it
    "check/links/addresses.py": "check/links/test_survey.py",
    "collect/abstracts/page.py": "collect/abstracts/test_pages.py",
    "collect/abstracts/schedule.py": "collect/abstracts/test_pages.py",
    "pdf/block.py": "pdf/test_column.py",  # drawn pages are read whole: these are steps of it
    "pdf/glyphs.py": "pdf/test_lines.py",
    "pdf/headings.py": "pdf/test_abstract.py",
    "pdf/scripts.py": "pdf/test_prose.py",
    "pdf/unheaded.py": "pdf/test_abstract.py",
    "pdf/worker.py": "pdf/test_pool.py",
}


@pytest.mark.parametrize("folder", MIRRORED)
def test_every_module_has_its_test(folder):
    modules = [path for path in (PROJECT / "archive" / folder).glob("*.py") if not path.name.startswith("_")]
    assert modules
    without = [
        f"{folder}/{path.name}"
        for path in modules
        if not (TESTS / folder / f"test_{path.name}").exists() and f"{folder}/{path.name}" not in ELSEWHERE
    ]
    assert not without


@pytest.mark.parametrize(("module", "test"), ELSEWHERE.items())
def test_what_is_tested_elsewhere_exists(module, test):
    assert (PROJECT / "archive" / module).is_file()
    assert (TESTS / test).is_file()
    folder, _, name = module.rpartition("/")
    assert not (TESTS / folder / f"test_{name}").exists(), "it has a test of its own by now"
