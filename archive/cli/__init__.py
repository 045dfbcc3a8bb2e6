"""The command line: ``app`` imports the module of a command in ``commands/`` when the command is called. ``options`` has
the options that commands share, ``formats`` prints papers in a format or to a file, ``search/`` runs a search, ``terminal/``
prints everything, ``did_you_mean`` proposes what the user may have meant, and ``completion/`` is for shells.
"""

from __future__ import annotations

import gc
import io
import os
import sys

from archive.cli.messages import sentence
from archive.cli.terminal import output
from archive.errors import ArchiveError
from archive.interrupt import CODE, set_running, was_passed_on

_DEBUG, _DEBUG_VARIABLE = "--debug", "MLFORSYS_DEBUG"
_COMPLETE = "__complete"
_COMPLETION = ("--show-completion", "--install-completion")


def main() -> None:
    """The entry point of ``mlforsys``. Exit codes: 0 done, 1 on failure, 2 for wrong usage, 130 for Ctrl-C."""
    gc.set_threshold(100_000)  # collecting garbage during imports would take a tenth of a search's time
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115 - closed (`<&-`), which is read as empty
    sys.stdout, sys.stderr = sys.stdout or _Nowhere(), sys.stderr or _Nowhere()
    try:
        set_running(True)
        code = _run(*_debug(sys.argv[1:]))
        code = CODE if was_passed_on() else code or _lost_output()
    except KeyboardInterrupt:
        code = CODE
    finally:
        set_running(False)
        gc.freeze()  # the process ends here, and the last collection would take a sixth of a search's time
    if code:
        sys.exit(code)


def _run(arguments: list[str], debug: bool = False) -> int:
    """Run a command, and return its exit code. With ``debug``, the traceback of an unexpected error is printed."""
    output.start()
    try:
        try:
            return _call(arguments)
        finally:
            output.finish()
    except ArchiveError as error:
        output.note(f"mlforsys: {error}")
        return error.exit_code
    except BrokenPipeError:
        output.discard_output()
    except KeyboardInterrupt:
        return CODE
    except OSError as error:
        output.note(f"mlforsys: {sentence(error)}")
        output.leave_if_full()
        return 1
    except Exception as error:  # reported as a bug of this program
        output.note(_unforeseen(error, debug))
        return 1
    return 0


def _debug(arguments: list[str]) -> tuple[list[str], bool]:
    """The arguments without ``--debug``, which may be anywhere before ``--``, and whether it or its variable is set."""
    words = arguments.index("--") if "--" in arguments else len(arguments)
    options = [argument for argument in arguments[:words] if argument != _DEBUG]
    return [*options, *arguments[words:]], len(options) < words or bool(os.environ.get(_DEBUG_VARIABLE))


def _unforeseen(error: Exception, debug: bool) -> str:
    """The message of an unexpected error: what to report, and where."""
    import traceback

    from archive.store.archive_config import report_to
    from archive.version import __version__

    if debug:
        return "".join(traceback.format_exception(error)).rstrip()
    if isinstance(error, MemoryError):
        return "mlforsys: not enough memory. Close other programs, or use fewer papers at once."
    frames = traceback.extract_tb(error.__traceback__)
    place = next((f"{os.path.basename(f.filename)}:{f.lineno}" for f in reversed(frames) if "archive" in f.filename), "?")
    text = " ".join(str(error).split())[:200]
    return (
        f"mlforsys: unexpected error ({type(error).__name__}: {text}; {place}, version {__version__}). Please report it to "
        f"{report_to()} with the output of `mlforsys doctor`; --debug shows details."
    )


def _call(arguments: list[str]) -> int:
    """Run a command, and return its exit code. Typer parses its arguments, except those of a search without options: they
    need no parser, whose imports would take a third of the time."""
    if arguments[:1] == ["search"] and not any(argument.startswith("-") for argument in arguments):
        from archive.cli.search.run import SearchRequest, run_search

        run_search(SearchRequest(words=arguments[1:]))
        return 0
    return _parse(arguments)


def _parse(arguments: list[str]) -> int:
    import re

    import typer

    from archive.cli.app import main_command

    command = main_command()
    if arguments[:1] == [_COMPLETE]:
        from archive.cli.completion import complete

        complete(command, arguments[1:])
        return 0
    if arguments and (option := arguments[0].partition("="))[0] in _COMPLETION:
        from archive.cli import completion

        shell = option[2] or next(iter(arguments[1:]), None)
        (completion.print_script if option[0] == _COMPLETION[0] else completion.install)(shell)
        return 0
    try:
        code = command(_spelled_out(arguments), prog_name="mlforsys", standalone_mode=False)
    except typer.Abort:  # Ctrl-C or Ctrl-D at a question
        output.note("\nInterrupted; nothing was written.")
        return CODE
    except typer.TyperException as error:
        context = getattr(error, "ctx", None)
        path = context.command_path if context else " ".join(["mlforsys", *_command_of(arguments)])
        message = re.sub(r"'(-[^']+)'", r"\1", error.format_message()).rstrip(".")
        output.note(f"{path}: {message}. See `{path} --help`.")
        return error.exit_code
    return code if isinstance(code, int) else 0


def _command_of(arguments: list[str]) -> list[str]:
    """The command that arguments name, if any."""
    from archive.cli.app import COMMANDS

    return [argument for argument in arguments if argument in COMMANDS][:1]


def _spelled_out(arguments: list[str]) -> list[str]:
    """The arguments, with ``version`` and ``help COMMAND`` replaced by the options that do the same."""
    if arguments[:1] == ["version"]:
        return ["--version"]
    if arguments[:1] == ["help"]:
        return [*arguments[1:2], "--help"]
    return arguments


class _Nowhere(io.TextIOWrapper):
    """Replaces a standard stream that is closed, and discards what is written."""

    was_written = False

    def __init__(self) -> None:
        super().__init__(open(os.devnull, "wb"), encoding="utf-8")  # noqa: SIM115 - never closed

    def write(self, text: str) -> int:
        self.was_written = self.was_written or bool(text)
        return super().write(text)


def _lost_output() -> int:
    """1, with a note, if results were written to a closed standard output; otherwise 0."""
    if not (isinstance(sys.stdout, _Nowhere) and sys.stdout.was_written):
        return 0
    output.note("mlforsys: standard output is closed; the results were lost.")
    return 1
