"""``mlforsys cite``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from archive.catalogue.near_values import near_values
from archive.cli.app import command
from archive.cli.formats import JSON, TEXT, Output, print_papers
from archive.cli.missing_editions import not_collected
from archive.cli.options import PAPER_HELP, CommonOptions, FilterOptions, OutputOptions, limit_option
from archive.cli.terminal.output import Terminal, note
from archive.errors import UsageError
from archive.export.cite import cite as references
from archive.export.cite import style_names
from archive.model.text import did_you_mean, quote, title_key

if TYPE_CHECKING:
    from archive.catalogue.filters import Filters
    from archive.store.root import Root

_BIBTEX = "bibtex"


def _style(text: str) -> str:
    """The name of a style, regardless of case, or the path of a CSL file.

    Raises:
        UsageError: the text is neither.
    """
    names = {title_key(name): name for name in (*style_names(), _BIBTEX)}
    if (name := names.get(title_key(text))) is not None:
        return name
    if "." in text or "/" in text:
        return text
    near = did_you_mean(near_values(text, names.values()))
    styles = ", ".join(style_names())
    raise UsageError(f"There is no style {quote(text)}. Styles: {styles}, bibtex, or the path of a .csl file.{near}")


def _style_and_output(style: str | None, chosen: Output) -> tuple[str, Output]:
    """The name of the style, and the output, whose format is BibTeX if that is the style.

    Raises:
        UsageError: style and format contradict each other, or there is no such style.
    """
    name = _style(style or "apa")
    if style is not None and chosen.format not in (TEXT, JSON, name):
        raise UsageError(f"--style applies to references as text, but the format is {chosen.format}. Use one or the other.")
    if name == _BIBTEX and chosen.format == JSON:
        raise UsageError("BibTeX cannot be printed as JSON. Leave out --json, or choose another --style.")
    return name, chosen._replace(format=_BIBTEX) if name == _BIBTEX else chosen


def _notes(root: Root, wanted: Filters, *, found: bool, filtered: bool) -> Iterator[str]:
    """Sentences about editions that the filters name but that have no papers, and one if no paper passes the filters."""
    yield from not_collected(root, wanted, only_named=found)
    if not found and filtered:
        yield "No paper matches."


def cite(
    ctx: typer.Context,
    filters: FilterOptions,
    out: OutputOptions,
    common: CommonOptions,
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help=PAPER_HELP, show_default=False)] = None,
    style: Annotated[
        str | None,
        typer.Option(
            "--style",
            "-s",
            metavar="STYLE",
            help=f"{', '.join(style_names())}, bibtex, or the path of a .csl file. [default: apa]",
            show_default=False,
        ),
    ] = None,
    limit: Annotated[int | None, limit_option("papers", "all")] = None,
) -> None:
    """Print references ready to paste. For files, use `mlforsys export`.

    \b
    Examples:
      mlforsys cite kipf2019sosd
      mlforsys cite --style ieee kipf2019sosd mao2018learning
      mlforsys cite --style bibtex kipf2019sosd
      mlforsys cite --edition neurips2019 --style apa
      mlforsys search learned index --format ids | mlforsys cite -

    Numbered styles are printed without the number, which depends on your list of references. Some styles add
    capitals to titles; none removes any.
    """
    from archive.cli.arguments import filtered, lookup
    from archive.store.editions import load_registry

    if not ids and not filters.given:
        raise UsageError("Give an ID, or filters such as --edition neurips2019; `mlforsys cite --help` has examples.")
    name, chosen = _style_and_output(style, out.read())
    root = common.find(ctx)
    registry = load_registry(root.folder)
    wanted = filters.read(root)
    records, complete = filtered(lookup(root, registry), ids or [], wanted)
    records = records[:limit]
    for sentence in _notes(root, wanted, found=bool(records), filtered=filters.given):
        note(sentence)
    cited = [] if name == _BIBTEX else list(references(records, registry, name))

    def text(terminal: Terminal) -> Iterator[str]:
        for number, (_, reference) in enumerate(cited):
            yield "\n" * bool(number) + terminal.text(reference, wrap=terminal.is_narrow)

    shape = [{"id": paper, "style": name, "text": reference} for paper, reference in cited]
    print_papers(chosen, root, records, text=text, shape=shape)
    if not complete:
        raise typer.Exit(1)


app = command(cite)
