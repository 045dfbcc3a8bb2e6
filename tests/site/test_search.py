"""The search of the pages: what its script holds, and what Node answers with the pages' own code."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from archive.site import script
from archive.site.theme import STATIC
from tests.support import PROJECT
from tests.support.sites import search_script

needs_node = pytest.mark.skipif(not shutil.which("node"), reason="needs node (Debian: nodejs)")


@pytest.fixture(scope="module")
def text(odd_root) -> str:
    return search_script(odd_root)


# -- the search

_ASK = """
const [archive, folder, questions] = process.argv.slice(1), { readFileSync } = require("node:fs");
globalThis.self = globalThis;
(0, eval)(readFileSync(archive, "utf8"));
const { ask } = require(`${folder}/facets.js`);
(async () => {
  const answers = [];
  for (const [text, chosen] of JSON.parse(questions)) {
    const { take, ...answer } = await ask(text, chosen);
    answers.push({ ...answer, papers: await take(0, 20) });
  }
  console.log(JSON.stringify(answers));
})();
"""


def node(code: str, *values: str) -> Any:
    said = subprocess.run(["node", "-e", code, *values], check=True, capture_output=True, text=True).stdout
    return json.loads(said)


@pytest.fixture(scope="module")
def archive(text, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("script") / script.NAME
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def ask(archive):
    def asked(question: str, **chosen: Sequence[str]) -> dict[str, Any]:
        return node(_ASK, str(archive), str(STATIC), json.dumps([[question, chosen]]))[0]

    return asked


def full(answer: dict[str, Any]) -> list[str]:
    return [paper["id"] for paper in answer["papers"] if not paper["partial"]]


@needs_node
@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Łukasz Щукин", "odd2033russian"),
        ("lukasz щукин", "odd2033russian"),
        ("ØRSTED Щукин", "odd2033russian"),
        ("altinbuken", "altinbuken2024lantern"),
        ("Altınbüken", "altinbuken2024lantern"),
        ("Щукин", "odd2033russian"),
        ("雪中的风筝", "odd2033chinese"),
        ("风筝", "odd2033chinese"),
        ("kites paper", "quill2031deep"),
        ("moss 2031", "moss2031index"),
        ("moss2031index", "moss2031index"),
        ("rai sched", "quill2024kites"),
        ('"kites on rails"', "quill2024kites"),
        ("title:rails", "quill2024kites"),
        ("author:quill year:2024", "quill2024kites"),
        ("kites -rails award:x", None),
        ("moss", "moss2031index"),
    ],
)
def test_what_is_found_first(ask, question, first):
    assert (full(ask(question)) or [None])[0] == first


@needs_node
def test_a_slip_is_taken_for_the_word_it_is_near(ask):
    answer = ask("sceduling")
    assert answer["total"] == 0
    assert [paper["id"] for paper in answer["papers"]][:1] == ["quill2024kites"]


@needs_node
def test_words_to_mark_are_all_of_the_same_stem(ask):
    assert {"kite", "kites"} <= set(ask("kite")["words"])


@needs_node
def test_facets_count_what_each_choice_would_find(ask):
    everything = ask("")
    years = {key: count for key, _, count in everything["facets"]["year"]}
    assert everything["total"] == sum(count for _, _, count in everything["facets"]["edition"])
    assert list(years) == sorted(years, reverse=True)
    for year, count in years.items():
        assert ask("", year=[year])["total"] == count
    chosen = ask("", year=["2024"])
    assert {key: count for key, _, count in chosen["facets"]["year"]} == years  # its own choice does not narrow a facet
    assert [key for key, _, _ in chosen["facets"]["edition"]] == ["neurips2024"]


@needs_node
def test_a_choice_that_the_archive_does_not_know_narrows_nothing_and_one_without_papers_stays(ask):
    assert ask("", year=["1066"])["total"] == ask("")["total"]
    answer = ask("rails", year=["2031"])
    assert answer["total"] == 0
    assert ["2031", "2031", 0] in answer["facets"]["year"]


@needs_node
@pytest.mark.parametrize("odd", ['"', "-", "OR", "year:", "((", "*", "~", "title:", "a" * 5000, "'; <b>", "\u0000", "😀"])
def test_nothing_that_can_be_typed_is_an_error(ask, odd):
    assert ask(odd)["total"] >= 0


@needs_node
def test_the_state_of_the_page_comes_from_its_address_and_goes_there():
    told = node(
        f"""const {{ ADDRESS }} = require({json.dumps(str(STATIC / "search.js"))});
        const at = (search, hash) => ADDRESS.read({{ search, hash }}).toString();
        const to = (text, protocol, search) =>
          ADDRESS.write(new URLSearchParams(text), {{ protocol, pathname: "/s/", search }});
        console.log(JSON.stringify([
          at("?q=a&year=2019", ""), at("?q=a", "#main"), at("?q=a", "#q=b"), at("?q=a", "#q="),
          to("q=a", "https:", ""), to("", "https:", "?q=a"), to("", "https:", ""),
          to("q=a", "file:", "?q=b"), to("", "file:", ""),
        ]));"""
    )
    assert told == ["q=a&year=2019", "q=a", "q=b", "q=", "?q=a", "/s/", "", "#q=a", "#q="]


@needs_node
@pytest.mark.parametrize(
    ("total", "some", "said"),
    [
        (0, 0, "No papers found."),
        (1, 0, "1 paper."),
        (2, 3, "2 papers, and 3 more with some of the words."),
        (0, 1, "No paper has all of the words; 1 has some."),
    ],
)
def test_how_many_were_found_is_a_sentence(total, some, said):
    assert node(f"console.log(JSON.stringify(require({json.dumps(str(STATIC / 'search.js'))}).told({total}, {some})))") == said


@needs_node
def test_the_page_answers_as_the_command_line_does(tmp_path):
    shutil.copytree(PROJECT / "scraped", tmp_path / "scraped", ignore=shutil.ignore_patterns("abstracts"))
    asked = [
        sys.executable,
        str(PROJECT / "benchmarks" / "site_search.py"),
        "--root",
        str(tmp_path),
        "--no-abstracts",
        "--json",
    ]
    figures = json.loads(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)
    assert figures["queries"] == 300
    assert figures["same_first"] >= 0.98
    assert figures["overlap_of_5"] >= 0.98


@needs_node
def test_words_are_marked_where_they_stand_whole_or_begun_and_not_in_words_that_look_like_them():
    code = """globalThis.self = globalThis;
        const [folder] = process.argv.slice(1), { fold } = require(`${folder}/words.js`);
        const { pieces } = require(`${folder}/search.js`);
        const some = pieces("Leather, Learning & Altınbüken", ["learn", "altinb"], fold);
        console.log(JSON.stringify(some.filter(([, hit]) => hit).map(([piece]) => piece)));"""
    assert node(code, str(STATIC)) == ["Learning", "Altınbüken"]
