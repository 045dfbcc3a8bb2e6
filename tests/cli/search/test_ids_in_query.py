"""A query that finds nothing and has ids of papers in it says how to see these papers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.archives import paper
from tests.support.commands import run


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ("quill2031", "quill2031deep"),
        ("Quill2031de", "quill2031deep"),
        ("\\cite{quill2031deep}", "quill2031deep"),
        ("quill2031deep,vanloon2019weight", "quill2031deep vanloon2019weight"),
        ("quill2031 zzzqq", "quill2031deep"),
    ],
)
@pytest.mark.parametrize("more", [(), ("--json",), ("-f", "ids")], ids=["text", "json", "ids"])
def test_ids_and_their_beginnings_are_recognized(capsys, root, asked, ids, more):
    ran = run(capsys, "search", asked, *more)
    papers = "papers with these ids" if " " in ids else "paper with this id"
    assert (ran.code, ran.err.splitlines()[-1]) == (0, f"To see the {papers}: `mlforsys show {ids}`.")


@pytest.mark.parametrize("asked", ["quill2031deep", "quill2099", "quill20", "2031", "kites"])
def test_other_queries_get_no_such_note(capsys, root, asked):
    assert "mlforsys show" not in run(capsys, "search", asked).err


def test_a_beginning_of_many_ids_says_too_little(capsys, root):
    root.store.write_papers("kites2032", [paper(f"quill2032{letter}", f"Snow {letter}", "Bo Zuse") for letter in "abcdef"])
    assert "mlforsys show" not in run(capsys, "search", "quill2032").err


@pytest.mark.parametrize("asked", ["quill2031deep", "quill2031", "\\cite{quill2031deep}", "https://arxiv.org/abs/2101.00001"])
@pytest.mark.parametrize("more", [(), ("--json",)], ids=["text", "json"])
def test_a_removed_paper_is_called_removed(capsys, root, asked, more):
    deep, *others = sorted(root.store.papers("kites2031"), key=lambda one: one.id != "quill2031deep")
    root.store.write_papers("kites2031", [replace(deep, arxiv_id="2101.00001"), *others])
    assert run(capsys, "curate", "quill2031deep", "--remove").code == 0
    ran = run(capsys, "search", asked, *more)
    assert ran.code == 0
    assert ran.err.splitlines()[-1] == (
        "quill2031deep was removed by hand from kites2031. To put it back: `mlforsys curate quill2031deep --restore`."
    )


def test_several_removed_papers_are_listed(capsys, root):
    for paper_id in ("quill2031deep", "vanloon2019weight"):
        run(capsys, "curate", paper_id, "--remove")
    said = run(capsys, "search", "quill2031deep,vanloon2019weight").err
    assert "quill2031deep and vanloon2019weight were removed by hand." in said
