"""The SQLite export: its tables, and that other programs can use it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from archive.catalogue.taxonomy import load_taxonomy
from archive.export.sqlite import SCHEMA_VERSION, database
from archive.store.editions import load_registry
from archive.store.people import KnownPeople, load_known_people
from tests.support.archives import PAPERS, records
from tests.support.commands import run

IDS = [paper.id for papers in PAPERS.values() for paper, _ in papers]


@pytest.fixture
def path(root, capsys, tmp_path):
    """A database of the invented archive, with abstracts."""
    path = tmp_path / "papers.db"
    ran = run(capsys, "export", "--format", "sqlite", "--with-abstracts", "--output", path)
    assert (ran.code, ran.out, ran.err) == (0, "", f"{len(IDS) - 1} papers (+1 withdrawn) written to {path}.\n")
    return path


@pytest.fixture
def ask(path):
    with closing(sqlite3.connect(path)) as connection:
        yield lambda sql, *values: connection.execute(sql, values).fetchall()


def test_every_paper_is_a_row_with_the_fields_of_json(root, ask):
    columns = [name for _, name, *_ in ask("PRAGMA table_info(papers)")]
    for record in records(root):
        (row,) = ask("SELECT * FROM papers WHERE id = ?", record["id"])
        assert dict(zip(columns, row, strict=True)) == {name: record.get(name) for name in columns}
    assert [row[0] for row in ask("SELECT id FROM papers ORDER BY rowid")] == [record["id"] for record in records(root)]


def test_the_other_tables_lead_to_papers(ask):
    names = "SELECT byline FROM paper_authors WHERE paper_id = 'quill2024kites' ORDER BY position"
    assert ask(names) == [("Ada Quill",), ("Bo Zuse Jr.",)]
    joined = "SELECT paper_id FROM paper_authors JOIN authors ON authors.id = author_id WHERE name = 'Ada Quill' ORDER BY 1"
    assert ask(joined) == [("quill2024kites",), ("quill2031deep",)]
    assert ask("SELECT paper_id FROM paper_topics WHERE topic_id = 'caching' AND NOT suggested ORDER BY 1") == [
        ("quill2024kites",), ("quill2031deep",), ("vanloon2019weight",)
    ]  # fmt: skip
    assert ask("SELECT label, url FROM links") == [("code", "https://kites.example/deep.git")]
    assert ask("SELECT date, location FROM editions WHERE id = 'kites2031'") == [("2031-05-01", "Léopoldville")]
    assert len(ask("SELECT * FROM topics")) == len(load_taxonomy())
    assert ask("SELECT byline FROM paper_authors WHERE equal_contribution") == [("Ada Quill",)]


def test_the_database_is_sound(ask):
    assert ask("PRAGMA foreign_key_check") == []
    assert ask("PRAGMA integrity_check") == [("ok",)]
    assert ask("PRAGMA user_version") == [(SCHEMA_VERSION,)]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("lanterns glow", {"altinbuken2024lantern"}),  # title and abstract, by stem
        ("winter", {"vanloon2019weight"}),  # abstract alone
        ("wool", {"quill2031deep"}),  # summary alone
        ("zebra", set()),
    ],
)
def test_full_text_search_finds_papers(ask, words, ids):
    found = ask(
        "SELECT papers.id FROM papers_fts JOIN papers ON papers.rowid = papers_fts.rowid WHERE papers_fts MATCH ?", words
    )
    assert {row[0] for row in found} == ids


def test_people_with_several_bylines_are_one_row(root):
    mia = KnownPeople(names={"mia van loon": "M. van Loon", "m van loon": "M. van Loon"}, orcids={"m van loon": "0000-0001"})
    content = database(records(root), load_registry(root.folder), load_taxonomy(), mia)
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(content)
        (row,) = connection.execute("SELECT * FROM authors WHERE name LIKE '%Loon'").fetchall()
        assert row == ("m-van-loon", "M. van Loon", "0000-0001")


def test_abstracts_are_included_only_on_request(root, capsys, tmp_path):
    path = tmp_path / "bare.db"
    assert run(capsys, "export", "--format", "sqlite", "--output", path).code == 0
    assert b"Snow is heavy" not in path.read_bytes()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT DISTINCT abstract, abstract_source FROM papers").fetchall() == [(None, None)]


def test_the_same_papers_give_the_same_bytes(root, path, capsys):
    before = path.read_bytes()
    run(capsys, "export", "--format", "sqlite", "--with-abstracts", "--output", path)
    assert path.read_bytes() == before


def test_filters_and_papers_by_name_narrow_it(root, capsys, tmp_path):
    path = tmp_path / "some.db"
    assert run(capsys, "export", "quill2031deep", "moss2031", "--format", "sqlite", "-o", path).code == 0
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT id FROM papers ORDER BY rowid").fetchall() == [("quill2031deep",), ("moss2031index",)]
        assert connection.execute("SELECT id FROM editions").fetchall() == [("kites2031",)]


def test_an_unregistered_edition_and_an_unknown_topic_are_kept(root):
    strange = [record | {"edition": "nowhere2040", "topics": ["kite-tying"]} for record in records(root)[:1]]
    content = database(strange, load_registry(root.folder), load_taxonomy(), load_known_people())
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(content)
        assert connection.execute("SELECT id, name, year FROM editions").fetchall() == [("nowhere2040", "nowhere2040", None)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("output", [[], ["--output", "-"], ["--output", "out/"], ["--output", "."]])
def test_a_database_needs_a_file(root, capsys, tmp_path, monkeypatch, output):
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    ran = run(capsys, "export", "--format", "sqlite", *output)
    assert (ran.code, ran.out) == (2, "")
    assert "--output papers.db" in ran.err
    assert sorted(tmp_path.iterdir()) == before


def test_a_failure_leaves_the_file_that_was_there(root, path, capsys, monkeypatch):
    before = path.read_bytes()
    monkeypatch.setattr("archive.export.sqlite._FULL_TEXT", "CREATE VIRTUAL TABLE papers_fts USING fts99(title);")
    ran = run(capsys, "export", "--format", "sqlite", "--output", path)
    assert ran.code == 1
    assert "FTS5" in ran.err
    assert path.read_bytes() == before


def test_sqlite_utils_reads_and_searches_it(path):
    sqlite_utils = pytest.importorskip("sqlite_utils", reason="sqlite-utils is not installed")
    database = sqlite_utils.Database(path)
    assert set(database.table_names()) >= {"papers", "authors", "paper_authors", "topics", "editions", "links"}
    assert database["papers"].detect_fts() == "papers_fts"
    assert [row["id"] for row in database["papers"].search("winter")] == ["vanloon2019weight"]
    assert database["papers"].get("moss2031index")["openreview_id"] == "mOsS31"
    database.close()


@pytest.mark.slow
def test_datasette_serves_and_searches_it(path):
    pytest.importorskip("datasette", reason="Datasette is not installed")
    asked = "/papers/papers.json?_search=winter&_shape=array"
    command = [sys.executable, "-W", "ignore", "-m", "datasette", "serve", str(path), "--get", asked]
    ran = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    assert [row["id"] for row in json.loads(ran.stdout)] == ["vanloon2019weight"]


def test_the_table_of_papers_has_every_plain_field_of_a_record(root, ask):
    """A new field of a paper needs a column, or a table."""
    columns = {name for _, name, *_ in ask("PRAGMA table_info(papers)")}
    elsewhere = {"authors", "equal_contribution", "family_names", "topics", "suggested_topics", "links", "abstract_doubtful"}
    assert set().union(*records(root)) - elsewhere <= columns
