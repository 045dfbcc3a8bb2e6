"""Every `mlforsys …` line of README, docs/ and help runs as it is, in a root of its own and without a network."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sys

import pytest

from archive.net.mirror import mirror_path
from tests.support import PROJECT
from tests.support.archives import copy_archive
from tests.support.commands import run
from tests.support.examples import FEW, lines_of_documents, lines_of_help, pipeline, write_some

EXAMPLES = list(dict.fromkeys([*lines_of_help(), *lines_of_documents()]))
PLACEHOLDER = re.compile(r"\b[A-Z]{2,}\b(?![-/.])|…|\.\.\.|<")  # ID, DIR: what a reader fills in
MAY_FAIL = {"--links", "--pdfs", "--copy-pdfs", "--learn"}  # where there is no network, or no checkout
TALKS = {"-i", "--interactive", "--review", "mcp"}  # with a person or a program: tests of their own
HERE = {"submission.csv", "author.csv", "papers.csv", "papers.bib", "saved.html"}  # files of a person that a test has too
SOME = {"isca2019", "neurips2022"}  # editions, of which few papers are enough for a site
PAGE = "".join(f"<h4>{title}</h4><p class=names>Ada Quill, Bo Reed</p>" for title in ("Kites on Rails", "Snow", "Moss"))
PAGE = f"<html><body><header><h1>Workshop on Kites at ACME 2031, May 2nd</h1></header><main>{PAGE}</main></body></html>"


@pytest.fixture
def here(tmp_path, monkeypatch, once):
    """A folder to work in, with some papers and their index, files to import, a mirror and a browser."""
    root, home = tmp_path / "archive", tmp_path / "home"
    copy_archive(once("examples", write_some), root)
    (home / "mirror").mkdir(parents=True)
    (tmp_path / "our-theme").mkdir()
    (tmp_path / "our-theme" / "theme.toml").write_text('name = "Kites"\n')
    (tmp_path / "tests").symlink_to(PROJECT / "tests")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("MLFORSYS_ROOT", str(root))
    monkeypatch.setenv("BROWSER", "a-browser")
    monkeypatch.setattr("webbrowser.open", lambda link: True)
    for name in ("submission.csv", "author.csv"):
        shutil.copy(PROJECT / "tests" / "samples" / "imports" / "easychair" / "two-files" / name, tmp_path)
    (tmp_path / "saved.html").write_text(PAGE)
    (tmp_path / "papers.bib").write_text("@inproceedings{a, title={Kites on Rails}, author={Quill, Ada}}")
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def safe(words: list[str], here) -> list[str]:
    """The same, without a network, and without commands that do not end."""
    words = [word.replace("~", str(here / "home")) for word in words if word != "--serve"]
    command = words[0] if words else ""
    if command == "scrape" or {"--links", "--pdfs", "--copy-pdfs"} & set(words):
        words = [word for word in words if word not in ("--fix", "--fresh")]
        words += [] if "--mirror" in words else ["--mirror", str(here / "home" / "mirror")]
    if command == "add":
        for address in [word for word in words if word.startswith("https://")]:
            path = here / "home" / "mirror" / mirror_path(address)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(PAGE, encoding="utf-8")
        words += [] if "--mirror" in words else ["--mirror", str(here / "home" / "mirror")]
    if command == "site":
        for path in (here / "archive" / "scraped").glob("*.json"):
            if path.stem not in SOME:
                path.unlink()
                continue
            held = json.loads(path.read_text(encoding="utf-8"))
            path.write_text(json.dumps({**held, "papers": held["papers"][:FEW]}), encoding="utf-8")
    if command == "site" and not [word for word in words[1:2] if not word.startswith("-")]:
        words.append("public")
    return words


def write_table(words: list[str], here) -> None:
    """``papers.csv`` with the columns and decisions of an example."""
    title, pdf = ("Paper name", "Camera ready") if "--map" in words else ("title", "pdf")
    decision = "Tier 1" if "--accepted" in words else "Accept"
    with (here / "papers.csv").open("w", newline="", encoding="utf-8") as file:
        rows = [[title, "authors", pdf, "decision"], ["Kites on Rails", "Ada Quill", "https://kites.example/k.pdf", decision]]
        csv.writer(file).writerows(rows)


def runs(words: list[str]) -> bool:
    """Whether a test can run it: it needs no files or terminal of a person."""
    files = {word for word in words if re.fullmatch(r"[\w-]+\.(?:csv|json|xlsx|zip|bib|html)", word)}
    return not (TALKS & set(words) or (files - HERE and words[0] in ("import", "scrape", "add")) or asks(words))


def asks(words: list[str]) -> bool:
    """Whether a command asks questions on a terminal, as its options do not give everything."""
    said = {"init": {"--name"}, "curate": {"--topic", "--summary", "--correct"}}.get(words[0] if words else "")
    return said is not None and said.isdisjoint(words)


@pytest.mark.parametrize(("place", "line"), EXAMPLES, ids=[f"{place}: {line}" for place, line in EXAMPLES])
def test_an_example_runs(capsys, monkeypatch, here, indexed_workshop, place, line):
    commands = [words[1:] for words in pipeline(line) if words[:1] == ["mlforsys"]]
    if PLACEHOLDER.search(line) or not all(map(runs, commands)):
        pytest.skip("it has something for the reader to fill in, or talks with a person")
    if commands[0][:1] == ["check"]:  # fails where papers are missing of which the catalogue says something
        shutil.copytree(indexed_workshop, here / "archive", dirs_exist_ok=True)
    piped = ""
    for words in commands:
        monkeypatch.setattr(sys, "stdin", io.StringIO(piped))
        write_table(words, here)
        ran = run(capsys, *safe(words, here))
        piped = ran.out
        needs_network = words[:1] in (["scrape"], ["import"], ["add"]) or {"--links", "--pdfs", "--copy-pdfs", "--learn"} & set(
            words
        )
        assert ran.code in ((0, 1) if needs_network else (0,)), ran.err
        assert ran.out or ran.err or words[:1] in (["export"], ["site"]), "it says something"
    assert "Traceback" not in ran.err


def test_there_are_examples_of_every_command():
    from archive.cli.app import COMMANDS

    shown = {words[1] for _, line in lines_of_help() for words in pipeline(line) if len(words) > 1}
    assert set(COMMANDS) <= shown
