"""Trends in the field: counts, trends, pairs, and the picture."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest

from archive.catalogue.items import items
from archive.catalogue.people import people
from archive.catalogue.stats import FALLING, RISING, count
from archive.catalogue.taxonomy import load_taxonomy
from archive.export.chart import draw
from tests.support.archives import paper, write_archive
from tests.support.commands import run

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def root(tmp_path, monkeypatch):
    root = write_archive(tmp_path / "archive")
    monkeypatch.setenv("MLFORSYS_ROOT", str(root.folder))
    return root


@pytest.fixture
def stats(root):
    def stats():
        papers = list(items(root))
        return count(papers, people(papers), load_taxonomy())

    return stats


def test_people_are_new_once_and_return_after(stats):
    years = {year.year: (year.papers, year.authors, year.new, year.returning) for year in stats().years}
    assert years == {2019: (1, 1, 1, 0), 2024: (2, 4, 4, 0), 2031: (2, 3, 1, 2), 2032: (1, 1, 1, 0)}


def test_a_broader_topic_counts_the_narrower_once(stats):
    trends = {trend.topic.id: trend for trend in stats().trends}
    assert trends["systems-software"].papers == {2019: 1, 2024: 1, 2031: 0, 2032: 0}
    assert trends["runtime-systems"].total == 1
    assert trends["runtime-systems"].depth == 1
    assert trends["databases"].total == 0


def test_a_topic_rises_when_its_share_does_and_chance_does_not(root, stats):
    def many(edition, number, topics):
        ids = [f"{edition}{n}" for n in range(number)]
        root.store.write_papers(edition, [paper(i, f"On {i}", f"Author {i}", topics=(topics,)) for i in ids])
        root.store.abstracts_path(edition).unlink(missing_ok=True)

    for edition, topic in (
        ("isca2019", "storage"),
        ("neurips2024", "storage"),
        ("kites2031", "caching"),
        ("kites2032", "caching"),
    ):
        many(edition, 6, topic)
    directions = {trend.topic.id: trend.direction for trend in stats().trends}
    assert directions["caching"] == RISING
    assert directions["storage"] == FALLING
    for edition in ("isca2019", "neurips2024", "kites2031", "kites2032"):
        many(edition, 6, "caching")
    assert {trend.direction for trend in stats().trends} == {None}


def test_pairs_wrote_together_more_than_once(root, stats):
    assert stats().pairs == ()
    together = [paper(f"moss{n}", f"Moss {n}", "Cy Moss", "Al Ray") for n in range(2)]
    root.store.write_papers("kites2032", together)
    root.store.abstracts_path("kites2032").unlink()
    (pair,) = stats().pairs
    assert (pair.one, pair.other, pair.papers) == ("Al Ray", "Cy Moss", ("moss0", "moss1"))


def test_the_command_prints_what_was_counted(capsys, root):
    told = run(capsys, "stats", "--json").json
    assert [year["papers_count"] for year in told["years"]] == [1, 2, 2, 1]
    assert "2031" in run(capsys, "stats").out


def test_filters_narrow_what_is_counted(capsys, root):
    told = run(capsys, "stats", "--topic", "caching", "--json").json
    assert [(year["year"], year["papers_count"]) for year in told["years"]] == [(2019, 1), (2024, 1), (2031, 1)]


def test_who_wrote_before_is_not_new_because_a_filter_hides_it(capsys, root):
    (year,) = run(capsys, "stats", "--year", "2031", "--json").json["years"]
    assert (year["authors_count"], year["new_authors_count"], year["returning_authors_count"]) == (3, 1, 2)


def test_one_year_alone_has_shares_and_no_trend(capsys, root, tmp_path):
    told = run(capsys, "stats", "--year", "2031", "--json").json
    assert {(topic["early_share"], topic["trend"]) for topic in told["topics"]} == {(None, None)}
    out = run(capsys, "stats", "--year", "2031", "--svg", str(tmp_path / "one.svg")).out
    assert " to " not in out
    assert "2 papers in 2031." in (tmp_path / "one.svg").read_text()


def test_the_picture_says_all_its_numbers_as_text(stats, capsys, root, tmp_path):
    drawn = draw(stats(), "Kites & <ropes>")
    tree = ElementTree.fromstring(drawn)
    assert tree.find(f"{SVG}title").text == "Kites & <ropes>"
    assert "6 papers from 2019 to 2032" in tree.find(f"{SVG}desc").text
    texts = [text.text for text in tree.iter(f"{SVG}text")]
    assert "Caching and prefetching" in texts
    assert "Databases" not in texts
    width = float(tree.get("width"))
    assert all(float(text.get("x")) <= width for text in tree.iter(f"{SVG}text"))
    target = tmp_path / "field.svg"
    assert run(capsys, "stats", "--svg", str(target)).code == 0
    ElementTree.parse(target)


def test_an_empty_archive_says_what_to_do(capsys, tmp_path):
    (tmp_path / "scraped").mkdir(parents=True)
    ran = run(capsys, "stats", "--root", str(tmp_path))
    assert ran.code == 1
    assert "mlforsys scrape" in ran.err
