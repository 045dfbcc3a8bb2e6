"""Pages in the registry: valid tables, and the messages for invalid ones."""

from __future__ import annotations

import pytest

from archive.errors import StoreError
from archive.model.paper import Page, Selectors
from archive.store.editions import load_registry
from archive.store.page_config import page_from_table, table_of

TABLE = """
[kites2031]
name = "Kites at ACME 2031"
venue = "ACME"
year = 2031
url = "https://kites.example/"

[[kites2031.pages]]
url = "https://kites.example/p.html"
family = "selectors"
"""
WHOLE = """
paper = "li"
within = "main"
until = "h2"
title = "b"
title_join = true
authors = "i"
names = "family-first"
abstract = "p"
pdf = ""
award = "u"
drop = ["sup"]
skip = "^Break"
title_pattern = '^\\d+ (.+)$'
authors_pattern = '^By (.+)$'
known_by = "Kites 2031"
expect = 7
"""


@pytest.fixture
def load(tmp_path):
    def load(text: str) -> Page:
        (tmp_path / "editions.toml").write_text(TABLE + text, encoding="utf-8")
        return load_registry(tmp_path)["kites2031"].pages[0]

    return load


def test_every_key_is_read(load):
    assert load(WHOLE) == Page(
        "https://kites.example/p.html",
        "selectors",
        Selectors(
            paper="li", title="b", within="main", until="h2", title_join=True, authors="i", names="family-first", abstract="p",
            pdf="", award="u", drop=("sup",), skip="^Break", title_pattern=r"^\d+ (.+)$", authors_pattern="^By (.+)$",
        ),
        known_by="Kites 2031",
        expect=7,
    )  # fmt: skip


def test_paper_and_title_are_enough(load):
    assert load('paper = "li"\ntitle = "b"').selectors == Selectors("li", "b")


@pytest.mark.parametrize("text", [WHOLE, 'paper = "li"\ntitle = "b"'])
def test_the_table_of_a_page_is_read_as_that_page_and_has_no_defaults(load, text):
    page = load(text)
    table = table_of(page)
    assert page_from_table(table, StoreError) == page
    assert table.keys() == {"url", "family"} | {line.split(" = ")[0] for line in text.split("\n") if line}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('title = "b"', 'pages: paper is missing from the page "https://kites.example/p.html"'),
        ('paper = "li"', "pages: title is missing"),
        ('paper = "li"\ntitle = ""', "title is empty; leave the line out"),
        ('paper = "li"\ntitle = "b"\nauthor = "i"', 'unknown key "author"; known ones are url, family'),
        ('paper = "li"\ntitle = 1', "title should be a text, not 1"),
        ('paper = "li"\ntitle = "b"\ndrop = "sup"', 'drop should be a list of texts, not "sup"'),
        ('paper = "li"\ntitle = "b"\ntitle_join = "yes"', "title_join should be true or false"),
        ('paper = "li"\ntitle = "b"\nexpect = 0', "expect should be a whole number above 0"),
        ('paper = "li"\ntitle = "b"\nexpect = true', "expect should be a whole number above 0"),
        ('paper = "li"\ntitle = "b"\nnames = "last"', 'names should be one of "comma", "family-first", "name, affiliation;"'),
        ('paper = "li"\ntitle = "b"\nskip = "("', 'skip = "(" is not a valid regular expression'),
        ('paper = "li"\ntitle = "b"\ntitle_pattern = "^.+$"', 'title_pattern = "^.+$" should have a group'),
    ],
)
def test_problems_name_file_table_and_key(load, tmp_path, text, told):
    with pytest.raises(StoreError) as raised:
        load(text)
    assert str(raised.value).startswith(f"{tmp_path / 'editions.toml'}: edition [kites2031]: ")
    assert told in str(raised.value)


def test_selectors_belong_to_pages_of_their_family(tmp_path):
    text = TABLE.replace('"selectors"', '"list"') + 'paper = "li"'
    (tmp_path / "editions.toml").write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match='paper is valid only for pages with family = "selectors"'):
        load_registry(tmp_path)


def test_pages_of_every_family_may_be_known_by_a_text_and_counted(tmp_path):
    text = TABLE.replace('"selectors"', '"list"') + 'known_by = "Kites"\nexpect = 3'
    (tmp_path / "editions.toml").write_text(text, encoding="utf-8")
    assert load_registry(tmp_path)["kites2031"].pages == (Page("https://kites.example/p.html", "list", None, "Kites", 3),)
