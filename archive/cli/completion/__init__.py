"""Shell completion: the candidates for the word under the cursor, and the scripts that ask for them.

The scripts call ``mlforsys __complete WORD...`` with the word under the cursor last. They quote what they get: a value
per line, with a tab before its description.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from archive.cli.command import options_of, takes_value
from archive.cli.terminal import output
from archive.errors import ArchiveError, UsageError
from archive.model.text import title_key, words
from archive.store.root import Root, find_root

ASK = "__complete"
SHELLS = ("bash", "zsh", "fish")
_SCRIPTS = Path(__file__).parent
_FILES = frozenset({"--output", "--svg", "--theme", "--openreview-notes", "--mirror", "--root"})  # the shell completes these
_MANY = frozenset({"--year", "--edition", "--topic", "--author", "--venue"})  # take several values, separated by commas


def complete(group: Any, typed: Sequence[str]) -> None:
    """Print the candidates for the last word; nothing if the archive cannot be read.

    Args:
        group: the command with all its subcommands.
        typed: the words so far, or ``--line`` and the whole line, which may end within a quoted word.
    """
    words = _words(typed[1]) if typed[:1] == ["--line"] and len(typed) > 1 else list(typed)
    try:
        for line in _candidates(group, words or [""]):
            output.write(f"{output.visible(line)}\n")
    except (ArchiveError, OSError):
        return  # completion shows no errors


def print_script(shell: str | None) -> None:
    """Print the script for a shell, by default the one that runs this."""
    output.data([_script(_shell(shell))])


def install(shell: str | None) -> None:
    """Write the script where the shell finds it, and say where."""
    from archive.store.files import write_bytes
    from archive.store.root import expanded

    shell = _shell(shell)
    home = expanded(Path("~"))
    config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    path = {
        "bash": data / "mlforsys" / "completion.bash",
        "zsh": data / "mlforsys" / "completion.zsh",
        "fish": config / "fish" / "completions" / "mlforsys.fish",
    }[shell]
    write_bytes(path, _script(shell).encode())
    if shell != "fish":
        start = home / f".{shell}rc"
        line = f"source '{path}'"
        before = start.read_text(encoding="utf-8") if start.exists() else ""
        if line not in before.splitlines():
            with start.open("a", encoding="utf-8") as file:
                file.write(f"{'' if before.endswith(chr(10)) or not before else chr(10)}{line}\n")
        output.note(f"{start} now loads {path}.")
    output.note(f"Completion for {shell} is installed in {path}. Open a new shell to use it.")


def _shell(name: str | None) -> str:
    chosen = name or Path(os.environ.get("SHELL", "")).name
    if chosen not in SHELLS:
        where = f'There are no completions for "{chosen}".' if chosen else "The shell is unknown (SHELL is not set)."
        raise UsageError(f"{where} Use: mlforsys --show-completion {'|'.join(SHELLS)}.")
    return chosen


def _script(shell: str) -> str:
    return (_SCRIPTS / f"mlforsys.{shell}").read_text(encoding="utf-8")


def _candidates(group: Any, typed: list[str]) -> Iterator[str]:
    """The candidates for the last word of an unfinished command line."""
    *before, last = typed
    root = _root(before)
    before = _from_command(before)
    context = group.make_context("mlforsys", [], resilient_parsing=True)
    if not before:
        names = group.list_commands(context)
        commands = [f"{name}\t{_summary(group, context, name)}" for name in names if name.startswith(last)]
        yield from commands if not last.startswith("-") else _options(options_of(group, context), last)
        return
    command = group.get_command(context, before[0])
    if command is None:
        return
    known = options_of(command, context)
    name, value = _current(known, before[1:], last)
    if name is not None:
        yield from _values(name, value, root, "" if last == value else f"{name}=")
    elif last.startswith("-"):
        yield from _options(known, last)
    else:
        yield from _values(_argument(command, context), last, root, "")


def _from_command(words: list[str]) -> list[str]:
    """The words from the command on, without the options before it."""
    while words and words[0].startswith("-"):
        words = words[2:] if words[0] == "--root" else words[1:]
    return words


def _words(line: str) -> list[str]:
    """The words after the program's name, as a shell splits them; the last may be unfinished or empty."""
    import shlex

    lexer = shlex.shlex(line, posix=True, punctuation_chars=False)
    lexer.whitespace_split, lexer.commenters = True, ""
    found: list[str] = []
    try:
        found.extend(lexer)
    except ValueError:  # an open quote: what follows it is the word
        found.append(lexer.token)
    else:
        if not line or line[-1].isspace():
            found.append("")
    return found[1:]


