"""CSV: what a spreadsheet reads back, and no formulas."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model.text import without_invisible
from archive.store.editions import load_registry
from tests.support.archives import records, write_archive
from tests.support.citations import record, written
from tests.support.strategies import quick


@pytest.fixture
def store(tmp_path):
    root = write_archive(tmp_path)
    return records(root), load_registry(root.folder)


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
    assert row["title"].removeprefix("'") == without_invisible(title).removeprefix("'")
    assert row["authors"].removeprefix("'") == without_invisible("; ".join(authors)).removeprefix("'")
    assert row["title"][:1] not in tuple("=+-@\t\r\n＝＋－＠")


@pytest.mark.parametrize("sign", list("=+-@\t\r\n＝＋－＠"))
def test_csv_contains_no_formulas(sign):
    (row,) = table(written("csv", record(f"{sign}1+1", f"{sign}cmd")))
    assert (row["title"], row["authors"]) == (f"'{sign}1+1", f"'{sign}cmd")


def test_csv_lines_end_as_the_rfc_has_it():
    text = written("csv", record('Kites, "two"'))
    assert text.count("\r\n") == 2
    assert '"Kites, ""two"""' in text
