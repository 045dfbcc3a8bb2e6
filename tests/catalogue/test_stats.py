"""Statistics: counts, trends, collaborators, and the chart."""

from __future__ import annotations

from archive.catalogue.stats import FALLING, RISING
from tests.support.archives import paper


def test_people_are_new_once_and_then_returning(stats):
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


def test_collaborators_have_more_than_one_joint_paper(root, stats):
    assert stats().pairs == ()
    together = [paper(f"moss{n}", f"Moss {n}", "Cy Moss", "Al Ray") for n in range(2)]
    root.store.write_papers("kites2032", together)
    root.store.abstracts_path("kites2032").unlink()
    (pair,) = stats().pairs
    assert (pair.one, pair.other, pair.papers) == ("Al Ray", "Cy Moss", ("moss0", "moss1"))
