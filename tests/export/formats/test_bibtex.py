"""BibTeX: the exact text, and what other programs read from it."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from archive.export.bibliographic_data import workshop_name
from archive.model.paper import Edition
from archive.model.record import make_record
from archive.store.editions import load_registry
from tests.support.archives import paper, records, write_archive
from tests.support.citations import real, real_references, record, reference, written
from tests.support.readers import Name, by_bibtexparser, by_pybtex, csl_by_pandoc
from tests.support.strategies import full_names, nasty_texts, quick


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
    text = written("bibtex", *papers, registry=registry)
    assert re.findall(r"^@inproceedings\{([a-z0-9-]+),$", text, re.MULTILINE) == [one["id"] for one in papers]
    assert text.isascii()
    assert (
        """@inproceedings{quill2024kites,
  author = {Quill, Ada and Zuse, Jr., Bo},
  title = {Kites on Rails: {S}cheduling Wind for Trains},
  booktitle = {{Workshop} on {ML} for {Systems} at {NeurIPS} 2024},
  year = {2024},
  month = dec,
  address = {Vancouver, Canada},
  url = {https://kites.example/quill2024kites.pdf},
  keywords = {Caching and prefetching, Runtime systems},
  note = {Best Paper Award},
}
"""
        in text
    )
    assert "month = may" in text
    assert "address = {L{\\'e}opoldville}" in text
    assert "eprint = {3105.00001},\n  archiveprefix = {arXiv}" in text
    assert "note = {Withdrawn}" in text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ada Quill", "Quill, Ada"),
        ("Mia van Loon", "van Loon, Mia"),
        ("Mia de la Cruz Jr.", "de la Cruz, Jr., Mia"),
        ("Bo Zuse III", "Zuse, III, Bo"),
        ("Madonna", "{Madonna}"),
        ("Madonna Jr.", "{Madonna Jr.}"),
        ("{Kite and Rail Group}", "{Kite and Rail Group}"),
        ("Mia van der Berg", "van der Berg, Mia"),
        ("Mia Van der Berg", "Van der Berg, Mia"),
        ("Jan van 't Hoff", "van 't Hoff, Jan"),
        ("Ada von Quill II", "von Quill, II, Ada"),
        ("Snow and Ice, Ada", "{Snow {and} Ice}, Ada"),
        ("Eva Bűd", "B{\\H u}d, Eva"),
        ("shengwen Quill", "Quill, shengwen"),
        ("Zoë D’Arc", 'D{\\textquoteright}Arc, Zo{\\"e}'),
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
        ("A Kite for GPUs", "A Kite for {GPU}s"),
        ("Deep: Kites", "Deep: {K}ites"),
        ("McKite: iOS", "{McKite}: {iOS}"),
        ("Plan B", "Plan {B}"),
        ("TPUs of Kites", "{TPU}s of Kites"),
        ("Q-learning on I/O", "{Q}-learning on {I}/{O}"),
        ("K-Means of Wind-Tunnels", "{K}-Means of Wind-Tunnels"),
        ("A Kite, a Map and A* in C++", "A Kite, a Map and {A}* in {C}++"),
        ("Kites? Trains! Snow. Moss", "Kites? {T}rains! {S}now. Moss"),
        ("Kites: “Snow” and Moss", "Kites: ``{S}now'' and Moss"),
        ("Bayesian Snow in Python", "{Bayesian} Snow in {Python}"),
        ("ReLU6 or LSTM's", "{ReLU6} or {LSTM}'s"),
        ("“GPUs” & 5% of $x_1$", "``{GPU}s'' {\\&} 5{\\%} of {$x_1$}"),
        ("Café #1", "Caf{\\'e} {\\#}1"),
        ("{GPU} and a } alone", "\\{{GPU}\\} and a {\\textbraceright} alone"),
        ("λ-Calculus, ≤ 10×", "{\\ensuremath{\\lambda}}-Calculus, {\\ensuremath{\\leq}} 10×"),
        ("Snow--Kites – Moss", "Snow-{}-Kites -- Moss"),
    ],
)
def test_bibtex_titles(title, expected):
    assert bibtex_field("title", title) == expected


def test_bibtex_leaves_out_unknown_fields():
    text = written("bibtex", make_record(paper("moth", "Moths", pdf_url=None), Edition.unregistered("unlisted"), None))
    assert text == "@inproceedings{moth,\n  key = {moth},\n  title = {Moths},\n  booktitle = {unlisted},\n}\n"


def test_bibtex_addresses_are_unchanged_except_for_braces():
    plain = "https://kites.example/~a_b%20c/?d=1&e=2#f$g"
    assert bibtex_field("url", pdf_url=plain) == plain
    assert bibtex_field("url", pdf_url="https://kites.example/{a}\\c é") == "https://kites.example/%7Ba%7D%5Cc%20%C3%A9"


def balance(text):
    """The depth of braces after each character, as BibTeX counts it: a backslash does not escape a brace."""
    depth = 0
    for c in text:
        depth += (c == "{") - (c == "}")
        yield depth


@quick
@given(nasty_texts | st.text())
@example("\\")
@example('"')
@example("a } b")
@example("}{")
def test_bibtex_braces_balance_for_any_title(title):
    depths = list(balance(written("bibtex", record(title))))
    assert (min(depths), depths[-1]) == (0, 0)
    assert depths.count(0) == len("@inproceedings" + "}\n")  # nothing ends the entry early


@quick
@given(st.lists(full_names, min_size=1, max_size=4))
def test_bibtex_has_as_many_names_as_the_byline(authors):
    written_names = bibtex_field("author", "Kites", *authors)
    assert len(written_names.split(" and ")) == len(authors)
    assert list(balance(written_names))[-1] == 0


# -- read back


def names_of(one):
    return [Name(*name) for name in one.authors]


@pytest.mark.slow
@pytest.mark.parametrize("read", [by_bibtexparser, by_pybtex])
def test_every_paper_comes_back_the_same(read):
    expected = real_references()
    entries = read(real("bibtex"))
    assert [entry.key for entry in entries] == [one.id for one in expected]
    for entry, one in zip(entries, expected, strict=True):
        assert entry.authors == names_of(one)
        fields = {key: entry.fields.get(key, "") for key in ("title", "booktitle", "url", "year", "address", "note", "eprint")}
        assert fields == {
            "title": one.title, "booktitle": workshop_name(one.container), "url": one.url,
            "year": str(one.year), "address": one.place, "note": "; ".join(one.notes), "eprint": one.arxiv_id,
        }  # fmt: skip


@pytest.mark.parametrize("form", ["bibtex", "biblatex"])
def test_every_paper_comes_back_the_same_from_pandoc(form):
    expected = {one.id: one for one in real_references()}
    items = csl_by_pandoc(real("bibtex"), form)
    assert [item["id"] for item in items] == list(expected)
    for item in items:
        one = expected[item["id"]]
        authors = [
            Name(
                n.get("given", ""),
                n.get("non-dropping-particle", n.get("dropping-particle", "")),
                n["family"],
                n.get("suffix", ""),
            )
            for n in item.get("author", ())
        ]
        assert [Name(*(part.replace("’", "'") for part in name)) for name in authors] == names_of(one)
        assert item["title"].lower() == one.title.lower()  # pandoc lowers what may be lowered
        assert all(word in item["title"] for word in re.findall(r"\w*[A-Z]\w*[A-Z]\w*", one.title))  # and nothing else
        assert (item["URL"], item["container-title"], item["issued"]["date-parts"][0][0]) == (
            one.url,
            workshop_name(one.container),
            one.year,
        )


@quick
@given(nasty_texts)
def test_any_title_comes_back_the_same(title):
    (entry,) = by_bibtexparser(written("bibtex", record(title)))
    assert entry.fields.get("title", "") == reference(title).title


@quick
@given(st.lists(nasty_texts, min_size=1, max_size=3))
def test_any_names_come_back_the_same(authors):
    expected = names_of(reference("Kites", *authors))
    assume(all(any(map(str.isalpha, word)) for name in expected for part in name for word in part.split()))
    (entry,) = by_bibtexparser(written("bibtex", record("Kites", *authors)))
    assert entry.authors == expected


def test_keys_are_ascii_and_the_same_after_each_export(store):
    papers, registry = store
    keys = re.findall(r"^@inproceedings\{(.*),$", written("bibtex", *papers, registry=registry), re.MULTILINE)
    assert keys == [one["id"] for one in papers]
    assert keys == re.findall(r"^@inproceedings\{(.*),$", written("bibtex", *papers, registry=registry), re.MULTILINE)
    assert all(re.fullmatch("[a-z0-9-]+", key) for key in keys)
    assert "altinbuken2024lantern" in keys
    for single in papers:
        assert written("bibtex", single, registry=registry).startswith(f"@inproceedings{{{single['id']},\n")
