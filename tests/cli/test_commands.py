"""The command line as its users meet it: output, exit codes, and sentences for every mistake."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys

import pytest

from archive.cli.app import COMMANDS
from archive.search.index import build
from archive.store.root import Root
from tests.support import PROJECT
from tests.support.commands import run

SCRAPED = PROJECT / "scraped"
RESULT_KEYS = set(
    "id title authors year edition venue topics award status abstract abstract_source summary pdf_url page_url "
    "openreview_id links score partial".split()
)


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The committed papers, one invented abstract, and their index."""
    folder = tmp_path_factory.mktemp("built") / "archive"
    (folder / "scraped" / "abstracts").mkdir(parents=True)
    for path in SCRAPED.glob("*.json"):
        shutil.copy(path, folder / "scraped")
    abstract = {
        "text": "We sort invented numbers. A learned index finds them again in no time. It was all made up.",
        "source": "pdf",
        "url": "https://example.org/a.pdf",
        "retrieved": "2026-01-31",
    }
    (folder / "scraped" / "abstracts" / "neurips2019.json").write_text(json.dumps({"kipf2019sosd": abstract}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder.parent / "state"))
        build(Root(folder))
        return folder


@pytest.fixture
def root(built, tmp_path, monkeypatch):
    """A copy of that archive, ready to be searched and damaged."""
    folder = tmp_path / "archive"
    shutil.copytree(built, folder)
    monkeypatch.setenv("MLFORSYS_ROOT", str(folder))
    return folder


def test_search_prints_title_names_edition_id_and_pdf(capsys, root):
    shutil.rmtree(root / "index")
    ran = run(capsys, "search", "sosd")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == "SOSD: A Benchmark for Learned Indexes"
    assert lines[1].startswith("    Andreas Kipf*, Ryan Marcus*, Alexander van Renen*, Mihail Stoian")
    assert lines[2] == "    NeurIPS 2019 · kipf2019sosd · learned-indexes, datasets"
    assert lines[-2] == "    https://mlforsystems.org/assets/papers/neurips2019/sosd_kipf_2019.pdf"
    assert "There is no search index yet; building it." in ran.err


def test_search_shows_the_passage_that_answers(capsys, root):
    assert "    A learned index finds them again in no time.\n" in run(capsys, "search", "learned index finds").out


def test_nothing_is_coloured_or_wrapped_where_no_terminal_is(capsys, root):
    out = run(capsys, "search", "resonance").out
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) > 100


def test_search_json_has_the_contracts_shape(capsys, root):
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


