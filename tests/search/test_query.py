"""The query language, without a search engine."""

from __future__ import annotations

import inspect
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.catalogue.filters import Years
from archive.model.analysis import split_words
from archive.search.query import AllOf, AnyOf, NoneOf, Query, Term, YearTerm, parse_query
from tests.support.steps import steps
from tests.support.strategies import questions, quick


def wanted(text):
    return parse_query(text).wanted


def unwanted(text):
    return parse_query(text).unwanted


A, B, C = Term("a"), Term("b"), Term("c")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ()),
        ("  \t ", ()),
        ("learned kites", (Term("learned"), Term("kites"))),
        ('"learned kites"', (Term("learned kites", "phrase"),)),
        ('a "b c" d', (A, Term("b c", "phrase"), Term("d"))),
        ('""', ()),
        ("“learned kites”", (Term("learned kites", "phrase"),)),
        ("„learned kites“", (Term("learned kites", "phrase"),)),
        ("«learned kites»", (Term("learned kites", "phrase"),)),
        ("sched*", (Term("sched", "prefix"),)),
        ("kitse~", (Term("kitse", "fuzzy"),)),
        ("* ~ ** ()", ()),
        ("a OR b", (AnyOf((A, B)),)),
        ("a | b || c", (AnyOf((A, B, C)),)),
        ("a or b", (A, Term("or"), B)),
        ("a AND b && c", (A, B, C)),
        ("c a OR b c", (C, AnyOf((A, B)), C)),
        ("OR a", (A,)),
        ("a OR", (A,)),
        ("a OR OR b", (AnyOf((A, B)),)),
        ("a OR (b c)", (AnyOf((A, AllOf((B, C)))),)),
        ("a OR -b", (AnyOf((A, NoneOf(B))),)),
        ("(a OR b) c", (AnyOf((A, B)), C)),
        ("(a b) c", (AllOf((A, B)), C)),
        ("((a))", (A,)),
        ("a) b (c", (A, B, C)),
        ("title:a", (Term("a", "word", "title"),)),
        ("topic:a,b c", (AnyOf((Term("a", field="topic"), Term("b", field="topic"))), C)),
        ("author:a,b c", (Term("a,b", field="author"), C)),
        ("Topic:a,b,c", (AnyOf(tuple(Term(one, field="topic") for one in "abc")),)),
        ("year:2018,2020-", (AnyOf((YearTerm(Years(2018, 2018)), YearTerm(Years(2020)))),)),
        ("author:a, b", (Term("a,", field="author"), B)),
        ('"author:a,b"', (Term("author:a,b", "phrase"),)),
        ("title:a,b", (Term("a,b", field="title"),)),
        ("year>2019", (YearTerm(Years(2020)),)),
        ("year >= 2019 a", (YearTerm(Years(2019)), A)),
        ("YEAR:<2019", (YearTerm(Years(None, 2018)),)),
        ("year≤2019", (YearTerm(Years(None, 2019)),)),
        ("year=2019", (YearTerm(Years(2019, 2019)),)),
        ('"year>2019"', (Term("year>2019", "phrase"),)),
        ("leapyear>2019", (Term("leapyear>2019"),)),
        ("TITLE:a", (Term("a", "word", "title"),)),
        ('title:"a b"', (Term("a b", "phrase", "title"),)),
        ("abstract:a author:b topic:c", (Term("a", field="abstract"), Term("b", field="author"), Term("c", field="topic"))),
        ("edition:a venue:b", (Term("a", field="edition"), Term("b", field="venue"))),
        ("title:a*", (Term("a", "prefix", "title"),)),
        ("title: a", (Term("a", "word", "title"),)),
        ('Author:  "a b" c', (Term("a b", "phrase", "author"), C)),
        ("SOSD: a", (Term("SOSD:"), A)),
        ("https://kites.example/a", (Term("https://kites.example/a", field="address"),)),
        ("arxiv:2031.00042v2 a", (Term("arxiv:2031.00042v2", field="address"), A)),
        ("2031.00042", (Term("2031.00042", field="address"),)),
        ("doi:10.5555/12.34", (Term("doi:10.5555/12.34", field="address"),)),
        ("kites.example/a 3.14 TCP/IP4", (Term("kites.example/a"), Term("3.14"), Term("TCP/IP4"))),
        ("k-means x86/ARM C++", (Term("k-means"), Term("x86/ARM"), Term("C++"))),
        ("a - b", (A, B)),
        ("a – b — c", (A, B, C)),
        ("k‑means k–means k—means k−means", (Term("k-means"),) * 4),
        ("🔥 基于", (Term("🔥"), Term("基于"))),
    ],
)
def test_required_terms(text, parts):
    query = parse_query(text)
    assert (query.wanted, query.unwanted, query.notes) == (parts, (), ())
    assert query.text == text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("-a", (A,)),
        ("\u2212a", (A,)),
        ("NOT a", (A,)),
        ("-a -b", (A, B)),
        ('-"a b"', (Term("a b", "phrase"),)),
        ("-(a b)", (AllOf((A, B)),)),
        ("NOT (a OR b)", (AnyOf((A, B)),)),
        ("-title:a", (Term("a", field="title"),)),
        ("-a*", (Term("a", "prefix"),)),
        ("-year:2031", (YearTerm(Years(2031, 2031)),)),
    ],
)
def test_excluded_terms(text, parts):
    assert unwanted(text) == parts
    assert wanted(text) == ()
    assert (unwanted(f"{text} c"), wanted(f"{text} c")) == (parts, (C,))


