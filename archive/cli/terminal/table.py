"""Tables that fit the terminal: columns are left out, and long texts are cut, until each row fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive.cli.terminal.output import Piece, Styled, Terminal, escape_controls

_GAP = 2


class Column(NamedTuple):
    """A column of a table.

    Attributes:
        head: its heading.
        right: align right, for numbers.
        spare: on a narrow terminal, columns are left out in the order of this number, the highest first, and of equal
            ones the leftmost; a column with 0 is never left out.
        cut: the width to which texts may be cut; 0 means that they are never cut.
    """

    head: str
    right: bool = False
    spare: int = 0
    cut: int = 0


def table(terminal: Terminal, columns: Sequence[Column], rows: Sequence[Sequence[str | Styled]]) -> Iterator[str]:
    """The lines of a table, the heading first."""
    texts = [[escape_controls(_cell(cell).text) for cell in row] for row in rows]
    widths = [max(map(len, (column.head, *(row[at] for row in texts)))) for at, column in enumerate(columns)]
    kept, widths = _fit(columns, widths, terminal.width)
    yield _line(terminal, columns, widths, kept, [Styled(column.head, "dim") for column in columns])
    for row in rows:
        yield _line(terminal, columns, widths, kept, row)


def _fit(columns: Sequence[Column], widths: Sequence[int], room: int | None) -> tuple[list[int], list[int]]:
    """The indexes of the columns that fit into ``room``, and the widths of all columns; all fit if ``room`` is None."""
    kept, fitted = list(range(len(columns))), list(widths)
    if room is None:
        return kept, fitted
    least = [min(width, column.cut or width) for width, column in zip(widths, columns, strict=True)]
    while _width(least, kept) > room and any(columns[at].spare for at in kept):
        kept.remove(max(kept, key=lambda at: columns[at].spare))
    for at in kept:
        fitted[at] = max(least[at], fitted[at] - max(0, _width(fitted, kept) - room))
    return kept, fitted


def _line(
    terminal: Terminal, columns: Sequence[Column], widths: Sequence[int], kept: Sequence[int], row: Sequence[str | Styled]
) -> str:
    pieces: list[Piece] = []
    for at in kept:
        cell = _cell(row[at])
        text = escape_controls(cell.text)
        if columns[at].cut and len(text) > widths[at]:
            text = text[: widths[at] - 1] + "…"
        room = " " * (widths[at] - len(text))
        before, after = (room, "") if columns[at].right else ("", room if at != kept[-1] else "")
        gap = " " * _GAP if at != kept[0] else ""
        pieces += [gap + before, cell._replace(text=text), after]
    return terminal.text(*pieces, wrap=False).rstrip() + "\n"


def _width(widths: Sequence[int], kept: Sequence[int]) -> int:
    return sum(widths[at] for at in kept) + _GAP * (len(kept) - 1)


def _cell(cell: str | Styled) -> Styled:
    return cell if isinstance(cell, Styled) else Styled(cell)
