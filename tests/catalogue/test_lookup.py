"""Finding papers by id, title or address, one at a time and several."""

from __future__ import annotations

import pytest

from archive.catalogue.items import items
from archive.catalogue.lookup import Lookup, open_lookup
from archive.errors import ArchiveError
from archive.store.editions import load_registry
from archive.store.removal import remove_paper
from tests.support.archives import paper


@pytest.mark.parametrize(
    ("asked", "paper_id"),
    [
        ("quill2031deep", "quill2031deep"),
        ("QUILL2031DEEP", "quill2031deep"),
        (" quill2031 ", "quill2031deep"),
        ("deep kites", "quill2031deep"),
        ("The Lantern’s Glow in C++", "altinbuken2024lantern"),
        ("mOsS31", "moss2031index"),
        ("https://openreview.net/forum?id=mOsS31", "moss2031index"),
        ("https://openreview.net/pdf?id=mOsS31", "moss2031index"),
        ("3105.00001", "quill2031deep"),
        ("arXiv:3105.00001v2", "quill2031deep"),
        ("https://arxiv.org/abs/3105.00001", "quill2031deep"),
        ("https://arxiv.org/pdf/3105.00001v3.pdf", "quill2031deep"),
        ("https://kites.example/quill2031deep.pdf", "quill2031deep"),
        ("http://www.kites.example/quill2031deep.pdf", "quill2031deep"),
        ("https://kites.example/deep.git", "quill2031deep"),
        ("kites.example/quill2031deep.pdf/", "quill2031deep"),
        ("openreview.net/forum?id=mOsS31&noteId=x", "moss2031index"),
        ("arxiv.org/abs/3105.00001/", "quill2031deep"),
        ("https://www.arxiv.org/abs/3105.00001", "quill2031deep"),
        ("https://doi.org/10.48550/arXiv.3105.00001", "quill2031deep"),
        ("10.48550/arXiv.3105.00001", "quill2031deep"),
        ("https://arxiv.org/html/3105.00001v3#S2", "quill2031deep"),
        ("https://arxiv.org/abs/3105.00001?context=cs", "quill2031deep"),
        ("https://www.alphaxiv.org/abs/3105.00001", "quill2031deep"),
        ("https://openreview.net/pdf?id=mOsS31#page=2", "moss2031index"),
        ("https://kites.example/quill2031deep.pdf#page=3", "quill2031deep"),
        ("Kites on Rails", "quill2024kites"),
        ("an index", "moss2031index"),
    ],
)
def test_a_paper_is_found_by_all_its_names(root, asked, paper_id):
    assert Lookup(items(root)).find(asked).paper.id == paper_id


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("quill20", "matches 2 papers: quill2024kites, quill2031deep"),
        ("quill2031dep", "Did you mean quill2031deep"),
        ("zzz", 'There is no paper "zzz"'),
        ("q", "There is no paper"),
        ("the", "matches 2 papers: vanloon2019weight, altinbuken2024lantern"),
        ("...", "There is no paper"),
        ("", "There is no paper"),
        ("https://kites.example/list.html", "There is no paper"),
    ],
)
def test_no_match_and_several_matches_are_reported(root, asked, says):
    with pytest.raises(ArchiveError, match=says):
        Lookup(items(root)).find(asked)


def test_a_title_with_one_wrong_word_is_found_if_that_is_asked_for(root):
    found = Lookup(items(root)).with_one_wrong_word("The Weight of Rain")
    assert found is not None
    assert found.paper.id == "vanloon2019weight"


@pytest.mark.parametrize("asked", ["A Weight of Rain", "Deep Moths"])
def test_a_title_with_more_wrong_words_or_too_few_is_not_guessed(root, asked):
    assert Lookup(items(root)).with_one_wrong_word(asked) is None


def test_the_beginning_of_a_title_is_not_a_misspelling(root):
    assert Lookup(items(root)).find("The Weight of").paper.id == "vanloon2019weight"


def test_if_two_titles_are_equally_close_neither_is_chosen(root):
    twins = [paper("one2031", "Kites over red snow", "No Body"), paper("two2031", "Kites over white snow", "No Body")]
    root.store.write_papers("kites2032", twins)
    assert Lookup(items(root)).with_one_wrong_word("Kites over blue snow") is None


def test_the_beginning_of_a_title_is_ambiguous_if_other_titles_have_its_words(root):
    papers = [
        paper("one2031", "Learned Kites: A Survey", "No Body"),
        paper("two2031", "A Kite That Learned to Fly", "No Body"),
        paper("three2031", "Snow", "No Body"),
    ]
    root.store.write_papers("kites2032", papers)
    known = Lookup(items(root))
    with pytest.raises(ArchiveError, match=r'"learned kite" matches 2 papers: one2031, two2031\. Give an id'):
        known.find("learned kite")
    assert known.find("learned kites: a s").paper.id == "one2031"
    assert known.find("Learned Kites: A Survey").paper.id == "one2031"
    assert known.find("three").paper.id == "three2031"


def test_a_title_with_a_wrong_word_does_not_identify_a_paper(root):
    with pytest.raises(ArchiveError, match="There is no paper"):
        Lookup(items(root)).find("The Weight of Rain")


@pytest.mark.parametrize("asked", ["kites2031", "Kites for Systems at ACME 2031", "https://kites.example/2031/"])
def test_the_name_and_the_address_of_an_edition_lead_to_its_papers(root, asked):
    with pytest.raises(ArchiveError, match="It is an edition: `mlforsys search --edition kites2031`"):
        Lookup(items(root)).find(asked)


def test_a_year_leads_to_its_papers(root):
    with pytest.raises(ArchiveError, match="It is a year: `mlforsys search --year 2031`"):
        Lookup(items(root)).find("2031")


def removed(root, *ids: str) -> Lookup:
    """The lookup of a root from whose edition of 2031 papers were removed."""
    edition = load_registry(root.folder)["kites2031"]
    for one in root.store.papers(edition.id):
        if one.id in ids:
            remove_paper(root, edition, one)
    return open_lookup(root)


@pytest.mark.parametrize("asked", ["quill2031deep", "quill2031", "Deep Kites", "3105.00001"])
def test_a_removed_paper_is_named_as_such(root, asked):
    known = removed(root, "quill2031deep")
    says = "It was removed by hand from kites2031. To put it back: `mlforsys curate quill2031deep --restore`."
    with pytest.raises(ArchiveError) as refused:
        known.find(asked)
    assert str(refused.value) == f'There is no paper "{asked}". {says}'


def test_several_removed_papers_are_listed(root):
    root.store.write_papers("kites2031", [paper("quill2031one", "One", "Ada Quill"), paper("quill2031two", "Two", "Ada Quill")])
    known = removed(root, "quill2031one", "quill2031two")
    with pytest.raises(ArchiveError, match=r"quill2031one and quill2031two were removed by hand\. To put one back"):
        known.find("quill2031")


def test_a_paper_with_such_a_name_is_found_before_removed_ones(root):
    assert removed(root, "quill2031deep").find("quill20").paper.id == "quill2024kites"
