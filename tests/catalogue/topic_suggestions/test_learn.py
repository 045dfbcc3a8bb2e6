"""Learning suggestions from papers with topics."""

from __future__ import annotations

import pytest

from archive.catalogue.items import items
from archive.catalogue.taxonomy import load_taxonomy
from archive.catalogue.topic_suggestions.files import COUNTS
from archive.catalogue.topic_suggestions.learn import Example, examples, learn, to_bytes
from archive.catalogue.topic_suggestions.model import Counts, Model, load_model, read_counts
from archive.store.root import Root, bundled_folder
from tests.support.archives import CACHED_TEXT


def test_learning_adjusts_the_weight_of_a_cue():
    taxonomy = load_taxonomy()
    text = "The cache is small."
    papers = [Example(f"Kites {i}", text, ("networking",)) for i in range(20)]
    before = {v.topic: v.score for v in Model(taxonomy, Counts(0, {}, {}, {})).weigh("Kites", text)}
    after = {v.topic: v.score for v in Model(taxonomy, learn(papers, taxonomy)).weigh("Kites", text)}
    assert before["caching"] > 0
    assert after.get("caching", 0) < before["caching"]


def test_the_same_papers_give_the_same_bytes():
    taxonomy = load_taxonomy()
    papers = [Example("Cache kites", CACHED_TEXT, ("caching", "networking")), Example("Moss", "Moss and cache.", ("storage",))]
    content = to_bytes(learn(papers, taxonomy))
    assert content == to_bytes(learn(list(papers), taxonomy))


def test_counts_read_back_are_the_counts_written(tmp_path):
    taxonomy = load_taxonomy()
    counts = learn([Example("Cache kites", CACHED_TEXT, ("caching",))] * 3, taxonomy)
    (tmp_path / "counts.json").write_bytes(to_bytes(counts))
    assert read_counts(tmp_path / "counts.json") == counts


def test_the_bundled_counts_are_what_is_learned_from_the_catalogue():
    counts = read_counts(COUNTS)
    papers = examples(items(Root(bundled_folder())))
    abstracts = sum(bool(paper.abstract) for paper in papers)
    if abstracts != counts.abstracts:
        pytest.skip(f"They were learned with {counts.abstracts} abstracts, and {abstracts} are here.")
    assert COUNTS.read_bytes() == to_bytes(learn(papers, load_taxonomy())), "Run `mlforsys topics --learn`."


def test_the_bundled_counts_are_of_topics_that_there_are():
    model = load_model()
    assert set(read_counts_of(model).topics) <= set(load_taxonomy())


def read_counts_of(model):
    return model._counts
