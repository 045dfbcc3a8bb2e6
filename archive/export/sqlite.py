"""The archive as an SQLite database, for Datasette, sqlite-utils, DuckDB and other programs that use SQL.

Columns have the names of the fields of ``--json`` (``docs/json.md``). ``papers_fts`` is a full-text index (FTS5) over
title, abstract and summary with ``papers`` as its content, which Datasette and sqlite-utils recognize. The same papers
give the same bytes.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from archive.catalogue.taxonomy import Taxonomy, load_taxonomy
from archive.errors import ArchiveError
from archive.model.fields import OPTIONAL_TEXTS
from archive.model.name_case import usual_forms
from archive.model.name_parts import name_key
from archive.model.record import Record, without_abstract
from archive.store.editions import Registry, load_registry
from archive.store.people import KnownPeople, load_known_people
from archive.store.root import Root

SCHEMA_VERSION = 1
"""``PRAGMA user_version``; increase it when a table or column changes its meaning."""
_SETTINGS = "PRAGMA foreign_keys = ON; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
"""It is written to a temporary file, which is read only once it is complete: no need to wait for the disk."""

_SCHEMA = """
CREATE TABLE editions (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, venue TEXT, year INTEGER, date TEXT, location TEXT, url TEXT
);
CREATE TABLE papers (
  id TEXT PRIMARY KEY, title TEXT NOT NULL, year INTEGER, edition TEXT NOT NULL REFERENCES editions(id), venue TEXT,
  {optional_texts}, summary TEXT, abstract TEXT, abstract_source TEXT
);
CREATE TABLE authors (id TEXT PRIMARY KEY, name TEXT NOT NULL, orcid TEXT);
CREATE TABLE paper_authors (
  paper_id TEXT NOT NULL REFERENCES papers(id), position INTEGER NOT NULL, author_id TEXT NOT NULL REFERENCES authors(id),
  byline TEXT NOT NULL, equal_contribution INTEGER NOT NULL, PRIMARY KEY (paper_id, position)
);
CREATE TABLE topics (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT, broader TEXT REFERENCES topics(id), description TEXT, synonyms TEXT
);
CREATE TABLE paper_topics (
  paper_id TEXT NOT NULL REFERENCES papers(id), topic_id TEXT NOT NULL REFERENCES topics(id),
  suggested INTEGER NOT NULL, PRIMARY KEY (paper_id, topic_id)
);
CREATE TABLE links (
  paper_id TEXT NOT NULL REFERENCES papers(id), position INTEGER NOT NULL, label TEXT NOT NULL, url TEXT NOT NULL,
  PRIMARY KEY (paper_id, position)
);
CREATE INDEX papers_edition ON papers(edition);
CREATE INDEX paper_authors_author ON paper_authors(author_id);
CREATE INDEX paper_topics_topic ON paper_topics(topic_id);
""".format(optional_texts=", ".join(f"{name} TEXT" for name in OPTIONAL_TEXTS))
_FULL_TEXT = """
CREATE VIRTUAL TABLE papers_fts USING fts5(
  title, abstract, summary, content="papers", tokenize="porter unicode61 remove_diacritics 2"
);
INSERT INTO papers_fts(papers_fts) VALUES ('rebuild');
INSERT INTO papers_fts(papers_fts) VALUES ('optimize');
"""
_PAPER = ("id", "title", "year", "edition", "venue", *OPTIONAL_TEXTS, "summary", "abstract", "abstract_source")


def database(records: Iterable[Record], registry: Registry, taxonomy: Taxonomy, known_people: KnownPeople) -> bytes:
    """The content of a database file.

    Args:
        records: the papers.
        registry: the editions.
        taxonomy: the topics, all of which are included.
        known_people: which bylines belong to one person.

    Raises:
        ArchiveError: this Python's SQLite has no FTS5.
    """
    with tempfile.TemporaryDirectory(prefix="mlforsys-") as folder:
        path = Path(folder) / "papers.db"
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(f"{_SETTINGS} PRAGMA user_version = {SCHEMA_VERSION};{_SCHEMA}")
            with connection:
                _fill(connection, list(records), registry, taxonomy, known_people)
            try:
                connection.executescript(_FULL_TEXT)
            except sqlite3.OperationalError as error:
                raise ArchiveError(
                    f"This Python's SQLite {sqlite3.sqlite_version} cannot build a full-text index ({error}). "
                    "Use a Python whose SQLite has FTS5."
                ) from None
        return path.read_bytes()


def database_of(root: Root, records: Sequence[Record], with_abstracts: bool) -> bytes:
    """The content of a database file of papers of a root, with its editions, topics and people; raises as :func:`database`."""
    registry, taxonomy, known_people = load_registry(root.folder), load_taxonomy(root.folder), load_known_people(root.folder)
    return database(records if with_abstracts else map(without_abstract, records), registry, taxonomy, known_people)


def _fill(
    connection: sqlite3.Connection, records: Sequence[Record], registry: Registry, taxonomy: Taxonomy, known_people: KnownPeople
) -> None:
    _insert(connection, "editions", _editions(records, registry))
    _insert(connection, "papers", ([record.get(column) for column in _PAPER] for record in records))
    bylines = [(record, place, name) for record in records for place, name in enumerate(record["authors"], start=1)]
    _insert(connection, "authors", _authors((name for _, _, name in bylines), known_people))
    _insert(connection, "paper_authors", _paper_authors(bylines, known_people))
    _insert(connection, "topics", _topics(records, taxonomy))
    _insert(connection, "paper_topics", (row for record in records for row in _paper_topics(record)))
    _insert(connection, "links", (row for record in records for row in _links(record)))


def _paper_authors(bylines: Iterable[tuple[Record, int, str]], known_people: KnownPeople) -> Iterator[Sequence[Any]]:
    for record, place, name in bylines:
        yield record["id"], place, _author_id(name, known_people), name, name in record["equal_contribution"]


def _links(record: Record) -> Iterator[Sequence[Any]]:
    for place, link in enumerate(record["links"], start=1):
        yield record["id"], place, link["label"], link["url"]


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    for row in rows:
        connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608 - our own names


def _editions(records: Sequence[Record], registry: Registry) -> Iterator[Sequence[Any]]:
    for edition_id in dict.fromkeys(record["edition"] for record in records):
        edition = registry.get(edition_id)
        if edition is None:
            yield edition_id, edition_id, None, None, None, None, None
        else:
            date = edition.date.isoformat() if edition.date else None
            yield edition.id, edition.name, edition.venue, edition.year, date, edition.location, edition.url


def _authors(names: Iterable[str], known_people: KnownPeople) -> Iterator[Sequence[Any]]:
    """Each person once, under the name to show, else the usual byline."""
    shown = usual_forms((_author_id(name, known_people), known_people.names.get(name_key(name), name)) for name in names)
    for author_id, name in sorted(shown.items()):
        yield author_id, name, known_people.orcids.get(name_key(name))


def _author_id(name: str, known_people: KnownPeople) -> str:
    """An id such as ``ada-quill``, the same for all bylines of a person."""
    return name_key(known_people.names.get(name_key(name), name)).replace(" ", "-")


def _topics(records: Sequence[Record], taxonomy: Taxonomy) -> Iterator[Sequence[Any]]:
    """The topics of the taxonomy, broader ones first, then unknown topics of papers."""
    for _, topic in taxonomy.tree():
        synonyms = json.dumps(topic.synonyms, ensure_ascii=False)
        yield topic.id, topic.name, topic.kind, topic.broader, topic.description, synonyms
    for topic_id in dict.fromkeys(topic for record in records for topic in record["topics"]):
        if topic_id not in taxonomy:
            yield topic_id, topic_id, None, None, None, "[]"


def _paper_topics(record: Mapping[str, Any]) -> Iterator[Sequence[Any]]:
    for suggested, key in enumerate(("topics", "suggested_topics")):
        for topic in record.get(key, ()):
            yield record["id"], topic, suggested
