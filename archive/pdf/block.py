"""A block: consecutive rows of text that belong together."""

from __future__ import annotations

from dataclasses import dataclass

from archive.pdf.lines import Line
from archive.pdf.sentences import ends_sentence

USUAL_WORDS = 40  # of an abstract, at least

Row = list[Line]


@dataclass(slots=True)
class Block:
    """The lines of an abstract.

    Attributes:
        rank: how good its heading is, 0 being the best; None without a heading.
        top: where it or its heading begins, in points.
        skip: the letters at its beginning that are a run-in heading.
        because: what ended it.
    """

    rows: list[Row]
    rank: int | None
    top: Line
    skip: int = 0
    because: str = ""

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
