"""The search in the page and `mlforsys search` find the same papers for the same queries, in the same order."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from archive.catalogue.items import items
from archive.catalogue.taxonomy import load_taxonomy
from archive.model.abbreviations import LONG
from archive.model.analysis import STOP_WORDS, split, stem
from archive.model.record import Record
from archive.model.text import fold
from archive.search.engine import SearchIndex
from archive.search.query import ADDRESS, parse_query
from archive.site import search_data, search_results
from archive.site.contents import gather
from archive.store.people import load_known_people
from archive.store.root import Root
from tests.site.made_queries import Queries
from tests.site.scripts import in_page, needs_node
from tests.support import PROJECT
from tests.support.archives import abstract
from tests.support.indexes import make_index
from tests.support.sites import write_odd_archive

pytestmark = needs_node

_MEANT = re.compile(r" Did you mean \w+:\?")  # only the command line offers fields of like names
PAGE = 10  # results of the first page


class Archive(NamedTuple):
    """An archive for both searches."""

    records: list[Record]
    index: SearchIndex
    script: Path

    def page(self, code: str) -> Any:
        """The result of some JavaScript in the page, after its scripts."""
        return in_page(code, self.script)


def made_abstract(draw: random.Random, words: Sequence[str]) -> str:
    """Random sentences of an archive's own words."""
    stop = sorted(STOP_WORDS)
    some = [draw.choice(stop if draw.random() < 0.4 else words) for _ in range(draw.randint(20, 120))]
    return ". ".join(" ".join(some[at : at + 12]).capitalize() for at in range(0, len(some), 12)) + "."


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Archive:
    """The bundled papers and the odd ones, most with a random abstract."""
    return make_archive(tmp_path_factory.mktemp("agrees"), "*.json")


@pytest.fixture(scope="module")
def small_archive(tmp_path_factory) -> Archive:
    """The same of two editions of them."""
    return make_archive(tmp_path_factory.mktemp("agrees"), "*201[89].json")


def make_archive(here: Path, editions: str) -> Archive:
    root = write_odd_archive(here / "root")
    for file in (PROJECT / "scraped").glob(editions):
        shutil.copy(file, root.folder / "scraped")
    draw = random.Random(3)
    words = sorted({word for item in items(root) for word in item.paper.title.split()})
    for edition in root.store.editions():
        some = [paper.id for paper in root.store.papers(edition) if draw.random() < 0.7]
        root.store.write_abstracts(edition, {one: abstract(made_abstract(draw, words)) for one in some})
    return opened(root, here / search_results.NAME)


def opened(root: Root, path: Path) -> Archive:
    taxonomy = load_taxonomy(root.folder)
    contents = gather(list(items(root)), taxonomy, load_known_people(root.folder), True)
    path.write_text(search_data.write(contents), encoding="utf-8")
    records = [view.record for view in contents.papers]
    return Archive(records, SearchIndex(make_index(records, taxonomy), root.folder), path)


def differences(archive: Archive, queries: Sequence[str]) -> list[tuple[str, str, object, object]]:
    """Differences between the two: the query, the property, and both values."""
    # Only the command line looks up addresses and ids of other places (docs/site.md).
    queries = [text for text in queries if not any(term.field == ADDRESS for term in parse_query(text).terms())]
    code = f"""{json.dumps(queries)}.map((text) => {{
      const {{ full, partial, corrections, offers, unlike }} = PLAIN.search(QUERY.read(text), {{ enough: {PAGE} }});
      const ids = (some) => some.map((number) => PLAIN.papers[number].id);
      return {{ full: ids(full).sort(), partial: partial.length, first: ids([...full, ...partial]).slice(0, 5),
        corrections: [...corrections, ...offers], unlike: [...unlike], notes: QUERY.read(text).notes }};
    }})"""
    found = []
    for text, page in zip(queries, archive.page(code), strict=True):
        answer = archive.index.search(parse_query(text), limit=PAGE)
        nearest = [*answer.corrections.items(), *answer.offers.items()]
        terminal = {
            "full": sorted(answer.ids),
            "partial": answer.total_partial if answer.total < PAGE else 0,
            "first": [hit.record["id"] for hit in answer.hits][:5],
            "corrections": list(map(list, nearest)) if answer.total < PAGE else [],
            "unlike": list(answer.unlike) if answer.total < PAGE else [],
            "notes": [_MEANT.sub("", note) for note in answer.query.notes],
        }
        found += [(text, what, said, page[what]) for what, said in terminal.items() if page[what] != said]
    return found


def test_both_find_the_same_papers_and_rank_them_alike(small_archive):
    queries = list(islice(Queries(small_archive.records, 1), 30))
    assert differences(small_archive, queries) == []


def test_abbreviations_topics_and_misspelled_words_are_read_alike(small_archive):
    queries = [
        *LONG,
        *LONG.values(),
        *("imitation learning", "anomaly detection", "query optimisation", "learnt index", "federated learning", "inbrellas"),
    ]
    assert differences(small_archive, queries) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 7))
def test_both_agree_for_many_papers_and_queries(archive, seed):
    queries = list(islice(Queries(archive.records, seed), 340))
    assert differences(archive, queries) == []


def test_initials_after_author_are_read_alike(small_archive):
    names = islice((name.split() for record in small_archive.records for name in record["authors"] if " " in name), 20)
    queries = [f"{field}:{name[0][0]}. {name[-1]} x" for name in names for field in ("author", "-author")]
    assert differences(small_archive, queries) == []


@pytest.mark.slow
def test_no_number_finds_a_paper_that_does_not_contain_it(archive):
    assert differences(archive, [str(number) for number in range(0, 3000, 7)]) == []


@pytest.mark.parametrize("number", [300, pytest.param(5000, marks=pytest.mark.slow)])
def test_words_are_split_folded_and_stemmed_alike(request, number):
    archive = request.getfixturevalue("small_archive" if number < 1000 else "archive")
    planes = (range(0x1, 0x4E00), range(0xA000, 0xAC00), range(0xD7B0, 0xD800), range(0xE000, 0x20000))
    letters = [chr(code) for code in chain(*planes) if chr(code).isalnum()]
    folded = archive.page(f"{json.dumps(letters)}.map(WORDS.fold)")
    assert [(one, other) for one, other in zip(letters, folded, strict=True) if fold(one) != other] == []
    queries = islice(Queries(archive.records, 0), number)
    words = sorted({word for query in queries for word in query.split()})
    assert archive.page(f"{json.dumps(words)}.map(WORDS.split)") == [[word.text for word in split(text)] for text in words]
    pieces = sorted({word.text for text in words for word in split(text)})
    assert archive.page(f"{json.dumps(pieces)}.map(WORDS.stem)") == list(map(stem, pieces))
