"""Filters that search and export share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.catalogue.filters import Filters, Years, is_person, parse_years
from archive.errors import UsageError
from tests.support.strategies import quick

RECORD = {
    "year": 2031,
    "edition": "acme2031",
    "topics": ["wind", "snow"],
    "authors": ["Łukasz van Ørsted", "Ada Quill"],
    "venue": "ACME Kites",
    "award": None,
}


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2019", Years(2019, 2019)),
        (" 2018-2020 ", Years(2018, 2020)),
        ("2018 – 2020", Years(2018, 2020)),
        ("2018..2020", Years(2018, 2020)),
        ("2018\u22122020", Years(2018, 2020)),
        ("2021-", Years(2021, None)),
        ("-2020", Years(None, 2020)),
        ("..2020", Years(None, 2020)),
    ],
)
def test_years(text, years):
    assert parse_years(text) == years


@pytest.mark.parametrize("text", ["", "-", "..", "19", "20192020", "2019-20", "soon", "2019-2020-2021", "2019,2020", "12019"])
def test_what_is_no_year_is_wrong_usage(text):
    with pytest.raises(UsageError, match="is no year"):
        parse_years(text)


def test_years_the_wrong_way_round_are_named_the_right_way():
    with pytest.raises(UsageError, match="2018-2020"):
        parse_years("2020-2018")


@quick
@given(st.text(alphabet="0123456789-. –"))
def test_any_text_is_years_or_wrong_usage(text):
    try:
        years = parse_years(text)
    except UsageError:
        return
    assert years.include(years.first or years.last)
    assert not years.include(None)


@pytest.mark.parametrize(
    ("filters", "accepted"),
    [
        (Filters(), True),
        (Filters(years=Years(2030, None)), True),
        (Filters(years=Years(None, 2030)), False),
        (Filters(editions=("other", "acme2031")), True),
        (Filters(editions=("other",)), False),
        (Filters(topics=(frozenset({"wind"}), frozenset({"snow", "rain"}))), True),
        (Filters(topics=(frozenset({"wind"}), frozenset({"rain"}))), False),
        (Filters(author="orsted"), True),
        (Filters(author="lukasz ØRSTED"), True),
        (Filters(author="Ada Ørsted"), False),
        (Filters(author=""), False),
        (Filters(venue="acme  kites"), True),
        (Filters(venue="ACME"), False),
        (Filters(award=True), False),
    ],
)
def test_a_paper_must_pass_every_filter(filters, accepted):
    assert filters.accepts(RECORD) is accepted


def test_an_edition_without_year_and_venue_passes_neither():
    record = RECORD | {"year": None, "venue": None}
    assert Filters().accepts(record)
    assert not Filters(years=Years(None, 2099)).accepts(record)
    assert not Filters(venue="ACME").accepts(record)


@pytest.mark.parametrize("wanted", ["quill", "Ada", "quill ADA", "Ada-Quill"])
def test_a_person_is_meant_by_any_of_their_words(wanted):
    assert is_person(wanted, "Ada Quill")


@pytest.mark.parametrize("wanted", ["qui", "Ada Zuse", "...", ""])
def test_half_a_word_is_nobody(wanted):
    assert not is_person(wanted, "Ada Quill")