def test_search_formats_hold_the_same_papers(capsys, root):
    ids = run(capsys, "search", "index", "--format", "ids").out.split()
    assert ids
    assert [r["id"] for r in run(capsys, "search", "index", "--format", "json").json["results"]] == ids
    lines = run(capsys, "search", "index", "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["id"] for line in lines] == ids
    rows = csv.DictReader(io.StringIO(run(capsys, "search", "index", "--format", "csv").out, newline=""))
    assert [row["id"] for row in rows] == ids
    bibtex = run(capsys, "search", "index", "--format", "bibtex").out
    assert [line.split("{")[1].rstrip(",") for line in bibtex.splitlines() if line.startswith("@")] == ids


def test_filters_narrow_and_combine(capsys, root):
    assert set(run(capsys, "search", "--venue", "isca", "--format", "ids", "--limit", "99").out.split()) == {
        "elthakeb2019sinreq", "jain2019learning", "mendis2019ithemal", "samragh2019autorank", "zhang2019optimal",
    }  # fmt: skip
    assert run(capsys, "search", "--award", "--format", "ids").out.split() == ["mendis2019ithemal"]
    assert run(capsys, "search", "--author", "tim kraska", "--year", "2018", "--format", "ids").out.split() == [
        "macke2018lifting"
    ]
    years = run(capsys, "search", "--json", "learning", "--year", "2022-").json["facets"]["year"]
    assert set(years) == {"2022", "2023", "2024", "2025"}
    editions = run(capsys, "search", "--json", "--edition", "isca2019", "--edition", "neurips2021").json
    assert editions["total"] == 9


def test_a_word_with_a_minus_may_come_first(capsys, root):
    without = run(capsys, "search", "-reinforcement", "learning", "--format", "ids", "--limit", "99").out.split()
    assert without
    assert "fang2019reinforcement" not in without


def test_values_of_options_may_begin_with_a_minus(capsys, root):
    assert len(run(capsys, "search", "-index", "-n3", "--year", "-2019", "--format", "ids").out.split()) == 3
    ran = run(capsys, "search", "index", "--limit", "-1")
    assert (ran.code, ran.err) == (2, 'mlforsys: Invalid --limit "-1": use a whole number, 0 or more.\n')


def test_an_unknown_option_is_no_query_word(capsys, root):
    ran = run(capsys, "search", "index", "--yaer", "2019")
    assert ran.code == 2
    assert "--yaer" in ran.err


@pytest.mark.parametrize("query", ['"', "((", "OR", "year:soon x", "a:b:c", "-", "*", "~", "\x00", "AND NOT OR", "~*-"])
def test_no_query_ends_in_an_error(capsys, root, query):
    assert run(capsys, "search", "--", query).code == 0


def test_an_unknown_field_is_a_note_that_names_the_known_ones(capsys, root):
    ran = run(capsys, "search", "autor:kipf", "--json")
    assert ran.code == 0
    assert "author:" in ran.err


def test_nothing_found_is_no_failure(capsys, root):
    ran = run(capsys, "search", "xyzzyplugh")
    assert (ran.code, ran.out) == (0, "")
    assert "No paper matches" in ran.err


def test_show_prints_everything_known(capsys, root):
    out = run(capsys, "show", "kipf2019sosd").out
    for piece in ("SOSD: A Benchmark for Learned Indexes", "Vancouver, Canada", "equal contribution", "It was all made up."):
        assert piece in out
    assert run(capsys, "show", "kipf2019sosd", "--json").json[0]["title"] == "SOSD: A Benchmark for Learned Indexes"
    slides = run(capsys, "show", "ruffy2018iroko").out
    assert "Slides:" in slides
    assert "Best Paper Award" in run(capsys, "show", "mendis2019ithemal").out
    assert "arXiv:" in run(capsys, "show", "tuli2021generative").out


def test_a_withdrawn_paper_is_found_and_marked(capsys, root):
    assert "withdrawn" in run(capsys, "search", "retracted").out
    assert "withdrawn" in run(capsys, "show", "neurips2023retracted").out


def test_show_of_no_such_paper_suggests_near_ones(capsys, root):
    ran = run(capsys, "show", "kipf2019sosx")
    assert ran.code == 1
    assert "kipf2019sosd" in ran.err


def test_editions_counts_and_says_why_2021_is_known_in_part(capsys, root):
    rows = {row["id"]: row for row in run(capsys, "editions", "--json").json}
    keys = "id name venue year date location url papers withdrawn with_pdf with_abstract abstract_sources".split()
    assert all(row.keys() >= set(keys) for row in rows.values())
    counts = {row["id"]: row["papers"] for row in rows.values()}
    assert counts == {
        "neurips2018": 19, "isca2019": 5, "neurips2019": 22, "neurips2020": 18, "neurips2021": 4,
        "neurips2022": 19, "neurips2023": 32, "neurips2024": 26, "neurips2025": 41, "neurips2026": 0,
    }  # fmt: skip
    assert rows["neurips2023"]["withdrawn"] == 1
    assert rows["neurips2018"]["with_pdf"] == 18
    assert rows["neurips2019"]["abstract_sources"] == {"pdf": 1}
    text = run(capsys, "editions")
    assert "known in part" in text.out
    assert "no list of accepted papers for 2021" in text.err


def test_export_filters_and_writes_files(capsys, root, tmp_path):
    papers = run(capsys, "export", "--format", "json", "--edition", "isca2019").json
    assert len(papers) == 5
    assert all("score" not in paper for paper in papers)
    out = tmp_path / "papers.csv"
    assert run(capsys, "export", "--format", "csv", "--output", str(out)).code == 0
    with out.open(newline="", encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 187


def test_check_is_silent_on_a_sound_store_and_fails_on_a_broken_one(capsys, root):
    assert run(capsys, "check").code == 0
    path = root / "scraped" / "isca2019.json"
    path.write_text(path.read_text().replace('"title": "SinReQ', '"titel": "SinReQ'))
    ran = run(capsys, "check", "--json")
    assert ran.code == 1
    assert any("elthakeb2019sinreq" in problem["where"] and "titel" in problem["message"] for problem in ran.json)


def test_index_builds_and_says_how_many(capsys, root):
    assert run(capsys, "index").out.startswith("187 papers indexed")


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["search", "--edition", "neurips2109"], 2, "neurips2019"),
        (["search", "--year", "20x"], 2, "2018-2020"),
        (["search", "--year", "2020-2018"], 2, "2018-2020"),
        (["search", "--limit", "-1"], 2, "limit"),
        (["search", "--sort", "luck"], 2, "relevance"),
        (["serach", "x"], 2, "search"),
        (["export", "--format", "docx"], 2, "bibtex"),
        (["scrape", "neurips1999"], 2, "editions"),
        (["scrape", "--mirror", "/no/such/folder"], 2, "the folder does not exist"),
        (["scrape", "isca2019", "--mirror", "http://example.com/"], 2, "only https"),
        (["show"], 2, "ID"),
        (["--root", "/dev/null", "search", "x"], 1, "not a folder"),
    ],
)
def test_mistakes_end_in_a_sentence(capsys, root, args, code, says):
    ran = run(capsys, *args)
    assert ran.code == code
    assert says in ran.err
    assert "Traceback" not in ran.err


