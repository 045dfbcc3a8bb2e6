"""Names in capitals or in lower case: readers see a usual spelling, while data keeps that of the source."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from archive.catalogue.known_names import known_names
from archive.model.record import make_record
from tests.support.archives import NAME, paper
from tests.support.citations import ACME
from tests.support.commands import run

STATED = ("ADA QUILL", "mia van loon", "Cy FROST", "B. zuse")


@pytest.fixture
def shouted(root):
    """An archive with a paper whose page prints the authors in capitals; other papers and people.toml know two of them."""
    root.store.write_papers(
        "kites2032",
        [paper("quill2032loud", "Loud Kites", *STATED, equal_contribution=("ADA QUILL",)), paper("x", "X", "Bo Zuse")],
    )
    (root.folder / "people.toml").write_text(
        '[[person]]\nname = "Bo Zuse"\nvariants = ["B. Zuse"]\nreason = "he said so"\n', encoding="utf-8"
    )
    return root


KNOWN = ["Ada Quill", "Mia van Loon", "Cy FROST", "B. Zuse"]  # the third is in no other paper: nobody guesses


def test_the_form_of_other_papers_and_of_people_toml(shouted):
    (record,) = [item for item in shouted.store.papers("kites2032") if item.id == "quill2032loud"]
    names = known_names(shouted.folder)
    known = names.in_record(make_record(record, ACME, None))
    assert known["authors"] == KNOWN
    assert known["equal_contribution"] == ["Ada Quill"]
    plain = make_record(paper("p", "P", "Áda Quill"), ACME, None)
    assert names.in_record(plain) is plain  # another spelling, but nothing odd about it


def test_a_stated_family_name_is_written_likewise(shouted):
    one = paper("q", "Q", "ADA QUILL", "mia VAN LOON", family_names=(("ADA QUILL", "ADA QUILL"), ("mia VAN LOON", "VAN LOON")))
    known = known_names(shouted.folder).in_record(make_record(one, ACME, None))
    assert known["family_names"] == {"Ada Quill": "Ada Quill", "Mia van Loon": "van Loon"}


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (("cite", "--style", "acm"), "Ada Quill, Mia van Loon, Cy FROST, and B. Zuse. 2032."),
        (("cite", "--style", "bibtex"), "author = {Quill, Ada and van Loon, Mia and FROST, Cy and Zuse, B.}"),
        (("export", "--format", "ris"), "AU  - Quill, Ada\nAU  - van Loon, Mia\nAU  - FROST, Cy\n"),
        (("export", "--format", "csl-json"), '"family": "Quill"'),
        (("export", "--format", "markdown"), "Ada Quill\\*, Mia van Loon, Cy FROST, B. Zuse"),
        (("export", "--format", "html"), "<bdi>Mia van Loon</bdi>"),
        (("search", "edition:kites2032", "loud", "--format", "bibtex"), "author = {Quill, Ada and van Loon, Mia"),
    ],
)
def test_citations_and_lists_have_the_known_form(capsys, shouted, arguments, shown):
    papers = () if arguments[0] == "search" else ("quill2032loud",)
    assert shown in run(capsys, *arguments, *papers).out


@pytest.mark.parametrize("output", ["json", "jsonl", "csv", "jekyll-data"])
def test_data_keeps_the_spelling_of_the_source(capsys, shouted, output):
    out = run(capsys, "export", "quill2032loud", "--format", output).out
    assert all(name in out.replace("*", "") for name in STATED)


def test_a_person_is_listed_under_the_usual_form(capsys, shouted, tmp_path):
    (found,) = run(capsys, "authors", "mia loon", "--json").json
    assert (found["name"], found["variants"]) == ("Mia van Loon", ["Mia van Loon", "mia van loon"])
    run(capsys, "export", "quill2032loud", "quill2031deep", "-o", tmp_path / "p.db")
    with closing(sqlite3.connect(tmp_path / "p.db")) as database:
        assert database.execute("SELECT name FROM authors WHERE id = 'ada-quill'").fetchall() == [("Ada Quill",)]
        said = "SELECT byline FROM paper_authors WHERE author_id = 'ada-quill' ORDER BY byline"
        assert database.execute(said).fetchall() == [("ADA QUILL",), ("Ada Quill",)]


def test_the_site_has_the_known_form(capsys, shouted, tmp_path):
    (shouted.folder / "archive.toml").write_text(NAME, encoding="utf-8")
    assert run(capsys, "site", tmp_path / "site").code == 0
    page = (tmp_path / "site" / "papers" / "quill2032loud" / "index.html").read_text(encoding="utf-8")
    assert "<bdi>Ada Quill</bdi>" in page
    assert "ADA QUILL" not in page
    assert 'content="Mia van Loon"' in page
