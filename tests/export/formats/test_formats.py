"""Export formats: what other programs read back is what the store says."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import UsageError
from archive.export.formats import ending, export_format, format_names, given_to
from archive.store.editions import load_registry
from tests.support.archives import records, write_archive
from tests.support.citations import record, written
from tests.support.strategies import quick

ONE_EDITION = {"jekyll", "jekyll-data"}


@pytest.fixture
def store(tmp_path):
    root = write_archive(tmp_path)
    return records(root), load_registry(root.folder)


def test_a_format_that_is_none_is_wrong_usage():
    assert {"bibtex", "csl-json", "csv", "json", "jsonl", "ris"} <= set(format_names())
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


@pytest.mark.parametrize("name", format_names())
def test_a_format_says_the_same_each_time(name, store):
    papers, registry = store
    if name in ONE_EDITION:
        papers = [one for one in papers if one["edition"] == "kites2031"]
    assert written(name, *papers, registry=registry) == written(name, *papers, registry=registry)


@pytest.mark.parametrize("name", ["bibtex", "csl-json", "ris"])
def test_citations_hold_abstracts_on_request_alone(name, store):
    papers, registry = store
    assert "Snow is heavy" not in written(name, *papers, registry=registry)
    assert "Snow is heavy" in written(name, *papers, registry=registry, with_abstracts=True)


@pytest.mark.parametrize("name", ["csv", "json", "jsonl"])
def test_data_hold_abstracts_always(name, store):
    papers, registry = store
    assert "Snow is heavy" in written(name, *papers, registry=registry)
    assert list(given_to(export_format(name), papers, with_abstracts=False)) == papers


def test_files_are_named_as_their_programs_look_for_them():
    assert {name: ending(name) for name in ("bibtex", "ris", "csl-json", "csv", "json")} == {
        "bibtex": ".bib", "ris": ".ris", "csl-json": ".csl.json", "csv": ".csv", "json": ".json",
    }  # fmt: skip


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
    assert row["title"][:1] not in tuple("=+-@\t\r\n＝＋－＠")


@pytest.mark.parametrize("sign", list("=+-@\t\r\n＝＋－＠"))
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