def test_an_empty_root_says_what_to_do(capsys, tmp_path):
    for command in (["search", "x"], ["export"], ["check"], ["index"]):
        ran = run(capsys, "--root", str(tmp_path / "none"), *command)
        assert ran.code == 1
        assert "mlforsys scrape" in ran.err


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"edition": "isca2019", "papers": [{"id": 7}]}', "\x00", '{"edition": "x", "papers": []}']
)
def test_a_damaged_store_is_named(capsys, root, content):
    (root / "scraped" / "isca2019.json").write_text(content)
    for command in (["search", "x"], ["show", "kipf2019sosd"], ["export"], ["editions"]):
        ran = run(capsys, *command)
        assert ran.code == 1
        assert "isca2019.json" in ran.err
        assert len(ran.err.strip().splitlines()) <= 2


def test_root_is_taken_before_and_after_the_command(capsys, root, monkeypatch, tmp_path):
    monkeypatch.delenv("MLFORSYS_ROOT")
    monkeypatch.chdir(tmp_path)
    assert run(capsys, "--root", root, "search", "sosd", "--format", "ids").out == "kipf2019sosd\n"
    assert run(capsys, "search", "sosd", "--format", "ids", "--root", root).out == "kipf2019sosd\n"


def test_every_command_has_help_with_an_example(capsys):
    for command in COMMANDS:
        ran = run(capsys, command, "--help")
        assert ran.code == 0
        assert f"mlforsys {command}" in ran.out.split("xample", 1)[1]


def test_python_m_archive_is_the_same_command(root):
    asked = [sys.executable, "-m", "archive", "--version"]
    assert subprocess.run(asked, capture_output=True, text=True, check=True).stdout.startswith("mlforsys ")


@pytest.mark.parametrize(
    "arguments",
    ["search learned --limit 187", "search --limit 187 --json", "export", "editions", "authors --json", "search -h"],
)
def test_a_reader_that_leaves_early_is_no_error(root, arguments):
    asked = f"set -o pipefail; {sys.executable} -m archive {arguments} | (exec <&-; sleep 1)"
    ran = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_terminal_gets_colour_links_and_wrapped_lines(capsys, root, monkeypatch):
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda self: True, raising=False)
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    ran = run(capsys, "search", "learned", "index", "finds", "--limit", "1")
    assert "\x1b[1;33mlearned\x1b[0m \x1b[1;33mindex\x1b[0m \x1b[1;33mfinds\x1b[0m" in ran.out
    url = "https://mlforsystems.org/assets/papers/neurips2019/sosd_kipf_2019.pdf"
    assert f"\x1b]8;;{url}\x1b\\{url}\x1b]8;;\x1b\\" in ran.out
    plain = [line for line in re.sub(r"\x1b(?:\[[0-9;]*m|\]8;;.*?\x1b\\)", "", ran.out).splitlines() if "https" not in line]
    assert max(map(len, plain)) <= 60
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run(capsys, "search", "learned", "index").out


def test_control_characters_are_shown_and_not_sent(capsys, root, monkeypatch):
    path = root / "scraped" / "isca2019.json"
    text = path.read_text().replace('"title": "SinReQ', '"title": "\\u001b[31mSinReQ')
    path.write_text(text.replace('"pdf_url"', '"award": "Best\\u009b2J", "pdf_url"', 1))
    assert "\\x1b[31mSinReQ" in run(capsys, "show", "elthakeb2019sinreq").out
    assert "\x1b" not in run(capsys, "search", "author:elthakeb").out
    for arguments in (
        ("show", "elthakeb2019sinreq", "--json"),
        ("search", "author:elthakeb", "--json"),
        ("related", "mendis2019", "--json"),
    ):
        ran = run(capsys, *arguments)
        assert not {"\x1b", "\x9b"} & set(ran.out)
    assert run(capsys, "show", "elthakeb2019sinreq", "--json").json[0]["award"] == "Best\x9b2J"
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda self: True, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    for arguments in (("export", "elthakeb2019sinreq", "--format", "csv"), ("search", "author:elthakeb", "--format", "csv")):
        assert "\\x1b" in run(capsys, *arguments).out
        assert "\x1b" not in run(capsys, *arguments).out


