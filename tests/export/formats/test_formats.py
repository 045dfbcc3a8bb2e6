"""Export formats: other programs read back what the store contains."""

from __future__ import annotations

import pytest

from archive.errors import UsageError
from archive.export.formats import ending, export_format, format_names, given_to
from archive.store.editions import load_registry
from tests.support.archives import records, write_archive
from tests.support.citations import written

ONE_EDITION = {"jekyll", "jekyll-data"}


@pytest.fixture
def store(tmp_path):
    root = write_archive(tmp_path)
    return records(root), load_registry(root.folder)


def test_an_unknown_format_is_wrong_usage():
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
def test_citations_contain_abstracts_only_on_request(name, store):
    papers, registry = store
    assert "Snow is heavy" not in written(name, *papers, registry=registry)
    assert "Snow is heavy" in written(name, *papers, registry=registry, with_abstracts=True)


@pytest.mark.parametrize("name", ["csv", "json", "jsonl"])
def test_data_formats_always_contain_abstracts(name, store):
    papers, registry = store
    assert "Snow is heavy" in written(name, *papers, registry=registry)
    assert list(given_to(export_format(name), papers, with_abstracts=False)) == papers


def test_files_are_named_as_their_programs_look_for_them():
    assert {name: ending(name) for name in ("bibtex", "ris", "csl-json", "csv", "json")} == {
        "bibtex": ".bib", "ris": ".ris", "csl-json": ".csl.json", "csv": ".csv", "json": ".json",
    }  # fmt: skip
