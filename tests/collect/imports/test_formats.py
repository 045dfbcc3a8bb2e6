"""Small files of many producers: which papers are imported, and with which values."""

from __future__ import annotations

import json

import pytest

from archive.collect.imports.entries import make_rows
from archive.collect.imports.file_content import open_files
from archive.collect.imports.readers import reader_for
from archive.collect.imports.select import accepted_rows
from archive.errors import UsageError
from archive.model.paper import Edition

KITES = Edition("kites2031", "Kites at ACME 2031", "ACME", 2031, "https://kites.example/2031/")
ADA, BO, CY = "Ada Quill", "Bo Zuse", "Cy Moss"
VENUE = "ACME.org/2031/Workshop/Kites"


def read(folder, name, text):
    """The imported papers, why others are refused, and the notes."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    content = open_files([path])
    found = reader_for(content).read(content, KITES)
    rows, _ = make_rows(found.drafts)
    selected = accepted_rows(rows, content.name)
    papers = {row.entry.title: row.entry for row in selected.rows if row.entry}
    return papers, [told.reason for told in selected.refused], [*content.notes, *found.notes, *selected.notes]


DECISIONS = {
    "status.csv": "title,authors,status\nKites,Ada Quill,Accept as poster\nNo,Di Frost,Rejected\nNo2,Di Frost,Desk reject\n",
    "yes.csv": "title,authors,decision\nKites,Ada Quill,yes\nNo,Di Frost,no\n",
    "flags.csv": "Title,Authors,Accepted?\nKites,Ada Quill,TRUE\nNo,Di Frost,FALSE\n",
    "unnamed.csv": "title,authors,Result\nKites,Ada Quill,Accept\nNo,Di Frost,Reject\n",
    "review.csv": "title,authors,Meta-Review Decision,Score\nKites,Ada Quill,Accept,5\nNo,Di Frost,Reject,5\n",
    "miniconf.csv": "UID,title,authors,status\n1,Kites,Ada Quill,Accept\n2,No,Di Frost,Reject\n",
    "true.json": '[{"title": "Kites", "authors": ["Ada Quill"], "accepted": true},'
    '{"title": "No", "authors": ["Di Frost"], "accepted": false}]',
    "value.json": '[{"title": "Kites", "authors": ["Ada Quill"], "decision": {"value": "Accept: poster"}},'
    '{"title": "No", "authors": ["Di Frost"], "decision": {"value": "Reject"}}]',
    "lists.json": '{"accepted": [{"title": "Kites", "authors": ["Ada Quill"]}],'
    '"rejected": [{"title": "No", "authors": ["Di Frost"]}]}',
    "list-with-commas.json": '{"Yes, no, maybe": [{"title": "Kites", "authors": ["Ada Quill"]}],'
    '"rejected": [{"title": "No", "authors": ["Di Frost"]}]}',
    "submitted.yml": "accepted:\n  - title: Kites\n    authors: Ada Quill\nsubmitted:\n  - title: No\n    authors: Di Frost\n",
    "flat-notes.json": json.dumps(
        [
            {"id": "a", "title": "Kites", "authors": [ADA], "venue": "ACME 2031 Poster", "venueid": VENUE},
            {"id": "b", "title": "No", "authors": ["Di Frost"], "venueid": f"{VENUE}/Rejected_Submission"},
        ]
    ),
}


@pytest.mark.parametrize("name", DECISIONS)
def test_rejections_are_recognized(tmp_path, name):
    papers, _, _ = read(tmp_path, name, DECISIONS[name])
    assert list(papers) == ["Kites"]


def test_two_columns_of_decisions_are_refused_with_a_hint(tmp_path):
    with pytest.raises(UsageError, match='--map decision="Chair says"'):
        read(
            tmp_path, "two.csv", "title,authors,Chair says,PC says\nKites,Ada Quill,Accept,Reject\nNo,Di Frost,Reject,Accept\n"
        )


def test_a_column_of_yes_and_no_is_not_read_as_decisions(tmp_path):
    papers, _, notes = read(tmp_path, "a.csv", "Title,Authors,Student\nKites,Ada Quill,yes\nLamps,Cy Moss,no\n")
    assert list(papers) == ["Kites", "Lamps"]
    assert any("Columns not used: Student" in note for note in notes)


AUTHORS = {
    "wide.csv": "Title,Author 1,Author 2,Author 3\nKites,Ada Quill,Bo Zuse,\n",
    "parts.csv": "Title,Author 1 First,Author 1 Last,Author 2 First,Author 2 Last\nKites,Ada,Quill,Bo,Zuse\n",
    "row-each.csv": "Paper,Title,Author\n1,Kites,Ada Quill\n1,Kites,Bo Zuse\n2,Lamps,Cy Moss\n",
    "numbered.json": '[{"title": "Kites", "authors": {"1": "Ada Quill", "2": "Bo Zuse"}}]',
    "openalex.json": '{"results": [{"title": "Kites", "authorships": [{"author": {"display_name": "Ada Quill"}, "position": 1},'
    '{"author": {"display_name": "Bo Zuse"}, "position": 2}]}]}',
    "virtual.json": '{"results": [{"name": "Kites", "authors": [{"fullname": "Ada Quill"}, {"fullname": "Bo Zuse"}]}]}',
    "crossref.json": '{"message": {"items": [{"type": "proceedings-article", "title": ["Kites"], "container-title": ["X"],'
    '"author": [{"given": "Ada", "family": "Quill"}, {"given": "Bo", "family": "Zuse"}]}]}}',
    "mapping.yml": "# ours\norals:\n  - title: Kites\n    authors: [Ada Quill, Bo Zuse]\n",
    "utf16.json": '[{"title": "Kites", "authors": ["Ada Quill", "Bo Zuse",],},]'.encode("utf-16"),
    "sep.csv": "\ufeffPaper Title;Author Names\r\nKites;Ada Quill, Bo Zuse\r\n",
    "acm.ris": "Provider: X\n\nTY  - CONF\nTI  - Kites\nAU  - Quill, Ada\nAU  - Zuse, Bo\nPY  - 2031\nER  -\n",
}


@pytest.mark.parametrize("name", AUTHORS)
def test_authors_in_every_shape(tmp_path, name):
    papers, refused, _ = read(tmp_path, name, AUTHORS[name])
    assert papers["Kites"].authors == (ADA, BO)
    assert not refused


def test_people_without_a_comma_in_ris_are_not_groups(tmp_path):
    papers, _, _ = read(tmp_path, "a.ris", "TY  - CONF\nTI  - Kites\nAU  - A. Quill\nAU  - Kite Makers\nPY  - 2031\nER  - \n")
    assert papers["Kites"].authors == ("A. Quill", "Kite Makers")
    assert papers["Kites"].family_names == (("Kite Makers", "Kite Makers"),)


@pytest.mark.parametrize(
    "authors", ["Ada Quill, Bo Zuse, Cy Moss", "Ada Quill, Bo Zuse", "Ada Quill, Bo Zuse and Cy Moss", "Ada Quill, and Bo Zuse"]
)
def test_commas_for_and_in_bibtex_are_refused(tmp_path, authors):
    papers, refused, _ = read(tmp_path, "a.bib", f"@misc{{a, title={{Kites}}, author={{{authors}}}, year=2031}}")
    assert not papers
    assert "write `and` there" in refused[0]


@pytest.mark.parametrize(
    ("authors", "read_as"),
    [
        ("García Márquez, Gabriela Ada and Zuse, Bo", "Gabriela Ada García Márquez"),
        ("De La Cruz, Juan Bo", "Juan Bo De La Cruz"),
        ("van der Berg, Mia Ada", "Mia Ada van der Berg"),
        ("Peyton Jones, Simon", "Simon Peyton Jones"),
        ("Zuse, Jr., Bo", "Bo Zuse Jr."),
    ],
)
def test_family_names_of_several_words_in_bibtex_are_read(tmp_path, authors, read_as):
    papers, _, _ = read(tmp_path, "a.bib", f"@misc{{a, title={{Kites}}, author={{{authors}}}, year=2031}}")
    assert papers["Kites"].authors[0] == read_as


def test_a_paper_without_authors_among_others_is_refused_and_not_skipped(tmp_path):
    _, refused, _ = read(tmp_path, "a.json", '[{"title": "Kites", "authors": ["Ada Quill"]}, {"title": "Lamps", "page": 3}]')
    assert refused == ["it has no authors"]


def test_addresses_of_every_table_are_read(tmp_path):
    papers, _, _ = read(
        tmp_path,
        "a.csv",
        "#,title,authors,decision,PDF Link,DOI\n1,Kites,Ada Quill,accept,https://k.example/1.pdf,10.1000/ABC\n",
    )
    assert (papers["Kites"].pdf_url, papers["Kites"].doi) == ("https://k.example/1.pdf", "10.1000/abc")
