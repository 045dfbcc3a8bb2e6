"""``mlforsys authors``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from archive.cli.app import command
from archive.cli.formats import print_papers
from archive.cli.messages import paper_count, years_of
from archive.cli.option_types import Choice
from archive.cli.options import CommonOptions, FilterOptions, OutputOptions, limit_option
from archive.cli.terminal.output import Terminal, bold, dim, link, note
from archive.cli.terminal.paper_text import where
from archive.cli.terminal.table import Column, table

if TYPE_CHECKING:
    from archive.catalogue.author_identity import Person
    from archive.model.record import Record

_COLUMNS = (Column("name", cut=16), Column("papers", right=True), Column("years", spare=1))


def authors(
    ctx: typer.Context,
    filters: FilterOptions,
    out: OutputOptions,
    common: CommonOptions,
    name: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="Any part of a name. Default: all authors.", show_default=False),
    ] = None,
    limit: Annotated[int | None, limit_option("people", "all")] = None,
    sort: Annotated[
        str,
        typer.Option(
            "--sort",
            metavar="ORDER",
            help="papers (most first) or name (family name).",
            parser=Choice("--sort", lambda: ("papers", "name")),
        ),
    ] = "papers",
) -> None:
    """List authors and their papers, most papers first.

    With filters, only authors of matching papers are listed, with these papers. Spellings that differ only
    in accents, case, full stops or titles count as one person. Other spellings do so only if people.toml
    lists them; `mlforsys check` finds likely ones.

    \b
    Examples:
      mlforsys authors
      mlforsys authors kraska
      mlforsys authors tim kraska --json
      mlforsys authors --topic databases --limit 10
      mlforsys authors kraska --format bibtex
    """
    from archive.catalogue.author_identity import people
    from archive.catalogue.items import items
    from archive.catalogue.json_shapes import author_row
    from archive.store.people import load_known_people

    chosen = out.read()
    root = common.find_papers(ctx)
    accepts = filters.read(root).accepts
    everybody = people((item for item in items(root) if accepts(item.record())), load_known_people(root.folder))
    wanted = " ".join(name or ())
    found = _named(wanted, everybody, filtered=filters.given) if wanted else list(everybody)
    if sort == "name":
        found.sort(key=lambda person: _by_name(person.name))
    found = found[:limit]
    if not found:
        note("No paper matches.")
    print_papers(
        chosen,
        root,
        _records(found),
        text=lambda terminal: _papers(found, terminal) if wanted else _names(found, terminal),
        shape=[author_row(person) for person in found],
    )


app = command(authors)


def _named(wanted: str, everybody: Sequence[Person], *, filtered: bool) -> list[Person]:
    """The people with a name, or with one of several between commas, in any of its spellings.

    Raises:
        UsageError: there is no such person.
    """
    from archive.catalogue.filters import is_person, people_named
    from archive.errors import UsageError

    asked = people_named(wanted, (byline for person in everybody for byline in (person.name, *person.variants)))

    def has_name(person: Person, name: str) -> bool:
        return any(is_person(name, byline) for byline in (person.name, *person.variants))

    for one in asked:
        if not any(has_name(person, one) for person in everybody):
            raise UsageError(_nobody(one, everybody, filtered=filtered))
    return [person for person in everybody if any(has_name(person, one) for one in asked)]


def _records(found: Sequence[Person]) -> list[Record]:
    """The papers of people, each once."""
    return list({item.paper.id: item.record() for person in found for item in person.items}.values())


def _by_name(name: str) -> tuple[str, str]:
    """A sort key: family name first."""
    from archive.model.text import fold

    given, _, family = fold(name).rpartition(" ")
    return family, given


def _names(found: Sequence[Person], terminal: Terminal) -> Iterator[str]:
    rows = [(person.name, str(person.papers_count), _years(person)) for person in found]
    return table(terminal, _COLUMNS, rows) if rows else iter(())


def _years(person: Person) -> str:
    """The years of a person's papers, and how many of the papers were withdrawn."""
    years = years_of(person.years)
    return f"{years}  (+{person.withdrawn_count} withdrawn)" if person.withdrawn_count else years


def _papers(found: Sequence[Person], terminal: Terminal) -> Iterator[str]:
    for number, person in enumerate(found):
        others = [byline for byline in person.variants if byline != person.name]
        also = f" (also {', '.join(others)})" if others else ""
        counted = paper_count(person.papers_count, person.withdrawn_count)
        yield "\n" * bool(number) + terminal.text(bold(person.name), f": {counted}", also)
        if person.orcid:
            yield terminal.text(link(f"https://orcid.org/{person.orcid}"), indent="  ")
        for item in person.items:
            record = item.record()
            yield terminal.text(record["title"], indent="    ", first="  ")
            yield terminal.text(dim(f"{where(record)} · {record['id']}"), indent="    ")


def _nobody(wanted: str, everybody: Sequence[Person], *, filtered: bool) -> str:
    from archive.catalogue.near_values import near_names
    from archive.model.text import did_you_mean

    near = did_you_mean(near_names(wanted, [person.name for person in everybody]))
    among = " of a paper that matches the filters" if filtered else ""
    return f'There is no author "{wanted}"{among}.{near} `mlforsys authors` lists them all.'