def test_a_terminal_is_told_how_to_narrow_below_the_results(capsys, root, monkeypatch):
    assert "Narrow:" not in "".join(run(capsys, "search", "learned", "--limit", "2")[1:])
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda self: True, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    ran = run(capsys, "search", "learned", "--limit", "2")
    assert "More: --offset 2. Narrow: --year" in " ".join(ran.out.split("\n\n")[-1].split())
    assert ran.err == ""


def test_facets_of_many_values_show_the_first_and_count_the_rest(capsys, root):
    lines = run(capsys, "search", "--facets", "--limit", "0").out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["--year", "--edition", "--topic", "--author"]
    assert lines[-1].endswith(" more")
    assert lines[-1].count("(") < 20


def test_an_interruption_keeps_what_was_done_and_says_so(capsys, tmp_path, monkeypatch):
    import archive.collect.scrape

    done = archive.collect.scrape.Outcome("neurips2018", 19, 0, ["+ quill2018kites: Kites"], ["a note"])
    outcomes = iter([lambda: done, lambda: (_ for _ in ()).throw(KeyboardInterrupt)])
    monkeypatch.setattr(archive.collect.scrape, "scrape_edition", lambda *args, **kwargs: next(outcomes)())
    ran = run(capsys, "scrape", "--root", tmp_path, "--mirror", tmp_path)
    assert ran.code != 0
    assert ran.out == "neurips2018: 19 papers\n"
    assert "neurips2018: a note" in ran.err
    assert "Interrupted." in ran.err


def test_one_edition_that_cannot_be_written_costs_no_other(capsys, tmp_path, monkeypatch):
    import archive.collect.scrape

    def scrape(edition, *args, **kwargs):
        if edition.id == "isca2019":
            raise PermissionError(13, "Permission denied", "scraped/isca2019.json")
        return archive.collect.scrape.Outcome(edition.id, 1, 1)

    monkeypatch.setattr(archive.collect.scrape, "scrape_edition", scrape)
    wanted = "neurips2018", "isca2019", "neurips2019"
    ran = run(capsys, "scrape", *wanted, "--no-abstracts", "--root", tmp_path, "--mirror", tmp_path)
    assert ran.code == 1
    assert ran.out == "neurips2018: 1 paper, 1 withdrawn\nneurips2019: 1 paper, 1 withdrawn\n"
    assert "isca2019: scraped/isca2019.json: permission denied." in ran.err


def test_an_export_into_nowhere_is_wrong_usage(capsys, root, tmp_path):
    ran = run(capsys, "export", "--output", tmp_path / "none" / "x.csv")
    assert ran.code == 2
    assert "cannot be written" in ran.err
    assert not (tmp_path / "none").exists()


def test_an_export_into_a_folder_is_a_file_for_each_paper(capsys, root, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    ran = run(capsys, "export", "--edition", "isca2019", "--format", "csl-json", "--output", out)
    assert (ran.code, ran.out, ran.err) == (0, "", f"5 files written to {out}.\n")
    names = sorted(path.name for path in out.iterdir())
    assert "elthakeb2019sinreq.csl.json" in names
    for path in out.iterdir():
        (item,) = json.loads(path.read_text())
        assert f"{item['id']}.csl.json" == path.name


def test_abstracts_are_in_citations_on_request_alone(capsys, root):
    kept = root / "scraped" / "abstracts" / "isca2019.json"
    kept.parent.mkdir(exist_ok=True)
    told = {"text": "Kites are quantized.", "source": "page", "url": "https://kites.example/", "retrieved": "2031-05-02"}
    kept.write_text(json.dumps({"elthakeb2019sinreq": told}))
    for output_format in ("bibtex", "ris", "csl-json", "markdown", "html"):
        bare = run(capsys, "export", "--edition", "isca2019", "--format", output_format).out
        full = run(capsys, "export", "--edition", "isca2019", "--format", output_format, "--with-abstracts").out
        assert "Kites are quantized" not in bare
        assert "Kites are quantized" in full
