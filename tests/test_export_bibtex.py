"""BibTeX: what LaTeX and two foreign readers make of it is what the store says."""

from __future__ import annotations

import re
import unicodedata

import bibtexparser
import pytest
from bibtexparser import middlewares
from hypothesis import example, given
from hypothesis import strategies as st
from pybtex.database import parse_string
from pylatexenc.latex2text import LatexNodes2Text

from archive.catalogue import items
from archive.export import export_format
from archive.folding import squeeze
from archive.models import Edition
from archive.names import name_parts
from archive.record import make_record, without_abstract
from archive.registry import Registry, load_registry
from archive.root import find_root
from tests.archives import paper, records, write_archive
from tests.strategies import full_names, quick

ACME = Edition(id="acme2031", name="Kites & Rails at ACME 2031", venue="ACME", year=2031, url="https://kites.example/")
REGISTRY = Registry(acme2031=ACME)


def record(title="Kites", *authors, **facts):
    return make_record(paper("quill2031kites", title, *(authors or ("Ada Quill",)), **facts), ACME, None)


def written(name, *some, registry=REGISTRY):
    return "".join(export_format(name).write(some, registry))


def bibtex_field(name, *args, **facts):
    found = re.search(
        rf"^  {name} = \{{(.*?)\}},\n(?:  [a-z]+ = |\}}\n)", written("bibtex", record(*args, **facts)), re.M | re.S
    )
    return found and found[1]


@pytest.fixture
def store(tmp_path):
    root = write_archive(tmp_path)
    return records(root), load_registry(root.folder)


def test_bibtex_of_the_archive(store):
    papers, registry = store
    text = written("bibtex", *map(without_abstract, papers), registry=registry)
    assert re.findall(r"^@inproceedings\{([a-z0-9-]+),$", text, re.MULTILINE) == [one["id"] for one in papers]
    assert text.isascii()
    assert (
        """@inproceedings{quill2024kites,
  author = {Quill, Ada and Zuse, Jr., Bo},
  title = {Kites on Rails: {S}cheduling Wind for Trains},
  booktitle = {ML for Systems at NeurIPS 2024},
  year = {2024},
  month = dec,
  address = {Vancouver, Canada},
  url = {https://kites.example/quill2024kites.pdf},
  note = {Best Paper Award},
}
"""
        in text
    )
    assert "month = may" in text
    assert "address = {L{\\'e}opoldville}" in text
    assert "eprint = {3105.00001},\n  archiveprefix = {arXiv},\n  eprinttype = {arxiv}" in text
    assert "note = {Withdrawn}" in text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ada Quill", "Quill, Ada"),
        ("Mia van Loon", "van Loon, Mia"),
        ("Mia de la Cruz Jr.", "de la Cruz, Jr., Mia"),
        ("Bo Zuse III", "Zuse, III, Bo"),
        ("Madonna", "{Madonna}"),
        ("ludwig van beethoven", "van beethoven, ludwig"),
        ("José Núñez", "N{\\'u}{\\~n}ez, Jos{\\'e}"),
        ("Łukasz Ørsted", "{\\O}rsted, {\\L}ukasz"),
        ("Can Altınbüken", 'Alt{\\i}nb{\\"u}ken, Can'),
        ("Zoë Straß", 'Stra{\\ss}, Zo{\\"e}'),
        ("Xia (Steve) Li", "Li, Xia (Steve)"),
    ],
)
def test_bibtex_names(name, expected):
    assert bibtex_field("author", "Kites", name) == expected
    assert bibtex_field("author", "Kites", name, "Ada Quill") == f"{expected} and Quill, Ada"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Learned Kites", "Learned Kites"),
        ("A Kite for GPUs", "A Kite for {GPUs}"),
        ("Q-learning for TPUs", "{Q}-learning for {TPUs}"),
        ("A Bayesian Kite", "A {Bayesian} Kite"),
        ("Deep: Kites", "Deep: {K}ites"),
        ("McKite: iOS", "{McKite}: {iOS}"),
        ("Plan B", "Plan {B}"),
        ("K-Means of Wind-Tunnels", "{K}-Means of Wind-Tunnels"),
        ("“GPUs” & 5% of $x_1$", "{\\textquotedblleft}{GPUs}{\\textquotedblright} \\& 5\\% of \\$x\\_1\\$"),
        ("Café #1", "Caf{\\'e} \\#1"),
    ],
)
def test_bibtex_titles(title, expected):
    assert bibtex_field("title", title) == expected


def test_bibtex_leaves_out_what_nobody_knows():
    text = written(
        "bibtex", make_record(paper("moth", "Moths", pdf_url=None), Edition("unlisted", "unlisted", "", 0, ""), None)
    )
    assert text == "@inproceedings{moth,\n  title = {Moths},\n  booktitle = {unlisted},\n}\n"


