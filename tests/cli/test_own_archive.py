"""Every command in an archive of its own uses its name, nothing of the bundled one, and no empty headings."""

from __future__ import annotations

import re

import pytest

from archive.net import http
from archive.net.http import user_agent
from tests.support.commands import run
from tests.support.loopback import answer
from tests.support.own import KFS, TOPICS, own_archive


@pytest.fixture
def own(tmp_path, monkeypatch):
    root = own_archive(tmp_path / "kites")
    monkeypatch.chdir(root.folder)
    return root


@pytest.fixture
def empty(capsys, tmp_path, monkeypatch):
    run(capsys, "init", tmp_path / "new", "--name", "Kites")
    monkeypatch.chdir(tmp_path / "new")


FOREIGN = re.compile(r"ML for Systems|mlforsystems|neurips20|isca20|kipf", re.I)


@pytest.mark.parametrize(
    "command",
    [
        "editions",
        "search kites",
        "show quill2031kites",
        "related quill2031kites",
        "authors",
        "topics",
        "stats",
        "check",
        "cite quill2031kites",
        *(f"export --format {name}" for name in ("bibtex", "ris", "csl-json", "csv", "json", "markdown", "html", "jekyll")),
    ],
)
def test_nothing_of_the_bundled_archive_is_in_it(capsys, own, command):
    ran = run(capsys, *command.split())
    assert ran.code == 0, ran.err
    assert not FOREIGN.search(ran.out + ran.err)


def test_the_help_begins_with_the_name_of_the_archive(capsys, own, monkeypatch):
    said = "The accepted papers of Kites for Systems, searchable and ready to cite."
    assert said in run(capsys, "--help").out
    monkeypatch.chdir("/")
    assert said not in run(capsys, "--help").out
    assert said in run(capsys, "--root", own.folder, "--help").out
    monkeypatch.setenv("MLFORSYS_ROOT", str(own.folder))
    assert said in run(capsys, "--help").out


def test_help_works_if_the_archives_name_cannot_be_read(capsys, own):
    (own.folder / "archive.toml").write_text("name = ")
    assert "search" in run(capsys, "--help").out
    ran = run(capsys, "editions")
    assert ran.code == 1
    assert "archive.toml is not valid TOML" in ran.err


def test_a_reference_names_the_archives_own_meeting(capsys, own):
    assert "on {Kites} for {Systems} 2031}" in run(capsys, "export", "--format", "bibtex").out


def test_a_scrape_uses_the_archives_user_agent_and_only_its_editions(capsys, own, loopback, monkeypatch):
    monkeypatch.setattr(http, "PAUSE", 0.0)
    url = loopback.url + "/papers.html"
    loopback.script("/papers.html", answer("<p>nothing</p>"))
    with (own.folder / "editions.toml").open("a") as file:
        file.write(f'pages = [{{ url = "{url}", family = "list" }}]\n')
    ran = run(capsys, "scrape", "--no-abstracts")
    assert ran.code == 1
    assert {asked.headers["user-agent"] for asked in loopback.asked} == {user_agent(KFS)}
    assert "the edition could not be collected and was not changed" in ran.err
    assert "`mlforsys add`" in ran.err
    assert "`mlforsys import`" in ran.err


def test_an_archive_without_topics_has_no_headings_for_them(capsys, own):
    assert run(capsys, "topics").out == ""
    assert run(capsys, "topics", "--json").json == []
    assert "--suggest-taxonomy" in run(capsys, "topics").err
    assert "topic" not in run(capsys, "stats").out
    assert "Topics" not in run(capsys, "show", "quill2031kites").out
    ran = run(capsys, "search", "--topic", "rope")
    assert ran.code == 2
    assert "this archive has no topics" in ran.err


def test_an_empty_archive_says_how_to_add_papers(capsys, empty):
    ran = run(capsys, "editions")
    assert (ran.code, ran.out) == (0, "")
    assert "`mlforsys add URL`" in ran.err
    for command in ("scrape", "search kites", "topics", "stats", "site public"):
        ran = run(capsys, *command.split())
        assert ran.code == 1, command
        assert "`mlforsys add URL`" in ran.err
        assert "`mlforsys import FILE --edition ID`" in ran.err


def test_a_retrained_model_suggests_the_archives_topics(capsys, tmp_path, monkeypatch):
    root = own_archive(tmp_path, topics=TOPICS.replace('"cord"', '"lantern"'))
    monkeypatch.chdir(tmp_path)
    run(capsys, "curate", "moss2031lanterns", "--topic", "rope")
    ran = run(capsys, "topics", "--learn")
    assert ran.code == 0
    assert str(root.folder / "suggestions.json") in ran.err
    assert '"rope": 1' in (root.folder / "suggestions.json").read_text()
    assert "1 of 1 curated paper with it" in run(capsys, "topics", "--explain", "moss2031lanterns").out


@pytest.mark.parametrize("topics", ["", TOPICS])
def test_the_site_is_the_archives_own(capsys, tmp_path, monkeypatch, topics):
    root = own_archive(tmp_path / "kites", topics=topics)
    monkeypatch.chdir(root.folder)
    if topics:
        run(capsys, "curate", "quill2031kites", "--topic", "rope")
    assert run(capsys, "site", "public", "--base-url", "https://papers.kites.example/").code == 0
    site = root.folder / "public"
    pages = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    assert not [name for name, text in pages.items() if FOREIGN.search(text)]
    assert "<title>Kites for Systems: accepted papers</title>" in pages["index.html"]
    assert "<title>Lanterns Under Water · KfS</title>" in pages["papers/moss2031lanterns/index.html"]
    assert "Kites for Systems" in (site / "feed.xml").read_text(encoding="utf-8")
    for said in ("mailto:chairs@kites.example", "https://kites.example/", "published under CC BY 4.0"):
        assert said in pages["about/index.html"]
    assert ("topics/index.html" in pages["index.html"]) is bool(topics)
    assert any("topic" in name for name in pages) is bool(topics)
    if topics:
        assert "What kites hang on" in pages["topics/rope/index.html"]
        assert "Papers whose main matter" not in pages["topics/rope/index.html"]
    else:
        pages["search/index.html"] = re.sub(r' data-texts="[^"]*"', "", pages["search/index.html"])  # nobody sees these
        assert not [name for name, text in pages.items() if re.search("topic", text, re.I)]


def test_add_uses_the_archives_user_agent_too(capsys, own, loopback, monkeypatch):
    monkeypatch.setattr(http, "PAUSE", 0.0)
    loopback.script("/papers.html", answer("<html><body><p>nothing</p></body></html>"))
    run(capsys, "add", loopback.url + "/papers.html")
    assert {asked.headers["user-agent"] for asked in loopback.asked} == {user_agent(KFS)}
