"""Runs an import for `mlforsys import` and `mlforsys add FILE`: plans it, applies it if it was asked to, and says so."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import typer

from archive.cli.commands.import_show import plan_as_json, show_plan, totals
from archive.cli.messages import count, quoted
from archive.cli.new_edition import find_or_make
from archive.cli.terminal import output
from archive.cli.terminal.output import note
from archive.errors import ArchiveError, UsageError

if TYPE_CHECKING:
    from archive.collect.imports.file_content import Content
    from archive.collect.imports.plan import Plan
    from archive.collect.imports.proceedings import Proceedings
    from archive.model.paper import Edition
    from archive.store.editions import Registry
    from archive.store.root import Root


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What the user asked of an import.

    Attributes:
        edition: the id of the edition.
        facts: what options say about a new edition.
        yes: apply the import; otherwise it is a dry run.
        strict: write nothing if any row is refused.
        accepted: the decisions that mean accepted, if the user names them.
        everything: import every row, whatever its decision.
        source: public address of the file.
        base_url: relative addresses are joined to it.
        names: how authors are written; None for the default.
        allow_missing: skip authors who have only an e-mail address.

    Raises:
        UsageError: an address or ``names`` is invalid.
    """

    edition: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    yes: bool = False
    strict: bool = False
    accepted: Sequence[str] = ()
    everything: bool = False
    source: str | None = None
    base_url: str | None = None
    names: str | None = None
    allow_missing: bool = False

    def __post_init__(self) -> None:
        from archive.model.names import BYLINE_STYLES
        from archive.model.urls import is_address

        if self.source is not None and not is_address(self.source):
            raise UsageError(f'Invalid --source "{self.source}": give the public web address of the file, https://…')
        if self.base_url is not None and not is_address(self.base_url):
            raise UsageError(f'Invalid --base-url "{self.base_url}": give the address of the page beside the files, https://…')
        if self.names is not None and self.names not in BYLINE_STYLES:
            raise UsageError(f'Invalid --names "{self.names}". Choose one of: {quoted(BYLINE_STYLES)}.')

    def plan(self, target: Edition, content: Content, registry: Registry, root: Root) -> Plan:
        """What the import would do to the papers of an edition; see :func:`~archive.collect.imports.pipeline.plan_import`."""
        from archive.collect.imports.drafts import BylineReading
        from archive.collect.imports.pipeline import plan_import
        from archive.collect.imports.readers import reader_for
        from archive.model.names import COMMA

        return plan_import(
            target,
            content,
            reader_for(content),
            registry,
            root,
            everything=self.everything,
            accepting=self.accepted,
            reading=BylineReading(self.names or COMMA, self.allow_missing),
            source=self.source,
            base_url=self.base_url,
        )


def run_import(root: Root, registry: Registry, content: Content, proceedings: Proceedings, request: ImportRequest) -> ImportRun:
    """Plan an import, and apply it if that was asked.

    Args:
        root: the archive's root.
        registry: its editions.
        content: of the files.
        proceedings: what the content says of the edition.
        request: what the user asked.

    Raises:
        UsageError: facts of a new edition are missing or invalid, or the file cannot be read as papers.
        ArchiveError: nothing in the file is accepted, or it is another edition's.
    """
    from archive.store.transaction import transaction

    target, new = find_or_make(request.edition, request.facts, registry, root, proceedings.facts)
    content.notes.extend(_on_proceedings(proceedings, request.facts, is_new=bool(new)))
    with transaction(root.folder) if request.yes else contextlib.nullcontext():
        run = ImportRun(root, request.plan(target, content, registry, root), target, new, request.yes, request.strict)
        if run.applies:
            run.write()
    return run


def _on_proceedings(proceedings: Proceedings, given: Mapping[str, Any], *, is_new: bool) -> Iterator[str]:
    """Which facts of a new edition were taken from the file's ``@proceedings``, since no option gives them, and what of it is
    not used."""
    used = [fact for fact in proceedings.facts if is_new and fact not in given]
    if used:
        yield f"Taken from @proceedings in the file: {', '.join(used)}."
    if unused := [fact for fact in proceedings.facts if fact not in used] + list(proceedings.unused):
        yield f"Not used of @proceedings: {', '.join(unused)}."


@dataclass(frozen=True, slots=True)
class ImportRun:
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
        """Whether ``strict`` prevents the import."""
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
        """Print the plan, and what became of it."""
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
        note(f"{self.plan.edition}, from {self.plan.reader}: {totals(self.plan)}.")
        if self.applies:
            review = f"; `mlforsys topics --review {self.plan.edition}` reviews suggested topics" if self._has_topics() else ""
            note(f"Written. `mlforsys search --edition {self.plan.edition}` finds them{review}.")
        elif not self.plan.writes:
            note("Nothing to write.")
        elif not (self.stopped or self.asked):
            note("This was a dry run; nothing was written. To apply it, add --yes.")

    def to_json(self) -> dict[str, Any]:
        """The object that `mlforsys import --json` prints."""
        return plan_as_json(self.plan, self.applies)

    def exit_if_refused(self) -> None:
        """End the command with exit code 1 if rows were refused.

        Raises:
            ArchiveError: nothing was written for that reason.
        """
        if self.stopped:
            raise ArchiveError(
                f"{count(len(self.plan.refused), 'row')} refused; with --strict nothing is written. Correct the file."
            )
        if self.plan.refused:
            raise typer.Exit(1)
