"""Opening papers in the browser."""

from __future__ import annotations

from tests.support.commands import run


def test_open_starts_a_browser_with_the_pdf(capsys, umbrellas, monkeypatch):
    opened: list[str] = []
    monkeypatch.setenv("BROWSER", "a-browser")
    monkeypatch.setattr("webbrowser.open", lambda link: opened.append(link) or True)
    assert run(capsys, "search", "umbrellas", "--open", "1").code == 0
    assert opened == [f"https://kites.example/{run(capsys, 'search', 'umbrellas', '--format', 'ids').out.split()[0]}.pdf"]
    ran = run(capsys, "search", "umbrellas", "--open", "9")
    assert (ran.code, len(opened)) == (1, 1)
    assert "There is no result 9: 2 papers match" in ran.err
