"""The rule for paper ids, which all assigned ids follow."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model.ids import IdMaker, plain
from tests.support.strategies import full_names, quick, titles

anything = st.text(max_size=30)


@pytest.mark.parametrize(
    ("author", "title", "expected"),
    [
        ("Ada Quill", "SOKD: A Kite Benchmark", "quill2031sokd"),
        ("Mia van Loon", "Kites", "vanloon2031kites"),
        ("Ada Haj-Kite", "K-means in the Snow", "hajkite2031kmeans"),
        ("Bo D'Arc", "What's in a Kite?", "darc2031whats"),
        ("Bo Zuse Jr.", "On the Wind", "zuse2031wind"),
        ("Xia (Steve) Li", "Rails/Roads", "li2031rails"),
        ("Madonna", "A Kite—and Why", "madonna2031kite"),
        ("Ada Quill", "Kites\u2013Rails", "quill2031kites"),
        ("Ada Quill", "How Can We Not?", "quill2031how"),
        ("Ada Quill", "X: Y of Z", "quill2031x"),
        ("Ada Quill", "3D Kites", "quill20313d"),
        ("Łukasz Ørsted", "Ærø", "orsted2031aero"),
        ("Can Altınbüken", "İpek", "altinbuken2031ipek"),
        ("Иван Щукин", "Ещё", "shchukin2031eshche"),
        ("小 李", "学习 索引", "li2031xuexi"),
        ("Ada Quill", "!!!", "quill2031"),
        ("Ada Quill", "", "quill2031"),
        ("***", "Kites", "acme2031kites"),
    ],
)
def test_the_rule(author, title, expected):
    assert IdMaker(set()).make([author], 2031, title, "acme2031") == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Kites", "acme2031kites"), ("[Retracted]", "acme2031retracted"), ("—", "acme2031"), ("The", "acme2031the")],
)
def test_without_authors_the_edition_replaces_name_and_year(title, expected):
    assert IdMaker(set()).make([], 2031, title, "acme2031") == expected


def test_a_clash_gets_letters_in_order():
    maker = IdMaker(set())
    made = [maker.make(["Ada Quill"], 2031, "Kites", "acme2031") for _ in range(55)]
    ends = [paper_id.removeprefix("quill2031kites") for paper_id in made]
    assert ends[:4] == ["", "b", "c", "d"]
    assert ends[24:28] == ["y", "z", "ba", "bb"]
    assert ends[51:54] == ["bz", "ca", "cb"]


@quick
@given(st.lists(anything, max_size=2), anything)
def test_an_id_is_always_plain_ascii(authors, title):
    assert re.fullmatch(r"[a-z0-9-]+", IdMaker(set()).make(authors, 2031, title, "acme-2031"))


@quick
@given(full_names, titles)
def test_an_id_is_deterministic_and_begins_with_the_family_name(name, title):
    made = IdMaker(set()).make([name], 2031, title, "acme2031")
    assert made == IdMaker({made + "b"}).make([name, "Bo Zuse"], 2031, title, "other")
    assert re.match(r"[a-z]+2031", made)


@quick
@given(st.lists(st.tuples(full_names, titles), max_size=30))
def test_no_two_papers_get_the_same_id(papers):
    taken: set[str] = set()
    maker = IdMaker(taken)
    made = {maker.make([name], 2031, title, "acme2031") for name, title in papers}
    assert made == taken
    assert len(made) == len(papers)


@quick
@given(anything)
def test_plain_text_stays_the_same(text):
    assert plain(plain(text)) == plain(text)


def test_an_id_that_is_or_was_taken_is_skipped():
    taken = {"quill2031kites", "quill2031kitesc"}
    maker = IdMaker(taken)
    assert maker.make(["Ada Quill"], 2031, "Kites", "acme2031") == "quill2031kitesb"
    taken.add("quill2031kitesd")
    assert maker.make(["Ada Quill"], 2031, "Kites", "acme2031") == "quill2031kitese"
