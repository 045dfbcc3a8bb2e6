"""The command ``mlforsys`` and its lazily loaded subcommands."""

from __future__ import annotations

import importlib
import keyword
from collections.abc import Callable
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from archive.cli.command import Command, check_options, help_of, options_of, paged
from archive.cli.options import NoPagerOption, RootOption, with_groups
from archive.errors import UsageError

COMMANDS = tuple(
    "scrape add import index search show open related editions authors topics export cite site stats check init curate "
    "mcp doctor".split()
)
WITHOUT_WORDS = ("index", "stats", "check", "doctor", "mcp")  # commands that take only options

_SETTINGS: dict[str, Any] = {
    "rich_markup_mode": None,
    "pretty_exceptions_enable": False,
    # archive.cli.completion replaces it: Typer's offers only values that begin as typed, and does not quote them
    "add_completion": False,
    "context_settings": {"help_option_names": ["-h", "--help"]},
}


def command(function: Callable[..., None], *, name: str | None = None, cls: type[Command] = Command) -> typer.Typer:
    """The Typer application of a module in ``commands/``.

    Args:
        function: the command; its parameters may be groups of options.
        name: the name of the command, if it is not that of the function.
        cls: the class that parses its arguments.
    """
    app = typer.Typer(**_SETTINGS)
    app.command(name, cls=cls)(with_groups(function))
    return app


def _tagline(root: str | Path | None) -> str:
    """The description of the archive that a command would use; the usual one if that archive cannot be read, which is not
    reported here, but by the command."""
    from archive.errors import ArchiveError
    from archive.store.archive_config import load_identity
    from archive.store.root import locate_root

    try:
        return load_identity(locate_root(Path(root) if root else None)).tagline
    except (ArchiveError, OSError):
        return load_identity().tagline


class LazyGroup(TyperGroup):
    """Imports the module of a command only when the command is called, or when help or completion needs it."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of all commands, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - click's signature
        """Import the command with a name; None if there is none."""
        return _load(cmd_name) if cmd_name in COMMANDS else None

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse what comes before the command; without arguments, show the help.

        Raises:
            UsageError: there is an unknown option before the command.
        """
        if not ctx.resilient_parsing:
            check_options(options_of(self, ctx), args)
        return super().parse_args(ctx, args or ["--help"])

    def get_help(self, ctx: Any) -> str:
        """The help, laid out for this terminal."""
        return help_of(self, ctx)

    def get_help_option(self, ctx: Any) -> Any:
        """The option ``--help``, which prints through the pager, as for each command."""
        return paged(super().get_help_option(ctx))

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list of commands, each with the whole first sentence of its help."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _first_sentence(str(self.get_command(ctx, name).help))) for name in COMMANDS])

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """Write the help, whose first line describes the archive."""
        _, _, rest = (self.help or "").partition("\n")
        self.help = f"{_tagline(ctx.params.get('root'))}\n{rest}"
        super().format_help_text(ctx, formatter)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; if the reader of standard output has gone, end without a message."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # Typer would treat it as a failure
            from archive.cli.terminal.output import discard_output

            discard_output()

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the first argument names.

        Raises:
            UsageError: there is no such command; the message proposes one.
        """
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise UsageError(unknown_command(args))
        return super().resolve_command(ctx, args)


@cache
def _load(name: str) -> Any:
    """Import the command with a name."""
    module = importlib.import_module(f"archive.cli.commands.{name}{'_' if keyword.iskeyword(name) else ''}")
    found = typer.main.get_command(module.app)
    found.name = name
    return _without_path_checks(found)


def _without_path_checks(command: Any) -> Any:
    """The same command, whose parser no longer checks whether a path can be read: what opens it says so in our words."""
    for param in command.params:
        if hasattr(param.type, "readable"):
            param.type.readable = False
    return command


def _first_sentence(text: str) -> str:
    """The first sentence of a command's help."""
    return f"{text.partition(chr(10))[0].partition('. ')[0].rstrip('.')}."


def unknown_command(args: list[str]) -> str:
    """The message for an unknown command: which command may be meant, or else how to search for the words."""
    import shlex

    from archive.cli.did_you_mean import near_commands, options_meant
    from archive.model.text import did_you_mean

    before_options = takewhile(lambda word: not word.startswith("-"), args[1:])
    words = list(map(shlex.quote, before_options))
    near = [
        f"`{' '.join(['mlforsys', name, *(() if name in WITHOUT_WORDS else words), *options_meant(args[0])])}`"
        for name in near_commands(args[0], COMMANDS)
    ]
    if near:
        return f'There is no command "{args[0]}".{did_you_mean(near)}'
    query = shlex.join(arg for arg in args if arg not in ("-h", "--help"))
    return f'There is no command "{args[0]}". To search for the words: `mlforsys search {query}`.'


app = typer.Typer(cls=LazyGroup, **_SETTINGS)


def _print_version(wanted: bool) -> None:
    if wanted:
        from archive.cli.terminal.output import write
        from archive.version import __version__

        write(f"mlforsys {__version__}\n")
        raise typer.Exit


@app.callback()
def mlforsys(
    ctx: typer.Context,
    root: RootOption = None,
    no_pager: NoPagerOption = False,  # noqa: ARG001 - its callback does the work
    debug: Annotated[  # noqa: ARG001 - for the help; archive.cli reads it, wherever it is
        bool, typer.Option("--debug", help="Show the traceback of an unexpected error.")
    ] = False,
    version: Annotated[  # noqa: ARG001
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
    show_completion: Annotated[  # noqa: ARG001 - for the help; archive.cli reads it before Typer
        str | None,
        typer.Option("--show-completion", metavar="SHELL", help="Print the completion script for bash, zsh or fish."),
    ] = None,
    install_completion: Annotated[  # noqa: ARG001
        str | None,
        typer.Option("--install-completion", metavar="SHELL", help="Install completion for bash, zsh or fish."),
    ] = None,
) -> None:
    """Accepted papers of a workshop, searchable and ready to cite.

    \b
      mlforsys search learned index
      mlforsys editions
      mlforsys export --format bibtex
      mlforsys init                     an archive of your own

    Each command has examples: mlforsys search --help
    """
    ctx.obj = root


@cache
def main_command() -> TyperCommand | TyperGroup:
    """The command ``mlforsys``."""
    return _without_path_checks(typer.main.get_command(app))  # type: ignore[no-any-return]
