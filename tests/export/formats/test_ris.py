"""RIS: the exact text, and what other programs read from it."""

from __future__ import annotations

import re

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st

from tests.support.citations import real, real_references, record, reference, written
from tests.support.readers import csl_by_pandoc
from tests.support.strategies import nasty_texts, quick


def test_ris_of_a_paper():
    one = record("Kites & “Snow”", "Mia van der Loon", "Bo Zuse Jr.", "Madonna", topics=("storage",), award="Best Kite")
    assert written("ris", one) == (
        "TY  - CONF\n"
        "ID  - quill2031kites\n"
        "AU  - van der Loon, Mia\n"
        "AU  - Zuse, Bo, Jr.\n"
        "AU  - Madonna\n"
        "TI  - Kites & “Snow”\n"
        "T2  - Workshop on Kites & Rails at ACME 2031\n"
        "PY  - 2031\n"
        "KW  - Storage\n"
        "N1  - Best Kite\n"
        "UR  - https://kites.example/quill2031kites.pdf\n"
        "ER  - \n"
    )


def test_records_are_separated_and_no_tag_is_empty():
    text = real("ris")
    assert text.count("ER  - \n") == len(real_references())
    assert "ER  - \n\nTY  - CONF\n" in text
    assert {line for line in text.splitlines() if re.fullmatch(r"[A-Z][A-Z0-9]  - *", line)} == {"ER  - "}


def test_a_withdrawn_paper_is_marked_and_its_file_not_linked():
    text = written("ris", record(status="withdrawn", page_url="https://kites.example/list.html"))
    assert "N1  - Withdrawn\nUR  - https://kites.example/list.html\n" in text


def test_every_paper_comes_back_the_same():
    for entry, one in zip(rispy.loads(real("ris")), real_references(), strict=True):
        assert (entry["type_of_reference"], entry["id"], entry["title"]) == ("CONF", one.id, one.title)
        assert entry.get("authors", []) == [
            ", ".join(filter(None, (f"{name.particle} {name.family}".strip(), name.given, name.suffix))) for name in one.authors
        ]
        assert (entry["secondary_title"], entry["year"], entry["urls"]) == (one.container, str(one.year), [one.url])
        assert entry["date"] == f"{one.date:%Y/%m/%d/}"
        assert entry.get("keywords", []) == list(one.keywords)
        assert entry.get("place_published", "") == one.place


def test_every_paper_comes_back_the_same_from_pandoc():
    for item, one in zip(csl_by_pandoc(real("ris"), "ris"), real_references(), strict=True):
        assert (item["type"], item["title"].replace("’", "'"), item["URL"]) == ("paper-conference", one.title, one.url)
        assert len(item.get("author", ())) == len(one.authors)
        assert item["container-title"] == one.container


@quick
@given(nasty_texts, st.lists(nasty_texts, max_size=3))
def test_any_title_gives_one_record_with_all_authors(title, authors):
    expected = reference(title, *authors)
    (entry,) = rispy.loads(written("ris", record(title, *authors)))
    assert entry.get("title", "") == expected.title
    assert len(entry.get("authors", ())) == len([name for name in expected.authors if "".join(name).strip(", ")])


@pytest.mark.parametrize("name", ["Snow, Jr., Ada", "Ada Snow Jr."])
def test_a_suffix_comes_last(name):
    assert "AU  - Snow, Ada, Jr.\n" in written("ris", record("Kites", name))
