"""The changes of a scrape, one line each."""

from __future__ import annotations

from archive.collect.diff import changes
from archive.collect.join import PageEntries, join_pages
from archive.collect.reconcile import reconcile
from archive.model.paper import Edition, Entry

ACME = Edition(id="acme2031", name="Kites at ACME 2031", venue="ACME", year=2031, url="https://kites.example/")
LIST, MORE = "https://kites.example/list.html", "https://kites.example/more.html"


def joined(entries, url=LIST):
    return join_pages([PageEntries(url, entries)], union=True)[0]


def settled(entries, previous=(), today="2031-05-02", **more):
    return reconcile(ACME, joined(entries), previous, today=today, **more)


def test_the_changes_list_additions_removals_and_moves():
    first = settled([Entry("Kites", ("Ada Quill",)), Entry("Snow", ("Di Frost",))]).papers
    assert changes(first, first[::-1]) == ["~ the order of the papers"]
    assert changes(first[:1], first[1:]) == ["+ frost2031snow: Snow", "- quill2031kites: Kites"]


def test_a_newly_stated_family_name_is_shown_readably():
    author, family = "Ada García Márquez", "García Márquez"
    before = settled([Entry("Kites", (author,))]).papers
    after = settled([Entry("Kites", (author,), family_names=((author, family),))], before).papers
    assert changes(before, after) == ["~ marquez2031kites: family_names: none -> Ada García Márquez: García Márquez"]
