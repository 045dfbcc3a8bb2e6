"""Related papers computed in memory are those of an index."""

from __future__ import annotations

import pytest

from archive.catalogue.taxonomy import load_taxonomy
from archive.search.all_neighbours import AllNeighbours
from archive.search.engine import SearchIndex
from archive.search.related import related
from tests.support.archives import paper, records, write_archive
from tests.support.indexes import make_index

LIMIT = 4


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """The invented archive, with papers of many topics and some similar ones."""
    root = write_archive(tmp_path_factory.mktemp("archive"))
    topics = list(load_taxonomy())
    root.store.write_papers(
        "kites2033",
        [
            paper(
                f"ray2033kite{number}",
                f"Kite {'snow' if number % 2 else 'glass'} of {topics[number % 7]} does {'lantern' if number % 3 else 'C++'}",
                f"Al Ray{number % 5}",
                "Bo Sky" if number % 4 else "Cy Fog",
                topics=(topics[number % len(topics)], topics[(3 * number) % len(topics)]),
                status="withdrawn" if number == 8 else None,
            )
            for number in range(40)
        ],
    )
    return records(root)


@pytest.fixture(scope="module")
def index(known) -> SearchIndex:
    return SearchIndex(make_index(known, load_taxonomy()))


def test_index_and_papers_in_memory_find_the_same_papers(known, index):
    taxonomy = load_taxonomy()
    neighbours = AllNeighbours(known, taxonomy, LIMIT)
    for number, record in enumerate(known):
        expected = related(index, record, taxonomy, LIMIT) if record["status"] != "withdrawn" else []
        assert [known[near]["id"] for near in neighbours.of(number)] == [one.record["id"] for one in expected]


def test_a_limit_only_shortens_the_list(known, index):
    """Stopping early, when no other paper can be near enough, leaves none out."""
    taxonomy = load_taxonomy()
    for record in known:
        all_of_them = related(index, record, taxonomy, None)
        assert related(index, record, taxonomy, LIMIT) == all_of_them[:LIMIT]


def test_far_papers_are_left_out(known, index):
    """Of forty papers, some share only a word that most have."""
    taxonomy = load_taxonomy()
    for record in known:
        scores = [one.score for one in related(index, record, taxonomy, None)]
        assert not scores or min(scores) >= max(scores) / 4


def test_without_papers_nothing_is_related():
    with pytest.raises(IndexError):
        AllNeighbours([], load_taxonomy(), LIMIT).of(0)
