"""Reviewing suggested topics on a terminal."""

from __future__ import annotations

import pytest

from archive.store.curation import load_curation
from archive.store.curation_edit import Edit, write_edits
from tests.support.archives import AT_SEA, CACHED
from tests.support.commands import run
from tests.support.terminals import Sitting

CTRL_C, CTRL_D = "\x03", "\x04"


def review(uncurated, *keys):
    """The last output of ``topics --review`` after these keys; a longer text is typed as the topic to add."""
    with Sitting("--root", str(uncurated.folder), "topics", "--review", "kites2032") as sitting:
        for key in keys:
            if len(key) > 1:
                sitting.sees("Topic:")
                sitting.type(key)
            else:
                sitting.sees("q stop")
                sitting.press(key)
        return sitting.leaves()


def test_a_review_accepts_drops_adds_and_stops(uncurated):
    assert review(uncurated, "1", "+", "dbms\n", "a", "q") == (0, "1 paper reviewed, 1 left to review.\r\n")
    stored = {one.id: one.topics for one in uncurated.store.papers("kites2032")}
    assert stored == {CACHED: ("databases", "reinforcement-learning"), AT_SEA: (), "rain2032retracted": ()}
    assert load_curation("kites2032", uncurated.folder)[CACHED].topics == stored[CACHED]


@pytest.mark.slow
def test_only_keys_with_an_effect_are_listed(uncurated):
    with Sitting("--root", str(uncurated.folder), "topics", "--review", "kites2032") as sitting:
        assert "a accept   1-2 drop   + add   s skip" in sitting.sees("q stop")
        sitting.press("1")
        assert "a accept   1 drop   + add   s skip" in sitting.sees("q stop")
        sitting.press("1")
        shown = sitting.sees("q stop")
        assert "+ add   s skip" in shown
        assert "drop" not in shown
        assert "accept" not in shown


@pytest.mark.slow
def test_skipped_papers_come_again(uncurated):
    assert "0 papers reviewed, 2 left" in review(uncurated, "s", "s")[1]
    assert not (uncurated.folder / "curation").exists()


@pytest.mark.slow
def test_an_interrupt_keeps_decisions_and_the_rest_comes_again(uncurated):
    code, said = review(uncurated, "a", CTRL_C)
    assert code == 130
    assert "1 paper reviewed, 1 left" in said
    assert "0 papers reviewed, 1 left" in review(uncurated, CTRL_D)[1]


@pytest.mark.slow
def test_a_topic_is_not_added_beside_its_narrower_one_and_methods_stay_last(uncurated):
    review(uncurated, "1", "+", "learned indexes\n", "+", "databases\n", "a", "q")
    assert uncurated.store.papers("kites2032")[0].topics == ("learned-indexes", "reinforcement-learning")


@pytest.mark.slow
@pytest.mark.parametrize("instead", ["nothing of the kind\n", " \n"])
def test_an_unknown_topic_is_not_added(uncurated, instead):
    review(uncurated, "+", instead, "a", "q")
    assert uncurated.store.papers("kites2032")[0].topics == ("caching", "reinforcement-learning")


@pytest.mark.slow
def test_topics_added_in_the_meantime_are_kept(uncurated):
    with Sitting("--root", str(uncurated.folder), "topics", "--review", "kites2032") as sitting:
        sitting.sees("q stop")
        write_edits(uncurated, "kites2032", {CACHED: Edit(("databases",))})
        sitting.press("a")
        assert f"{CACHED} was given topics in the meantime; yours were not written." in sitting.sees("q stop")
        sitting.press("q")
        assert sitting.leaves() == (0, "0 papers reviewed, 1 left to review.\r\n")
    assert uncurated.store.papers("kites2032")[0].topics == ("databases",)


def test_a_review_needs_a_terminal(capsys, uncurated):
    ran = run(capsys, "topics", "--review")
    assert ran.code == 2
    assert "--accept" in ran.err
