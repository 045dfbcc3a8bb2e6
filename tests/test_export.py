"""Export formats: what other programs read back is what the store says."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.errors import UsageError
from archive.export import export_format, format_names
from archive.models import Edition
from archive.record import make_record
from archive.registry import Registry, load_registry
from tests.archives import paper, records, write_archive
from tests.strategies import full_names, quick

ACME = Edition(id="acme2031", name="Kites & Rails at ACME 2031", venue="ACME", year=2031, url="https://kites.example/")
ONE_EDITION = {"jekyll", "jekyll-data"}
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


def test_a_format_that_is_none_is_wrong_usage():
    assert {"bibtex", "csv", "json", "jsonl"} <= set(format_names())
    for name in ("pdf", "", "__init__", "..", "os", "csv_"):
        with pytest.raises(UsageError, match="bibtex, csv"):
            export_format(name)


@pytest.mark.parametrize("name", format_names())
def test_every_format_writes_whole_lines_and_takes_no_papers_too(name, store):
    papers, registry = store
    if name in ONE_EDITION:
        papers = [one for one in papers if one["edition"] == "kites2031"]
    pieces = list(export_format(name).write(iter(papers), registry))
    assert all(piece.endswith("\n") for piece in pieces)
    assert all(piece.endswith("\n") for piece in export_format(name).write([], registry))


# -- bibtex


def test_bibtex_of_the_archive(store):
    papers, registry = store
    text = written("bibtex", *papers, registry=registry)
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
    assert "eprint = {3105.00001},\n  eprinttype = {arxiv}" in text
    assert "note = {Withdrawn}" in text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ada Quill", "Quill, Ada"),
        ("Mia van Loon", "van Loon, Mia"),
        ("Mia de la Cruz Jr.", "de la Cruz, Jr., Mia"),
        ("Bo Zuse III", "Zuse, III, Bo"),
        ("Madonna", "{Madonna}"),
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
        ("Deep: Kites", "Deep: {K}ites"),
        ("McKite: iOS", "{McKite}: {iOS}"),
        ("Plan B", "Plan {B}"),
        ("K-Means of Wind-Tunnels", "{K-Means} of Wind-Tunnels"),
        ("“GPUs” & 5% of $x_1$", "{\\textquotedblleft}{GPUs}{\\textquotedblright} {\\&} 5{\\%} of {\\$}x{\\_}1{\\$}"),
        ("Café #1", "Caf{\\'e} {\\#}1"),
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
    depths = list(balance(bibtex_field("title", title or "x")))
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


# -- csv, json, jsonl


def table(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_reads_back(store):
    papers, registry = store
    rows = table(written("csv", *papers, registry=registry))
    assert [row["id"] for row in rows] == [one["id"] for one in papers]
    for row, one in zip(rows, papers, strict=True):
        for key in ("title", "edition", "venue", "award", "status", "abstract", "pdf_url", "arxiv_id", "summary"):
            assert row[key] == (one[key] or "")
        assert row["year"] == str(one["year"])
        assert row["authors"].split("; ") == one["authors"]
        assert row["topics"] == "; ".join(one["topics"])
    assert "code: https://kites.example/deep.git" in [row["links"] for row in rows]


@quick
@given(st.text(), st.lists(st.text(), max_size=3))
def test_csv_reads_back_whatever_is_in_a_cell(title, authors):
    (row,) = table(written("csv", record() | {"title": title, "authors": authors}))
    assert row["title"].removeprefix("'") == title.removeprefix("'")
    assert row["authors"].removeprefix("'") == "; ".join(authors).removeprefix("'")
    assert row["title"][:1] not in tuple("=+-@\t\r")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_holds_no_formulas(sign):
    (row,) = table(written("csv", record(f"{sign}1+1", f"{sign}cmd")))
    assert (row["title"], row["authors"]) == (f"'{sign}1+1", f"'{sign}cmd")


def test_csv_lines_end_as_the_rfc_has_it():
    text = written("csv", record('Kites, "two"'))
    assert text.count("\r\n") == 2
    assert '"Kites, ""two"""' in text


def test_json_and_json_lines_read_back(store):
    papers, registry = store
    assert json.loads(written("json", *papers, registry=registry)) == papers
    assert [json.loads(line) for line in written("jsonl", *papers, registry=registry).splitlines()] == papers
    assert (written("json"), written("jsonl")) == ("[]\n", "")


@quick
@given(st.text())
def test_json_lines_keep_any_title_on_one_line(title):
    text = written("jsonl", record(title))
    assert text.count("\n") == 1
    assert json.loads(text)["title"] == json.loads(written("json", record(title)))[0]["title"] == title
