"""The committed store against the real pages and the organizers' table, read a second, independent way.

Here a page is text and regular expressions: no parser, no module of the package but the store's
files and the declared corrections. What the two readings differ in must be what curation declares.
"""

from __future__ import annotations

import csv
import html
import json
import re
import tomllib

import pytest

from tests.support import PROJECT

SITE = PROJECT.parent / "shared" / "mirror" / "mlforsystems.org"
TABLE = PROJECT.parent / "shared" / "organizers" / "neurips2025" / "papers.csv"
COUNTS = {
    "neurips2018": 19, "isca2019": 5, "neurips2019": 22, "neurips2020": 18, "neurips2022": 19, "neurips2023": 33,
    "neurips2024": 26,
}  # fmt: skip
ON_THE_PAGE = {"title", "authors", "award", "pdf_url"}

pytestmark = pytest.mark.skipif(not SITE.is_dir(), reason="the copy of the real site, ../shared/mirror, is not here")


def plain(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", markup)).split())


def read_list(text: str):
    for link, title, rest in re.findall(r'<p><a href="([^"]*)"><b>(.*?)</b></a>\.(.*?)</p>', text, re.S):
        yield title, rest, link


def read_details(text: str):
    for title, rest, body in re.findall(r"<summary>🔽 <b>(.*?)</b>\.(.*?)</summary>(.*?)</details>", text, re.S):
        yield title, rest, re.findall(r'<a href="([^"]*)"><b>\(paper\)', body)[0]


def second_reading(edition: str) -> list[dict]:
    text = (SITE / edition / "accepted_papers.html").read_text(encoding="utf-8")
    papers = []
    for title, rest, link in (read_details if "<details>" in text else read_list)(text):
        byline, _, after = rest.partition("<a href")
        byline, _, award = byline.partition("<br/>")
        starred = [plain(name).split(", ")[-1].removeprefix("and ") for name in re.split(r"<span[^>]*>\*</span>", byline)[:-1]]
        names = re.split(r", (?:and )?| and ", plain(re.sub(r"<span[^>]*>\*</span>", "", byline)).strip(" ."))
        papers.append(
            {
                "title": plain(title),
                "authors": [name.removeprefix("Dr. ") for name in names if name],
                "equal_contribution": starred,
                "award": plain(award) or None,
                "pdf_url": "https://mlforsystems.org" + link if link else None,
                "slides": re.findall(r'="([^"]+)">\(slides\)', after),
            }
        )
    return papers


def stored(edition: str) -> list[dict]:
    data = json.loads((PROJECT / "scraped" / f"{edition}.json").read_text(encoding="utf-8"))
    return data["papers"]


def declared(edition: str, fields: set[str]) -> set[tuple[str, str, str]]:
    path = PROJECT / "archive" / "curation" / f"{edition}.toml"
    tables = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    corrections = (c for table in tables.values() for c in table.get("corrections", []))
    return {(c["field"], c["page"], c["right"]) for c in corrections if c["field"] in fields}


@pytest.mark.parametrize("edition", COUNTS)
def test_every_field_is_from_the_page_or_a_declared_correction(edition):
    page, store = second_reading(edition), stored(edition)
    assert len(page) == len(store) == COUNTS[edition]
    differences = set()
    for theirs, ours in zip(page, store, strict=True):
        assert [link["url"] for link in ours.get("links", [])] == theirs.pop("slides")
        for field, says in theirs.items():
            have = ours.get(field) or ([] if isinstance(says, list) else None)
            if field == "authors":
                assert len(says) == len(have)
                differences |= {(field, a, b) for a, b in zip(says, have, strict=True) if a != b}
            elif have != says:
                differences.add((field, says, have))
    assert differences == declared(edition, ON_THE_PAGE)


@pytest.mark.skipif(not TABLE.is_file(), reason="the organizers' table of 2025 is not here")
def test_every_title_and_name_of_2025_is_from_the_table_or_a_declared_correction():
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    papers = stored("neurips2025")
    assert len(rows) == len(papers) == 41
    differences = set()
    for row, paper in zip(rows, papers, strict=True):
        names = row["authors"].split(", ")
        assert len(names) == len(paper["authors"])
        differences |= {("authors", a, b) for a, b in zip(names, paper["authors"], strict=True) if a != b}
        if row["title"] != paper["title"]:
            differences.add(("title", row["title"], paper["title"]))
        assert paper.get("pdf_url", "").rpartition("/")[2] in ("", f"paper{row['tag']}.pdf")
    assert differences == declared("neurips2025", {"title", "authors"})


def test_talks_and_spotlights_are_those_of_the_programmes():
    text = (SITE / "neurips2024" / "schedule.html").read_text(encoding="utf-8")
    talks = [
        plain(item)
        for block in re.findall(r"Contributed Talks</b>\s*<ul>(.*?)</ul>", text, re.S)
        for item in re.findall(r"<li>(.*?)</li>", block, re.S)
    ]
    assert len(talks) == 4
    assert {paper["title"] for paper in stored("neurips2024") if paper.get("presentation")} == set(talks)
    assert {paper.get("presentation") for paper in stored("neurips2024")} == {None, "oral"}
    text = (SITE / "schedule.html").read_text(encoding="utf-8")
    spotlights = [plain(title) for title in re.findall(r"<b>Spotlight:</b>.*?<br>(.*?)</td>", text, re.S)]
    assert len(spotlights) == 4
    assert {paper["title"] for paper in stored("neurips2025") if paper.get("presentation") == "spotlight"} == set(spotlights)


def test_there_are_141_papers_26_stars_and_one_award_on_the_pages():
    papers = [paper for edition in COUNTS for paper in stored(edition)]
    assert sum(paper.get("status") != "withdrawn" for paper in papers) == 141
    assert sum(len(paper.get("equal_contribution", [])) for paper in papers) == 26
    assert [paper["id"] for paper in papers if paper.get("award")] == ["mendis2019ithemal"]


def test_the_programme_of_2022_gave_presentations_and_openreview_ids():
    text = re.sub(r"<!--.*?-->", "", (SITE / "neurips2022" / "index.html").read_text(encoding="utf-8"), flags=re.S)
    labels: dict[str, set[str]] = {}
    for row in text.split('id="wse-detail-')[1:]:
        notes = set(re.findall(r"openreview\.net/forum\?id=([\w-]+)", row))
        if len(notes) == 1:
            labels.setdefault(notes.pop(), set()).update(re.findall(r"<small>\((\w+)", row))
    assert sum("Spotlight" in kinds for kinds in labels.values()) == 6
    expected = {note: "spotlight" if "Spotlight" in kinds else "poster" for note, kinds in labels.items()}
    assert {paper["openreview_id"]: paper["presentation"] for paper in stored("neurips2022")} == expected
