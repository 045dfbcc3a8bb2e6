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