@pytest.mark.parametrize("text", ["a-b", "a -- b", "a NOT", "--a", "a - -"])
def test_a_hyphen_within_a_word_excludes_nothing(text):
    assert unwanted(text) == ()
    assert wanted(text)


def test_the_first_word_in_brackets_can_be_excluded():
    assert wanted("a OR (-b)") == (AnyOf((A, NoneOf(B))),)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("year:2031", Years(2031, 2031)),
        ("year:2018..2020", Years(2018, 2020)),
        ("year:2018-2020", Years(2018, 2020)),
        ("year:2021-", Years(2021, None)),
        ("year:2021..", Years(2021, None)),
        ("year:-2020", Years(None, 2020)),
        ('year:"2018 - 2020"', Years(2018, 2020)),
    ],
)
def test_years(text, years):
    assert wanted(text) == (YearTerm(years),)


@pytest.mark.parametrize("name", ["T. Kraska", "T Kraska", "t. kraska", "J.-P. Ng", "J. R. Öz", "J.R. Öz-Li"])
def test_an_initial_after_author_belongs_to_the_word_after_it(name):
    assert wanted(f"author:{name} a") == (Term(name, "phrase", "author"), A)
    assert wanted(f"(author: {name})") == (Term(name, "phrase", "author"),)
    assert unwanted(f"-author:{name}") == (Term(name, "phrase", "author"),)


@pytest.mark.parametrize("text", ["author:T. OR a", "author:T.", "author:T. a:b", "author:t kraska", "title:T. Kraska"])
def test_an_initial_is_joined_only_with_a_name(text):
    assert not any(term.kind == "phrase" for term in parse_query(text).terms())


@pytest.mark.parametrize(
    ("text", "parts", "note"),
    [
        ("colour:red", (AllOf((Term("colour"), Term("red"))),), "colour: is not a field"),
        ('colour:"dark red"', (AllOf((Term("colour"), Term("dark red", "phrase"))),), "colour: is not a field"),
        ("year:soon", (Term("soon"),), 'Invalid year "soon"'),
        ("a author:", (A,), "author: needs a value, such as author:kraska."),
        ("titel:a", (AllOf((Term("titel"), A)),), "Did you mean title:?"),
        ("year:2020..2018", (Term("2020..2018"),), "the first year is after the last"),
    ],
)
def test_invalid_syntax_is_searched_as_words_with_a_note(text, parts, note):
    query = parse_query(text)
    assert query.wanted == parts
    assert len(query.notes) == 1
    assert note in query.notes[0]


def test_a_field_before_brackets_is_understood_or_noted():
    query = parse_query("title:(a b)")
    assert query.notes or Term("title") not in query.wanted


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ('a "b c', (A, B, C)),
        ('a b"', (A, B)),
        ('"', ()),
        ('"a b" "c', (Term("a b", "phrase"), C)),
        ('title:"a b', (Term("a", "word", "title"), B)),
        ("“a b", (A, B)),
    ],
)
def test_an_unbalanced_quotation_mark_is_ignored(text, parts):
    assert wanted(text) == parts


def test_terms_are_those_that_are_not_excluded():
    query = parse_query('a (b OR "c d") -e year:2031 title:f')
    assert [term.text for term in query.terms()] == ["a", "b", "c d", "f"]


@quick
@given(questions)
def test_parsing_never_fails(text):
    query = parse_query(text)
    assert isinstance(query, Query)
    assert query.text == text
    assert all(split_words(term.text) for term in query.terms())


@quick
@given(st.text(st.characters(), max_size=40))
def test_parsing_never_fails_on_invalid_unicode(text):
    assert parse_query(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000,
        ")" * 10_000,
        "(a " * 10_000,
        "(" * 10_000 + "a" + ")" * 10_000,
        "-(" * 10_000 + "a",
        "NOT " * 10_000 + "a",
        "title:" * 10_000 + "a",
        "-title:(" * 10_000,
        '"' * 100_001,
        '" ' * 50_000,
        "a" * 100_000,
        "a " * 50_000,
        "-" * 100_000,
        ":" * 100_000,
        "a OR " * 5_000,
    ],
    ids=lambda text: f"{text[:8]}-{len(text)}",
)
def test_the_work_of_parsing_is_linear(text):
    assert steps(lambda: parse_query(text)) < 2 * len(text) + 5000


@pytest.mark.parametrize("begun", ["(", "title:("])
def test_brackets_within_brackets_are_bounded_after_a_field_too(begun):
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 200)
    try:
        query = parse_query(f"kites {begun * 240} lanterns")
    finally:
        sys.setrecursionlimit(limit)
    assert [term.text for term in query.terms()] == ["kites", "lanterns"]