def test_bibtex_addresses_cannot_end_the_field():
    assert bibtex_field("url", pdf_url="https://kites.example/{a}%20b\\c_d") == "https://kites.example/%7Ba%7D%20b%5Cc_d"


def balance(text):
    """The depth of braces after every character, as BibTeX counts: a backslash protects none."""
    depth = 0
    for c in text:
        depth += (c == "{") - (c == "}")
        yield depth


@quick
@given(st.text(st.characters(codec="utf-8", exclude_characters="{}")))
@example("\\")
@example('"')
def test_bibtex_braces_balance_for_any_title(title):
    depths = list(balance(bibtex_field("title", f"x{title}")))
    assert min(depths, default=0) >= 0
    assert (depths or [0])[-1] == 0


@pytest.mark.parametrize("title", ["a } b", "a { b", "}{"])
def test_bibtex_braces_balance_for_a_title_with_braces(title):
    depths = list(balance(bibtex_field("title", title)))
    assert (min(depths), depths[-1]) == (0, 0)


@quick
@given(st.lists(full_names, min_size=1, max_size=4))
def test_bibtex_has_as_many_names_as_the_byline(authors):
    written_names = bibtex_field("author", "Kites", *authors)
    assert len(written_names.split(" and ")) == len(authors)
    assert list(balance(written_names))[-1] == 0


# -- read back by others


def plain(latex):
    """The text that LaTeX prints."""
    text = LatexNodes2Text(keep_braced_groups=False, strict_latex_spaces=True).latex_to_text(latex)
    return squeeze(unicodedata.normalize("NFC", text))


@pytest.fixture(scope="module")
def archive():
    root = find_root()
    registry = load_registry(root.folder)
    papers = [without_abstract(item.record()) for item in items(root, registry)]
    return papers, "".join(export_format("bibtex").write(papers, registry))


def test_pybtex_reads_every_paper_of_the_archive(archive):
    papers, text = archive
    entries = parse_string(text, "bibtex").entries
    assert list(entries) == [one["id"] for one in papers]
    for one in papers:
        entry = entries[one["id"]]
        assert plain(entry.fields["title"]) == squeeze(one["title"])
        assert int(entry.fields["year"]) == one["year"]
        assert entry.fields["url"] == (one["page_url"] if one["status"] else one["pdf_url"] or one["page_url"])
        people = [name_parts(name) for name in one["authors"]]
        for person, ours in zip(entry.persons.get("author", []), people, strict=True):
            assert plain(" ".join(person.last_names)) == ours.family
            assert plain(" ".join(person.prelast_names)) == ours.particle
            assert plain(" ".join(person.first_names + person.middle_names)) == ours.given
            assert plain(" ".join(person.lineage_names)) == ours.suffix


def test_bibtexparser_reads_every_paper_of_the_archive(archive):
    papers, text = archive
    layers = [middlewares.SeparateCoAuthors(), middlewares.SplitNameParts()]
    library = bibtexparser.parse_string(text, append_middleware=layers)
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == [one["id"] for one in papers]
    for one, entry in zip(papers, library.entries, strict=True):
        assert plain(entry["title"]) == squeeze(one["title"])
        for person, name in zip(entry.fields_dict["author"].value if one["authors"] else [], one["authors"], strict=True):
            ours = name_parts(name)
            assert plain(" ".join(person.von)) == ours.particle
            assert plain(" ".join(person.last)) == ours.family
            assert plain(" ".join(person.first)) == ours.given


def test_every_export_gives_the_same_keys(archive):
    papers, text = archive
    keys = re.findall(r"^@\w+\{(.*),$", text, re.M)
    assert keys == [one["id"] for one in papers]
    assert all(re.fullmatch("[a-z0-9]+", key) for key in keys)
    assert text.isascii()


words = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=12)


@quick
@given(st.lists(words, min_size=1, max_size=6).map(" ".join).map(squeeze).filter(bool))
@example("50% of $x_1$ & #tags ~ ^ {sic} \\ <b>")
@example("``quotes'' -- and --- dashes")
def test_pybtex_finds_the_entry_whole_for_any_title(title):
    entry = parse_string(written("bibtex", record(title)), "bibtex").entries["quill2031kites"]
    assert set(entry.fields) == {"title", "booktitle", "year", "url"}
    assert [str(person) for person in entry.persons["author"]] == ["Quill, Ada"]


def test_abstracts_come_along_where_the_records_hold_them():
    with_text = record() | {"abstract": "Kites fly at 5% & more."}
    assert "abstract = {Kites fly at 5\\% \\& more.}" in written("bibtex", with_text)
    assert "abstract" not in written("bibtex", record())
