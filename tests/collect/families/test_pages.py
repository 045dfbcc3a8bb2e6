"""Every page family against pages of our own: each HTML file has what must be read out of it beside it."""

from __future__ import annotations

import dataclasses
import json

import pytest

from archive.collect.families import family, family_names
from tests.support import TESTS

PAGES = TESTS / "pages"
CASES = sorted(PAGES.glob("*/*.html"))


def as_json(entry) -> dict:
    data = dataclasses.asdict(entry)
    return {key: list(value) if isinstance(value, tuple) else value for key, value in data.items() if value}


@pytest.mark.parametrize("page", CASES, ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_a_page_is_read_as_it_should_be(page):
    expected = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    entries = family(page.parent.name).parse(page.read_text(encoding="utf-8"), expected["url"])
    assert [as_json(entry) for entry in entries] == expected["entries"]


def test_every_family_has_pages():
    assert {page.parent.name for page in CASES} == set(family_names())
