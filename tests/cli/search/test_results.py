"""Search results as text and as JSON."""

from __future__ import annotations

import shutil
import sys

import pytest

from tests.support.commands import run

RESULT_KEYS = set(
    "id title authors year edition venue topics award status abstract abstract_source summary pdf_url page_url "
    "openreview_id links score partial".split()
)


def test_search_prints_title_names_edition_id_and_pdf(capsys, workshop):
    ran = run(capsys, "search", "sosd")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == "SOSD: A Benchmark for Learned Indexes"
    assert lines[1].startswith("    Andreas Kipf*, Ryan Marcus*, Alexander van Renen*, Mihail Stoian")
    assert lines[2] == "    NeurIPS 2019 · kipf2019sosd · learned-indexes, datasets"
    assert lines[-2] == "    https://mlforsystems.org/assets/papers/neurips2019/sosd_kipf_2019.pdf"


def test_a_search_that_builds_the_index_says_so(capsys, root):
    shutil.rmtree(root.index_folder)
    ran = run(capsys, "search", "kites")
    assert ran.code == 0
    assert "There is no search index yet; building it." in ran.err


def test_search_shows_the_passage_that_answers(capsys, workshop):
    assert "    A learned index finds them again in no time.\n" in run(capsys, "search", "learned index finds").out


def test_search_json_has_the_documented_keys(capsys, workshop):
    shape = run(capsys, "search", "--json", "learned", "index", "--limit", "9").json
    assert list(shape) == ["query", "total", "total_partial", "took_ms", "suggestion", "facets", "results"]
    assert shape["query"] == "learned index"
    assert shape["suggestion"] is None
    assert shape["facets"].keys() == {"year", "edition", "topic", "author"}
    full = [result for result in shape["results"] if not result["partial"]]
    assert shape["total"] == len(full) == sum(shape["facets"]["year"].values())
    assert len(shape["results"]) == 9
    for result in shape["results"]:
        assert result.keys() >= RESULT_KEYS
    kipf = next(result for result in full if result["id"] == "kipf2019sosd")
    assert (kipf["year"], kipf["edition"], kipf["venue"]) == (2019, "neurips2019", "NeurIPS")
    assert kipf["abstract_source"] == "pdf"


def test_on_a_terminal_a_note_below_the_results_says_how_to_narrow(capsys, workshop, monkeypatch):
    assert "Narrow:" not in "".join(run(capsys, "search", "learned", "--limit", "2")[1:])
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda self: True, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    ran = run(capsys, "search", "learned", "--limit", "2")
    assert "More: --offset 2. Narrow: --year" in " ".join(ran.out.split("\n\n")[-1].split())
    assert ran.err == ""


def test_facets_of_many_values_show_the_first_and_count_the_rest(capsys, workshop):
    lines = run(capsys, "search", "--facets", "--limit", "0").out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["--year", "--edition", "--topic", "--author"]
    assert lines[-1].endswith(" more")
    assert lines[-1].count("(") < 20


def test_pipes_contain_only_full_matches_and_the_rest_is_counted(capsys, root):
    full = run(capsys, "search", "kites", "moss", "-f", "ids")
    assert (full.code, full.out) == (0, "")
    assert "match only some of them: add --match any" in full.err
    every = run(capsys, "search", "kites", "moss", "-f", "ids", "--match", "any").out.split()
    assert len(every) > 2
    for output_format in ("bibtex", "jsonl"):
        assert run(capsys, "search", "kites", "moss", "-f", output_format).out == ""
    shape = run(capsys, "search", "kites", "moss", "--json").json
    assert shape["total"] == 0
    assert shape["total_partial"] == len(every)
    assert {result["partial"] for result in shape["results"]} == {True}


@pytest.mark.parametrize("limit", ["0", "1", "100"])
def test_json_counts_papers_with_some_of_the_words_whatever_the_limit(capsys, root, limit):
    every = run(capsys, "search", "kites", "snow", "-f", "ids", "--match", "any").out.split()
    full = run(capsys, "search", "kites", "snow", "-f", "ids", "--match", "all")
    shape = run(capsys, "search", "kites", "snow", "--json", "-n", limit).json
    assert 0 < shape["total"] == len(full.out.split()) < len(every)
    assert shape["total_partial"] == len(every) - shape["total"]
    assert full.err == ""  # who demands all words is not told of the others


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["*"], "No paper matches: the query has no word to search for."),
        (["((("], "No paper matches: the query has no word to search for."),
        (["NOT"], "No paper matches: the query has no word to search for."),
        (["zzzqqq"], 'No paper matches: none contains "zzzqqq".'),
        (["zzzqqq", "--year", "2032"], 'No paper matches: none that passes the filters contains "zzzqqq".'),
        (["zzzqqq", "qqqzzz"], "No paper matches: none contains any of these words."),
        (
            ["fiber", "agents", "--match", "all"],
            "No paper matches: none contains all of these words. Try fewer words, or --match any.",
        ),
        (["author:fog", "title:fiber"], "No paper matches all of this. Try fewer words or fields."),
        (["arxiv", "2032.00042"], "No paper matches all of this. Try fewer words or fields."),
        (["2032.00042"], 'No paper in this archive has the address or id "2032.00042".'),
    ],
)
@pytest.mark.parametrize("more", [[], ["--format", "ids"]], ids=["text", "ids"])
def test_nothing_found_says_why(capsys, umbrellas, arguments, said, more):
    assert run(capsys, "search", *arguments, *more).err.splitlines()[-1] == said
