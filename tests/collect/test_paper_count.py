"""A page with another number of papers than expected is refused, and the first difference is named."""

from __future__ import annotations

import dataclasses

import pytest

from archive.collect.paper_count import OtherCount, refuse_other_count
from archive.model.paper import Edition, Entry, Page, Paper

ACME = Edition(id="acme2031", name="Kites at ACME 2031", venue="ACME", year=2031, url="https://kites.example/")
PAGE = Page("https://kites.example/list.html", "list")
KITES, SNOW, MOSS = (Entry(title, ("Ada Quill",)) for title in ("Kites", "Snow", "Moss"))
STORED = (Paper("quill2031kites", "Kites", ("Ada Quill",)), Paper("quill2031snow", "Snow", ("Ada Quill",)))


def counted(number):
    return dataclasses.replace(PAGE, expect=number)


def test_the_expected_number_of_papers_is_accepted():
    assert refuse_other_count(ACME, counted(2), [KITES, SNOW], ()) is None


def test_a_page_without_expect_may_grow():
    assert refuse_other_count(ACME, PAGE, [KITES, SNOW, MOSS], STORED) is None


@pytest.mark.parametrize(
    ("entries", "stored", "said"),
    [
        ([KITES, SNOW, MOSS], STORED, 'lists 3 papers, but its table expects 2; the first difference is "Moss"'),
        ([KITES], STORED, 'lists 1 papers, but its table expects 2; the first difference is "Snow"'),
        ([KITES, SNOW, MOSS], (), 'the first beyond 2 is "Moss", the first of all "Kites"'),
        ([KITES], (), 'the first is "Kites", the last "Kites"'),
        ([], (), "it lists none"),
    ],
)
def test_another_number_is_refused_with_the_first_difference(entries, stored, said):
    with pytest.raises(OtherCount, match=said) as raised:
        refuse_other_count(ACME, counted(2), entries, stored)
    assert f"set expect = {len(entries)} in editions.toml" in str(raised.value)
