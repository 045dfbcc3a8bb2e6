"""Text stays text: nothing in a paper is a TeX command, a terminal escape, or a path of the site."""

from __future__ import annotations

import dataclasses
import re

import pytest

from archive.errors import ArchiveError
from archive.model.latex import escape_but_formulas
from archive.site import addresses
from archive.site.writer import Writer
from archive.store import validation
from archive.store.root import Root
from tests.support.archives import write_archive
from tests.support.commands import run

COMMANDS = ["\\write18{rm -rf x}", "\\input{/etc/passwd}", "^^5cwrite18{x}", "\\csname write\\endcsname18{x}", "\\catcode64=0"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_formula_with_unknown_commands_is_text(command):
    for text in (f"Kites $x_1 = {command}$ on rails", command):
        escaped = escape_but_formulas(text)
        assert "\\write" not in escaped
        assert "\\input" not in escaped
        assert "\\csname" not in escaped
        assert "\\catcode" not in escaped
        assert "^^" not in escaped
    assert escape_but_formulas("Kites $O(n \\log n)$") == "Kites {$O(n \\log n)$}"


@pytest.fixture
def hostile(tmp_path, monkeypatch):
    """Papers that the store would refuse: output must not rely on the store alone."""
    monkeypatch.setattr(validation, "unseen_problem", lambda *_: None)
    write_archive(tmp_path)
    root = Root(tmp_path)
    first, *rest = root.store.papers("kites2031")
    escape = "\x1b]0;owned\x07"
    bad = dataclasses.replace(
        first,
        title=f"Kites {escape} $\\write18{{x}}$",
        authors=(f"Ada {escape} Quill",),
        arxiv_id="2031.00001}}\n@misc{x, title={\\write18{x}".replace("\n", " "),
        doi="10.1145/1}\\write18{x}",
        pdf_url=f"https://kites.example/{escape}.pdf",
        award=f"Best {escape}",
        topics=(),
    )
    root.store.write_papers("kites2031", [bad, *rest])
    return root, bad


@pytest.mark.parametrize(
    "command",
    [
        "show {id}",
        "search kites",
        "topics --explain {id}",
        "check",
        "authors",
        "export --format markdown",
        "related {id}",
        "editions",
    ],
)
def test_no_escape_reaches_a_terminal(capsys, hostile, command):
    root, bad = hostile
    ran = run(capsys, *command.format(id=bad.id).split(), "--root", root.folder)
    assert "\x1b" not in ran.err
    if "export" not in command:  # which programs read
        assert "\x1b" not in ran.out


@pytest.mark.parametrize("form", ["csv", "markdown", "ris", "bibtex", "html", "jekyll", "json", "csl-json"])
def test_nothing_exported_commands_a_terminal_or_turns_the_text_round(capsys, hostile, form):
    root, _ = hostile
    *others, last = root.store.papers("kites2031")
    turned = dataclasses.replace(last, title="Kites \u202eon rails \x9b2J \x7f")
    root.store.write_papers("kites2031", [*others, turned])
    out = run(capsys, "export", "--format", form, "--root", root.folder).out
    left = [sign for sign in "\x1b\x07\x9b\x7f\u202e" if sign in out]
    assert not left or form in ("json", "csl-json", "jekyll")  # which programs read; there, what a terminal obeys is escaped
    assert "\x1b" not in out


def test_a_bibtex_field_ends_where_it_should(capsys, hostile):
    root, bad = hostile
    out = run(capsys, "export", "--format", "bibtex", "--root", root.folder).out
    entry = out[out.index(f"{{{bad.id},") :].split("\n}\n")[0]
    assert "@misc" not in entry.replace("%40misc", "")
    assert not re.search(r"(?<!\w)\\write18", entry)
    for line in entry.splitlines()[1:]:
        value = line.split(" = ", 1)[-1]
        assert value.count("{") == value.count("}") or line.startswith("  month")


@pytest.mark.parametrize("name", ["..", ".", "", "a/b", "../x", "a\\b", "a\nb", "a\0b"])
def test_an_invalid_name_is_refused(name, tmp_path):
    for function in (
        addresses.paper,
        addresses.pdf,
        addresses.edition,
        addresses.edition_by_topic,
        addresses.topic,
        addresses.author,
    ):
        with pytest.raises(ArchiveError, match="cannot be the name"):
            function(name)


def test_the_writer_writes_only_into_its_folder(tmp_path):
    (tmp_path / "site").mkdir()
    for path in ("../x", "/tmp/x", "a/../../x"):
        with pytest.raises(ArchiveError, match="leads out of the site"):
            Writer(tmp_path / "site").write(path, b"x")
    assert [one.name for one in tmp_path.iterdir()] == ["site"]
