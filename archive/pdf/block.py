"""A block: consecutive rows of text that belong together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from archive.pdf.lines import Line
from archive.pdf.sentences import ends_sentence

USUAL_WORDS = 40  # the length of most abstracts, at least
_WIDE, _WIDEST = 0.45, 1.1  # a wide gap: in em, and in relation to the second widest gap of the row
_SAME_X = 0.1  # em
_ROWS = 3  # as many rows with a wide gap at the same place are two columns

Row = list[Line]


class End(Enum):
    """What ended a block: the foot of its column, or a row that belongs to something else."""

    FOOT = auto()
    COLUMNS = auto()
    HEADING = auto()
    EMAIL = auto()
    SIZE = auto()
    GAP = auto()
    MEASURE = auto()
    FONT = auto()


@dataclass(slots=True)
class Block:
    """The lines of an abstract.

    Attributes:
        rows: its rows, from top to bottom.
        rank: the rank of its heading, 0 being the best; None without a heading.
        top: its heading, or its first line.
        skip: how many letters at its beginning are a run-in heading.
        end: what ended it.
    """

    rows: list[Row]
    rank: int | None
    top: Line
    skip: int = 0
    end: End = End.FOOT

    @property
    def words(self) -> int:
        """Its number of words."""
        return sum(len(row_text(row).split()) for row in self.rows)

    @property
    def ends_sentence(self) -> bool:
        """Whether its last row ends a sentence."""
        return ends_sentence(row_text(self.rows[-1]))

    @property
    def is_whole(self) -> bool:
        """Whether it is as long as most abstracts, and its last sentence is complete."""
        return self.ends_sentence and self.words >= USUAL_WORDS


def row_text(row: Row) -> str:
    """The text of a row, with superscripts and subscripts as plain letters."""
    return " ".join(line.plain for line in row)


def contains_two_columns(block: Block) -> bool:
    """Whether the widest gap of several consecutive rows ends at the same place, as the gutter between two columns does."""
    before, together = 0.0, 0
    for row in block.rows:
        letters = sorted((glyph for line in row for glyph in line.glyphs), key=lambda glyph: glyph.x0)
        em = row[0].size
        gaps = sorted((after.x0 - before.x1, after.x0) for before, after in pairwise(letters))
        wide = len(gaps) > 1 and gaps[-1][0] > max(_WIDE * em, _WIDEST * gaps[-2][0])
        same = wide and abs(gaps[-1][1] - before) < _SAME_X * em
        together = together + 1 if same else int(wide)
        before = gaps[-1][1] if wide else 0.0
        if together >= _ROWS:
            return True
    return False
