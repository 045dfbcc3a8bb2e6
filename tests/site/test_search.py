"""The search of the site, with the pages' own code run by Node."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from archive.search.snippets import LONGEST
from archive.site import search_data, search_results
from tests.site.scripts import in_page, needs_node, read_script
from tests.support.sites import search_script


@pytest.fixture(scope="module")
def archive(odd_root, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("script") / search_results.NAME
    path.write_text(search_script(odd_root), encoding="utf-8")
    return path


@pytest.fixture
def ask(archive):
    """Searches with the page's engine, and returns its results with the first twenty papers."""

    def asked(question: str, order: str = "", **chosen: Sequence[str]) -> dict[str, Any]:
        asked = json.dumps([question, chosen, order, 20])
        return in_page(f"ENGINE.ask(...{asked}).then(async (all) => ({{ ...all, papers: await all.take(0, 20) }}))", archive)

    return asked


def full(answer: dict[str, Any]) -> list[str]:
    return [paper["id"] for paper in answer["papers"] if not paper["isPartial"]]


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
def test_the_best_results_come_first(ask, question, first):
    assert (full(ask(question)) or [None])[0] == first


@needs_node
def test_a_misspelling_matches_the_closest_word(ask):
    answer = ask("sceduling")
    assert answer["total"] == 0
    assert [paper["id"] for paper in answer["papers"]][:1] == ["quill2024kites"]


def hits(pieces: list[list[Any]]) -> list[str]:
    return [piece for piece, hit in pieces if hit]


@needs_node
def test_words_are_marked_by_their_stems_and_not_in_words_that_look_like_them(archive):
    code = """ENGINE.ask("learn altinb kites -snow", {}, "", 20)
        .then(({ mark }) => mark("Leather, Learning & Altınbüken’s snowy kite"))"""
    assert hits(in_page(code, archive)) == ["Learning", "Altınbüken’s", "kite"]


@needs_node
def test_an_excerpt_is_the_sentence_with_most_query_words(ask):
    paper = ask("calm weather")["papers"][0]
    assert paper["id"] == "quill2024kites"
    assert "".join(piece for piece, _ in paper["excerpt"]) == "Trains are slow in calm weather."
    assert hits(paper["excerpt"]) == ["calm", "weather"]
    assert not any(paper["excerpt"] for paper in ask("")["papers"])


@needs_node
def test_a_long_sentence_is_cut_around_the_query_words(archive, tmp_path):
    data = read_script(archive.read_text(encoding="utf-8"))
    paper = next(row for row in data["papers"] if row["id"] == "quill2024kites")
    paper["abstract"] = f"{'before ' * 90}calm weather{' after' * 90}."
    (tmp_path / search_results.NAME).write_text(f"self.ARCHIVE={json.dumps(data)};\n", encoding="utf-8")
    code = """ENGINE.ask("calm weather", {}, "", 20).then(({ take }) => take(0, 1)).then(([paper]) => paper.excerpt)"""
    excerpt = in_page(code, tmp_path / search_results.NAME)
    text = "".join(piece for piece, _ in excerpt)
    assert hits(excerpt) == ["calm", "weather"]
    assert text.startswith("… before ")
    assert text.endswith(" after …")
    assert len(text) <= LONGEST + len("… ") * 2


@needs_node
def test_excluded_words_and_names_are_not_marked(archive):
    code = """ENGINE.ask("kites -rails author:quill", {}, "", 20).then(({ mark }) => mark("Kites on rails by Quill"))"""
    assert hits(in_page(code, archive)) == ["Kites"]
    either = """ENGINE.ask("kites OR -rails", {}, "", 20).then(({ mark }) => mark("Kites on rails by Quill"))"""
    assert hits(in_page(either, archive)) == ["Kites"]


def facet(answer: dict[str, Any], name: str) -> dict[str, int]:
    return {key: count for key, _, count in dict(answer["facets"])[name]}


