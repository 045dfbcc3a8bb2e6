"""``mlforsys init``."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.app import command
from archive.cli.messages import sentence
from archive.cli.terminal.output import escape_controls, fitting, note, write
from archive.errors import ArchiveError, UsageError

if TYPE_CHECKING:
    from archive.store.archive_config import Identity

_QUESTIONS = {
    "name": "Name of the workshop (such as Kites for Systems)",
    "short_name": "Short name (such as KfS; Enter for the name itself)",
    "url": "Address of its site (Enter for none)",
    "contact": "Contact: an e-mail or web address (Enter for none)",
}


def init(
    ctx: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="The folder. Default: the current one.", show_default=False)
    ] = None,
    name: Annotated[str | None, typer.Option(metavar="TEXT", help="The workshop's name.", show_default=False)] = None,
    short_name: Annotated[
        str | None, typer.Option(metavar="TEXT", help="A short name, used where space is limited.", show_default=False)
    ] = None,
    url: Annotated[str | None, typer.Option(metavar="URL", help="The workshop's own site.", show_default=False)] = None,
    contact: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="An e-mail or web address for questions.", show_default=False),
    ] = None,
    license_: Annotated[
        str | None,
        typer.Option(
            "--license", metavar="TEXT", help="License of your summaries and topics, such as CC BY 4.0.", show_default=False
        ),
    ] = None,
    use_bundled: Annotated[
        bool, typer.Option("--use-bundled", help="Also include the editions and topics that come with the tool.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing; --name is then required.")] = False,
) -> None:
    """Start an archive for another workshop.

    The archive has its own name, editions and topics. Writes archive.toml, editions.toml, topics.toml,
    scraped/, a README, .gitignore and a GitHub workflow that publishes the site. On a terminal, without
    --name, it asks for what the options do not give. Nothing is overwritten.

    \b
    Examples:
      mlforsys init
      mlforsys init kites --name "Kites for Systems" --contact chairs@kites.example
    """
    from archive.store.archive_config import Identity
    from archive.store.new_archive import refuse_archive
    from archive.store.root import expanded

    given = {"name": name, "short_name": short_name, "url": url, "contact": contact, "license": license_}
    where = expanded(folder or ctx.obj or Path())
    refuse_archive(where)
    values = _asked(given, may_ask=not yes and sys.stdin.isatty())
    identity = Identity(**values, use_bundled=use_bundled)
    written = _written(where, identity)
    for path in written:
        write(f"{escape_controls(str(where / path))}\n")
    if ".gitignore" not in written:
        note(
            f"{where / '.gitignore'} already exists and was not changed. Add to it: /scraped/abstracts/, /index/, /public/ and "
            "/mirror/."
        )
    note(f"Created the archive of {identity.name}. Next:")
    for line in _next_steps(where):
        note(f"  {line}")


app = command(init)


def _written(folder: Path, identity: Identity) -> Collection[str]:
    """Start the archive; returns the files that were written. Raises :class:`ArchiveError` if the folder cannot be written."""
    from archive.store.new_archive import start_archive

    try:
        return start_archive(folder, identity)
    except OSError as error:
        raise ArchiveError(sentence(error, other="another folder")) from None


def _refuse_wrong(given: dict[str, str | None]) -> None:
    from archive.store.archive_config import problem_of

    for key, value in given.items():
        if value is not None and (problem := problem_of(key, value)):
            raise UsageError(f"--{key.replace('_', '-')}: {problem}.")


def _asked(given: dict[str, str | None], may_ask: bool) -> dict[str, str]:
    """The values of an identity: those of options, and if the name is missing, answers of the user.

    Raises:
        UsageError: a value is invalid, or there is no name and the user may not be asked.
    """
    _refuse_wrong(given)
    if given["name"] is None and not may_ask:
        raise UsageError('Give the workshop\'s name, such as --name "Kites for Systems".')
    values = {key: value.strip() for key, value in given.items() if value is not None}
    if "name" not in values:
        for key, question in _QUESTIONS.items():
            if key not in values and (answer := _answer(key, question)):
                values[key] = answer
    return values


def _answer(key: str, question: str) -> str:
    """Ask a question until the answer is valid; it may be empty, except for the name."""
    from archive.store.archive_config import problem_of

    while True:
        answer = str(
            typer.prompt(fitting(question), default=None if key == "name" else "", show_default=False, err=True)
        ).strip()
        if not answer and key != "name":
            return ""
        problem = problem_of(key, answer)
        if problem is None:
            return answer
        note(f"{problem[:1].upper()}{problem[1:]}.")


def _next_steps(folder: Path) -> list[str]:
    inside = [] if folder.resolve() == Path.cwd().resolve() else [f"cd {shlex.quote(str(folder))}"]
    return [
        *inside,
        "mlforsys add URL",
        "    an edition, from its accepted-papers page",
        "mlforsys import FILE --edition ID",
        "    or from a file: CSV, BibTeX, OpenReview, HotCRP, EasyChair, CMT",
        "mlforsys search WORDS",
        "mlforsys site public",
        "    the site; pushed to GitHub, .github/workflows/publish.yml publishes it",
        "    (in the repository: Settings, Pages, Source: GitHub Actions)",
    ]
