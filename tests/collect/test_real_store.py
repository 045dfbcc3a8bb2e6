"""The committed store can be reproduced from the copied site, the organizers' table, and curation."""

from __future__ import annotations

import csv
import html
import json
import re
from pathlib import Path

import pytest

from tests.support import PROJECT
from tests.support.commands import run

SHARED = PROJECT.parent / "shared"
MIRROR = SHARED / "mirror"
TABLE = SHARED / "organizers" / "neurips2025" / "papers.csv"
ADDRESS = (
    "https://github.com/mlforsystems/mlforsystems.github.io/blob/"
    "279c79d7c85d5daf2c4be932ac3e4db822c13596/_data/neurips2025/papers.csv"
)
PAGE = "https://mlforsystems.org/neurips2025/accepted_papers.html"

pytestmark = pytest.mark.skipif(
    not (MIRROR.is_dir() and TABLE.is_file()), reason="the copied site or the organizers' table, ../shared, is not here"
)


class Rebuild:
    """An empty root, and the means to add the papers of 2024 and 2025."""

    def __init__(self, capsys, folder: Path) -> None:
        self.capsys, self.root = capsys, folder / "root"
        (self.root / "scraped").mkdir(parents=True)

    def scrape(self, *asked, mirror=MIRROR):
        return run(self.capsys, "scrape", *asked, "--mirror", mirror, "--root", self.root)

    def bring(self):
        return run(self.capsys, "import", TABLE, "--edition", "neurips2025", "--source", ADDRESS, "--yes", "--root", self.root)

    def files(self) -> dict[str, str]:
        return {path.stem: path.read_text(encoding="utf-8") for path in (self.root / "scraped").glob("*.json")}

    def papers(self, edition: str = "neurips2025") -> list[dict]:
        return json.loads(self.files()[edition])["papers"]

    def make_older(self) -> None:
        """Date everything as if it had been collected on an earlier day."""
        for path in (self.root / "scraped").rglob("*.json"):
            path.write_text(dated(path.read_text(encoding="utf-8"), "2026-01-02"), encoding="utf-8")

    def coverage(self) -> dict[str, tuple[int, int]]:
        rows = run(self.capsys, "editions", "--json", "--root", self.root).json
        return {row["id"]: (row["papers"], row["with_abstract"]) for row in rows}


def dated(text: str, day: str) -> str:
    return re.sub(r'("retrieved": )"[^"]*"', rf'\1"{day}"', text)


@pytest.fixture
def rebuild(capsys, tmp_path):
    return Rebuild(capsys, tmp_path)


@pytest.mark.slow
def test_an_empty_root_becomes_the_committed_store_and_a_later_run_changes_nothing(rebuild):
    rebuild.scrape("--no-abstracts")
    assert rebuild.bring().code == 0
    committed = {path.stem: path.read_text(encoding="utf-8") for path in (PROJECT / "scraped").glob("*.json")}
    assert {name: dated(text, "") for name, text in rebuild.files().items()} == {n: dated(t, "") for n, t in committed.items()}
    rebuild.make_older()
    before = rebuild.files()
    rebuild.scrape("--no-abstracts")
    assert "41 unchanged" in rebuild.bring().err
    assert rebuild.files() == before


def test_all_papers_of_2024_and_2025_have_their_abstracts(rebuild):
    rebuild.scrape("neurips2024")
    rebuild.bring()
    coverage = rebuild.coverage()
    assert (coverage["neurips2024"], coverage["neurips2025"]) == ((26, 26), (41, 41))
    assert {one["url"] for one in json.loads((rebuild.root / "scraped/abstracts/neurips2025.json").read_text()).values()} == {
        ADDRESS
    }


def test_when_the_page_of_2025_appears_the_same_papers_are_found_again(rebuild, tmp_path):
    """A page in the markup of 2024's, with the table's titles and names and abstracts of ours, in another order."""
    rebuild.bring()
    before = {paper["id"]: paper for paper in rebuild.papers()}
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    items = "".join(
        f"<p><details><summary>🔽 <b>{html.escape(row['title'])}</b>. {html.escape(row['authors'])}.</summary>\n"
        f'<p>Kites number {row["id"]}. <a href="/assets/papers/neurips2025/paper{row["tag"]}.pdf"><b>(paper)</b></a></p>\n'
        "</details></p>\n"
        for row in reversed(rows)
    )
    page = f'<div class="accepted_papers_section"><section class="main-content"><h2>Accepted Papers</h2>{items}</section></div>'
    path = tmp_path / "mirror" / PAGE.removeprefix("https://")
    path.parent.mkdir(parents=True)
    path.write_text(f"<!DOCTYPE html><html><body>{page}</body></html>", encoding="utf-8")
    ran = rebuild.scrape("neurips2025", mirror=tmp_path / "mirror")
    assert ran.code == 0, ran.err
    after = {paper["id"]: paper for paper in rebuild.papers()}
    assert list(after) == list(reversed(before))
    for paper_id, paper in after.items():
        told = {key: paper.get(key) for key in ("title", "authors", "presentation", "topics", "summary", "arxiv_id")}
        assert told == {key: before[paper_id].get(key) for key in told}
        assert [source["url"] for source in paper["sources"]] == [PAGE]
        assert paper["pdf_url"].startswith("https://mlforsystems.org/assets/papers/neurips2025/paper")
    texts = json.loads((rebuild.root / "scraped/abstracts/neurips2025.json").read_text(encoding="utf-8"))
    assert {(one["source"], one["url"]) for one in texts.values()} == {("page", PAGE)}
    assert all(one["text"].startswith("Kites number") for one in texts.values())