@needs_node
def test_facets_count_what_each_choice_would_find(archive):
    questions = ["", "kites", "kites zeppelin", "kites -rails", "author:quill OR snow"]
    code = f"""Promise.all({json.dumps(questions)}.map(async (text) => {{
      const found = (chosen) => ENGINE.ask(text, chosen, "", 20).then(({{ total, some }}) => total || some);
      const {{ facets }} = await ENGINE.ask(text, {{}}, "", 20);
      return Promise.all(facets.flatMap(([group, rows]) =>
        rows.map(async ([key,, count]) => [group, key, count, await found({{ [group]: [key] }})])));
    }}))"""
    for question, rows in zip(questions, in_page(code, archive), strict=True):
        assert {group for group, *_ in rows} <= {"year", "topic", "author", "award", "pdf", "edition"}
        assert [(question, group, key) for group, key, count, found in rows if count != found] == []
        assert rows


@needs_node
def test_a_selected_value_does_not_narrow_its_own_facet(ask):
    years = facet(ask(""), "year")
    chosen = ask("", year=["2024"])
    assert list(years) == sorted(years, reverse=True)
    assert facet(chosen, "year") == years
    assert list(facet(chosen, "edition")) == ["neurips2024"]


@needs_node
def test_an_unknown_value_is_ignored_and_one_without_papers_stays_selected(ask):
    assert ask("", year=["1066"])["total"] == ask("")["total"]
    answer = ask("rails", year=["2031"])
    assert answer["total"] == 0
    assert facet(answer, "year")["2031"] == 0


@needs_node
def test_results_are_sorted_by_year_and_by_title_full_matches_first(ask):
    years = [paper["edition"][2] for paper in ask("", "newest")["papers"]]
    assert years == sorted(years, reverse=True)
    found = ask("kites", "title")["papers"]
    titles = [paper["title"].casefold() for paper in found if not paper["isPartial"]]
    assert titles == sorted(titles)
    assert [paper["isPartial"] for paper in found] == sorted(paper["isPartial"] for paper in found)


@needs_node
def test_the_closest_word_is_offered_for_an_unknown_one(ask):
    answer = ask("rails Scedulling")
    assert (answer["nearest"], answer["suggestion"]) == ([["Scedulling", "scheduling"]], "rails scheduling")


@needs_node
def test_an_unknown_word_that_resembles_no_other_is_named(ask):
    answer = ask("rails qwertzuiop title:xylophonium")
    assert (answer["total"], answer["nearest"]) == (0, [])
    assert answer["unlike"] == ["qwertzuiop", "title:xylophonium"]


@needs_node
@pytest.mark.parametrize("odd", ['"', "-", "OR", "year:", "((", "*", "~", "title:", "a" * 5000, "'; <b>", "\u0000", "😀"])
def test_no_query_is_an_error(ask, odd):
    assert ask(odd)["total"] >= 0


@needs_node
def test_the_state_of_the_page_is_in_its_address():
    told = in_page(
        """(() => {
        const at = (search, hash) => SEARCH.ADDRESS.read({ search, hash }).toString();
        const to = (text, protocol, search) =>
          SEARCH.ADDRESS.write(new URLSearchParams(text), { protocol, pathname: "/s/", search });
        return [
          at("?q=a&year=2019", ""), at("?q=a", "#main"), at("?q=a", "#q=b"), at("?q=a", "#q="),
          to("q=a", "https:", ""), to("", "https:", "?q=a"), to("", "https:", ""),
          to("q=a", "file:", "?q=b"), to("", "file:", ""),
        ]; })()""",
        scripts=search_data.SCRIPTS[-1:],
    )
    assert told == ["q=a&year=2019", "q=a", "q=b", "q=", "?q=a", "/s/", "", "#q=a", "#q="]


@needs_node
@pytest.mark.parametrize(
    ("total", "some", "key"), [(0, 0, "find_none"), (1, 0, "find_full"), (2, 3, "find_both"), (0, 1, "find_some")]
)
def test_full_and_partial_matches_are_counted_separately(total, some, key):
    assert in_page(f"SEARCH.counted({total}, {some})", scripts=search_data.SCRIPTS[-1:])[0] == key
