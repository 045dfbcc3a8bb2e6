"""From a plan to the results: alternatives rank below the word itself, and pages of results."""

from __future__ import annotations

import pytest

from tests.support.archives import BOTH, LONG_FORM, SHORT


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
