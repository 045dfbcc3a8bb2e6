"""The Python interface: its documentation is correct, and threads can share an archive."""

from __future__ import annotations

import doctest
import json
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import archive
from archive import open_archive
from archive.errors import ArchiveError, EmptyArchive, UsageError
from archive.model.record import PaperRecord, RelatedPaper, Result
from tests.support.archives import records, write_archive
from tests.support.commands import run

PROJECT = Path(__file__).parent.parent


def test_the_examples_of_the_documentation_work(indexed_catalogue, tmp_path, monkeypatch):
    shutil.copytree(indexed_catalogue, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("MLFORSYS_ROOT", str(tmp_path))
    failed, tried = doctest.testfile(str(PROJECT / "docs" / "api.md"), module_relative=False)
    assert tried > 10
    assert not failed


@pytest.mark.slow
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


@pytest.fixture
def kites(tmp_path):
    return open_archive(write_archive(tmp_path / "archive").folder)


@pytest.mark.parametrize(
    "wrong",
    [
        {"sort": "colour"},
        {"match": "none"},
        {"limit": -1},
        {"offset": -1},
        {"edition": "nowhere"},
        {"year": "soon"},
        {"colour": "red"},
    ],
)
def test_wrong_usage_says_so(kites, wrong):
    with pytest.raises(UsageError, match=next(iter(wrong))):
        kites.search("kites", **wrong)


@pytest.mark.parametrize(
    ("option", "values"),
    [
        ("year", [2031, "2031", [2031], ("2031-2031",)]),
        ("edition", ["kites2031", ["kites2031"]]),
        ("topic", ["caching", ["caching"]]),
        ("author", ["quill", ["Ada Quill"]]),
        ("venue", ["ACME", ["acme"]]),
    ],
)
def test_a_filter_takes_a_number_a_text_or_several(kites, option, values):
    found = [kites.search(**{option: value}).ids for value in values]
    assert found[0]
    assert all(ids == found[0] for ids in found)


def test_several_values_are_alternatives(kites):
    assert set(kites.search(year=[2031, 2024]).ids) == {*kites.search(year=2031).ids, *kites.search(year=2024).ids}
    assert set(kites.search(topic=["networking", "storage"]).ids) == {"altinbuken2024lantern", "vanloon2019weight"}
    assert kites.search(author=["quill", "frost"], year=2032).ids == ["frost2032learned"]


def test_an_answer_is_a_sequence_of_results(kites):
    answer = kites.search("deep kites", limit=4)
    assert len(answer) == len(list(answer)) == 3
    assert answer[0]["id"] == "quill2031deep"
    assert [paper["id"] for paper in answer[:2]] == [hit.record["id"] for hit in answer.hits[:2]]
    assert [paper["partial"] for paper in answer] == [False, True, True]
    assert (answer.total, answer.total_partial, answer.ids) == (1, 2, ["quill2031deep"])
    assert "deep kites" in repr(answer)
    assert len(kites.search("zebra")) == 0


def test_an_answer_is_what_the_command_prints(kites, capsys):
    printed = run(capsys, "search", "deep", "kites", "--json", "--root", kites.root.folder).json
    answer = kites.search("deep kites").to_dict()
    assert printed | {"took_ms": 0} == answer | {"took_ms": 0}


@pytest.mark.parametrize(
    ("words", "call"),
    [
        (["topics"], lambda kites: kites.topics()),
        (["topics", "caching"], lambda kites: kites.topic("caching")),
        (["editions"], lambda kites: kites.coverage()),
        (["authors"], lambda kites: kites.authors()),
        (["authors", "quill"], lambda kites: kites.authors("quill")),
        (["stats"], lambda kites: kites.stats()),
        (["stats", "--year", "2031"], lambda kites: kites.stats(year=2031)),
        (["related", "quill2031deep"], lambda kites: kites.related("quill2031deep")),
        (["show", "quill2031deep"], lambda kites: [kites.paper("quill2031deep")]),
        (["export"], lambda kites: kites.papers),
        (["export", "--year", "2031"], lambda kites: json.loads(kites.export(format="json", year=2031))),
        (
            ["cite", "moss2031"],
            lambda kites: [{"id": "moss2031index", "style": "apa", "text": kites.cite("moss2031")}],
        ),
    ],
)
def test_methods_return_what_commands_print(kites, capsys, words, call):
    assert run(capsys, *words, "--json", "--root", kites.root.folder).json == call(kites)


def test_references_of_one_are_a_text_and_of_several_a_list(kites):
    one = kites.cite("quill2031deep", style="ieee")
    assert "Deep Kites" in one
    assert kites.cite(["quill2031deep", kites.paper("moss2031index")], style="ieee")[0] == one
    assert kites.cite(kites.search("deep kites", match="all"), "ieee") == [one]
    with pytest.raises(UsageError, match="no style"):
        kites.cite("quill2031deep", style="kites")


def test_exports_take_papers_and_filters(kites):
    assert kites.export("quill2031deep").count("@") == 1
    assert kites.export(["quill2031deep", "moss2031index"], format="csv", topic="caching").count("\r\n") == 2
    assert "Snow is heavy" not in kites.export(format="ris")
    assert "Snow is heavy" in kites.export(format="ris", with_abstracts=True)
    assert kites.export(format="sqlite").startswith(b"SQLite format 3")
    assert b"Snow is heavy" not in kites.export(format="sqlite")
    with pytest.raises(UsageError, match="no export format"):
        kites.export(format="kites")


def test_an_unknown_author_gives_an_empty_list(kites):
    assert kites.authors("nobody at all") == []
    assert [person["name"] for person in kites.authors(year=2032)] == ["Di Frost"]


def test_an_unknown_paper_raises_an_error(kites):
    with pytest.raises(ArchiveError, match="no paper"):
        kites.paper("nobody2019nothing")


def test_keys_of_typed_records_are_those_that_are_returned(kites):
    optional = PaperRecord.__optional_keys__
    for record in kites.papers:
        assert PaperRecord.__required_keys__ <= record.keys() <= PaperRecord.__required_keys__ | optional
    assert kites.search("kites")[0].keys() - optional == Result.__required_keys__
    assert kites.related("quill2031deep")[0].keys() - optional == RelatedPaper.__required_keys__


def test_nothing_is_read_before_it_is_needed(tmp_path):
    empty = open_archive(tmp_path)
    for ask in (lambda: empty.search("kites"), lambda: empty.papers, empty.topics, empty.stats, empty.authors):
        with pytest.raises(EmptyArchive):
            ask()


def test_papers_are_those_of_the_store(tmp_path):
    root = write_archive(tmp_path)
    assert open_archive(root.folder).papers == records(root)


def test_the_package_exports_only_its_public_names():
    assert set(archive.__all__) <= set(dir(archive)) | {"Archive", "open_archive"}
    assert "archive.api" in sys.modules
    with pytest.raises(AttributeError, match="nothing_like_it"):
        archive.nothing_like_it  # noqa: B018
