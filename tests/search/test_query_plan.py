"""From a query to the terms that are searched."""

from __future__ import annotations

import pytest

from tests.support.archives import SHORT


@pytest.mark.parametrize(
    ("text", "paper_id"),
    [
        ("behaviour", "ray2032color"),
        ("coloured fibre", "ray2032color"),
        ("optimizing neighbors", "sky2032colour"),
        ("centered", "sky2032colour"),
        ("data center", "ray2032color"),
        ("data-center", "ray2032color"),
        ("datacenter", "sky2032colour"),
        ("hardware/software", "sky2032colour"),
        ("kmeans", "sun2032kmeans"),
        ("codesign", "sun2032kmeans"),
        ("pre-fetching", "sun2032kmeans"),
        *((text, "sun2032kmeans") for text in ("GPU", "gpus", "graphics processing units", "LLM", "large language model")),
        ("fog 2032", SHORT),
        ("umbrellas acme", SHORT),
        ("kites2032 umbrellas", SHORT),
        (SHORT, SHORT),
        ("best award", "quill2024kites"),
        ("umbrellas paper pdf", SHORT),
        ("k–means", "sun2032kmeans"),
    ],
)
def test_other_spellings_are_found(found, text, paper_id):
    assert paper_id in found(text)


def test_introductory_phrases_of_a_query_need_not_match(found, ask):
    assert "ray2032color" in found("I am interested in papers which discuss colored fiber")
    assert "interested" in ask("I am interested in papers on fiber").plan.left_out
    assert ask("interested readers").plan.left_out == ()
    assert [ask(text).plan.left_out for text in ("fiber papers", "paper boats", "papers")] == [("papers",), (), ()]
    assert ask("what is the best fiber?").total == 1
    assert {"anyone", "tried", "work"} <= set(ask("has anyone tried to work on colored fiber?").plan.left_out)
    assert ask("work queues").plan.left_out == ()
