"""Papers as the search page shows them, whichever engine it has."""

from __future__ import annotations

import pytest

from archive.catalogue.items import items
from archive.catalogue.taxonomy import load_taxonomy
from archive.site.contents import gather
from archive.site.search_results import display_names, results, script
from archive.store.people import load_known_people
from tests.site.scripts import read_script


@pytest.fixture(scope="module")
def contents(odd_root):
    return gather(list(items(odd_root)), load_taxonomy(odd_root.folder), load_known_people(odd_root.folder), True)


@pytest.fixture(scope="module")
def shown(contents):
    return {result["id"]: result for result in results(contents, display_names(contents))}


def test_all_papers_are_results_in_the_order_of_the_site(contents, shown):
    assert list(shown) == [view.id for view in contents.papers]


def test_a_result_has_the_printed_names_of_authors_with_the_folders_of_their_pages(shown):
    assert shown["odd2033links"]["authors"] == [("A. Quill", "ada-quill")]


def test_a_withdrawn_paper_is_marked_and_has_no_pdf(shown):
    withdrawn = shown["odd2033retracted"]
    assert (withdrawn["withdrawn"], withdrawn["marks"], withdrawn["pdf"]) == (True, ("Withdrawn",), "")


def test_topics_have_their_names_broader_ones_too(contents, shown):
    assert [topic for topic, _ in shown["quill2024kites"]["topics"]] == ["caching", "runtime-systems"]
    assert display_names(contents)["topic"]["systems-software"] == "Systems software"


def test_a_script_holds_any_text():
    odd = {"text": "'quoted' \\ </script> \u2028 Ω"}
    assert read_script(script(odd)) == odd
