"""Export formats: what other programs read back is what the store says."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import UsageError
from archive.export import export_format, format_names
from archive.models import Edition
from archive.record import make_record
from archive.registry import Registry, load_registry
from tests.archives import paper, records, write_archive
from tests.strategies import quick

ACME = Edition(id="acme2031", name="Kites & Rails at ACME 2031", venue="ACME", year=2031, url="https://kites.example/")
ONE_EDITION = {"jekyll", "jekyll-data"}
REGISTRY = Registry(acme2031=ACME)


def record(title="Kites", *authors, **facts):
    return make_record(paper("quill2031kites", title, *(authors or ("Ada Quill",)), **facts), ACME, None)


def written(name, *some, registry=REGISTRY):
    return "".join(export_format(name).write(some, registry))


@pytest.fixture
def store(tmp_path):
    root = write_archive(tmp_path)
    return records(root), load_registry(root.folder)


def test_a_format_that_is_none_is_wrong_usage():
    assert {"bibtex", "csv", "json", "jsonl"} <= set(format_names())
    for name in ("pdf", "", "__init__", "..", "os", "csv_"):
        with pytest.raises(UsageError, match="bibtex, csl-json, csv"):
            export_format(name)


@pytest.mark.parametrize("name", format_names())
def test_every_format_writes_whole_lines_and_takes_no_papers_too(name, store):
    papers, registry = store
    if name in ONE_EDITION:
        papers = [one for one in papers if one["edition"] == "kites2031"]
    pieces = list(export_format(name).write(iter(papers), registry))
    assert all(piece.endswith("\n") for piece in pieces)
    assert all(piece.endswith("\n") for piece in export_format(name).write([], registry))


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
