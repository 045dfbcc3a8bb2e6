"""Options that several commands share, and what they stand for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from archive.store.root import Root, find_root


def complete_ids(ctx: typer.Context, incomplete: str) -> list[str]:
    return _completions(ctx, "id", incomplete)


def complete_editions(ctx: typer.Context, incomplete: str) -> list[str]:
    return _completions(ctx, "edition", incomplete)


def complete_registered(ctx: typer.Context, incomplete: str) -> list[str]:
    """Editions, those too that have no papers yet."""
    from archive.errors import ArchiveError
    from archive.store.editions import load_registry

    try:
        return [edition for edition in load_registry(_typed_root(ctx).folder) if edition.startswith(incomplete)]
    except (ArchiveError, OSError):
        return []


def complete_authors(ctx: typer.Context, incomplete: str) -> list[str]:
    return _completions(ctx, "people", incomplete)


def complete_topics(ctx: typer.Context, incomplete: str) -> list[str]:
    return _completions(ctx, "topics", incomplete)


def _completions(ctx: typer.Context, fact: str, incomplete: str) -> list[str]:
    """What the archive holds that begins so; nothing where it cannot be read: a shell wants no errors."""
    from archive.errors import ArchiveError
    from archive.search.index import kept_facts

    try:
        return kept_facts(_typed_root(ctx), fact, incomplete)
    except (ArchiveError, OSError):
        return []


def _typed_root(ctx: typer.Context) -> Root:
    """The root of a command that is still being typed: its options are texts yet."""
    above = ctx.parent.params.get("root") if ctx.parent else None
    given = ctx.params.get("root") or above
    return find_root(Path(given) if given else None)


YearOption = Annotated[
    str | None, typer.Option("--year", metavar="YEARS", help="2019, 2018-2020, 2021- or -2020.", show_default=False)
]
EditionOption = Annotated[
    list[str] | None,
    typer.Option(
        "--edition",
        metavar="ID",
        help="An edition; repeat for several.",
        show_default=False,
        autocompletion=complete_editions,
    ),
]
TopicOption = Annotated[
    list[str] | None,
    typer.Option(
        "--topic",
        metavar="TOPIC",
        help="An id, name or synonym of a topic, narrower topics included; of several, all must hold.",
        show_default=False,
        autocompletion=complete_topics,
    ),
]
AnyTopicOption = Annotated[
    list[str] | None,
    typer.Option(
        "--any-topic",
        metavar="TOPIC",
        help="Repeat for several, of which one must hold.",
        show_default=False,
        autocompletion=complete_topics,
    ),
]
AuthorOption = Annotated[
    str | None,
    typer.Option(
        "--author",
        metavar="NAME",
        help="Words of one author's name.",
        show_default=False,
        autocompletion=complete_authors,
    ),
]
VenueOption = Annotated[str | None, typer.Option("--venue", help="NeurIPS or ISCA.", show_default=False)]
AwardOption = Annotated[bool, typer.Option("--award", help="Only papers with an award.")]
MirrorOption = Annotated[
    str | None,
    typer.Option(
        "--mirror",
        metavar="PATH_OR_URL",
        help="Read every page and PDF from a copy as wget --mirror makes it.",
        show_default=False,
    ),
]
TimeoutOption = Annotated[float, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="How long to wait for an answer.")]
HyperlinkOption = Annotated[
    Literal["auto", "always", "never"],
    typer.Option("--hyperlink", help="Whether addresses are links that a terminal can open."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def root_of(ctx: typer.Context, own: Path | None) -> Root:
    """The root: the command's own ``--root``, else the one before the command, else found."""
    return find_root(own or ctx.obj)
