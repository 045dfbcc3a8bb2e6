"""Abstracts on the command line: text, source, doubts, and why there is none."""

from __future__ import annotations

import dataclasses
import shutil

import pytest

from archive.model.paper import Abstract
from tests.support.commands import run
from tests.support.sandbox import KITES, LIST, Sandbox, list_page

DOUBTFUL = Abstract(
    "Deep kites of an unsure reader.", "pdf", "https://kites.example/deep.pdf", "2031-05-02", "it has only 6 words"
)


@pytest.fixture
def doubtful(root):
    root.store.write_abstracts("kites2031", {"quill2031deep": DOUBTFUL})
    return root


def test_search_json_has_the_doubt_only_if_there_is_one(capsys, doubtful):
    (unsure,) = run(capsys, "search", "unsure", "reader", "--json").json["results"]
    assert (unsure["abstract"], unsure["abstract_source"]) == (DOUBTFUL.text, "pdf")
    assert unsure["abstract_doubtful"] == "it has only 6 words"
    (sure,) = run(capsys, "search", "Weight", "Snow", "--json", "--match", "all").json["results"]
    assert "abstract_doubtful" not in sure


def test_a_change_of_an_abstract_is_found_at_once(capsys, root):
    assert run(capsys, "search", "porcupine", "--json").json["total"] == 0
    root.store.write_abstracts("kites2031", {"moss2031index": dataclasses.replace(DOUBTFUL, text="Of the porcupine.")})
    ran = run(capsys, "search", "porcupine", "--json")
    assert [hit["id"] for hit in ran.json["results"]] == ["moss2031index"]
    assert "rebuilding the search index" in ran.err


def test_the_first_search_without_abstracts_says_how_to_collect_them(capsys, root):
    shutil.rmtree(root.folder / "index")
    for edition in root.store.editions():
        root.store.abstracts_path(edition).unlink(missing_ok=True)
    first, second = (run(capsys, "search", "kites") for _ in range(2))
    (line,) = first.err.splitlines()
    assert "`mlforsys scrape` adds the abstracts" in line
    assert "`mlforsys scrape`" in line
    assert second.err == ""


def test_the_first_search_with_abstracts_does_not_say_so(capsys, root):
    shutil.rmtree(root.folder / "index")
    assert "Abstracts" not in run(capsys, "search", "kites").err


def test_no_abstracts_and_options_for_abstracts_contradict_each_other(capsys, root, tmp_path):
    for more in (["--abstracts-only"], ["--abstracts-from", "pdf"], ["--redo-doubtful"], ["--openreview-notes", "x.json"]):
        ran = run(capsys, "scrape", "--no-abstracts", *more, "--mirror", tmp_path)
        assert ran.code == 2
        assert "--no-abstracts" in ran.err


def test_an_unknown_source_is_wrong_usage(capsys, root, tmp_path):
    ran = run(capsys, "scrape", "--abstracts-from", "page,pfd", "--mirror", tmp_path)
    assert ran.code == 2
    assert '"pfd"' in ran.err
    assert "arxiv" in ran.err


def test_wrong_notes_of_openreview_are_reported_before_anything_is_collected(capsys, tmp_path):
    sandbox = Sandbox(tmp_path)
    sandbox.page(LIST, list_page(KITES))
    more = ("--openreview-notes", tmp_path / "none.json", "--mirror", sandbox.mirror, "--root", sandbox.root.folder)
    ran = run(capsys, "scrape", "kites2031", *more)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"mlforsys: --openreview-notes {tmp_path / 'none.json'} cannot be read: no such file or directory.\n"
    assert not sandbox.store.path("kites2031").exists()
