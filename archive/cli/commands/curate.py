"""``mlforsys curate``."""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.app import command
from archive.cli.options import PAPER_HELP, CommonOptions
from archive.cli.terminal.confirm import confirm
from archive.cli.terminal.output import Terminal, note
from archive.errors import ArchiveError, UsageError, reason_of
from archive.model.text import quote, squeeze

if TYPE_CHECKING:
    from archive.catalogue.items import Item
    from archive.catalogue.taxonomy import Taxonomy
    from archive.store.corrections import Revision, Wanted
    from archive.store.curation import Curated
    from archive.store.root import Root

_ARROW = "->"
_EDITORS = ("sensible-editor", "nano", "vi", "notepad")


def curate(
    ctx: typer.Context,
    common: CommonOptions,
    paper: Annotated[
        str,
        typer.Argument(metavar="ID", help=PAPER_HELP.partition(";")[0] + ".", show_default=False),
    ],
    topic: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TOPIC",
            help="A topic, or several between commas; may be repeated. Replaces the paper's topics.",
            show_default=False,
        ),
    ] = None,
    summary: Annotated[
        str | None, typer.Option(metavar="TEXT", help="One sentence of your own, 15 to 35 words.", show_default=False)
    ] = None,
    correct: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=VALUE",
            help='The correct value of a field, or "OLD -> NEW". For one author or link: "authors=Jane Deo -> Jane Doe".',
            show_default=False,
        ),
    ] = None,
    reason: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="Why the page is wrong, with --correct; why, with --remove.", show_default=False),
    ] = None,
    source: Annotated[
        str | None, typer.Option(metavar="TEXT", help="How you know: an address, the PDF, its author.", show_default=False)
    ] = None,
    remove: Annotated[
        bool, typer.Option("--remove", help="Remove a paper that does not belong to its edition, with its abstract.")
    ] = False,
    restore: Annotated[bool, typer.Option("--restore", help="Put a removed paper back.")] = False,
) -> None:
    """Set topics and summary of a paper, correct its data, or remove it.

    Without options, it opens the paper in your editor (VISUAL, EDITOR), checks your changes, and lets you fix
    mistakes. Changes are stored in curation/, separate from what pages say, so every scrape keeps them. A removed paper
    is left out of every later scrape and import, until you restore it.

    \b
    Examples:
      mlforsys curate ID
      mlforsys curate ID --topic learned-indexes --topic datasets
      mlforsys curate ID --correct "title=SOSD: A Benchmark" --reason "A slip" --source "its PDF"
      mlforsys curate ID --remove --reason "Not accepted."
      mlforsys curate ID --restore
    """
    from archive.catalogue.taxonomy import load_taxonomy
    from archive.store.curation import Curated, load_curation

    here = common.find(ctx, to_write=True)
    if restore:
        _refuse_others("--restore", "restores", others=(topic, summary, correct, reason, source, remove or None))
        _restore(here, paper)
        return
    item = _find(here, paper)
    if remove:
        _refuse_others("--remove", "removes", others=(topic, summary, correct, source))
        _remove(here, item, reason or "")
        return
    curated = load_curation(item.edition.id, here.folder).get(item.paper.id, Curated())
    taxonomy = load_taxonomy(here.folder)
    options = (topic, summary, correct)
    if options == (None, None, None):
        _refuse_reasons_alone(reason, source)
        revision = _edited(item, curated, taxonomy)
    else:
        revision = _checked(item, curated, _wanted(item, taxonomy, *options, reason or "", source or ""))
    _write(here, item, revision)


app = command(curate)


def _find(root: Root, name: str) -> Item:
    """The paper that a name identifies. Raises :class:`ArchiveError` if none does."""
    from archive.cli.arguments import lookup

    return lookup(root).find(name)  # what writes guesses no paper


def _find_removed(root: Root, name: str) -> Item:
    """The removed paper that a name identifies. Raises :class:`ArchiveError` if none or several do; the message lists those
    that were removed."""
    from archive.catalogue.items import removed_items
    from archive.catalogue.lookup import Lookup

    known = Lookup(removed_items(root))
    if known.matches(name):
        return known.find(name)
    those = f"Removed papers: {', '.join(known.items)}." if known.items else "No paper was removed."
    raise ArchiveError(f"{quote(name)} is not a removed paper. {those}")


def _refuse_reasons_alone(reason: str | None, source: str | None) -> None:
    if reason or source:
        raise UsageError("--reason and --source explain --correct. Add --correct FIELD=VALUE.")


def _wanted(
    item: Item,
    taxonomy: Taxonomy,
    topics: Sequence[str] | None,
    summary: str | None,
    corrections: Sequence[str] | None,
    reason: str,
    source: str,
) -> Wanted:
    """The values that were given as options. Raises :class:`UsageError` if one is invalid."""
    from archive.store.corrections import Wanted

    fields: dict[str, str] = {}
    authors: list[str] | None = None
    links: dict[str, str] = {}
    for given in corrections or ():
        name, equals, value = (part.strip() for part in given.partition("="))
        old, arrow, new = (part.strip() for part in value.partition(_ARROW))
        if not equals:
            raise UsageError(f'--correct {quote(given)}: write FIELD=VALUE, such as "title=The correct title".')
        if name not in ("authors", "links"):
            fields[name] = _new_text(name, value, item)
        elif not arrow:
            raise UsageError(f'--correct {quote(given)}: say which of the {name} to change: "{name}=old {_ARROW} new".')
        elif name == "links":
            links[old] = new
        else:
            authors = _renamed(item.paper.authors if authors is None else authors, old, new)
    return Wanted(
        topics=_resolved(topics, taxonomy),
        summary=summary,
        fields=fields,
        authors=authors,
        links=links,
        reason=reason,
        source=source,
    )


