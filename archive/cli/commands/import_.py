"""``mlforsys import``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.app import command
from archive.cli.new_edition import (
    DateOption,
    LocationOption,
    NameOption,
    VenueOption,
    YearOption,
    given_facts,
)
from archive.cli.options import BaseUrlOption, CommonOptions, JsonOption
from archive.cli.terminal import output
from archive.errors import UsageError

if TYPE_CHECKING:
    from archive.collect.imports.file_content import Content

_STYLES_HELP = 'How authors are written: comma (default), family-first, "name, affiliation;" or list.'


def import_(
    ctx: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="The exported file; also a folder, a zip, or - for standard input.", show_default=False
        ),
    ],
    edition: Annotated[str, typer.Option("--edition", metavar="EDITION", help="The edition that the papers belong to.")],
    common: CommonOptions,
    name: NameOption = None,
    venue: VenueOption = None,
    year: YearOption = None,
    date: DateOption = None,
    location: LocationOption = None,
    url: Annotated[str | None, typer.Option("--url", metavar="URL", help="Its web page.", show_default=False)] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Apply the import; the default is a dry run.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be done, without writing; the default.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Write nothing if any row is refused.")] = False,
    accepted: Annotated[
        list[str] | None,
        typer.Option(
            "--accepted", metavar="WORDS", help="A decision that means accepted; may be repeated.", show_default=False
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Import every row, whatever its decision.")] = False,
    source: Annotated[
        str | None,
        typer.Option(
            "--source", metavar="URL", help="Public address of the file, stored as the papers' source.", show_default=False
        ),
    ] = None,
    base_url: BaseUrlOption = None,
    encoding: Annotated[
        str | None,
        typer.Option("--encoding", metavar="ENCODING", help="Encoding of a text file that is not UTF-8.", show_default=False),
    ] = None,
    names: Annotated[
        str | None,
        typer.Option("--names", metavar="HOW", help=_STYLES_HELP, show_default=False),
    ] = None,
    mapped: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=COLUMN", help="Read FIELD from COLUMN; may be repeated.", show_default=False),
    ] = None,
    allow_missing: Annotated[
        bool,
        typer.Option("--allow-missing-authors", help="Skip authors who have only an e-mail address."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Import the accepted papers of an edition from a file.

    Shows the title and authors of each paper, what would be added, changed and refused, and "?" before
    what is unlikely. --yes applies the import.

    The format is detected: an export from OpenReview (notes), HotCRP (CSV, JSON), EasyChair (.xlsx, or
    both CSV files), CMT, Softconf, MiniConf, aclpub2, Zotero or DBLP; BibTeX, RIS or CSL-JSON; this
    program's own CSV and JSON; or any table, JSON or YAML list with titles and authors.

    Papers already in the edition keep their id, topics and summary; papers missing from the file are kept.
    E-mail addresses and affiliations are never stored. To create a new edition, describe it with --name,
    --venue and --url. If rows are refused, the other rows are imported, and the exit code is 1.

    \b
    Examples:
      mlforsys import notes.json --edition neurips2026
      mlforsys import submission.csv author.csv --edition neurips2026 --yes
      mlforsys import papers.bib --edition acme2031 --name "Kites at ACME 2031" --venue ACME --url https://kites.example/
      mlforsys import papers.csv --edition neurips2026 --accepted "Tier 1" --json
      mlforsys import papers.csv --edition neurips2026 --source https://example.org/papers.csv
      mlforsys import papers.csv --edition neurips2026 --base-url https://example.org/2026/
      mlforsys import papers.csv --edition neurips2026 --map title="Paper name" --map pdf="Camera ready"
      mlforsys import papers.csv --edition neurips2026 --names "name, affiliation;"
    """
    from archive.cli.commands.import_run import ImportRequest, run_import
    from archive.collect.imports.proceedings import proceedings_of
    from archive.store.editions import load_registry

    _refuse_contradictions(yes=yes, dry_run=dry_run, everything=everything, accepted=accepted)
    request = ImportRequest(
        edition,
        facts=given_facts(name=name, venue=venue, year=year, date=date, location=location, url=url),
        yes=yes,
        strict=strict,
        accepted=accepted or (),
        everything=everything,
        source=source,
        base_url=base_url,
        names=names,
        allow_missing=allow_missing,
    )
    root = common.find(ctx, to_write=True)
    content = _open(files, encoding, mapped)
    run = run_import(root, load_registry(root.folder), content, proceedings_of(content), request)
    if as_json:
        output.json_data(run.to_json())
    else:
        run.print()
    run.exit_if_refused()


app = command(import_, name="import")


def _refuse_contradictions(*, yes: bool, dry_run: bool, everything: bool, accepted: Sequence[str] | None) -> None:
    if yes and dry_run:
        raise UsageError("--yes applies the import and --dry-run does not. Choose one.")
    if everything and accepted:
        raise UsageError("--all imports every row, --accepted only some. Choose one.")


def _open(files: Sequence[Path], encoding: str | None, mapped: Sequence[str] | None) -> Content:
    """Read the files; ``mapped`` are the values of ``--map``."""
    from archive.collect.imports.columns import parse_map
    from archive.collect.imports.file_content import open_files
    from archive.collect.imports.limits import LARGEST

    stdin = sys.stdin.buffer.read(LARGEST + 1) if Path("-") in files else b""
    return open_files(files, stdin, encoding, parse_map(mapped or ()))
