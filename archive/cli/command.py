"""The base class of commands: options may be anywhere among the words, and unknown options are errors.

A command with ``excludes_words`` reads ``-word`` as a word to exclude; a dash with one letter or a number, or with a letter
and ``=``, is an option even there.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any, TextIO

from typer.core import TyperCommand, TyperGroup

from archive.errors import UsageError

_NUMBER = re.compile(r"-\d{1,3}")  # the limit in other programs; four digits are a year to exclude
_PATHS = re.compile(r"FILE|DIR|PATH|OUT")  # metavars of paths
_FILE = re.compile(r"[./]")  # NAME in -oNAME must match this, or -oNAME is a word to exclude


class Command(TyperCommand):
    """A command that separates its words from its options before it parses them."""

    excludes_words = False

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments, options first and then the words.

        Raises:
            UsageError: an option is unknown or lacks its value, a required word is missing, or there are too many.
        """
        if ctx.resilient_parsing:
            return super().parse_args(ctx, args)
        options, words = self.separate(ctx, args)
        taken = [param for param in self.get_params(ctx) if param.param_type_name == "argument"]
        _refuse_empty_words(taken, words)
        _refuse_surplus(ctx, taken, words)
        if not words and not {"-h", "--help"} & set(options):
            for param in taken:
                if param.required:
                    raise UsageError(f"{_missing(param.metavar)} `{ctx.command_path} --help` has examples.")
        return super().parse_args(ctx, [*options, "--", *words])

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """The usage line, without the braces that click puts around arguments."""
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]

    def get_help(self, ctx: Any) -> str:
        """The help, laid out for this terminal."""
        return help_of(self, ctx)

    def get_help_option(self, ctx: Any) -> Any:
        """The option ``--help``, which prints through the pager."""
        return paged(super().get_help_option(ctx))

    def separate(self, ctx: Any, args: Sequence[str]) -> tuple[list[str], list[str]]:
        """Separate the options with their values from the words.

        Raises:
            UsageError: an option is unknown or lacks its value, or fields of JSON follow ``--json``.
        """
        known = options_of(self, ctx)
        options: list[str] = []
        words: list[str] = []
        rest = iter(args)
        for arg in rest:
            if arg == "--":
                words += rest
            elif arg.startswith("--"):
                name, equals, attached = arg.partition("=")
                options += [arg] if equals else [arg, *_value(known, name, rest)]
                self._check(known, name, name)
                if equals:
                    _refuse_empty_path(name, known[name].metavar, attached)
            elif self._is_option(known, arg):
                name, attached = arg[:2], arg[2:].removeprefix("=")
                options += [name, attached] if attached and takes_value(known[name]) else [arg, *_value(known, arg, rest)]
            else:
                words.append(arg)
        if "--json" in options:
            _check_fields(words, str(self.name))
        return options, words

    def _is_option(self, known: Mapping[str, Any], arg: str) -> bool:
        """Whether an argument that does not begin with ``--`` is an option. Raises :class:`UsageError` for an unknown one."""
        if not arg.startswith("-") or arg == "-":
            return False
        name, attached = arg[:2], arg[2:]
        if self.excludes_words and _may_be_word(arg):
            return name in known and takes_value(known[name]) and _is_value(name, attached)
        self._check(known, name if attached.startswith("=") else arg if name not in known else name, name)
        return True

    def _check(self, known: Mapping[str, Any], written: str, name: str) -> None:
        """Raise :class:`UsageError`, with a proposal, for an unknown option ``name``, typed as ``written``."""
        if name in known:
            return
        from archive.cli.did_you_mean import near_options, other_form
        from archive.model.text import did_you_mean

        if form := other_form(str(self.name), written):
            raise UsageError(f"No such option: {written}.{form}")
        meant = did_you_mean(near_options(written, list(known)))
        word = written.strip("-")
        if self.excludes_words and written in ("--title", "--abstract"):
            field = written[2:]
            raise UsageError(f"No such option: {written}. Use the field {field}: in the query, as in {field}:cache.")
        excludes = self.excludes_words and not written.startswith("--")
        leave_out = f" To exclude the word {word}, write: NOT {word}." if excludes else ""
        raise UsageError(f"No such option: {written}.{meant}{leave_out}")


def _may_be_word(arg: str) -> bool:
    """Whether an argument with a dash may be a word to exclude: not one letter, a number, or an assignment."""
    return len(arg) > 2 and arg[2] != "=" and not _NUMBER.fullmatch(arg)


def help_of(command: TyperCommand | TyperGroup, ctx: Any) -> str:
    """The help of a command: for the width of this terminal, and with names of the user's archive in its examples."""
    from archive.cli.help_examples import renamer
    from archive.cli.help_text import HelpFormatter

    formatter: Any = HelpFormatter(renamer(ctx.obj or ctx.params.get("root")))
    command.format_help(ctx, formatter)
    return str(formatter.getvalue()).rstrip("\n")


