"""Options that several commands share, and groups of such options.

A command has one parameter for a whole group, which :func:`with_groups` turns into options for Typer::

    @app.command(cls=Command)
    @with_groups
    def stats(ctx: typer.Context, filters: FilterOptions, common: CommonOptions) -> None: ...
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, cast, get_args, get_type_hints

import typer

from archive.catalogue.filters import Filters, read_filters
from archive.cli import formats
from archive.cli.formats import FORMATS, Output, read_output
from archive.cli.option_types import Bounded, Choice, Limit
from archive.cli.terminal import output
from archive.errors import EmptyArchive, StoreError
from archive.search.query import Match, Sort
from archive.store.root import Root, open_root

Hyperlink = Literal["auto", "always", "never"]
PAPER_HELP = "An id or its beginning, a title, or an arXiv, OpenReview or PDF address; - reads them from standard input."

RootOption = Annotated[
    Path | None,
    typer.Option("--root", metavar="DIR", help="The archive's folder, with scraped/ in it.", show_default=False, is_eager=True),
]
NoPagerOption = Annotated[
    bool,
    typer.Option(
        "--no-pager",
        help="Do not use a pager.",
        callback=lambda value: output.forbid_pager() if value else None,
        is_eager=True,  # before --help
    ),
]
YearOption = Annotated[
    list[str] | None,
    typer.Option("--year", metavar="YEARS", help="2019, 2018-2020, 2021- or -2020; several: 2019,2022-.", show_default=False),
]
EditionOption = Annotated[
    list[str] | None,
    typer.Option(
        "--edition",
        metavar="EDITION",
        help="Ids, such as neurips2019,isca2019; a year means all of its editions.",
        show_default=False,
    ),
]
TopicOption = Annotated[
    list[str] | None,
    typer.Option(
        "--topic",
        metavar="TOPIC",
        help="A topic's id or its beginning, name or synonym; includes narrower topics.",
        show_default=False,
    ),
]
AuthorOption = Annotated[
    list[str] | None,
    typer.Option("--author", metavar="NAME", help="An author's name or some of its words; initials match.", show_default=False),
]
VenueOption = Annotated[
    list[str] | None,
    typer.Option("--venue", metavar="VENUE", help="The edition's conference, such as NeurIPS.", show_default=False),
]
AwardOption = Annotated[bool, typer.Option("--award", help="Only papers with an award.")]
FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help=f"One of {', '.join(FORMATS)}.",
        parser=Choice("--format", lambda: FORMATS),
        show_default=False,
    ),
]
OutputOption = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to FILE; its ending (.bib, .ris, .csv, .json ...) chooses the format.",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
SortOption = Annotated[
    str,
    typer.Option(
        "--sort",
        metavar="ORDER",
        help="relevance, year (oldest first), -year (newest first) or title.",
        parser=Choice("--sort", lambda: get_args(Sort)),
    ),
]
MatchOption = Annotated[
    str,
    typer.Option(
        "--match",
        metavar="HOW",
        help="all (papers with all words), any (with any of them) or auto (all, then some).",
        parser=Choice("--match", lambda: get_args(Match)),
    ),
]
BaseUrlOption = Annotated[
    str | None,
    typer.Option(
        "--base-url", metavar="URL", help="Join relative addresses, such as papers/12.pdf, to URL.", show_default=False
    ),
]
MirrorOption = Annotated[
    str | None,
    typer.Option(
        "--mirror",
        metavar="PATH_OR_URL",
        help="Read pages and PDFs from a copy made by wget --mirror, not from the web.",
        show_default=False,
    ),
]
TimeoutOption = Annotated[
    float,
    typer.Option(
        "--timeout", metavar="SECONDS", help="How long to wait for a server's reply.", parser=Bounded("--timeout", float, 0.1)
    ),
]
HyperlinkOption = Annotated[
    str,
    typer.Option(
        "--hyperlink",
        metavar="WHEN",
        help="Make addresses clickable in the terminal: auto, always or never.",
        parser=Choice("--hyperlink", lambda: get_args(Hyperlink)),
    ),
]
IdsArgument = Annotated[list[str], typer.Argument(metavar="ID...", help=PAPER_HELP, show_default=False)]


def limit_option(what: str, default: str = "") -> Any:
    """The option ``-n/--limit``.

    Args:
        what: what is limited, for the help, such as papers.
        default: the default, for the help.
    """
    shown = f" [default: {default}]" if default else ""
    every = "" if default == "all" else ", or all"
    return typer.Option(
        "--limit", "-n", metavar="N", help=f"At most N {what}{every}.{shown}", parser=Limit(), show_default=False
    )


class FilterOptions(NamedTuple):
    """The options that filter papers."""

    year: YearOption = None
    edition: EditionOption = None
    topic: TopicOption = None
    author: AuthorOption = None
    venue: VenueOption = None
    award: AwardOption = False

    def read(self, root: Root, author_names: Callable[[], Iterable[str]] | None = None) -> Filters:
        """The filters that the options ask for.

        Args:
            root: the archive's root.
            author_names: returns the names of all authors, if there is a faster way than to read the papers.

        Raises:
            UsageError: a value is wrong.
        """
        return read_filters(root, **self._asdict(), author_names=author_names)

    @property
    def given(self) -> bool:
        """Whether at least one of them is used."""
        return any(self)


class OutputOptions(NamedTuple):
    """The options for format and file."""

    output_format: FormatOption = None
    output_path: OutputOption = None
    as_json: JsonOption = False

    def read(self, default: str = formats.TEXT) -> Output:
        """The format and file that the options ask for; ``default`` is the format if they ask for none."""
        return read_output(self.output_format, self.output_path, self.as_json, default)


class CommonOptions(NamedTuple):
    """The options of every command."""

    root: RootOption = None
    no_pager: NoPagerOption = False

    def find(self, ctx: typer.Context, *, to_write: bool = False) -> Root:
        """The root: that of ``--root`` after the command, or of ``--root`` before it, or else that of
        :func:`~archive.store.root.open_root`.

        Args:
            ctx: the context of the command.
            to_write: the command changes the archive.

        Raises:
            StoreError: ``to_write`` is true, and the root is read-only.
        """
        root = open_root(self.root or ctx.obj)
        if to_write and root.read_only:
            raise StoreError(
                "Your data folder is not writable, so the papers are read from the package itself. "
                "To use another folder: --root DIR."
            )
        if to_write:
            from archive.store.lock import report_waiting

            report_waiting(output.note)
        return root

    def find_papers(self, ctx: typer.Context, *, to_write: bool = False) -> Root:
        """The root, as from :meth:`find`, for a command that needs papers.

        Raises:
            EmptyArchive: there are no papers.
            StoreError: ``to_write`` is true, and the root is read-only.
        """
        root = self.find(ctx, to_write=to_write)
        if not root.has_papers():
            raise EmptyArchive(root.folder)
        return root


_GROUPS = (FilterOptions, OutputOptions, CommonOptions)


def with_groups(function: Callable[..., None]) -> Callable[..., None]:
    """The function with one parameter for each option of its groups, as Typer expects it."""
    parameters: list[inspect.Parameter] = []
    groups: dict[str, Any] = {}
    for parameter in inspect.signature(function, eval_str=True).parameters.values():
        if parameter.annotation in _GROUPS:
            groups[parameter.name] = parameter.annotation
            parameters += _parameters(parameter.annotation)
        else:
            parameters.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY))

    def call(**given: Any) -> None:
        for name, group in groups.items():
            given[name] = group(**{field: given.pop(field) for field in group._fields})
        function(**given)

    call.__name__, call.__doc__, call.__module__ = function.__name__, function.__doc__, function.__module__
    cast("Any", call).__signature__ = inspect.Signature(parameters)
    call.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return call


def _parameters(group: Any) -> list[inspect.Parameter]:
    return [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=group._field_defaults[name], annotation=annotation)
        for name, annotation in get_type_hints(group, include_extras=True).items()
    ]
