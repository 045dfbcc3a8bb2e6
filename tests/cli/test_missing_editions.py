"""Messages about editions that are registered but not collected."""

from __future__ import annotations

from tests.support.commands import run
from tests.support.own import own_archive

WITH_A_PAGE = """
[kfs2032]
name = "Kites for Systems 2032"
venue = "KfS"
year = 2032
url = "https://kites.example/2032/"
pages = [{ url = "https://kites.example/2032/papers.html", family = "list" }]
"""
WITHOUT_A_PAGE = WITH_A_PAGE.replace("2032", "2033").replace("pages =", "#")


def test_an_edition_that_is_not_collected_is_reported(capsys, root):
    for words in (("--year", "2025"), ("--edition", "neurips2025"), ("neurips2025",)):
        ran = run(capsys, "search", *words)
        assert ran.code == 0
        assert "neurips2025 is not collected yet: `mlforsys scrape neurips2025` collects it." in ran.err
    assert "not collected" not in run(capsys, "search", "kites").err


def test_check_and_doctor_name_editions_without_papers(capsys, tmp_path):
    folder = own_archive(tmp_path / "own").folder
    with (folder / "editions.toml").open("a") as file:
        file.write(WITH_A_PAGE + WITHOUT_A_PAGE)
    for command in ("check", "doctor"):
        ran = run(capsys, command, "--root", folder)
        assert ran.code == 0
        told = ran.out + ran.err
        assert "kfs2032 is not collected yet: `mlforsys scrape kfs2032` collects it." in told
        assert "kfs2033 is not collected yet: `mlforsys import FILE --edition kfs2033` adds its papers." in told
    assert run(capsys, "doctor", "--json", "--root", folder).json["not_collected"] == ["kfs2032", "kfs2033"]
    assert run(capsys, "check", "--strict", "--root", folder).code == 0


def test_many_editions_get_the_command_that_collects_all(capsys, root):
    for path in (root.folder / "scraped").glob("*.json"):
        path.unlink()
    said = run(capsys, "editions").err
    assert "editions are not collected yet: neurips2018, isca2019, " in said
    assert " `mlforsys scrape` collects all editions.\n" in said
