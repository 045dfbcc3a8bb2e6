"""A paper in a line or two, the same in every command."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from archive.cli.terminal.output import Terminal, bold, dim
from archive.model.presentation_type import distinction

if TYPE_CHECKING:
    from archive.model.record import Record


def edition_label(record: Record) -> str:
    """``NeurIPS 2019``; the id of an edition that is not registered."""
    return f"{record['venue']} {record['year']}" if record["venue"] else str(record["edition"])


def where(record: Record) -> str:
    """``NeurIPS 2019``, followed by award, presentation and status."""
    more = [record["award"], distinction(record["presentation"]), record["status"]]
    return " · ".join([edition_label(record), *filter(None, more)])


def byline(record: Record, most: int | None = None) -> str:
    """The names of the authors, with stars for equal contribution; of more than ``most``, the last ones are only counted."""
    names = [name + ("*" if name in record["equal_contribution"] else "") for name in record["authors"]]
    if most is not None and len(names) > most:
        names = [*names[: most - 1], f"and {len(names) - most + 1} more"]
    return ", ".join(names)


def topics(record: Record) -> str:
    """The ids of a paper's topics; suggested ones have a question mark."""
    return ", ".join([*record["topics"], *(f"{topic}?" for topic in record.get("suggested_topics", ()))])


def in_short(records: list[Record], terminal: Terminal) -> Iterator[str]:
    """Papers in two lines each: title; authors, venue and id."""
    for record in records:
        yield terminal.text(bold(record["title"]))
        yield terminal.text(
            dim(f"{byline(record, most=4) or '(no authors)'} · {where(record)} · {record['id']}"), indent="    "
        )
