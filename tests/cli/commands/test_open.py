"""The command open."""

from __future__ import annotations

from tests.support.commands import run


def test_a_paper_is_opened_or_its_address_printed(capsys, root, monkeypatch):
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda link: opened.append(link) or True)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    ran = run(capsys, "open", "quill2031deep")
    assert (ran.code, ran.out, opened) == (0, "https://kites.example/quill2031deep.pdf\n", [])
    monkeypatch.setenv("BROWSER", "a-browser")
    assert run(capsys, "open", "quill2031deep").out == ""
    assert run(capsys, "show", "quill2031deep", "--open").code == 0
    assert opened == ["https://kites.example/quill2031deep.pdf"] * 2
    assert run(capsys, "open", "nothing at all").code == 1


def test_without_a_browser_that_is_said_once_for_all_papers(capsys, umbrellas, monkeypatch):
    monkeypatch.setattr("archive.cli.terminal.browser.open_address", lambda link: False)
    ids = run(capsys, "search", "-f", "ids", "-n", "3").out.split()
    ran = run(capsys, "open", *ids)
    assert (ran.code, len(ran.out.splitlines())) == (0, 3)
    assert ran.err.count("No browser could be started.") == 1


def test_a_missing_option_is_quoted_like_other_values(capsys, umbrellas):
    ran = run(capsys, "import", "nofile.csv")
    assert (ran.code, ran.err) == (2, "mlforsys import: Missing option --edition. See `mlforsys import --help`.\n")
