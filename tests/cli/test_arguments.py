"""Papers named by arguments, by the words of a title, or on standard input."""

from __future__ import annotations

import io

import pytest

from tests.support.commands import run


def test_show_takes_several_and_a_title_in_words(capsys, root):
    shown = run(capsys, "show", "quill2031deep", "moss2031index", "--json").json
    assert [record["id"] for record in shown] == ["quill2031deep", "moss2031index"]
    assert run(capsys, "show", "Deep", "Kites", "--json").json[0]["id"] == "quill2031deep"


def test_one_unknown_paper_does_not_affect_others(capsys, root):
    ran = run(capsys, "show", "quill2031deep", "zzz")
    assert ran.code == 1
    assert 'There is no paper "zzz"' in ran.err
    assert ran.out.startswith("Deep Kites")


def test_ids_from_search_compose(capsys, root, monkeypatch):
    ids = run(capsys, "search", "kites", "--format", "ids").out
    monkeypatch.setattr("sys.stdin", io.StringIO(ids))
    assert [record["id"] for record in run(capsys, "show", "-", "--json").json] == ids.split()
    monkeypatch.setattr("sys.stdin", io.StringIO(ids))
    bibtex = run(capsys, "export", "--format", "bibtex", "-").out
    assert [line.split("{")[1].rstrip(",") for line in bibtex.splitlines() if line.startswith("@")] == ids.split()
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert run(capsys, "show", "-", "--json").json == []


@pytest.mark.parametrize(
    "asked",
    [
        "The Weight of Rain",
        "A Weight of Snow",
        "The Weight Snow",
        "The Great Weight of Snow",
        "the weight of snow, again",
    ],
)
def test_a_title_with_one_wrong_word_is_found_with_a_note(capsys, root, asked):
    ran = run(capsys, "show", asked)
    assert ran.code == 0
    assert "The Weight of Snow" in ran.out
    assert ran.err == f'No paper has the title "{asked}"; showing "The Weight of Snow" (vanloon2019weight).\n'


def test_the_words_of_such_a_title_may_be_several_arguments(capsys, root):
    ran = run(capsys, "show", "The", "Weight", "of", "Rain")
    assert ran.code == 0
    assert "vanloon2019weight" in ran.err


@pytest.mark.parametrize("options", [("--json",), ("-f", "json"), ("-f", "jsonl"), ("-f", "csv"), ("-f", "csl-json")])
def test_json_and_csv_of_this_program_identify_papers(capsys, root, monkeypatch, options):
    ids = run(capsys, "search", "kites", "--match", "all", "-f", "ids").out
    monkeypatch.setattr("sys.stdin", io.StringIO(run(capsys, "search", "kites", "--match", "all", *options).out))
    ran = run(capsys, "export", "-", "-f", "ids")
    assert (ran.code, ran.out, ran.err) == (0, ids, "")


def test_json_of_authors_and_topics_identifies_papers(capsys, root, monkeypatch):
    for command in (["authors", "quill"], ["topics", "databases"]):
        shape = run(capsys, *command, "--json")
        ids = run(capsys, *command, "-f", "ids").out
        monkeypatch.setattr("sys.stdin", io.StringIO(shape.out))
        assert sorted(run(capsys, "export", "-", "-f", "ids").out.split()) == sorted(ids.split())


def test_related_reads_one_paper_from_json(capsys, root, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(run(capsys, "show", "quill2031deep", "--json").out))
    assert run(capsys, "related", "-").out == run(capsys, "related", "quill2031deep").out


@pytest.mark.parametrize("text", ['{"a": 1}', "[1, 2]", '{"title": "kites"}\n{"title": "snow"}\n'])
def test_json_without_ids_is_refused_in_a_sentence(capsys, root, monkeypatch, text):
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    ran = run(capsys, "cite", "-")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "mlforsys: The JSON on standard input has no ids of papers. `mlforsys search --json` prints such JSON.\n"


@pytest.mark.parametrize("text", ["", "\n \n", "[]", '{"total": 0, "results": []}'])
def test_empty_standard_input_is_reported(capsys, root, monkeypatch, text):
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    ran = run(capsys, "show", "-")
    assert (ran.code, ran.out, ran.err) == (0, "", "Standard input names no paper.\n")


def test_many_unknown_names_are_reported_in_one_sentence(capsys, root, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("quill2031deep\n" + "\n".join(f"zebra {n}" for n in range(9))))
    ran = run(capsys, "export", "-", "-f", "ids")
    assert (ran.code, ran.out) == (1, "quill2031deep\n")
    assert ran.err.startswith('mlforsys: 9 of 10 names do not identify exactly one paper; the first is "zebra 0".')


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["kites2031"], "It is an edition: `mlforsys search --edition kites2031` lists its papers."),
        (["ada"], "It is an author's name: `mlforsys search --author ada` lists the papers."),
        (["ada", "quill"], 'It is an author\'s name: `mlforsys search --author "ada quill"` lists the papers.'),
    ],
)
@pytest.mark.parametrize("command", ["show", "export", "cite"])
def test_a_name_of_something_else_is_reported_as_such(capsys, root, command, asked, said):
    ran = run(capsys, command, *asked)
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_related_to_two_papers_is_refused(capsys, root):
    ran = run(capsys, "related", "quill2031deep", "moss2031index")
    assert (ran.code, ran.err.splitlines()[-1]) == (2, "mlforsys: `related` takes one paper, not 2. Use one of them.")


@pytest.mark.parametrize("name", ["{0},{1}", "{0}, {1}", "@{0}; @{1}", "\\cite{{{0},{1}}}", "\\textcite{{{0}}}\\citep{{{1}}}"])
def test_ids_copied_from_a_text_are_read(capsys, root, name):
    ids = [paper.id for paper in root.store.papers("kites2031")][:2]
    ran = run(capsys, "export", name.format(*ids), "--format", "ids")
    assert (ran.code, ran.out.split(), ran.err) == (0, ids, "")


def test_ids_beside_an_unknown_one_are_not_taken(capsys, root):
    (paper, *_) = root.store.papers("kites2031")
    ran = run(capsys, "export", f"{paper.id},nobody2031", "--format", "ids")
    assert (ran.code, ran.out) == (1, "")


@pytest.mark.parametrize("command", ["show", "cite", "export", "open", "related"])
@pytest.mark.parametrize("asked", [["quill2031deep"], ["Deep", "Kites"]])
def test_a_removed_paper_is_named_as_such(capsys, root, command, asked):
    assert run(capsys, "curate", "quill2031deep", "--remove").code == 0
    ran = run(capsys, command, *asked)
    assert (ran.code, ran.out) == (1, "")
    assert "It was removed by hand from kites2031. To put it back: `mlforsys curate quill2031deep --restore`." in ran.err


@pytest.mark.parametrize("words", [["zebra", "et", "al", "2031"], ["a", "zebra", "over", "the", "snow"]])
def test_many_words_that_are_no_title_are_reported_as_one(capsys, root, words):
    ran = run(capsys, "cite", *words)
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert ran.err.startswith(f'mlforsys: There is no paper "{" ".join(words)}".')


def test_a_name_with_a_comma_is_an_authors_name_without_it(capsys, root):
    assert "`mlforsys search --author Quill` lists" in run(capsys, "cite", "Quill,").err
