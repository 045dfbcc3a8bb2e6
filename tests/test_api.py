"""The archive for programs: its page of documentation holds, and threads may share it."""

from __future__ import annotations

import doctest
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import archive
from archive import open_archive
from archive.errors import EmptyArchive, UsageError
from tests.support.archives import records, write_archive

PROJECT = Path(__file__).parent.parent


def test_the_documentation_is_true(tmp_path, monkeypatch):
    shutil.copytree(PROJECT / "scraped", tmp_path / "scraped", ignore=shutil.ignore_patterns("abstracts"))
    monkeypatch.setenv("MLFORSYS_ROOT", str(tmp_path))
    failed, tried = doctest.testfile(str(PROJECT / "docs" / "api.md"), module_relative=False)
    assert tried > 10
    assert not failed


def test_threads_share_one_archive(tmp_path):
    root = write_archive(tmp_path)
    shared = open_archive(root.folder)
    questions = ["kites", '"wind in the rails"', "snow -kites", "learned lanterns", "kit*", "lantesns~", "author:quill"]
    questions += ["how are learned kites tied to slow trains on rails in windy weather", "lanternz glow", "kmeans", "rail"]
    questions = questions * 30
    expected = {text: [hit.record["id"] for hit in open_archive(root.folder).search(text).hits] for text in set(questions)}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda text: (text, [hit.record["id"] for hit in shared.search(text).hits]), questions))
    assert all(found == expected[text] for text, found in answers)


@pytest.mark.parametrize(
    "wrong", [{"sort": "colour"}, {"match": "none"}, {"limit": -1}, {"offset": -1}, {"edition": "nowhere"}]
)
def test_wrong_usage_says_so(tmp_path, wrong):
    with pytest.raises(UsageError, match=r'cannot be|There is no edition "nowhere"'):
        open_archive(write_archive(tmp_path).folder).search("kites", **wrong)


def test_one_edition_or_topic_may_be_a_text(tmp_path):
    kites = open_archive(write_archive(tmp_path).folder)
    assert kites.search(edition="kites2031").ids == kites.search(edition=["kites2031"]).ids != []
    assert kites.search(topic="caching").ids == kites.search(topic=["caching"]).ids != []


def test_nothing_is_read_before_it_is_asked_for(tmp_path):
    empty = open_archive(tmp_path)
    with pytest.raises(EmptyArchive):
        empty.search("kites")


def test_papers_are_what_the_store_says(tmp_path):
    root = write_archive(tmp_path)
    assert open_archive(root.folder).papers == records(root)


def test_the_package_offers_no_more_than_it_says():
    assert set(archive.__all__) <= set(dir(archive)) | {"Archive", "open_archive"}
    assert "archive.api" in sys.modules
    with pytest.raises(AttributeError, match="nothing_like_it"):
        archive.nothing_like_it  # noqa: B018
