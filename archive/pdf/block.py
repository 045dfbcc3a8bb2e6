"""A block: consecutive rows of text that belong together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from archive.pdf.lines import Line
from archive.pdf.sentences import ends_sentence

USUAL_WORDS = 40  # of an abstract, at least
_WIDE, _WIDEST = 0.45, 1.1  # em, and times the row's next widest gap
_ONE_PLACE = 0.1  # em
_ROWS = 3  # in which a wide gap ends at one place

Row = list[Line]


class End(Enum):
    """What ended a block: the foot of its column, or a row that belongs to something else."""

    FOOT = auto()
    COLUMNS = auto()
    HEADING = auto()
    MAIL = auto()
    SIZE = auto()
    GAP = auto()
    MEASURE = auto()
    FONT = auto()


@dataclass(slots=True)
class Block:
    """The lines of an abstract.

    Attributes:
        rank: how good its heading is, 0 being the best; None without a heading.
        top: where it or its heading begins, in points.
        skip: the letters at its beginning that are a run-in heading.
        end: what ended it.
    """

    rows: list[Row]
    rank: int | None
    top: Line
    skip: int = 0
    end: End = End.FOOT

    @property
    def words(self) -> int:
        """The number of words in it."""
        return sum(len(row_text(row).split()) for row in self.rows)

    @property
    def ends_sentence(self) -> bool:
        """Whether its last row ends a sentence."""
        return ends_sentence(row_text(self.rows[-1]))

    @property
    def is_whole(self) -> bool:
        """Whether it is as long as abstracts are, and ends with a sentence."""
        return self.ends_sentence and self.words >= USUAL_WORDS


def row_text(row: Row) -> str:
    """The text of a row, scripts as plain letters."""
    return " ".join(line.plain for line in row)


def holds_two_columns(block: Block) -> bool:
    """Whether the widest gap ends at one place in several rows that follow each other, as where a second column begins."""
    before, together = 0.0, 0
    for row in block.rows:
        letters = sorted((glyph for line in row for glyph in line.glyphs), key=lambda glyph: glyph.x0)
        em = row[0].size
        gaps = sorted((after.x0 - before.x1, after.x0) for before, after in pairwise(letters))
        wide = len(gaps) > 1 and gaps[-1][0] > max(_WIDE * em, _WIDEST * gaps[-2][0])
        same = wide and abs(gaps[-1][1] - before) < _ONE_PLACE * em
        together = together + 1 if same else int(wide)
        before = gaps[-1][1] if wide else 0.0
        if together >= _ROWS:
            return True
    return False