def paged(help_option: Any) -> Any:
    """Make the option ``--help`` print as all output is printed, that is, through the pager."""

    def show(ctx: Any, _: Any, wanted: bool) -> None:
        if wanted and not ctx.resilient_parsing:
            from archive.cli.terminal.output import write

            write(f"{ctx.get_help()}\n")
            ctx.exit()

    if help_option is not None:
        help_option.callback = show
    return help_option


def _missing(metavar: str | None) -> str:
    """The beginning of the message for a missing argument. If ids are expected and there is a pipe, it explains ``-``."""
    piped = str(metavar).startswith("ID") and _is_pipe(sys.stdin)
    return f"{metavar} is required;{' - reads ids from standard input;' if piped else ''}"


def _is_pipe(stream: TextIO) -> bool:
    try:
        return stat.S_ISFIFO(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):  # not a file
        return False


def _check_fields(words: Sequence[str], command: str) -> None:
    """Raise :class:`UsageError` if names of fields were given after ``--json``, as in gh. They would be searched as words."""
    for word in words:
        if "," in word:
            from archive.model.record import Result

            if set(word.split(",")) <= Result.__annotations__.keys():
                papers = ".results[]" if command == "search" else ".[]"
                raise UsageError(
                    f"--json takes no fields, it prints all of them. To pick some: --json | jq '{papers} | {{{word}}}'"
                )


def options_of(command: Any, ctx: Any) -> dict[str, Any]:
    """The options of a command, by each of their spellings, such as ``-n`` and ``--limit``."""
    params = [param for param in command.get_params(ctx) if param.param_type_name == "option"]
    return {name: param for param in params for name in (*param.opts, *param.secondary_opts)}


def takes_value(option: Any) -> bool:
    """Whether an option is followed by a value."""
    return not option.is_flag and not option.count


def check_options(known: Mapping[str, Any], args: Sequence[str]) -> None:
    """Raise :class:`UsageError` for an unknown option before the command, or one that lacks its value."""
    rest = iter(args)
    for arg in takewhile(lambda arg: arg.startswith("-"), rest):
        name, equals, attached = arg.partition("=")
        _check_option(known, name)
        if equals:
            _refuse_empty_path(name, known[name].metavar, attached)
        else:
            _value(known, name, rest)


def _check_option(known: Mapping[str, Any], name: str) -> None:
    if name not in known:
        from archive.cli.did_you_mean import near_options
        from archive.model.text import did_you_mean

        near = near_options(name, list(known))
        meant = did_you_mean(near) if name.startswith("--") or name in ("-V", "-v") else ""
        raise UsageError(f"No such option before the command: {name}.{meant} Put a command's options after its name.")


def _value(known: Mapping[str, Any], name: str, rest: Iterator[str]) -> list[str]:
    """The value after an option, if it takes one. Raises :class:`UsageError` if it is missing."""
    if name not in known or not takes_value(known[name]):
        return []
    value = next(rest, None)
    if value is None:
        raise UsageError(f"{name} needs a value: {name} {known[name].metavar or 'VALUE'}.")
    _refuse_empty_path(name, known[name].metavar, value)
    return [value]


def _refuse_surplus(ctx: Any, taken: Sequence[Any], words: Sequence[str]) -> None:
    """Raise :class:`UsageError` where there are more words than the command takes."""
    if any(param.nargs < 0 for param in taken) or len(words) <= len(taken):
        return
    takes = f"one {str(taken[0].metavar).strip('[]')}" if taken else "only options"
    surplus = " ".join(words[len(taken) :])
    raise UsageError(f'`{ctx.command_path}` takes {takes}. Leave out "{surplus}".')


def _refuse_empty_words(taken: Sequence[Any], words: Sequence[str]) -> None:
    """Raise :class:`UsageError` for an empty word where a command takes a path."""
    for param in taken:
        for word in words:
            _refuse_empty_path(str(param.metavar).strip("[]."), param.metavar, word)


def _refuse_empty_path(name: str, metavar: str | None, value: str) -> None:
    """Raise :class:`UsageError` for an empty path, which would mean the current folder. A script's variable may be unset."""
    if not value.strip() and _PATHS.search(metavar or ""):
        raise UsageError(f"{name} is empty: name a file or a folder.")


def _is_value(name: str, attached: str) -> bool:
    """Whether the text directly after the letter of an option is its value, and not the rest of a word to exclude."""
    if name == "-n":
        return attached.isdigit()
    if name == "-f":
        from archive.cli.formats import FORMATS

        return attached in FORMATS
    return bool(_FILE.search(attached))
