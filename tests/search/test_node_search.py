"""The matches of one node of a query."""

from __future__ import annotations


def test_an_excluded_prefix_is_not_listed_as_searched(ask):
    assert ask("umbr").prefix_terms == {"umbr"}
    answer = ask("learned -umbr")
    assert answer.hits
    assert not answer.prefix_terms
