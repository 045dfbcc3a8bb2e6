"""`mlforsys show`: everything known about a paper."""

from __future__ import annotations

import pytest

from archive.model.paper import Absence, Abstract
from archive.store.papers import LedgerEntry
from tests.support.archives import LISTS
from tests.support.commands import run


def test_show_prints_everything_known(capsys, workshop):
    out = run(capsys, "show", "kipf2019sosd").out
    for piece in ("SOSD: A Benchmark for Learned Indexes", "Vancouver, Canada", "equal contribution", "It was all made up."):
        assert piece in out
    assert run(capsys, "show", "kipf2019sosd", "--json").json[0]["title"] == "SOSD: A Benchmark for Learned Indexes"
    slides = run(capsys, "show", "ruffy2018iroko").out
    assert "Slides:" in slides
    assert "Best Paper Award" in run(capsys, "show", "mendis2019ithemal").out
    assert "arXiv:" in run(capsys, "show", "tuli2021generative").out


def test_a_withdrawn_paper_is_found_and_marked(capsys, workshop):
    assert "withdrawn" in run(capsys, "search", "retracted").out
    assert "withdrawn" in run(capsys, "show", "neurips2023retracted").out


def test_show_of_no_such_paper_suggests_near_ones(capsys, workshop):
    ran = run(capsys, "show", "kipf2019sosx")
    assert ran.code == 1
    assert "kipf2019sosd" in ran.err


DOUBTFUL = Abstract(
    "Deep kites of an unsure reader.", "pdf", "https://kites.example/deep.pdf", "2031-05-02", "it has only 6 words"
)

ABSENCE = Absence("the paper prints none", "pdf", "https://kites.example/moss.pdf", "2031-05-02")


@pytest.fixture
def doubtful(root):
    root.store.write_abstracts("kites2031", {"quill2031deep": DOUBTFUL})
    return root


@pytest.fixture
def absent(root):
    root.store.write_ledger("kites2031", {"moss2031index": LedgerEntry(absence=ABSENCE)})
    return root


def test_show_prints_text_source_and_day(capsys, root):
    out = run(capsys, "show", "quill2031deep").out
    assert "Deep learning of data-centre kites." in out
    assert f"Abstract: {LISTS} (page, 2031-05-02)" in out
    assert "doubtful" not in out


def test_show_prints_a_doubt(capsys, doubtful):
    assert "(doubtful: it has only 6 words)" in run(capsys, "show", "quill2031deep").out
    assert run(capsys, "show", "quill2031deep", "--json").json[0]["abstract_doubtful"] == "it has only 6 words"


def test_show_says_that_the_paper_has_no_abstract(capsys, absent):
    out = run(capsys, "show", "moss2031index").out
    assert "No abstract: the paper prints none (2031-05-02): https://kites.example/moss.pdf" in out
    assert run(capsys, "show", "moss2031index", "--json").json[0]["abstract_missing"] == "the paper prints none"


def test_show_says_which_command_looks_for_an_abstract(capsys, root):
    assert "No abstract yet: `mlforsys scrape kites2031` looks for one." in run(capsys, "show", "moss2031index").out
    assert "abstract_missing" not in run(capsys, "show", "moss2031index", "--json").json[0]


def test_show_looks_for_no_abstract_of_a_withdrawn_paper(capsys, root):
    assert "No abstract: the paper was withdrawn." in run(capsys, "show", "strass2024snow").out
