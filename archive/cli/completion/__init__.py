"""Shell completion: the candidates for the word under the cursor, and the scripts that ask for them.

The scripts call ``mlforsys __complete WORD...``, where the last word is the one under the cursor. The answer has one value
per line, with a tab before its description, if it has one. The scripts quote the values.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from archive.cli.command import options_of, takes_value
from archive.cli.option_types import Choice
from archive.cli.terminal import output
from archive.errors import ArchiveError, UsageError
from archive.model.text import title_key, words
from archive.store.root import Root, find_root

SHELLS = ("bash", "zsh", "fish")
_SCRIPTS = Path(__file__).parent
_SEVERAL = frozenset({"YEARS", "EDITION", "TOPIC", "NAME", "VENUE"})  # metavars of options that take values between commas


def complete(group: Any, typed: Sequence[str]) -> None:
    """Print the candidates for the last word; nothing if the archive cannot be read.

    Args:
        group: the command ``mlforsys``.
        typed: the words so far, or ``--line`` and the whole line, which may end within a quoted word.
    """
    words = _words(typed[1]) if typed[:1] == ["--line"] and len(typed) > 1 else list(typed)
    try:
        for line in _candidates(group, words or [""]):
            output.write(f"{output.escape_controls(line)}\n")
    except (ArchiveError, OSError):
        return  # completion shows no errors


def print_script(shell: str | None) -> None:
    """Print the completion script for a shell; by default, the user's (``SHELL``).

    Raises:
        UsageError: there is no script for the shell.
    """
    output.data([_script(_shell(shell))])


def install(shell: str | None) -> None:
    """Write the completion script to where the shell finds it, load it in the shell's startup file, and report both.

    Raises:
        UsageError: there is no script for the shell.
    """
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
    context = group.make_context("mlforsys", [], resilient_parsing=True)
    command: Any = group
    if from_command := _from_command(options_of(group, context), before):
        name, *before = from_command
        command = group.get_command(context, name)
    if command is None:
        return
    known = options_of(command, context)
    option, value = _current(known, before, last)
    if option is not None:
        yield from _values(option, value, root, last.removesuffix(value))
    elif last.startswith("-"):
        yield from _options(known, last)
    elif command is group:
        names = group.list_commands(context)
        yield from (f"{name}\t{_summary(group, context, name)}" for name in names if name.startswith(last))
    else:
        for argument in _arguments(command, context)[:1]:
            yield from _values(argument, last, root, "")


def _from_command(known: Mapping[str, Any], words: list[str]) -> list[str]:
    """The words from the name of the command on, without the options before it."""
    while words and words[0].startswith("-"):
        words = words[2:] if words[0] in known and takes_value(known[words[0]]) else words[1:]
    return words


def _words(line: str) -> list[str]:
    """The words after the name of the program, split as by a shell; the last one may be unfinished or empty."""
    import shlex

    lexer = shlex.shlex(line, posix=True, punctuation_chars=False)
    lexer.whitespace_split, lexer.commenters = True, ""
    found: list[str] = []
    try:
        found.extend(lexer)
    except ValueError:  # an open quote: the word begins after it
        found.append(lexer.token)
    else:
        if not line or line[-1].isspace():
            found.append("")
    return found[1:]


def _current(known: dict[str, Any], before: Sequence[str], last: str) -> tuple[Any, str]:
    """The option whose value is being typed, if any, and the value so far."""
    if "--" in before:
        return None, last
    if last.startswith("--") and "=" in last:
        name, _, value = last.partition("=")
        return known.get(name), value
    expects = before[-1] if before else ""
    if expects in known and takes_value(known[expects]):
        return known[expects], last
    return None, last


def _options(known: dict[str, Any], last: str) -> Iterator[str]:
    seen = set()
    for name, option in known.items():
        if name.startswith("--") and name.startswith(last) and not option.hidden and id(option) not in seen:
            seen.add(id(option))
            yield f"{name}\t{(option.help or '').split('.')[0]}"


def _summary(group: Any, context: Any, name: str) -> str:
    return str(group.get_command(context, name).get_short_help_str(70))


def _arguments(command: Any, context: Any) -> list[Any]:
    return [param for param in command.get_params(context) if param.param_type_name == "argument"]


def _values(param: Any, typed: str, root: Root, prefix: str) -> Iterator[str]:
    """The lines for the values of an option or argument: those of a choice, or those that its metavar stands for. The shell
    itself completes files and folders."""
    kind = re.sub(r"[^A-Z_]", "", param.metavar or "")
    if param.param_type_name == "option" and kind in _SEVERAL and "," in typed:
        done, _, typed = typed.rpartition(",")
        prefix += f"{done},"
    for value, about in _choice(param) or _KINDS.get(kind, _nothing)(root):
        if _fits(typed, value):
            yield f"{prefix}{value}\t{about}" if about else f"{prefix}{value}"


def _choice(param: Any) -> list[tuple[str, str]]:
    """The values of an option that is a choice, with empty descriptions; none for any other."""
    parser = getattr(param.type, "func", None)
    return [(value, "") for value in parser.values()] if isinstance(parser, Choice) else []


def _fits(typed: str, value: str) -> bool:
    """Whether a value, or one of its words, begins with what was typed, regardless of accents and case."""
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


def _nothing(_: Root) -> Iterable[tuple[str, str]]:
    return ()


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


def _shells(_: Root) -> Iterable[tuple[str, str]]:
    return ((shell, "") for shell in SHELLS)


def _styles(_: Root) -> Iterable[tuple[str, str]]:
    from archive.export.cite import style_names

    return ((style, "") for style in (*style_names(), "bibtex"))


def _sources(_: Root) -> Iterable[tuple[str, str]]:
    from archive.model.paper import ABSTRACT_SOURCES

    return ((source, "") for source in ABSTRACT_SOURCES)


_KINDS: Mapping[str, Callable[[Root], Iterable[tuple[str, str]]]] = {
    "ID": _ids,
    "EDITION": _editions,
    "TOPIC": _topics,
    "NAME": _authors,
    "VENUE": _venues,
    "YEARS": _years,
    "STYLE": _styles,
    "SHELL": _shells,
    "SOURCES": _sources,
}
"""The values for each metavar, with descriptions."""
