"""Corrections of words that no paper contains."""

from __future__ import annotations

import pytest

from tests.support.archives import BOTH, SHORT, paper
from tests.support.commands import run


def test_an_unknown_word_is_replaced_by_the_closest_with_a_note(ask, capsys):
    answer = ask("umbrelas")
    assert (answer.total, answer.suggestion, dict(answer.corrections)) == (0, "umbrellas", {"umbrelas": "umbrellas"})
    assert {hit.record["id"] for hit in answer.hits} == {SHORT, BOTH}
    assert all(hit.partial for hit in answer.hits)
    assert 'No paper contains "umbrelas"; searched for "umbrellas" instead:' in run(capsys, "search", "umbrelas").out


def test_a_pasted_text_is_not_corrected(ask):
    pasted = " ".join(f"lantern{first}{second}x" for first in "abcdef" for second in "abcdefghi")
    assert dict(ask("umbrelas").corrections)
    assert not ask(f"umbrelas {pasted}").corrections
    assert ask(f"umbrellas {pasted}").hits[0].record["id"] in (SHORT, BOTH)


def test_with_match_all_the_closest_word_is_only_suggested(ask, capsys):
    assert (ask("umbrelas", match="all").hits, ask("umbrelas", match="all").suggestion) == ([], "umbrellas")
    assert "Did you mean: umbrellas" in run(capsys, "search", "umbrelas", "--match", "all").err


def test_a_suggestion_is_made_for_an_unknown_word_if_others_match(ask, capsys):
    answer = ask("umbrelas fiber", match="any")
    assert (answer.total, answer.suggestion, answer.is_full) == (1, "umbrellas fiber", True)
    ran = run(capsys, "search", "umbrelas", "fiber", "--match", "any", "--explain")
    assert ran.err == "Did you mean: umbrellas fiber\n"
    assert 'No paper contains "umbrelas"; "umbrellas" is the closest match.' in ran.out
    either = ask("umbrelas OR fiber")
    assert (either.total, either.suggestion) == (1, "umbrellas OR fiber")
    assert {hit.record["id"] for hit in either.hits if hit.partial} == {SHORT, BOTH}


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("umbrellaz umbrelas", "umbrellas umbrellas"),
        ("Ümbrelas, rl", "umbrellas, rl"),
        ("umbrelas colorumbrelas", "umbrellas colorumbrelas"),
    ],
)
def test_the_suggestion_is_the_query_with_whole_words_replaced(ask, text, suggestion):
    assert ask(text).suggestion == suggestion


@pytest.mark.parametrize(
    "text", ["umbrellas", "", "zzzzzzzz", "x", "kites -umbrelas", "year:2032", "pre-fetching", "HLS", "thn"]
)
def test_nothing_is_suggested_if_no_word_is_close_or_all_are_known(ask, text):
    assert ask(text).suggestion is None


@pytest.mark.parametrize("text", ["fibr", "Deew"])
def test_a_short_word_or_a_name_is_offered_and_not_replaced(ask, text):
    answer = ask(text)
    assert (answer.hits, dict(answer.corrections), list(answer.offers)) == ([], {}, [text])


def test_a_name_that_is_nearly_right_is_offered(umbrellas, capsys):
    umbrellas.store.write_papers("kites2031", [paper("kraska2031snow", "Snow", "Tim Kraska")])
    ran = run(capsys, "search", "kraksa")
    assert (ran.out, ran.err.splitlines()[-1]) == ("", 'No paper matches: none contains "kraksa". Did you mean: kraska')
    ran = run(capsys, "search", "kraksa", "umbrellas")
    assert "With some of the words:" in ran.out
    assert 'No paper contains "kraksa". Did you mean: kraska umbrellas' in ran.err


def test_words_that_resemble_none_are_told_apart(ask):
    answer = ask("umbrelas zzzqq fibr title:zzzqq")
    assert dict(answer.corrections) == {"umbrelas": "umbrellas"}
    assert (list(answer.offers), answer.unlike) == (["fibr"], ("zzzqq", "title:zzzqq"))
    assert ask("umbrellas").unlike == ()


def test_a_word_is_not_corrected_to_itself(ask):
    answer = ask("title:datacenter")
    assert (answer.hits, answer.suggestion) == ([], None)
