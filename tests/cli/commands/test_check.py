"""`mlforsys check`: no output for a sound store, one line per problem, and exit codes."""

from __future__ import annotations

import pytest

from archive.model.paper import Abstract
from tests.support.commands import run
from tests.support.papers import ABSTRACT, BOLD, body, front, write


def test_check_is_silent_on_a_sound_store_and_fails_on_a_broken_one(capsys, workshop):
    assert run(capsys, "check").code == 0
    path = workshop / "scraped" / "isca2019.json"
    path.write_text(path.read_text().replace('"title": "SinReQ', '"titel": "SinReQ'))
    ran = run(capsys, "check", "--json")
    assert ran.code == 1
    assert any("elthakeb2019sinreq" in problem["where"] and "titel" in problem["message"] for problem in ran.json)


DOUBTFUL = Abstract(
    "Deep kites of an unsure reader.", "pdf", "https://kites.example/deep.pdf", "2031-05-02", "it has only 6 words"
)


@pytest.fixture
def doubtful(root):
    root.store.write_abstracts("kites2031", {"quill2031deep": DOUBTFUL})
    return root


def test_check_lists_doubts_but_no_problems(capsys, tmp_path, monkeypatch, doubtful):
    ran = run(capsys, "check", "--json")
    assert [(item["kind"], item["where"]) for item in ran.json if item["kind"] == "doubtful"] == [("doubtful", "quill2031deep")]
    only_doubts = [item for item in ran.json if item["kind"] != "doubtful"]
    assert ran.code == (1 if only_doubts else 0)


def test_mirror_without_pdfs_is_wrong_usage_of_check(capsys, root, tmp_path):
    ran = run(capsys, "check", "--mirror", tmp_path)
    assert ran.code == 2
    assert "--pdfs" in ran.err


@pytest.fixture
def mirror(tmp_path):
    """A mirror with the PDFs of two papers; one of them is at both addresses."""
    deep = body(front(title="Deep Kites").centred("Abstract", BOLD, 11).skip(4).text(ABSTRACT))
    for name in ("quill2031deep", "moss2031index"):
        (tmp_path / "mirror" / "kites.example").mkdir(parents=True, exist_ok=True)
        write(tmp_path / "mirror" / "kites.example" / f"{name}.pdf", deep)
    return tmp_path / "mirror"


def test_check_pdfs_finds_the_pdf_of_another_paper(capsys, root, mirror):
    ran = run(capsys, "check", "--pdfs", "--mirror", mirror, "--json")
    problems = {problem["where"]: problem["message"] for problem in ran.json if problem["kind"] == "pdf"}
    assert ran.code == 1
    assert "quill2031deep" not in problems
    assert problems["moss2031index"].startswith("it has the same file as quill2031deep: https://kites.example/")
    assert problems["frost2032learned"].startswith("its PDF is not where the page says")
