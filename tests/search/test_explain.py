"""How a query was read, and the parts of a score."""

from __future__ import annotations

import pytest

from tests.support.commands import run


def test_reasons_add_up_to_the_score(ask):
    for hit in ask("reinforcement learning umbrellas", limit=None).hits:
        assert sum(score for _, score in hit.reasons) == pytest.approx(hit.score)


def test_explain_says_how_the_query_was_understood(capsys, umbrellas):
    ran = run(capsys, "search", "the", "RL", "umbrelas", "year:2032", "-kites", "--explain")
    assert ran.out.split("\n\n")[0].splitlines() == [
        'Wanted: RL (else "reinforcement learning"); umbrelas.',
        "Required: year:2032.",
        "Excluded: kites.",
        "Ignored, as words without a topic: the.",
        'No paper contains "umbrelas"; "umbrellas" is used instead, with a lower weight.',
    ]
    unlike = run(capsys, "search", "umbrellas", "zzzqq", "--explain").out
    assert 'No paper contains "zzzqq".' in unlike.splitlines()
    ran = run(capsys, "search", "learned kites lanterns snow wind rails umbrellas", "--explain")
    assert ran.out.split("\n\n")[0].splitlines() == [
        "Wanted: learned; kites; lanterns; snow; wind; rails; umbrellas.",
        "The query is long, so each paper's score is smoothed over the papers most similar to it.",
    ]
    assert sum(" after smoothing over similar papers, before that " in line for line in ran.out.splitlines()) > 4
    for line in ran.out.splitlines():
        if " = " in line:
            alone, told = line.split(", before that ")[-1].split(" = ")
            assert sum(float(one.split()[0]) for one in told.split(" + ")) == pytest.approx(float(alone), abs=0.05)
    shape = run(capsys, "search", "umbrellas", "--explain", "--json").json
    assert shape["understood"] == ["Wanted: umbrellas."]
    assert all(result["score_parts"] for result in shape["results"])
