"""Pages described by tables: identified by a text, counted, and stored completely or not at all."""

from __future__ import annotations

import pytest

from archive.collect.paper_count import OtherCount
from archive.errors import PageChanged, WrongEdition
from tests.support.sandbox import Sandbox

URL = "https://kites.example/papers.html"
SETTINGS = 'paper = "div"\ntitle = "h3"\nauthors = "p"\n'
TITLES = ("Kites on Rails", "The Weight of Snow", "Lanterns at Sea", "Bridges That Sing")


def table(
    edition: str = "kites2031", more: str = "", url: str = URL, family: str = "selectors", settings: str = SETTINGS
) -> str:
    facts = f'[{edition}]\nname = "Kites at ACME 2031"\nvenue = "ACME"\nyear = {edition[-4:]}\nurl = "https://kites.example/"\n'
    return f'{facts}[[{edition}.pages]]\nurl = "{url}"\nfamily = "selectors"\n{SETTINGS}{more}\n'


def page(*titles: str, head: str = "", people: str = "Ada Quill, Bo Reed") -> str:
    papers = "".join(f"<div><h3>{title}</h3><p>{people}</p></div>" for title in titles)
    return f"<html><head><title>Papers</title></head><body>{head}<main>{papers}</main></body></html>"


@pytest.fixture
def sandbox(tmp_path):
    sandbox = Sandbox(tmp_path)
    sandbox.register(table())
    return sandbox


def refused(sandbox: Sandbox, kind: type[Exception]) -> str:
    """The message with which a scrape is refused. The store must not change."""
    before = sandbox.papers()
    with pytest.raises(kind) as raised:
        sandbox.scrape()
    assert sandbox.papers() == before
    return str(raised.value)


def titles(sandbox: Sandbox) -> list[str]:
    return [paper.title for paper in sandbox.papers().values()]


def test_a_described_page_is_collected(sandbox):
    sandbox.page(URL, page(*TITLES[:3]))
    assert sandbox.scrape().papers == 3
    assert titles(sandbox) == list(TITLES[:3])


@pytest.mark.parametrize("number", [2, 4])
def test_another_count_than_expected_is_refused(sandbox, number):
    sandbox.register(table(more="expect = 3"))
    sandbox.page(URL, page(*TITLES[:number]))
    error = refused(sandbox, OtherCount)
    assert f"lists {number} papers, but its table expects 3" in error
    assert f"set expect = {number}" in error
    assert ('the first beyond 3 is "Bridges That Sing"' in error) == (number == 4)


def test_against_a_store_the_first_paper_that_differs_is_named(sandbox):
    sandbox.page(URL, page(*TITLES[:3]))
    sandbox.scrape()
    sandbox.register(table(more="expect = 3"))
    sandbox.page(URL, page(TITLES[0], TITLES[2]))
    error = refused(sandbox, OtherCount)
    assert 'the first difference is "The Weight of Snow", which is in the store but not on the page' in error
    sandbox.page(URL, page(TITLES[0], TITLES[3], *TITLES[1:3]))
    assert 'the first difference is "Bridges That Sing", which is not in the store' in refused(sandbox, OtherCount)


def test_more_papers_than_the_store_has_are_refused_without_expect(sandbox):
    sandbox.page(URL, page(*TITLES[:2]))
    sandbox.scrape()
    sandbox.page(URL, page(*TITLES[:3]))
    error = refused(sandbox, OtherCount)
    assert 'lists 3 papers, the store has 2; the first difference is "Lanterns at Sea"' in error
    sandbox.register(table(more="expect = 3"))
    assert sandbox.scrape().papers == 3


def test_force_accepts_them(sandbox):
    sandbox.page(URL, page(*TITLES[:2]))
    sandbox.scrape()
    sandbox.page(URL, page(*TITLES[:3]))
    assert sandbox.scrape(force=True).papers == 3


def test_one_unreadable_paper_leaves_the_edition_unchanged(sandbox):
    sandbox.page(URL, page(*TITLES[:2]))
    sandbox.scrape()
    sandbox.page(URL, page(*TITLES[:2], people="Ada Quill, 9 of us"))
    assert "9 of us" in refused(sandbox, PageChanged)
    assert titles(sandbox) == list(TITLES[:2])


def test_a_page_without_its_known_text_is_refused(sandbox):
    sandbox.register(table(more='known_by = "Kite Workshop 2031"'))
    sandbox.page(URL, page(*TITLES[:2], head="<h1>Kite Workshop 2030</h1>"))
    error = refused(sandbox, WrongEdition)
    assert '"Kite Workshop 2031"' in error
    assert "known_by" in error
    sandbox.page(URL, page(*TITLES[:2], head="<h1>The  <i>KITE</i> Workshop, 2031</h1>"))
    assert sandbox.scrape().papers == 2


def test_a_known_text_identifies_a_page_at_a_shared_address(sandbox):
    older = table("kites2030", url="https://kites.example/2030/papers.html")
    sandbox.register(older + table())
    sandbox.page(URL, page(*TITLES[:2], head="<h1>Kite Workshop 2031</h1>"))
    error = refused(sandbox, WrongEdition)
    assert "known_by" in error
    sandbox.register(older + table(more='known_by = "Kite Workshop 2031"'))
    assert sandbox.scrape().papers == 2


def test_a_page_of_another_workshop_needs_no_call_beside_it(sandbox):
    sandbox.page(URL, page(*TITLES[:2], head="<header><p>Workshop at ICSE 2031</p></header>"))
    assert sandbox.scrape().papers == 2


def test_unassigned_links_are_reported_in_the_notes(sandbox):
    sandbox.page(URL, page(*TITLES[:2]).replace("</main>", '<a href="all.pdf">All</a></main>'))
    assert any("https://kites.example/all.pdf" in note for note in sandbox.scrape().notes)
