"""Identifiers of a paper besides its title."""

from __future__ import annotations

from archive.model.identifiers import IDENTIFIERS, identifiers
from archive.model.paper import Entry, Paper


def test_a_paper_has_the_identifiers_that_are_stated():
    assert identifiers(Paper("quill2031kites", "Kites", doi="10.1000/kites")) == {"DOI": "10.1000/kites"}
    assert identifiers(Entry("Kites")) == {}
    every = {field: field for field in IDENTIFIERS.values()}
    assert identifiers(Entry("Kites", **every)) == dict(IDENTIFIERS)
