"""Suggested topics: which ones, how many, and none without evidence."""

from __future__ import annotations

import pytest

from archive.catalogue.taxonomy import load_taxonomy
from archive.catalogue.topic_suggestions.model import THRESHOLD, Counts, Model, load_model


@pytest.mark.parametrize(
    ("title", "abstract", "topics"),
    [
        ("Agentic Kites", "LLM agents call tools, and other agents check their work.", {"llm-agents"}),
        ("A Router for LLM Serving", "vLLM answers requests with a KV cache in less time.", {"llm-serving"}),
        ("Carbon-Aware Cooling", "Energy consumption and carbon emissions of kites fall.", {"energy"}),
    ],
)
def test_words_of_new_subjects_lead_to_their_topics(title, abstract, topics):
    suggested = set(load_model().suggest(title, abstract))
    assert topics <= suggested
    assert not suggested & {"networking", "reinforcement-learning", "llm-for-systems"}


def test_without_a_sure_area_the_best_is_suggested_if_it_is_likely():
    model = Model(load_taxonomy(), Counts(0, {}, {}, {}))
    assert model.weigh("Kites", "Flash and disks are small.")[0].score < THRESHOLD
    assert model.suggest("Kites", "Flash and disks are small.") == ("storage",)
    assert model.weigh("Kites", "The disk is small.")
    assert model.suggest("Kites", "The disk is small.") == ()


def test_a_much_surer_broader_topic_replaces_its_narrower_one():
    model = Model(load_taxonomy(), Counts(0, {}, {}, {}))
    text = "Databases: a dbms plans SQL queries; transactions, OLTP and OLAP, join order and cardinality estimation."
    beside = f"{text} A B-tree, a Bloom filter and a sketch are there."
    scores = {verdict.topic: verdict.score for verdict in model.weigh("Query Optimization in Database Systems", beside)}
    assert min(scores["databases"], scores["learned-indexes"]) > THRESHOLD
    suggested = model.suggest("Query Optimization in Database Systems", beside)
    assert ("databases" in suggested, "learned-indexes" in suggested) == (True, False)
    assert "learned-indexes" in model.suggest("Learned Indexes", f"A learned index, a learned Bloom filter, a B-tree. {text}")


def test_at_most_four_topics_are_suggested_and_none_with_its_broader_one():
    taxonomy = load_taxonomy()
    text = (
        "Databases, learned indexes, bandits, graph neural networks, congestion control, circuits, compilers, caches, LLMs. "
        * 5
    )
    suggested = load_model().suggest("Databases with learned index structures", text)
    assert len(suggested) == 4
    assert not any(taxonomy[topic].broader in suggested for topic in suggested)
