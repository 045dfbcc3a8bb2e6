"""Every example that the project shows: lines that begin with ``mlforsys``, in documents and in the help of commands."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import typer

from archive.cli.app import COMMANDS, LazyGroup, app
from tests.support import PROJECT

_BLOCK = re.compile(r"^```(?:sh|console|bash|yaml)?\n(.*?)^```", re.S | re.M)
_LINE = re.compile(r"^\s*(?:\$ |- run: |run: )?(mlforsys .*)$", re.M)


def help_of(command: str) -> str:
    """The help of a command as it was written, without a terminal's width."""
    group = typer.main.get_command(app)
    assert isinstance(group, LazyGroup)
    context = group.make_context("mlforsys", [], resilient_parsing=True)
    return str(group.get_command(context, command).help)


def lines_of_help() -> Iterator[tuple[str, str]]:
    """The examples of all commands, each with its command."""
    for command in COMMANDS:
        for line in _LINE.findall(help_of(command)):
            yield command, _plain(line)


def lines_of_documents() -> Iterator[tuple[str, str]]:
    """The examples in blocks of README and docs/, each with its file."""
    for path in (PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))):
        text = path.read_text(encoding="utf-8")
        for block in _BLOCK.findall(text):
            for line in _LINE.findall(block):
                yield path.name, _plain(line)


def pipeline(line: str) -> list[list[str]]:
    """The commands of a line as their arguments; where it writes to, is left out."""
    commands: list[list[str]] = [[]]
    words = iter(shlex.split(line, comments=True))
    for word in words:
        if word in ("|", "&&"):
            commands.append([])
        elif word in (">", ">>", "<"):
            next(words)
        else:
            commands[-1].append(word)
    return commands


def _plain(line: str) -> str:
    return re.sub(r"\s{2,}#.*|\s#\s.*", "", line).strip()
