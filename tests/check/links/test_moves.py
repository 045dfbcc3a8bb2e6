"""Corrections for addresses that moved permanently."""

from __future__ import annotations

from archive.check.links.moves import corrections_of
from archive.model.paper import Edition, Link, Page
from archive.store.curation import Correction, Curated
from tests.support.links import HTML, PDF, kites, told
from tests.support.loopback import redirect


def moves(report, curation=None, editions=None):
    made, left = corrections_of(report.findings, editions or {}, {"kites2031": curation or {}}, "2031-05-02")
    return [(p, c.field, c.page, c.right) for of in made.values() for p, several in of.items() for c in several], left


def test_a_move_is_a_correction_of_each_place(loopback, check):
    new = loopback.script("/new.pdf", PDF)
    old = loopback.script("/old.pdf", redirect("/new.pdf", 301))
    report = check(kites(old, links=(Link("slides", old),)))
    assert moves(report) == ([("quill2031kites", "pdf_url", old, new), ("quill2031kites", "links", old, new)], [])


def test_a_persons_correction_is_kept(loopback, check):
    loopback.script("/new.pdf", PDF)
    old = loopback.script("/old.pdf", redirect("/new.pdf", 301))
    curation = {"quill2031kites": Curated(corrections=(Correction("pdf_url", "x", old, "r", "s"),))}
    made, left = moves(check(kites(old)), curation)
    assert made == []
    assert "it was corrected by hand" in left[0]


def test_a_move_to_the_front_page_is_not_corrected(loopback, check):
    loopback.script("/", HTML)
    report = check(kites(None, page_url=loopback.script("/k.html", redirect("/", 301))))
    assert told(report) == [("moved", 200, loopback.url + "/")]
    made, left = moves(report)
    assert made == []
    assert "front page" in left[0]


def test_pages_of_an_edition_are_corrected_in_the_registry(loopback, check):
    loopback.script("/new.html", HTML)
    old = loopback.script("/old.html", redirect("/new.html", 301))
    edition = Edition("kites2031", "Kites", "ACME", 2031, loopback.script("/", HTML), pages=(Page(old, "list"),))
    editions = {"kites2031": edition}
    made, left = moves(check(kites(None, page_url=old), editions=editions), editions=editions)
    assert made == []
    assert all("editions.toml" in sentence for sentence in left)
