"""``mlforsys import``."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archive.cli.app import command
from archive.cli.commands.import_show import legend, plan_as_json, show_plan, totals
from archive.cli.messages import count
from archive.cli.new_edition import (
    DateOption,
    LocationOption,
    NameOption,
    VenueOption,
    YearOption,
    find_or_make,
    given_facts,
)
from archive.cli.options import CommonOptions, JsonOption
from archive.cli.terminal import output
from archive.cli.terminal.output import note
from archive.errors import ArchiveError, UsageError

if TYPE_CHECKING:
    from archive.collect.imports.file_content import Content
    from archive.collect.imports.plan import Plan
    from archive.collect.imports.proceedings import Proceedings
    from archive.model.paper import Edition
    from archive.store.root import Root

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
    base_url: Annotated[
        str | None,
        typer.Option(
            "--base-url", metavar="URL", help="Join relative addresses, such as papers/12.pdf, to URL.", show_default=False
        ),
    ] = None,
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
    from archive.collect.imports.drafts import BylineReading
    from archive.collect.imports.pipeline import plan_import
    from archive.collect.imports.proceedings import proceedings_of
    from archive.collect.imports.readers import reader_for
    from archive.model.names import COMMA
    from archive.store.editions import load_registry
    from archive.store.transaction import transaction

    _refuse_contradictions(yes=yes, dry_run=dry_run, everything=everything, accepted=accepted)
    _refuse_invalid(source=source, base_url=base_url, names=names)
    facts = given_facts(name=name, venue=venue, year=year, date=date, location=location, url=url)
    root = common.find(ctx, to_write=True)
    registry = load_registry(root.folder)
    content = _open(files, encoding, mapped)
    proceedings = proceedings_of(content)
    target, new = find_or_make(edition, facts, registry, root, proceedings.facts)
    content.notes.extend(_on_proceedings(proceedings, facts, is_new=bool(new)))
    with transaction(root.folder) if yes else contextlib.nullcontext():
        plan = plan_import(
            target,
            content,
            reader_for(content),
            registry,
            root,
            everything=everything,
            accepting=accepted or (),
            reading=BylineReading(names or COMMA, allow_missing),
            source=source,
            base_url=base_url,
        )
        result = _ImportRun(root, plan, target, new, asked=yes, strict=strict)
        if result.applies:
            result.write()
    if as_json:
        output.json_data(plan_as_json(plan, result.applies))
    else:
        result.print()
    if result.stopped:
        raise ArchiveError(f"{count(len(plan.refused), 'row')} refused; with --strict nothing is written. Correct the file.")
    if plan.refused:
        raise typer.Exit(1)


app = command(import_, name="import")


def _refuse_contradictions(*, yes: bool, dry_run: bool, everything: bool, accepted: Sequence[str] | None) -> None:
    if yes and dry_run:
        raise UsageError("--yes applies the import and --dry-run does not. Choose one.")
    if everything and accepted:
        raise UsageError("--all imports every row, --accepted only some. Choose one.")


def _refuse_invalid(*, source: str | None, base_url: str | None, names: str | None) -> None:
    from archive.model.names import BYLINE_STYLES
    from archive.model.urls import is_address

    if source is not None and not is_address(source):
        raise UsageError(f'Invalid --source "{source}": give the public web address of the file, https://…')
    if base_url is not None and not is_address(base_url):
        raise UsageError(f'Invalid --base-url "{base_url}": give the address of the page beside the files, https://…')
    if names is not None and names not in BYLINE_STYLES:
        raise UsageError(f'Invalid --names "{names}". Choose one of: {", ".join(BYLINE_STYLES)}.')


def _open(files: Sequence[Path], encoding: str | None, mapped: Sequence[str] | None) -> Content:
    """Read the files; ``mapped`` are the values of ``--map``."""
    from archive.collect.imports.columns import parse_map
    from archive.collect.imports.file_content import open_files
    from archive.collect.imports.limits import LARGEST

    stdin = sys.stdin.buffer.read(LARGEST + 1) if Path("-") in files else b""
    return open_files(files, stdin, encoding, parse_map(mapped or ()))


def _on_proceedings(proceedings: Proceedings, given: Mapping[str, Any], *, is_new: bool) -> Iterator[str]:
    """Which facts of a new edition were taken from the file's ``@proceedings``, since no option gives them, and what of it is
    not used."""
    used = [fact for fact in proceedings.facts if is_new and fact not in given]
    if used:
        yield f"Taken from @proceedings in the file: {', '.join(used)}."
    if unused := [fact for fact in proceedings.facts if fact not in used] + list(proceedings.unused):
        yield f"Not used of @proceedings: {', '.join(unused)}."


@dataclass(frozen=True, slots=True)
class _ImportRun:
    """An import, planned and perhaps applied.

    Attributes:
        root: the archive's root.
        plan: the changes to the edition.
        target: the edition.
        new: the facts of a new edition, which must be registered; empty for a registered one.
        asked: whether the user asked to apply it; otherwise it is a dry run.
        strict: whether nothing is written if any row is refused.
    """

    root: Root
    plan: Plan
    target: Edition
    new: Mapping[str, Any]
    asked: bool
    strict: bool

    @property
    def stopped(self) -> bool:
        return self.strict and bool(self.plan.refused)

    @property
    def applies(self) -> bool:
        """Whether the import is applied: the user asked for it, it changes something, and ``strict`` does not prevent it."""
        return self.asked and self.plan.writes and not self.stopped

    def write(self) -> None:
        """Register the edition, if it is new, and write its papers. The root must be locked since the plan was made."""
        from archive.store.editions_edit import add_page

        if self.new:
            add_page(self.root.folder, self.target.id, self.new, None)
        self.plan.write(self.root.store)

    def _has_topics(self) -> bool:
        from archive.catalogue.taxonomy import load_taxonomy

        return bool(load_taxonomy(self.root.folder))

    def print(self) -> None:
        from archive.store.root import uses_bundled

        output.print_when_done()  # the summary is last on the screen
        if self.new:
            when = "was" if self.applies else "will be"
            note(f"{self.target.id} is a new edition, {self.target.name}. It {when} added to editions.toml.")
            if uses_bundled(self.root.folder):
                note(
                    f"It belongs to the archive {self.root.identity.title}, in {self.root.folder}. For another workshop, start "
                    "an archive first: `mlforsys init`."
                )
        show_plan(self.plan)
        if marks := legend(self.plan):
            note(marks)
        note(f"{self.plan.edition}, from {self.plan.reader}: {totals(self.plan)}.")
        if self.applies:
            review = f"; `mlforsys topics --review {self.plan.edition}` reviews suggested topics" if self._has_topics() else ""
            note(f"Written. `mlforsys search --edition {self.plan.edition}` finds them{review}.")
        elif not self.plan.writes:
            note("Nothing to write.")
        elif not (self.stopped or self.asked):
            note("This was a dry run; nothing was written. To apply it, add --yes.")
