"""From a plan to the results: alternatives rank below the word itself, and pages of results."""

from __future__ import annotations

import pytest

from archive.search.index import open_index
from archive.search.query import parse_query
from tests.support.archives import BOTH, LONG_FORM, SHORT, paper


def test_pages_continue_one_another(ask):
    everything = [hit.record["id"] for hit in ask("kites umbrellas learned", limit=None).hits]
    pages = [
        hit.record["id"] for offset in range(0, 12, 2) for hit in ask("kites umbrellas learned", limit=2, offset=offset).hits
    ]
    assert pages == everything[:12]


def test_an_abbreviation_finds_its_long_form_below_itself(found):
    assert set(found("RL")) == {SHORT, LONG_FORM, BOTH}
    assert found("RL")[-1] == LONG_FORM
    assert found("rl umbrellas")[0] in (SHORT, BOTH)


@pytest.mark.parametrize("text", ["reinforcement learning", '"reinforcement learning"', "Reinforcement Learning"])
def test_a_long_form_finds_its_abbreviation_below_itself(found, text):
    assert set(found(text)) == {SHORT, LONG_FORM, BOTH}
    assert found(text)[-1] == SHORT


@pytest.fixture
def listed(umbrellas):
    """The ids that a query finds in full among papers that are written first."""

    def listed(text, *papers):
        umbrellas.store.write_papers("kites2031", papers)
        answer = open_index(umbrellas).search(parse_query(text), match="all", limit=None)
        return [hit.record["id"] for hit in answer.hits]

    return listed


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("mixture of experts", "MoE"),
        ("mixtures of experts", "mixture of experts"),
        ("internet of things", "IoT"),
        ("reinforcement learning from human feedback", "RLHF"),
    ],
)
def test_a_long_form_with_words_that_queries_ignore_finds_its_abbreviation(listed, text, short):
    assert listed(text, paper("quill2031kites", f"Kites for {short}", "Ada Quill")) == ["quill2031kites"]


def test_an_abbreviation_of_typed_words_is_not_the_beginning_of_a_name(listed):
    near = paper("quill2031kites", "Retrieval Augmented Generation of Kites", "Ada Quill")
    assert listed("retrieval augmented generation", near, paper("ragu2031snow", "Snow", "Bo Ragunath")) == ["quill2031kites"]


def test_papers_of_a_topic_stand_in_the_order_of_the_words_that_they_have(listed):
    titles = ("Kites", "Imitation of Kites", "Learning of Kites", "Imitation Learning of Kites")
    papers = [paper(f"quill2031{at}", title, "Ada Quill", topics=("supervised-learning",)) for at, title in enumerate(titles)]
    assert listed("imitation learning", *papers) == ["quill20313", "quill20311", "quill20312", "quill20310"]
