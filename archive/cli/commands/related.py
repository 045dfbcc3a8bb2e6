"""``mlforsys related``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, cast

import typer

from archive.cli.app import command
from archive.cli.formats import print_papers
from archive.cli.option_types import ALL
from archive.cli.options import PAPER_HELP, CommonOptions, OutputOptions, limit_option
from archive.cli.terminal.output import Terminal, bold, dim, note
from archive.cli.terminal.paper_text import where
from archive.model.record import Record, make_related

if TYPE_CHECKING:
    from archive.search.related import Related


_LIMIT = 5


def related(
    ctx: typer.Context,
    paper: Annotated[list[str], typer.Argument(metavar="ID", help=PAPER_HELP, show_default=False)],
    out: OutputOptions,
    common: CommonOptions,
    limit: Annotated[int | None, limit_option("papers", "5")] = None,
) -> None:
    """Find papers similar to one, with the reasons.

    Papers are similar if they share topics, characteristic words or authors. Papers less than a quarter as similar as
    the first one are left out.

    \b
    Examples:
      mlforsys related kipf2019sosd
      mlforsys related kipf2019sosd --limit 3 --json
      mlforsys related kipf2019sosd -f bibtex
    """
    from archive.catalogue.taxonomy import load_taxonomy
    from archive.cli.arguments import find_paper, names
    from archive.errors import UsageError
    from archive.search.index import open_index
    from archive.search.related import related as papers_like

    chosen = out.read()
    root = common.find(ctx)
    given = list(names(paper))
    _must_be_one(given, of_stdin=paper == ["-"])
    wanted = " ".join(given)
    index = open_index(root, note)
    if len(given) > 1 and all(map(index.record, given)):
        raise UsageError(f"`related` takes one paper, not {len(given)}. Use one of them.")
    record = index.record(wanted) or find_paper(root, wanted).record()
    found = papers_like(index, record, load_taxonomy(root.folder), _LIMIT if limit is None else limit)
    shapes = [cast("Record", make_related(like.record, like.score, like.reasons)) for like in found]
    print_papers(chosen, root, shapes, text=lambda terminal: _text(found, terminal))
    _say_how_many(len(found), limit)


app = command(related)


def _must_be_one(given: Sequence[str], *, of_stdin: bool) -> None:
    """Raise :class:`~archive.errors.UsageError` if there is no paper, or if standard input names several."""
    from archive.errors import UsageError

    if not given:
        raise UsageError("Standard input contains no paper.")
    if of_stdin and len(given) > 1:
        raise UsageError(f"`related` takes one paper, but standard input contains {len(given)}. Use one of them.")


def _say_how_many(found: int, limit: int | None) -> None:
    """Note if there are no similar papers, or fewer than the user asked for."""
    if not found and limit != 0:
        note("No similar paper was found.")
    elif limit not in (None, ALL) and found < limit:
        note(f"{found} of {limit}: no other paper is similar enough.")


def _text(found: list[Related], terminal: Terminal) -> Iterator[str]:
    for like in found:
        yield terminal.text(bold(like.record["title"]))
        yield terminal.text(dim(f"{where(like.record)} · {like.record['id']}"), indent="    ")
        yield terminal.text("; ".join(like.reasons), indent="    ")
        yield "\n"
