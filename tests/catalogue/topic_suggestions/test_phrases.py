"""Proposals for new topics, from phrases that papers share."""

from __future__ import annotations

import tomllib

import pytest

from archive.catalogue.items import items
from archive.catalogue.taxonomy import load_taxonomy
from archive.catalogue.topic_suggestions.phrases import propose_topics
from tests.support.archives import abstract, paper
from tests.support.commands import run
from tests.support.own import own_archive

TITLES = (
    "Kite String Failure in High Wind",
    "Predicting Kite String Failure",
    "A Survey of Kite String Failure",
    "Wind Tunnel Tests for Small Boats",
    "Towards a Wind Tunnel for Everyone",
    "Wind Tunnels Considered Harmful",
    "Lanterns",
    "A Lantern for Every Boat",
    "Glass Lanterns: An Approach",
    "Moss",
)
TEXTS = {0: "We propose a novel approach to wind.", 9: "We propose a novel approach to moss."}


@pytest.fixture
def root(tmp_path, monkeypatch):
    root = own_archive(tmp_path)
    papers = [paper(f"quill2031x{number}", title, "Ada Quill") for number, title in enumerate(TITLES)]
    root.store.write_papers("kfs2031", papers)
    root.store.write_abstracts("kfs2031", {f"quill2031x{number}": abstract(text) for number, text in TEXTS.items()})
    monkeypatch.chdir(tmp_path)
    return root


def test_the_longest_phrases_that_papers_share_are_proposed(root):
    proposed = {one.id: one for one in propose_topics(items(root), 20)}
    assert set(proposed) == {"kite-string-failure", "wind-tunnel", "lanterns"}
    assert proposed["kite-string-failure"].name == "Kite string failure"
    assert proposed["kite-string-failure"].papers == ("quill2031x0", "quill2031x1", "quill2031x2")
    assert proposed["wind-tunnel"].papers == ("quill2031x3", "quill2031x4", "quill2031x5")


def test_the_best_come_first_up_to_the_limit(root):
    assert [one.id for one in propose_topics(items(root), 2)] == ["kite-string-failure", "wind-tunnel"]
    assert list(propose_topics([], 5)) == []


def test_the_command_prints_tables_that_topics_toml_takes_as_they_are(capsys, root):
    ran = run(capsys, "topics", "--suggest-taxonomy")
    assert ran.code == 0
    assert set(tomllib.loads(ran.out)) == {"kite-string-failure", "wind-tunnel", "lanterns"}
    assert "# 3 papers: quill2031x0, quill2031x1, quill2031x2" in ran.out
    assert "3 topics proposed from 10 titles and 2 abstracts. Nothing was written." in ran.err
    (root.folder / "topics.toml").write_text(ran.out, encoding="utf-8")
    assert set(load_taxonomy(root.folder)) == {"kite-string-failure", "wind-tunnel", "lanterns"}
    assert "No topics to suggest: 3 or more papers share no phrase" in run(capsys, "topics", "--suggest-taxonomy").err


def test_as_json(capsys, root):
    (first, *_) = run(capsys, "topics", "--suggest-taxonomy", "--json").json
    assert first == {
        "id": "kite-string-failure",
        "name": "Kite string failure",
        "synonyms": [],
        "papers": ["quill2031x0", "quill2031x1", "quill2031x2"],
    }


def test_few_papers_share_nothing(capsys, tmp_path, monkeypatch):
    own_archive(tmp_path / "few")
    monkeypatch.chdir(tmp_path / "few")
    ran = run(capsys, "topics", "--suggest-taxonomy")
    assert (ran.code, ran.out) == (0, "")
    assert "No topics to suggest" in ran.err