def _current(known: dict[str, Any], before: Sequence[str], last: str) -> tuple[str | None, str]:
    """The option whose value is being typed, if any, and the value so far."""
    if "--" in before:
        return None, last
    if last.startswith("--") and "=" in last:
        name, _, value = last.partition("=")
        return name, value
    expects = before[-1] if before else ""
    if expects in known and takes_value(known[expects]):
        return known[expects].opts[0], last
    return None, last


def _options(known: dict[str, Any], last: str) -> Iterator[str]:
    seen = set()
    for name, option in known.items():
        if name.startswith("--") and name.startswith(last) and not option.hidden and id(option) not in seen:
            seen.add(id(option))
            yield f"{name}\t{(option.help or '').split('.')[0]}"


def _summary(group: Any, context: Any, name: str) -> str:
    return str(group.get_command(context, name).get_short_help_str(70))


def _argument(command: Any, context: Any) -> str:
    arguments = [param.name for param in command.get_params(context) if param.param_type_name == "argument"]
    return f"{command.name} {arguments[0]}" if arguments else ""


def _values(name: str, typed: str, root: Root, prefix: str) -> Iterator[str]:
    """The values of an option, or of a command's argument."""
    if name in _MANY and "," in typed:
        done, _, typed = typed.rpartition(",")
        prefix += f"{done},"
    if name in _FILES or (source := _sources().get(name)) is None:
        return
    for value, about in source(root):
        if _fits(typed, value):
            yield f"{prefix}{value}\t{about}" if about else f"{prefix}{value}"


def _fits(typed: str, value: str) -> bool:
    """Whether a value, or one of its words, begins as typed, regardless of accents and case."""
    key = title_key(typed)
    if typed and not key:
        return value.startswith(typed)
    parts = words(value)
    return any(title_key("".join(parts[at:])).startswith(key) for at in range(len(parts) or 1))


def _root(before: Sequence[str]) -> Root:
    for at, word in enumerate(before):
        if word == "--root" and at + 1 < len(before):
            return find_root(Path(before[at + 1]))
        if word.startswith("--root="):
            return find_root(Path(word.partition("=")[2]))
    return find_root()


_Source = Callable[[Root], Iterable[tuple[str, str]]]


def _sources() -> dict[str, _Source]:
    """What gives the candidates, by option, or by command and argument."""
    from typing import get_args

    from archive.cli.formats import FORMATS
    from archive.export.cite import style_names
    from archive.model.paper import ABSTRACT_SOURCES
    from archive.search.query import Match, Sort

    def these(values: Iterable[str]) -> _Source:
        return lambda _: ((value, "") for value in values)

    papers = ("show ids", "open ids", "related paper", "cite ids", "export ids", "curate paper")
    return {
        **dict.fromkeys(papers, _ids),
        **dict.fromkeys(("--edition", "scrape editions", "editions editions"), _editions),
        **dict.fromkeys(("--topic", "topics topic"), _topics),
        **dict.fromkeys(("--author", "authors name"), _authors),
        **dict.fromkeys(("--explain", "--accept"), _ids),
        "--venue": _venues,
        "--year": _years,
        "--format": these(FORMATS),
        "--style": these([*style_names(), "bibtex"]),
        "--sort": these(get_args(Sort)),
        "--match": these(get_args(Match)),
        "--hyperlink": these(("auto", "always", "never")),
        "--search": these(("auto", "plain", "pagefind")),
        "--abstracts-from": these(ABSTRACT_SOURCES),
        "--show-completion": these(SHELLS),
        "--install-completion": these(SHELLS),
    }


def _ids(root: Root) -> Iterable[tuple[str, str]]:
    return ((paper.id, paper.title) for edition in root.store.editions() for paper in root.store.papers(edition))


def _editions(root: Root) -> Iterable[tuple[str, str]]:
    from archive.store.editions import load_registry

    return ((edition.id, edition.name) for edition in load_registry(root.folder).values())


def _topics(root: Root) -> Iterable[tuple[str, str]]:
    from archive.catalogue.taxonomy import load_taxonomy

    return ((topic.id, topic.name) for topic in load_taxonomy(root.folder).values())


def _authors(root: Root) -> Iterable[tuple[str, str]]:
    from archive.catalogue.filters import stored_authors

    return ((name, "") for name in sorted(stored_authors(root)))


def _venues(root: Root) -> Iterable[tuple[str, str]]:
    from archive.store.editions import load_registry

    return ((venue, "") for venue in sorted({edition.venue for edition in load_registry(root.folder).values()}))


def _years(root: Root) -> Iterable[tuple[str, str]]:
    from archive.store.editions import load_registry

    return ((str(year), "") for year in sorted({edition.year for edition in load_registry(root.folder).values()}))
