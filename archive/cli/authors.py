"""``mlforsys authors``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.app import RootOption, one_command
from archive.cli.messages import count, note, years_of
from archive.cli.options import JsonOption, complete_authors, root_of
from archive.cli.terminal import Terminal, json_text, visible, where

if TYPE_CHECKING:
    from archive.catalogue.people import Person

app = one_command()

_ALIKE = 0.65  # share of letters in their places, from which a name may have been meant


@app.command()
def authors(
    ctx: typer.Context,
    name: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME", help="Words of a name; everybody without.", show_default=False, autocompletion=complete_authors
        ),
    ] = None,
    as_json: JsonOption = False,
    root: RootOption = None,
) -> None:
    """People and their papers, those with most papers first.

    Spellings that differ by accents, case, full stops or titles are one person; who else is one is
    settled in people.toml, and `mlforsys check` lists who may be.

    \b
    Examples:
      mlforsys authors
      mlforsys authors kraska
      mlforsys authors tim kraska --json
    """
    from archive.catalogue.filters import is_person
    from archive.catalogue.items import items
    from archive.catalogue.people import load_settled, people
    from archive.catalogue.rows import author_row
    from archive.errors import EmptyArchive

    here = root_of(ctx, root)
    if not here.has_papers():
        raise EmptyArchive(here.folder)
    everybody = people(items(here), load_settled(here.folder))
    wanted = " ".join(name or ())
    found = everybody
    if wanted:
        found = [person for person in everybody if any(is_person(wanted, byline) for byline in (person.name, *person.variants))]
    if wanted and not found:
        note(f"No author is called {wanted!r}.{_nearest(wanted, everybody)}")
    if as_json:
        sys.stdout.write(json_text([author_row(person) for person in found]))
    elif wanted:
        _print_papers(found)
    else:
        _print_names(found)
    if wanted and not found:
        raise typer.Exit(1)


def _print_names(found: Sequence[Person]) -> None:
    terminal = Terminal()
    width = max((len(person.name) for person in found), default=0)
    for person in found:
        typer.echo(
            f"{visible(person.name):<{width}}  {count(len(person.items), 'paper'):>10}  "
            + terminal.style(years_of(person.years), "dim")
        )


def _print_papers(found: Sequence[Person]) -> None:
    terminal = Terminal()
    for i, person in enumerate(found):
        others = [byline for byline in person.variants if byline != person.name]
        also = f" (also {', '.join(others)})" if others else ""
        typer.echo(("\n" if i else "") + terminal.style(visible(person.name), "bold") + visible(also))
        if person.orcid:
            typer.echo("  " + terminal.link(f"https://orcid.org/{person.orcid}"))
        for item in person.items:
            record = item.record()
            typer.echo(terminal.paragraph(visible(record["title"]), "    ", "  "))
            typer.echo("    " + terminal.style(f"{where(record)} · {record['id']}", "dim"))


def _nearest(wanted: str, everybody: Sequence[Person]) -> str:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    from archive.model.text import words

    spellings: dict[str, str] = {}
    for person in everybody:
        for spelling in (" ".join(words(person.name)), *words(person.name)):
            spellings.setdefault(spelling, person.name)
    asked, alike = " ".join(words(wanted)), OSA.normalized_similarity
    near = process.extract(asked, list(spellings), scorer=alike, limit=5, score_cutoff=_ALIKE)
    names = list(dict.fromkeys(spellings[spelling] for spelling, _, _ in near))[:3]
    return f" Did you mean {' or '.join(names)}?" if names else ""
