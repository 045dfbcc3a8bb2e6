"""What one node of a query finds."""

from __future__ import annotations


def test_an_excluded_beginning_of_a_word_was_not_searched(ask):
    assert ask("umbr").prefix_terms == {"umbr"}
    answer = ask("learned -umbr")
    assert answer.hits
    assert not answer.prefix_terms
