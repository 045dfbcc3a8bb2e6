"""Related papers, with reasons."""

from __future__ import annotations

import pytest

from archive.catalogue.taxonomy import load_taxonomy
from archive.search.index import open_index
from archive.search.related import related
from tests.support.archives import abstract, paper, records, write_archive
from tests.support.commands import run


@pytest.fixture
def root(tmp_path, monkeypatch):
    root = write_archive(tmp_path / "archive")
    papers = [
        paper("ray2032bloom", "Learned Bloom Filters", "Al Ray", topics=("learned-indexes",)),
        paper("sky2032trees", "Learned Trees", "Bo Sky", topics=("learned-indexes",)),
        paper("fog2032joins", "Joins Learned Ahead", "Cy Fog", topics=("databases",)),
        paper("dew2032agents", "Agents that Wait", "Di Dew", topics=("networking", "reinforcement-learning")),
        paper("ray2032rope", "Learned Ropes of Glass", "Al Ray"),
        paper("rain2032gone", "Learned Bloom Filters Again", "Al Ray", status="withdrawn"),
    ]
    root.store.write_papers("kites2032", papers)
    root.store.write_abstracts("kites2032", {"ray2032rope": abstract("Ropes woven from glass hang from ships.")})
    monkeypatch.setenv("MLFORSYS_ROOT", str(root.folder))
    return root


@pytest.fixture
def like(root):
    def like(paper_id: str):
        record = next(record for record in records(root) if record["id"] == paper_id)
        return related(open_index(root, print), record, load_taxonomy(), None)

    return like


def test_the_nearest_paper_shares_a_topic_and_says_so(like):
    nearest = like("ray2032bloom")[0]
    assert nearest.record["id"] == "sky2032trees"
    assert any("Learned indexes" in reason for reason in nearest.reasons)
    assert any(reason.startswith("both say learned") for reason in nearest.reasons)


def test_a_shared_broader_topic_counts_and_a_shared_author_is_named(like):
    found = {one.record["id"]: one for one in like("ray2032bloom")}
    assert any("Databases" in reason for reason in found["fog2032joins"].reasons)
    assert "by Al Ray" in found["ray2032rope"].reasons
    assert found["sky2032trees"].score > found["fog2032joins"].score


def test_the_paper_itself_and_withdrawn_papers_are_left_out(like):
    assert {"ray2032bloom", "rain2032gone"}.isdisjoint(one.record["id"] for one in like("ray2032bloom"))


def test_scores_fall_and_the_limit_holds(capsys, like):
    scores = [one.score for one in like("ray2032bloom")]
    assert scores == sorted(scores, reverse=True)
    told = run(capsys, "related", "ray2032bloom", "--limit", "2", "--json").json
    assert len(told) == 2
    assert run(capsys, "related", "ray2032bloom", "--limit", "0").out == ""


def test_an_unknown_id_gets_a_suggestion(capsys, root):
    ran = run(capsys, "related", "ray2032blom")
    assert ran.code == 1
    assert "ray2032bloom" in ran.err
