"""Which papers rank above which."""

from __future__ import annotations

from archive.search.index import build
from archive.search.query import parse_query
from tests.support.archives import BOTH, LONG_FORM, SHORT, abstract, paper, write_archive


def test_a_synonym_in_the_text_ranks_above_a_topic_of_that_name(umbrellas):
    umbrellas.store.write_papers(
        "kites2032",
        [
            paper("a2032topic", "Boats that Learn", "A One", topics=("reinforcement-learning",)),
            paper("b2032text", "Boats by Reinforcement Learning", "B Two"),
        ],
    )
    hits = build(umbrellas).search(parse_query("RL boats"), match="all").hits
    assert [hit.record["id"] for hit in hits] == ["b2032text", "a2032topic"]


def test_a_year_in_the_text_ranks_above_papers_of_that_year(umbrellas):
    umbrellas.store.write_papers("kites2031", [paper("a2031says", "Plans for 2032", "A One")])
    found = [hit.record["id"] for hit in build(umbrellas).search(parse_query("2032"), match="all", limit=None).hits]
    assert found[0] == "a2031says"
    assert {SHORT, LONG_FORM, BOTH} <= set(found)


def test_exact_matches_come_first(found):
    assert found("datacenter")[0] == "ray2032color"
    assert found("hardware/software")[0] == "ray2032color"


def test_adjacent_words_rank_higher(umbrellas):
    umbrellas.store.write_papers(
        "kites2032",
        [
            paper("a2032one", "Glass Boats and Paper Towers", "A One"),
            paper("b2032two", "Paper Boats and Glass Towers", "B Two"),
        ],
    )
    hits = build(umbrellas).search(parse_query("paper boats")).hits
    assert [hit.record["id"] for hit in hits] == ["b2032two", "a2032one"]


def test_a_long_query_is_smoothed_and_keeps_all_results(ask):
    text = "learned kites lanterns snow wind rails umbrellas trains glow"
    hits = ask(text, limit=None).hits
    scores = [hit.score for hit in hits if hit.partial]
    assert scores == sorted(scores, reverse=True)
    assert len({hit.record["id"] for hit in hits}) == len(hits) == len(ask(text, match="any", limit=None).hits)


def test_a_match_in_the_topic_name_ranks_below_a_match_in_the_text(tmp_path):
    root = write_archive(tmp_path)
    root.store.write_papers(
        "kites2032",
        [
            paper("a2032one", "Moss", "A One", topics=("learned-indexes",)),
            paper("b2032two", "A Database of Kites", "B Two"),
            paper("c2032three", "Snow", "C Three", topics=("compilers",)),
        ],
    )
    root.store.write_abstracts(
        "kites2032", {"c2032three": abstract("Snow " * 300 + "and one database in a thousand words of snow.")}
    )
    index = build(root)

    def found(text):
        return [hit.record["id"] for hit in index.search(parse_query(text), match="all").hits]

    assert found("database") == ["b2032two", "c2032three", "a2032one"]
    assert found("database moss") == ["a2032one"]
    assert found("learned index") == ["a2032one"]
    assert found('"index structures" moss') == ["a2032one"]
