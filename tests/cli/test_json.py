"""The output of --json follows ``docs/json.md`` and the schema."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import tomllib

import pytest
from jsonschema import Draft202012Validator

from archive.check.links.addresses import Address, Place
from archive.check.links.candidates import PdfCandidate
from archive.check.links.report import KINDS, Finding
from archive.check.store import Problem
from archive.cli.app import COMMANDS
from archive.model.paper import Absence
from archive.search.index import build
from archive.store.curation import Correction
from archive.store.papers import LedgerEntry
from archive.store.root import Root
from tests.support import PROJECT
from tests.support.archives import NAME, abstract, paper, write_archive
from tests.support.commands import run
from tests.support.sandbox import KITES, LAMPS, LIST, SNOW, Sandbox, list_page
from tests.support.schema import DEFINITIONS, SCHEMA, fields, problems, table

DOCUMENT = (PROJECT / "docs" / "json.md").read_text(encoding="utf-8")
NO_JSON = {"open", "init", "curate", "mcp"}  # they print no list


@pytest.fixture(scope="module")
def archive(once):
    """The invented archive, with a paper that has suggested topics and one whose missing abstract has a known reason."""
    return once("archive-for-json", write)


@pytest.fixture
def root(archive, tmp_path, monkeypatch):
    """The same, in a folder of the test."""
    folder = tmp_path / "archive"
    shutil.copytree(archive, folder)
    monkeypatch.setenv("MLFORSYS_ROOT", str(folder))
    return Root(folder)


def write(folder):
    root = write_archive(folder)
    cached = paper("ray2032bloom", "Learned Cache Eviction with Reinforcement Learning", "Ada Quill", "Cy Moss")
    root.store.write_papers("kites2032", [*root.store.papers("kites2032"), cached])
    text = "We learn cache eviction: a cache policy found by reinforcement learning."
    root.store.write_abstracts("kites2032", {"ray2032bloom": abstract(text)})
    absence = Absence("the paper prints none", "pdf", "https://kites.example/moss.pdf", "2031-05-02")
    root.store.write_ledger("kites2031", {"moss2031index": LedgerEntry(absence=absence)})
    (folder / "scraped" / "unknown2040.json").write_text(
        json.dumps({"edition": "unknown2040", "papers": [{"id": "zz2040", "title": "Nowhere", "authors": ["Al Ray"]}]})
    )
    (folder / "archive.toml").write_text(NAME, encoding="utf-8")
    build(root)


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("search kites", "search"),
        ("search deep kites --explain", "search"),
        ("search lanternz", "search"),
        ("search kites --match any", "search"),
        ("search", "search"),
        ("search zebra", "search"),
        ("search '' --limit 99", "search"),
        ("show quill2031deep", "show"),
        ("show quill2031deep moss2031index ray2032bloom", "show"),
        ("related quill2031deep", "related"),
        ("export", "export"),
        ("export --edition kites2032", "export"),
        ("editions", "editions"),
        ("topics", "topics"),
        ("topics caching", "topicPapers"),
        ("topics --explain ray2032bloom", "explanation"),
        ("topics --suggest-taxonomy", "proposedTopics"),
        ("authors", "authors"),
        ("authors quill", "authors"),
        ("stats", "stats"),
        ("stats --year 2031", "stats"),
        ("cite quill2031deep moss2031index", "cite"),
        ("index", "index"),
        ("check", "check"),
    ],
)
def test_output_follows_the_schema(capsys, root, command, name):
    ran = run(capsys, *shlex.split(command), "--json")
    assert ran.code == (command == "check")
    assert ran.json or command.endswith("taxonomy")
    assert problems(name, ran.json) == []


def test_jsonl_follows_the_schema_too(capsys, root):
    for command, name in ("search kites", "result"), ("export", "exported"):
        lines = run(capsys, *command.split(), "--format", "jsonl").out.splitlines()
        assert lines
        assert [problems(name, json.loads(line)) for line in lines] == [[]] * len(lines)


def test_the_json_of_site_follows_the_schema(capsys, root, tmp_path):
    out = tmp_path / "public"
    ran = run(capsys, "site", out, "--edition", "kites2031", "--base-url", "https://kites.example", "--json")
    assert problems("site", ran.json) == []
    assert (ran.json["papers_count"], ran.json["path"], ran.json["base_url"]) == (2, str(out), "https://kites.example/")


def test_the_json_of_scrape_follows_the_schema(capsys, tmp_path):
    sandbox = Sandbox(tmp_path)
    sandbox.page(LIST, list_page(KITES, LAMPS))

    def scrape(*more):
        there = ("--mirror", sandbox.mirror, "--root", sandbox.root.folder)
        return run(capsys, "scrape", "kites2031", *more, *there, "--json")

    first = scrape()
    assert (first.code, problems("scrape", first.json)) == (0, [])
    assert first.json[0]["papers_count"] == 2
    assert set(first.json[0]["abstracts"]["missing"]) == set(sandbox.ids())
    sandbox.page(LIST, list_page(KITES, SNOW))
    failed = scrape("--no-abstracts")
    assert (failed.code, problems("scrape", failed.json)) == (1, [])
    assert "moss2031lanterns" in failed.json[0]["error"]
    assert failed.json[0]["papers_count"] is None


def test_the_json_of_import_follows_the_schema(capsys, root, tmp_path):
    file = tmp_path / "papers.csv"
    rows = ["1,Deep Kites,Ada Quill,,Accept", "2,Snow Again,Di Frost,,Accept", "3,Rain,Di Frost,,Reject", "4,,Di Frost,,Accept"]
    header = "Paper ID,Paper Title,Author Names,Author Emails,Status"
    file.write_text("\n".join([header, *rows]))
    ran = run(capsys, "import", file, "--edition", "kites2031", "--json")
    assert problems("import", ran.json) == []
    assert [row["title"] for row in ran.json["added"]] == ["Snow Again"]
    assert ran.json["skipped"]
    assert ran.json["refused"]


def test_the_json_of_add_follows_the_schema(capsys, tmp_path):
    page, file = tmp_path / "page.html", tmp_path / "papers.bib"
    page.write_text(list_page(KITES, LAMPS, SNOW))
    file.write_text("@inproceedings{a, title={Deep Kites}, author={Ada Quill}, year={2031}}")
    there = ("--root", Sandbox(tmp_path).root.folder, "--edition", "kites2031", "--json")
    for source in (page, file):
        ran = run(capsys, "add", source, *there)
        assert problems("add", ran.json) == []
        assert ran.json["papers"][0]["title"] in ("Kites on Rails", "Deep Kites")


def test_the_json_of_check_links_follows_the_schema():
    place = Place("kites2031", "pdf_url", "https://kites.example/a.pdf", "quill2031deep")
    edition = Place("kites2031", "url", "https://kites.example/a.pdf")
    address = Address("https://kites.example/a.pdf", (place, edition))
    correction = Correction(
        "pdf_url", "https://kites.example/a.pdf", "https://kites.example/b.pdf", "dead", "https://x.example"
    )
    candidate = PdfCandidate("kites2031", "quill2031deep", "https://kites.example/b.pdf", correction, False)
    found = [Finding(kind, address, "…", 404, None, (candidate,)).to_json() for kind in KINDS]
    assert problems("check", found) == []
    assert problems("check", [{"kind": "sound", "where": "a", "message": "b"}])
    assert Problem.__slots__ == tuple(fields("problem"))


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


def test_the_document_says_what_the_schema_says():
    said, expected = {}, {}
    for name, definition in DEFINITIONS.items():
        if definition["type"] == "array" or not definition["properties"]:
            assert name in DOCUMENT
            continue
        section = re.search(rf"^### {name}\n\n(.*?)\n\n(\|.*?)(?:\n\n|\Z)", DOCUMENT, re.S | re.M)
        assert section, f"docs/json.md has no section {name}"
        said[name] = section[1], f"{section[2].rstrip()}\n"
        expected[name] = definition["description"], table(name)
    assert said == expected


def test_every_field_has_a_meaning_and_most_an_example():
    for name in DEFINITIONS:
        if DEFINITIONS[name]["type"] == "object":
            for field, of_it in fields(name).items():
                assert of_it.get("description") or "$ref" in of_it, f"{name}.{field}"


def test_the_document_names_every_command_that_prints_json():
    rows = set(re.findall(r"^\| `(\w+)", DOCUMENT.split("## Output by command")[1].split("\n## ")[0], re.M))
    assert rows == set(COMMANDS) - NO_JSON


def test_the_schema_is_strict():
    record = {"title": "Deep Kites"}
    assert problems("exported", record)
    assert SCHEMA["$schema"].endswith("2020-12/schema")


def test_the_lines_with_jq_run(capsys, root, monkeypatch):
    lines = re.findall(r"^mlforsys (.*?) \| jq -r '(.*)'$", DOCUMENT, re.M)
    assert len(lines) == 5
    try:
        subprocess.run(["jq", "--version"], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("jq is not installed")
    printed = []
    for command, program in lines:
        words = [
            word.replace("compilers", "kites").replace("learned", "deep").replace("index", "kites") for word in command.split()
        ]
        out = run(capsys, *words).out
        asked = subprocess.run(["jq", "-r", program], input=out, check=True, capture_output=True, text=True, timeout=60)
        printed.append(asked.stdout.splitlines())
    assert "https://kites.example/quill2024kites.pdf" in printed[0]
    assert printed[1] == ["quill2031deep\tDeep Kites"]
    assert "2031 1" in printed[2]
    assert printed[3] == ["3 Ada Quill"]
    assert "kites2031" in printed[4]


def test_the_schema_is_in_the_wheel():
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "archive" in settings["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]
    assert (PROJECT / "archive" / "json.schema.json").is_file()
