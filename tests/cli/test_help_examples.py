"""The examples of the help use names of the user's archive."""

from __future__ import annotations

import re
from dataclasses import replace

from archive.cli.app import COMMANDS
from archive.store.editions import load_registry
from archive.store.root import bundled_catalogue
from tests.support.commands import run
from tests.support.own import TOPICS, own_archive

_NOT_OURS = re.compile(r"https?://\S+")


def _help(capsys, root) -> str:
    text = "\n".join(run(capsys, "--root", root, *words, "--help").out for words in [[], *([name] for name in COMMANDS)])
    return _NOT_OURS.sub("", text)


def _bundled() -> set[str]:
    store = bundled_catalogue()
    papers = [paper for edition in store.editions() for paper in store.papers(edition)]
    return {*load_registry(None), *(paper.id for paper in papers)}


def test_another_archive_s_help_names_none_of_the_bundled_papers_and_editions(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("COLUMNS", "200")
    named = set(re.findall(r"[a-z]+\d{4}[a-z]*", _help(capsys, own_archive(tmp_path / "own", topics=TOPICS).folder)))
    assert not named & _bundled()
    assert {"quill2031kites", "moss2031lanterns", "kfs2031"} <= named


def test_the_examples_draw_topics_and_people_from_the_archive(capsys, tmp_path):
    text = _help(capsys, own_archive(tmp_path / "own", topics=TOPICS).folder)
    assert "mlforsys authors ada quill --json" in text
    assert "mlforsys stats --topic rope,weather --year 2020-" in text
    for name in ("kraska", "compilers", "SOSD"):
        assert name not in text


def test_the_examples_have_no_name_that_a_shell_would_read_otherwise(capsys, tmp_path):
    root = own_archive(tmp_path / "own", topics=TOPICS)
    first, *others = root.store.papers("kfs2031")
    odd = replace(first, title='Kites for "$5": A `Study`', authors=("Ada O'Neill", "Bo Reed"))
    root.store.write_papers("kfs2031", [odd, *others])
    text = _help(capsys, root.folder)
    assert "neill" not in text.lower()
    assert "$5" not in text
    assert "reed" in text


def test_an_empty_archive_has_placeholders_in_capitals(capsys, monkeypatch, tmp_path):
    run(capsys, "init", tmp_path / "new", "--name", "Kites for Systems")
    text = _help(capsys, tmp_path / "new")
    for example in ("mlforsys show ID", "--edition EDITION", "mlforsys authors NAME"):
        assert example in text


def test_the_bundled_archive_has_the_original_examples(capsys, workshop):
    assert "mlforsys cite kipf2019sosd" in run(capsys, "--root", workshop, "cite", "--help").out


def test_help_is_shown_where_the_archive_cannot_be_read(capsys, tmp_path):
    (tmp_path / "archive.toml").write_text("name = ")
    (tmp_path / "scraped").mkdir()
    assert "mlforsys cite" in run(capsys, "--root", tmp_path, "cite", "--help").out
