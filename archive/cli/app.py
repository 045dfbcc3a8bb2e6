"""The command ``mlforsys`` and its lazily loaded subcommands."""

from __future__ import annotations

import importlib
import keyword
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

COMMANDS = tuple("scrape import add index search show related editions authors topics export cite site stats check".split())


SETTINGS: dict[str, Any] = {
    "rich_markup_mode": None,
    "pretty_exceptions_enable": False,
    "context_settings": {"help_option_names": ["-h", "--help"]},
}


def one_command() -> typer.Typer:
    """What a command's module hangs its function on."""
    return typer.Typer(add_completion=False, **SETTINGS)


class LazyGroup(TyperGroup):
    """Imports a command's module when it is called, or when help or completion asks for all."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"archive.cli.{cmd_name}{'_' if keyword.iskeyword(cmd_name) else ''}")
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        return command

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # which Typer would take for a failure
            from archive.cli.messages import leave_quietly

            leave_quietly()

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from rapidfuzz import process

            near = process.extractOne(args[0], COMMANDS, score_cutoff=60)
            hint = f" Did you mean `mlforsys {near[0]}`?" if near else ""
            ctx.fail(f"There is no command {args[0]!r}.{hint} To search for it: `mlforsys search {' '.join(args)}`.")
        return super().resolve_command(ctx, args)


app = typer.Typer(cls=LazyGroup, no_args_is_help=True, **SETTINGS)

RootOption = Annotated[
    Path | None,
    typer.Option("--root", metavar="DIR", help="The folder that holds scraped/ and index/.", show_default=False),
]


def _print_version(wanted: bool) -> None:
    if wanted:
        from archive.version import __version__

        typer.echo(f"mlforsys {__version__}")
        raise typer.Exit


@app.callback()
def mlforsys(
    ctx: typer.Context,
    root: RootOption = None,
    no_pager: Annotated[
        bool, typer.Option("--no-pager", help="Never use a pager; PAGER names the one to use, before or after the command.")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """The archive of the ML for Systems workshop: its accepted papers, searchable and ready to cite.

    \b
      mlforsys search learned index
      mlforsys show kipf2019sosd
      mlforsys export --year 2019 --format bibtex
    """
    ctx.obj = root


def command() -> TyperCommand | TyperGroup:
    """The whole command, ready to be called."""
    return typer.main.get_command(app)  # type: ignore[return-value]
