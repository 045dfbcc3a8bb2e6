"""Syntax of other query languages is searched as words, with a note."""

from __future__ import annotations

import pytest

from archive.cli.search.other_syntax import notes_on
from tests.support.commands import run


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("kites NEAR wind", "NEAR is not an operator, so it was searched as a word."),
        ("kites 2018-2020", "2018-2020 was searched as words. For papers of these years: year:2018-2020."),
        ("kites 2018..2020", "For papers of these years: year:2018-2020."),
        ("kites NEAR/3 wind", "NEAR/3 is not an operator"),
        ("kites w/5 wind", "w/5 is not an operator"),
        ("lant?rn", "? and * within a word are not wildcards. For words that begin so: lant*."),
        ("(l*tern kites)", "? and * within a word are not wildcards. For words that begin so: l*."),
        ("/lant.*/", "regular expressions are not read"),
        ("lantern~2", "a number after ~ is not read. For similar spellings: lantern~."),
        ("lantern^2", "a number after ^ is not read."),
        ('"lantern kites"~3', "~3 after a phrase is not read"),
        ("autor: quill", "Did you mean author:, as in author:kraska?"),
        ("titel: kites", "Did you mean title:, as in title:cache?"),
        ("author=quill", "Did you mean author:, as in author:kraska?"),
        ("kites !wind", "!wind was searched as a word. To leave it out: -wind"),
        ("kites year 2031", "For papers of 2031: year:2031"),
    ],
)
def test_syntax_of_other_query_languages_is_noted(capsys, root, query, says):
    ran = run(capsys, "search", query)
    assert ran.code == 0
    assert says in ran.err


@pytest.mark.parametrize(
    "query",
    [
        "lant* kites~",
        "Is this learned?",
        "author:quill",
        "author: quill",
        "TCP/IP and I/O",
        "near wind",
        '"NEAR lant?rn /a.b/"',
        "https://kites.example/a?b=c",
        "year>=2019 year=2031",
        "A* search, F* C++",
        "Kites: a survey",
        "a year of kites!",
        "year 42",
        "2032.00042",
    ],
)
def test_syntax_of_this_query_language_is_not_noted(query):
    assert list(notes_on(query)) == []
