"""Options that several commands share, and what they stand for."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from archive.filters import Filters, parse_years
from archive.root import Root, find_root

YearOption = Annotated[
    str | None, typer.Option("--year", metavar="YEARS", help="2019, 2018-2020, 2021- or -2020.", show_default=False)
]
EditionOption = Annotated[
    list[str] | None, typer.Option("--edition", metavar="ID", help="An edition; repeat for several.", show_default=False)
]
TopicOption = Annotated[
    list[str] | None,
    typer.Option(
        "--topic",
        metavar="TOPIC",
        help="An id, name or synonym of a topic, narrower topics included; of several, all must hold.",
        show_default=False,
    ),
]
AnyTopicOption = Annotated[
    list[str] | None,
    typer.Option("--any-topic", metavar="TOPIC", help="Repeat for several, of which one must hold.", show_default=False),
]
AuthorOption = Annotated[
    str | None, typer.Option("--author", metavar="NAME", help="Words of one author's name.", show_default=False)
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
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def root_of(ctx: typer.Context, own: Path | None) -> Root:
    """The root: the command's own ``--root``, else the one before the command, else found."""
    return find_root(own or ctx.obj)


def make_filters(
    root: Root,
    *,
    year: str | None,
    edition: list[str] | None,
    topic: list[str] | None,
    any_topic: list[str] | None,
    author: str | None,
    venue: str | None,
    award: bool,
) -> Filters:
    """Filters from options; an unknown edition or topic or an unreadable year is wrong usage."""
    if edition:
        from archive.registry import load_registry

        registry = load_registry(root.folder)
        edition = [registry.find(edition_id).id for edition_id in edition]
    return Filters(
        years=parse_years(year) if year is not None else None,
        editions=tuple(edition or ()),
        topics=_topics(topic, any_topic) if topic or any_topic else (),
        author=author or None,
        venue=venue or None,
        award=award,
    )


def _topics(all_of: list[str] | None, any_of: list[str] | None) -> tuple[frozenset[str], ...]:
    from archive.taxonomy import load_taxonomy

    taxonomy = load_taxonomy()
    demanded = [taxonomy.within(taxonomy.find(topic).id) for topic in all_of or ()]
    if any_of:
        demanded.append(frozenset[str]().union(*(taxonomy.within(taxonomy.find(topic).id) for topic in any_of)))
    return tuple(demanded)


def sentence(error: OSError) -> str:
    """What the system refused, for a person."""
    where = f"{error.filename}: " if error.filename else ""
    reason = error.strerror or str(error) or type(error).__name__
    return f"{where}{reason[:1].lower()}{reason[1:]}. Check the path and whose it is, or choose another --root."


def count(number: int, thing: str) -> str:
    """``1 paper``, ``2 papers``."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def note(text: str) -> None:
    """A line for a person, apart from results."""
    print(text, file=sys.stderr)


def years_of(years: Iterable[int]) -> str:
    """``2018-2023``, or one year."""
    ordered = sorted(years)
    if not ordered:
        return ""
    return str(ordered[0]) if ordered[0] == ordered[-1] else f"{ordered[0]}-{ordered[-1]}"
