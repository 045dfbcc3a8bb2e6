"""Filters that search and export share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.catalogue.filters import (
    Filters,
    Years,
    is_person,
    parse_years,
    read_filters,
    uncollected,
)
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
def test_an_invalid_year_is_wrong_usage(text):
    with pytest.raises(UsageError, match="Invalid year"):
        parse_years(text)


def test_a_reversed_range_of_years_is_suggested_in_order():
    with pytest.raises(UsageError, match="2018-2020"):
        parse_years("2020-2018")


@quick
@given(st.text(alphabet="0123456789-. –"))
def test_any_text_gives_years_or_wrong_usage(text):
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
        (Filters(years=(Years(1999, 1999), Years(2030, None))), True),
        (Filters(years=(Years(None, 2030),)), False),
        (Filters(editions=("other", "acme2031")), True),
        (Filters(editions=("other",)), False),
        (Filters(topics=(frozenset({"wind"}), frozenset({"snow", "rain"}))), True),
        (Filters(topics=(frozenset({"wind"}), frozenset({"rain"}))), False),
        (Filters(authors=("nobody", "orsted")), True),
        (Filters(authors=("lukasz ØRSTED",)), True),
        (Filters(authors=("Ada Ørsted",)), False),
        (Filters(authors=("",)), False),
        (Filters(venues=("acme  kites",)), True),
        (Filters(venues=("ACME", "Moss")), False),
        (Filters(award=True), False),
    ],
)
def test_a_paper_must_pass_every_filter(filters, accepted):
    assert filters.accepts(RECORD) is accepted


def test_an_edition_without_year_and_venue_passes_neither():
    record = RECORD | {"year": None, "venue": None}
    assert Filters().accepts(record)
    assert not Filters(years=(Years(None, 2099),)).accepts(record)
    assert not Filters(venues=("ACME",)).accepts(record)


@pytest.mark.parametrize("wanted", ["quill", "Ada", "quill ADA", "Ada-Quill"])
def test_any_word_of_a_name_matches_a_person(wanted):
    assert is_person(wanted, "Ada Quill")


@pytest.mark.parametrize("wanted", ["qui", "Ada Zuse", "...", "", "Q.", "a", "a q", "Ada Q."])
def test_part_of_a_word_matches_no_person(wanted):
    assert not is_person(wanted, "Ada Quill")


@pytest.mark.parametrize(
    ("wanted", "name", "meant"),
    [
        ("A. Quill", "Ada Quill", True),
        ("Quill, A.", "Ada Quill", True),
        ("A. M. Quill", "Ada Moss Quill", True),
        ("Ada M. Quill", "Ada Moss Quill", True),
        ("A. Quill", "Ada Moss Quill Jr.", True),
        ("J.-P. Moss", "Jean-Pierre Moss", True),
        ("P. O'Neil", "Pat O’Neil", True),
        ("B. Quill", "Ada Quill", False),
        ("A. B. Quill", "Ada Quill", False),
        ("W. Li", "Li Wang", False),
        ("Q. Quill", "Ada Quill", False),
    ],
)
def test_initials_match_names_before_full_words(wanted, name, meant):
    assert is_person(wanted, name) is meant


@pytest.mark.parametrize(
    ("given", "filters"),
    [
        ({"year": "2031,2032-"}, Filters(years=(Years(2031, 2031), Years(2032, None)))),
        ({"year": 2031}, Filters(years=(Years(2031, 2031),))),
        ({"year": [2031, "2019"]}, Filters(years=(Years(2031, 2031), Years(2019, 2019)))),
        ({"edition": ["kites2031, ISCA 2019", "Kites-2032"]}, Filters(editions=("kites2031", "isca2019", "kites2032"))),
        ({"edition": "NIPS2019"}, Filters(editions=("neurips2019",))),
        ({"edition": "2031,kites2031,kites2032"}, Filters(editions=("kites2031", "kites2032"))),
        ({"venue": "nips, Isca"}, Filters(venues=("NeurIPS", "ISCA"))),
        ({"author": "quill,van loon"}, Filters(authors=("quill", "van loon"))),
        ({"author": ["Quill, Ada", "ALTINBUKEN"]}, Filters(authors=("Quill, Ada", "ALTINBUKEN"))),
        ({"award": True}, Filters(award=True)),
        ({"year": [], "author": None}, Filters()),
    ],
)
def test_values_are_read_as_people_write_them(root, given, filters):
    assert read_filters(root, **given) == filters


def test_topics_are_alternatives_however_they_are_spelled(root):
    both = read_filters(root, topic=["Caching", "storage"]).topics
    assert both == read_filters(root, topic="storage,Prefetching").topics
    assert len(both) == 1
    assert {"caching", "storage"} <= both[0]
    assert read_filters(root, topic="LLMs").topics == read_filters(root, topic="LLM for Systems").topics


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"year": "2019,"}, 'Invalid year "2019,": use 2019, 2018-2020 or 2021-.'),
        ({"year": "soon"}, 'Invalid year "soon": use 2019, 2018-2020 or 2021-.'),
        ({"year": "1999"}, "There is no edition of 1999. Editions range from 2018 to 2032."),
        (
            {"edition": "kites"},
            'There is no edition "kites". Did you mean kites2031 or kites2032? `mlforsys editions` lists them all.',
        ),
        ({"edition": "kites2031,,"}, 'Invalid value "kites2031,,": use one value, or several with commas between them.'),
        ({"author": "quil"}, 'No paper has an author "quil". Did you mean Ada Quill? `mlforsys authors` lists them all.'),
        ({"author": ["quill", "xyzzy"]}, 'No paper has an author "xyzzy". `mlforsys authors` lists them all.'),
        ({"venue": "SIGMOD"}, 'There is no venue "SIGMOD". Venues: ACME, ISCA, NeurIPS.'),
        ({"venue": "neurip"}, 'There is no venue "neurip". Did you mean NeurIPS? Venues: ACME, ISCA, NeurIPS.'),
    ],
)
def test_an_unknown_value_is_wrong_usage_with_suggestions(root, given, says):
    with pytest.raises(UsageError) as raised:
        read_filters(root, **given)
    assert str(raised.value) == says


def test_editions_that_are_known_and_not_collected(root):
    named = read_filters(root, year="2025")
    assert [edition.id for edition in uncollected(root, named)] == ["neurips2025"]
    assert [edition.id for edition in uncollected(root, read_filters(root, edition="neurips2026,kites2031"))] == ["neurips2026"]
    assert uncollected(root, read_filters(root, year="2024-2026")) == []
    every = uncollected(root, read_filters(root, year="2024-2026"), only_named=False)
    assert [edition.id for edition in every] == ["neurips2025", "neurips2026"]
    assert uncollected(root, Filters(), only_named=False) == []
