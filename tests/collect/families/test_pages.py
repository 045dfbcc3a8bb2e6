"""Every page family against pages of our own: each HTML file has what must be read out of it beside it.

Pages of the family ``selectors`` have their table beside them too, as it stands in the registry.
"""

from __future__ import annotations

import dataclasses
import json
import tomllib

import pytest

from archive.collect.families import list_families, read_page
from archive.errors import StoreError
from archive.store.page_config import page_from_table as page_of
from tests.support import TESTS

PAGES = TESTS / "samples" / "pages"
CASES = sorted(PAGES.glob("*/*.html"))


def as_json(entry) -> dict:
    data = dataclasses.asdict(entry)
    return {key: list(value) if isinstance(value, tuple) else value for key, value in data.items() if value}


def page_of_case(path):
    """A test page as the registry describes it: its family and, where it has one, the table beside it."""
    url = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["url"]
    table = path.with_suffix(".toml")
    settings = tomllib.loads(table.read_text(encoding="utf-8")) if table.exists() else {}
    return page_of({"url": url, "family": path.parent.name} | settings, StoreError)


@pytest.mark.parametrize("page", CASES, ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_a_page_is_read_as_it_should_be(page):
    expected = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    reading = read_page(page.read_text(encoding="utf-8"), page_of_case(page))
    assert [as_json(entry) for entry in reading.entries] == expected["entries"]
    assert list(reading.notes) == expected.get("notes", [])


def test_every_family_has_pages():
    assert {page.parent.name for page in CASES} == set(list_families())