def _resolved(topics: Sequence[str] | None, taxonomy: Taxonomy) -> tuple[str, ...] | None:
    """The ids of topics; None without the option."""
    return None if topics is None else taxonomy.resolve(name for text in topics for name in _topic_names(text, taxonomy))


def _topic_names(text: str, taxonomy: Taxonomy) -> list[str]:
    """The topics in a value of ``--topic``: one, whose name may have commas, or several between commas; none if it is empty."""
    with contextlib.suppress(UsageError):
        return [taxonomy.find(text).id]
    return list(filter(None, map(str.strip, text.split(","))))


def _new_text(name: str, value: str, item: Item) -> str:
    """The new text of a field that is given as ``NEW`` or as ``OLD -> NEW``, where NEW may have arrows of its own. Raises
    :class:`UsageError` if the field has another text than OLD."""
    from archive.store.corrections import TEXT_FIELDS

    if name not in TEXT_FIELDS or _ARROW not in value:
        return value
    present, given = squeeze(getattr(item.paper, name) or ""), squeeze(value)
    if given == present:
        return value
    rest = given.removeprefix(present).lstrip()
    if given.startswith(present) and rest.startswith(_ARROW):
        return rest.removeprefix(_ARROW).strip()
    old, _, new = (part.strip() for part in given.partition(_ARROW))
    says = (
        f"The {name} of {item.paper.id} is {quote(present)}, not {quote(old)}" if present else f"{item.paper.id} has no {name}"
    )
    whole = f"{name}={present} {_ARROW} {given}"
    raise UsageError(f"{says}. Write {quote(f'{name}={new}')}; if the arrow belongs to the {name}, {quote(whole)}.")


def _renamed(authors: Sequence[str], old: str, new: str) -> list[str]:
    if old not in authors:
        raise UsageError(f"There is no author {quote(old)}. The authors are {', '.join(authors)}.")
    return [new if name == old else name for name in authors]


def _checked(item: Item, curated: Curated, wanted: Wanted) -> Revision:
    """The revision. Raises :class:`UsageError` if something is wrong with it."""
    from archive.catalogue.summary_check import summary_problem
    from archive.store.corrections import revise

    revision = revise(item.paper, curated, wanted)
    if revision.summary and (problem := summary_problem(revision.summary)):
        raise UsageError(f"{problem[:1].upper()}{problem[1:]}")
    return revision


def _edited(item: Item, curated: Curated, taxonomy: Taxonomy) -> Revision:
    """Let the user edit the form until it is valid. Raises :class:`UsageError` if they give up."""
    from archive.cli.commands.curate_form import make_form, read_form

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("An editor needs a terminal. In a script use --topic, --summary or --correct.")
    form = make_form(item, taxonomy, item.suggested_topics())
    text = form.text
    while True:
        text = _edit(text)
        try:
            return _checked(item, curated, read_form(text, item, taxonomy))
        except UsageError as error:
            note(str(error))
            if not confirm("Edit it again?", default=True):
                raise UsageError("Nothing was changed.") from None
            text = form.with_problems(text, str(error))


def _edit(text: str) -> str:
    """Open a text in the user's editor, and return it as it was saved."""
    import shutil

    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or next(filter(shutil.which, _EDITORS), None)
    if not editor:
        raise ArchiveError("No editor was found. Set EDITOR, or use --topic, --summary or --correct.")
    with tempfile.TemporaryDirectory(prefix="mlforsys-curate-") as folder:
        path = Path(folder) / "paper.toml"
        path.write_text(text, encoding="utf-8")
        try:
            ended = subprocess.run([*shlex.split(editor), str(path)], check=False)  # noqa: S603 - the user's own editor
        except OSError as error:
            raise ArchiveError(f"The editor {quote(editor)} could not be started ({reason_of(error)}). Check EDITOR.") from None
        if ended.returncode:
            raise ArchiveError(f"The editor {quote(editor)} ended with an error ({ended.returncode}). Nothing was changed.")
        return path.read_text(encoding="utf-8")


def _refuse_others(option: str, does: str, others: Sequence[object]) -> None:
    """Raise :class:`UsageError` if one of ``others``, the values of the other options, was given."""
    if any(value is not None for value in others):
        raise UsageError(f"{option} {does} the whole paper. Leave out the other options.")


def _remove(root: Root, item: Item, reason: str) -> None:
    from archive.store.removal import remove_paper

    path = remove_paper(root, item.edition, item.paper, reason)
    Terminal().line(f"- {item.paper.id}: {item.paper.title}", indent="  ", first="")
    note(
        f"Removed, and recorded in {path}: later scrapes and imports leave it out. To put it back: "
        f"`mlforsys curate {item.paper.id} --restore`."
    )


def _restore(root: Root, name: str) -> None:
    from archive.store.removal import restore_paper

    item = _find_removed(root, name)
    paper = item.paper
    path = restore_paper(root, item.edition, paper)
    Terminal().line(f"+ {paper.id}: {paper.title}", indent="  ", first="")
    note(
        f"Back in the archive; its record was deleted from {path}. Its abstract, if it had one, comes with the next scrape "
        "or import."
    )


def _write(root: Root, item: Item, revision: Revision) -> None:
    from archive.collect.diff import changes
    from archive.store.curation_edit import write_revision

    if revision.is_empty:
        note(f"{item.paper.id} is unchanged.")
        return
    path = write_revision(root, item.edition.id, revision, item.paper)
    for line in changes([item.paper], [revision.paper]):
        Terminal().line(line, indent="  ", first="")
    written = f"Written to {path}" if path.exists() else f"{path} was deleted, as nothing is left in it"
    note(f"{written}. The archive has the change.")
