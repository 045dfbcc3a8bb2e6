"""Fixtures for tests of the catalogue."""

from __future__ import annotations

import pytest

from archive.catalogue.author_identity import people
from archive.catalogue.items import items
from archive.store.people import load_known_people
from tests.support.archives import paper, write_archive


@pytest.fixture
def everybody(tmp_path):
    """The people of papers with these bylines, one paper per byline."""

    def everybody(*bylines: tuple[str, ...], settled: str = ""):
        root = write_archive(tmp_path / "archive")
        for edition in root.store.editions():
            root.store.write_papers(edition, [])
            root.store.abstracts_path(edition).unlink(missing_ok=True)
        root.store.write_papers("kites2031", [paper(f"p{n}", f"Paper {n}", *names) for n, names in enumerate(bylines)])
        (root.folder / "people.toml").write_text(settled)
        known = load_known_people(root.folder)
        return people(items(root), known), known

    return everybody
