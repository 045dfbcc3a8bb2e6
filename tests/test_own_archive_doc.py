"""``docs/your-own-archive.md`` is correct: followed step by step from an empty folder, it ends in a site."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import PROJECT
from tests.support.commands import run

DOCUMENT = (PROJECT / "docs" / "your-own-archive.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"((?:[Ss]ave|[Pp]ut|Settle) (?:this|it)\s[^`]*`([\w./-]+)`:\n\n)?^```(\w+)\n(.*?)^```$", re.M | re.S)


def steps() -> Iterator[tuple[str, str, str]]:
    """The steps of a reader, in order: the kind, the file, and the text."""
    for found in _BLOCK.finditer(DOCUMENT):
        yield found[3], found[2] or "", found[4]


def test_every_file_of_the_document_has_a_path():
    assert not [text for kind, name, text in steps() if kind not in ("sh", "console") and not name]


def follow(capsys, command: str) -> str:
    """Run a line of a shell, and return its output."""
    if command.startswith("pip install"):
        return ""  # what runs here is installed
    if command.startswith("cd "):
        os.chdir(command.removeprefix("cd "))
        return ""
    if command.startswith("mlforsys "):
        ran = run(capsys, *shlex.split(command, comments=True)[1:])
        assert ran.code == 0, f"{command}\n{ran.err}"
        return ran.out
    who = ("-c", "user.name=Ada Quill", "-c", "user.email=ada@kites.example")
    for part in command.split(" && "):
        name, *rest = shlex.split(part)
        assert name == "git"
        subprocess.run(["git", *who, *rest], check=True)
    return ""


@pytest.fixture
def followed(capsys, tmp_path, monkeypatch) -> Path:
    """The folder after all steps of the document."""
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    monkeypatch.chdir(tmp_path)
    for kind, name, text in steps():
        if name:
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            with Path(name).open("a", encoding="utf-8") as file:
                file.write(f"\n{text}" if Path(name).exists() and kind == "toml" else text)
        elif kind == "console":
            for command, expected in re.findall(r"^\$ ([^\n]*)\n(.*?)(?=^\$|\Z)", text, re.M | re.S):
                assert follow(capsys, command) == expected
        else:
            for command in text.splitlines():
                follow(capsys, command)
    return tmp_path


def test_the_commands_of_the_document_work(capsys, followed):
    archive = followed / "kites"
    home = (archive / "public" / "index.html").read_text(encoding="utf-8")
    assert "Kites for Systems" in home
    assert "Jane Doe" in (archive / "public" / "papers" / "moss2031lanterns" / "index.html").read_text(encoding="utf-8")
    committed = subprocess.run(["git", "ls-files"], cwd=archive, check=True, capture_output=True, text=True).stdout.split()
    assert {"archive.toml", "curation/kfs2031.toml", "scraped/kfs2031.json"} <= set(committed)
    assert not [name for name in committed if name.startswith(("public/", "index/", "scraped/abstracts"))]
    assert "quill2031kites" in run(capsys, "topics", "kites").out
    assert run(capsys, "check").code == 0
    assert len(run(capsys, "search", "year:2032..2033", "--format", "ids", "--limit", "20").out.split()) == 8


def test_the_document_takes_ten_commands():
    first = DOCUMENT.split("## Pages, each")[0]
    assert re.findall(r"\*\*(\d+)\*\*", first) == [str(number) for number in range(1, 11)]
