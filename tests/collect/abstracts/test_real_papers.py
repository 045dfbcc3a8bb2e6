"""The abstracts of the real papers: their number, their sources, and which PDFs have none."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib

import pytest

from archive.collect.abstracts.gather import text_digest
from archive.store.root import Root
from tests.support import PROJECT
from tests.support.commands import run

MIRROR = PROJECT.parent / "shared" / "mirror"
SOURCES = {
    "neurips2018": {"pdf": 16},
    "isca2019": {"pdf": 5},
    "neurips2019": {"pdf": 19},
    "neurips2020": {"pdf": 18},
    "neurips2021": {},
    "neurips2022": {"schedule": 19},
    "neurips2023": {"page": 32},
    "neurips2024": {"page": 26},
}
PRINT_NONE = {"abdolrashidi2019learning", "li2019pric"}  # a third has its abstract in its edition's programme

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not MIRROR.is_dir(), reason="the copy of the real site, ../shared/mirror, is not here"),
]


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The committed papers, and every abstract that can be read from the mirror."""
    folder = tmp_path_factory.mktemp("collected")
    (folder / "scraped").mkdir()
    for path in (PROJECT / "scraped").glob("*.json"):
        shutil.copy(path, folder / "scraped")
    command = [sys.executable, "-m", "archive", "scrape", "--abstracts-only", "--mirror", str(MIRROR), "--root", str(folder)]
    subprocess.run(command, check=True, capture_output=True, cwd=PROJECT)
    return Root(folder)


def test_every_edition_has_all_available_abstracts(capsys, collected):
    rows = {row["id"]: row for row in run(capsys, "editions", "--json", "--root", collected.folder).json}
    assert {edition: rows[edition]["abstract_sources"] for edition in SOURCES} == SOURCES


def test_two_papers_have_no_abstract_at_all(collected):
    memories = {key: memory for edition in SOURCES for key, memory in collected.store.ledger(edition).items()}
    absent = {key: memory.absence for key, memory in memories.items() if memory.absence}
    assert {key for key, absence in absent.items() if absence.reason == "the paper prints none"} == PRINT_NONE


def test_the_one_paper_that_changed_its_title_is_doubtful_and_no_other(collected):
    doubtful = [key for edition in SOURCES for key, abstract in collected.store.abstracts(edition).items() if abstract.doubtful]
    assert doubtful == ["lu2020law"]


def test_texts_from_pdfs_are_those_that_a_person_has_read(collected):
    read = tomllib.loads((PROJECT / "benchmarks" / "abstracts_read.toml").read_text(encoding="utf-8"))
    texts = {key: one for edition in SOURCES for key, one in collected.store.abstracts(edition).items() if one.source == "pdf"}
    assert {key: text_digest(one.text) for key, one in texts.items()} == {key: read[key] for key in texts}


def test_check_finds_the_pdfs_that_are_not_there_and_no_wrong_one(capsys, tmp_path):
    (tmp_path / "scraped").mkdir()  # one edition: all of them were read by the fixture above already
    shutil.copy(PROJECT / "scraped" / "neurips2018.json", tmp_path / "scraped")
    ran = run(capsys, "check", "--pdfs", "--mirror", MIRROR, "--root", tmp_path, "--json")
    assert ran.code == 1
    problems = [problem for problem in json.loads(ran.out) if problem["kind"] == "pdf"]
    assert {problem["where"] for problem in problems} == {"chen2018learning", "yazdanbakhsh2018releq"}
    assert all(problem["message"].startswith("its PDF is not where the page says") for problem in problems)
