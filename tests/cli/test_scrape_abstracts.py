"""What the command line says of abstracts: their text, where it came from, doubts, and why there is none."""

from __future__ import annotations

import dataclasses

import pytest

from archive.model.paper import Absence, Abstract
from archive.store.papers import Remembered
from tests.support.archives import LISTS, write_archive
from tests.support.commands import run
from tests.support.papers import ABSTRACT, BOLD, body, front, write

DOUBTFUL = Abstract(
    "Deep kites of an unsure reader.", "pdf", "https://kites.example/deep.pdf", "2031-05-02", "it has only 6 words"
)
ABSENCE = Absence("the paper prints none", "pdf", "https://kites.example/moss.pdf", "2031-05-02")


@pytest.fixture
def root(tmp_path, monkeypatch):
    root = write_archive(tmp_path / "archive")
    monkeypatch.setenv("MLFORSYS_ROOT", str(root.folder))
    return root


@pytest.fixture
def doubtful(root):
    root.store.write_abstracts("kites2031", {"quill2031deep": DOUBTFUL})
    return root


@pytest.fixture
def absent(root):
    root.store.write_ledger("kites2031", {"moss2031index": Remembered(absence=ABSENCE)})
    return root


def test_show_prints_text_source_and_day(capsys, root):
    out = run(capsys, "show", "quill2031deep").out
    assert "Deep learning of data-centre kites." in out
    assert f"(page: {LISTS}, 2031-05-02)" in out
    assert "doubtful" not in out


def test_show_prints_a_doubt(capsys, doubtful):
    assert "(doubtful: it has only 6 words)" in run(capsys, "show", "quill2031deep").out
    assert run(capsys, "show", "quill2031deep", "--json").json[0]["abstract_doubtful"] == "it has only 6 words"


def test_search_prints_a_doubt_as_json_and_only_there_where_there_is_one(capsys, doubtful):
    (unsure,) = run(capsys, "search", "unsure", "reader", "--json").json["results"]
    assert (unsure["abstract"], unsure["abstract_source"]) == (DOUBTFUL.text, "pdf")
    assert unsure["abstract_doubtful"] == "it has only 6 words"
    (sure,) = run(capsys, "search", "Weight", "Snow", "--json", "--match", "all").json["results"]
    assert "abstract_doubtful" not in sure


def test_show_says_that_the_paper_prints_none(capsys, absent):
    out = run(capsys, "show", "moss2031index").out
    assert "No abstract: the paper prints none (https://kites.example/moss.pdf, 2031-05-02)." in out
    assert run(capsys, "show", "moss2031index", "--json").json[0]["abstract_missing"] == "the paper prints none"


def test_show_says_which_command_looks_for_an_abstract(capsys, root):
    assert "No abstract yet: `mlforsys scrape kites2031` looks for one." in run(capsys, "show", "moss2031index").out
    assert "abstract_missing" not in run(capsys, "show", "moss2031index", "--json").json[0]


def test_show_looks_for_no_abstract_of_a_withdrawn_paper(capsys, root):
    assert "No abstract: the paper was withdrawn." in run(capsys, "show", "strass2024snow").out


def test_editions_count_what_is_missing_as_missing(capsys, absent):
    rows = {row["id"]: row for row in run(capsys, "editions", "--json").json}
    assert (rows["kites2031"]["papers"], rows["kites2031"]["with_abstract"]) == (2, 1)
    assert rows["kites2031"]["abstract_sources"] == {"page": 1}


def test_editions_draw_a_bar_for_each_source(capsys, root):
    texts = root.store.abstracts("neurips2024")
    one, other = sorted(texts)
    root.store.write_abstracts("neurips2024", {one: texts[one], other: dataclasses.replace(texts[other], source="pdf")})
    lines = {line.split()[0]: line for line in run(capsys, "editions").out.splitlines()}
    assert "  page ████ 1 pdf ████ 1" in lines["neurips2024"]
    assert lines["isca2019"].endswith("1  page ████████ 1")
    assert "█" not in lines["neurips2019"]


def test_a_change_of_an_abstract_is_found_at_once(capsys, root):
    assert run(capsys, "search", "porcupine", "--json").json["total"] == 0
    root.store.write_abstracts("kites2031", {"moss2031index": dataclasses.replace(DOUBTFUL, text="Of the porcupine.")})
    ran = run(capsys, "search", "porcupine", "--json")
    assert [hit["id"] for hit in ran.json["results"]] == ["moss2031index"]
    assert "rebuilding the search index" in ran.err


def test_the_first_search_of_an_archive_without_abstracts_says_which_command_brings_them(capsys, root):
    for edition in root.store.editions():
        root.store.abstracts_path(edition).unlink(missing_ok=True)
    first, second = (run(capsys, "search", "kites") for _ in range(2))
    (line,) = first.err.splitlines()
    assert "`mlforsys scrape` adds the abstracts" in line
    assert "`mlforsys scrape`" in line
    assert second.err == ""


def test_the_first_search_of_an_archive_with_abstracts_does_not(capsys, root):
    assert "Abstracts" not in run(capsys, "search", "kites").err


def test_check_lists_doubts_and_calls_the_store_sound(capsys, tmp_path, monkeypatch, doubtful):
    ran = run(capsys, "check", "--json")
    assert [(item["kind"], item["where"]) for item in ran.json if item["kind"] == "doubtful"] == [("doubtful", "quill2031deep")]
    only_doubts = [item for item in ran.json if item["kind"] != "doubtful"]
    assert ran.code == (1 if only_doubts else 0)


def test_a_mirror_without_pdfs_is_wrong_usage_of_check(capsys, root, tmp_path):
    ran = run(capsys, "check", "--mirror", tmp_path)
    assert ran.code == 2
    assert "--pdfs" in ran.err


def test_no_abstracts_and_options_for_abstracts_contradict_each_other(capsys, root, tmp_path):
    for more in (["--abstracts-only"], ["--abstracts-from", "pdf"], ["--redo-doubtful"], ["--openreview-notes", "x.json"]):
        ran = run(capsys, "scrape", "--no-abstracts", *more, "--mirror", tmp_path)
        assert ran.code == 2
        assert "--no-abstracts" in ran.err


def test_an_unknown_source_is_wrong_usage(capsys, root, tmp_path):
    ran = run(capsys, "scrape", "--abstracts-from", "page,pfd", "--mirror", tmp_path)
    assert ran.code == 2
    assert "'pfd'" in ran.err
    assert "arxiv" in ran.err


@pytest.fixture
def mirror(tmp_path):
    """A mirror with the PDFs of two papers, one of them at both places."""
    deep = body(front(title="Deep Kites").centred("Abstract", BOLD, 11).skip(4).text(ABSTRACT))
    for name in ("quill2031deep", "moss2031index"):
        (tmp_path / "mirror" / "kites.example").mkdir(parents=True, exist_ok=True)
        write(tmp_path / "mirror" / "kites.example" / f"{name}.pdf", deep)
    return tmp_path / "mirror"


def test_check_asks_of_each_pdf_whose_it_is(capsys, root, mirror):
    ran = run(capsys, "check", "--pdfs", "--mirror", mirror, "--json")
    problems = {problem["where"]: problem["message"] for problem in ran.json if problem["kind"] == "pdf"}
    assert ran.code == 1
    assert "quill2031deep" not in problems
    assert problems["moss2031index"].startswith("its file is also that of quill2031deep: https://kites.example/")
    assert problems["frost2032learned"].startswith("its PDF is not where the page says")
