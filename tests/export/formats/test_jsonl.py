"""JSON lines: one paper per line, whatever its title."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.store.editions import load_registry
from tests.support.archives import records, write_archive
from tests.support.citations import record, written
from tests.support.strategies import quick


@pytest.fixture
def store(tmp_path):
    root = write_archive(tmp_path)
    return records(root), load_registry(root.folder)


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
