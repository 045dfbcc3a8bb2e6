"""Every example of the project: lines that begin with ``mlforsys``, in documents and in the help of commands."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import typer

from archive.cli.app import COMMANDS, LazyGroup, app
from archive.search.index import build
from archive.store.root import Root
from tests.support import PROJECT

FEW = 3  # papers of an edition, where an example needs some and not all

_BLOCK = re.compile(r"^```(?:sh|console|bash|yaml)?\n(.*?)^```", re.S | re.M)
_LINE = re.compile(r"^\s*(?:\$ |- run: |run: )?(mlforsys .*)$", re.M)


def help_of(command: str) -> str:
    """The help of a command as it was written, not wrapped."""
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


def write_some(folder: Path) -> None:
    """The committed papers that examples name, a few more of each edition, and their index."""
    shown = "\n".join(line for _, line in (*lines_of_help(), *lines_of_documents()))
    (folder / "scraped").mkdir(parents=True)
    for path in (PROJECT / "scraped").glob("*.json"):
        held = json.loads(path.read_text(encoding="utf-8"))
        named = [paper for paper in held["papers"] if paper["id"] in shown or paper["title"].partition(":")[0] in shown]
        papers = [paper for number, paper in enumerate(held["papers"]) if number < FEW or paper in named]
        (folder / "scraped" / path.name).write_text(json.dumps({**held, "papers": papers}), encoding="utf-8")
    build(Root(folder))


def pipeline(line: str) -> list[list[str]]:
    """The commands of a line as lists of arguments, without redirections."""
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
