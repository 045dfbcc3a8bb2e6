"""Reads down a column, and finds which rows belong to one text. It compares each row with the rows so far (size, font,
leading, measure) and with the style of the heading above them.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import ClassVar

from archive.pdf import headings
from archive.pdf.block import Block, End, Row, row_text
from archive.pdf.lines import Line
from archive.pdf.sentences import ends_sentence

_NEW_BLOCK = 1.75  # in relation to the leading; rows farther apart are in different blocks
_FOOTER_WORDS = 15  # a footer, such as a page number, has fewer words
_SAME_SIZE = 0.12


@dataclass(frozen=True, slots=True)
class _Next:
    """The next row of a column.

    Attributes:
        row: the row.
        last: the baseline of the row above, in points; None for the first row of a column.
        block: the text so far.
        following: the next two rows.
    """

    row: Row
    last: float | None
    block: Block
    following: Sequence[Row]

    @property
    def splits(self) -> bool:
        """Whether it is split into several lines, after two or more rows that are not."""
        return len(self.row) > 1 and len(self.block.rows) > 1 and all(len(other) == 1 for other in self.block.rows)


class ColumnReader:
    """Reads the rows of a column, and keeps track of the size, fonts, leading and measure of the text.

    Args:
        first: the first line of the text.
        heading: the heading above it, if there is one.
        lines: all lines of the page.
    """

    def __init__(self, first: Line, heading: Line | None, lines: Sequence[Line]) -> None:
        self.heading = heading
        self.size, self.x0, self.x1 = first.size, first.x0, max(first.x1, first.x0 + 8 * first.size)
        for line in lines:  # the first line may be short, so the measure is taken from those below, too
            if 0 < first.y - line.y < 12 * first.size and abs(line.x0 - first.x0) < first.size and line.size == first.size:
                self.x1 = max(self.x1, line.x1)
        self.leading: list[float] = []
        self.fonts: Counter[str] = Counter()
        self.parts: set[str] = set()
        self.structured = False

    def move(self, top: Line) -> None:
        """Continue in another column of the same width."""
        width = self.x1 - self.x0
        self.x0, self.x1 = top.x0, max(top.x1, top.x0 + width)

    def read(self, lines: Sequence[Line], start: float, block: Block) -> End:
        """Append rows to the block, from the baseline ``start`` (in points) downward. Returns what ended the block."""
        last: float | None = None
        rows = self._rows(lines, start)
        for i, row in enumerate(rows):
            if last is not None and self._is_beside(row, last, block.rows[-1]):
                block.rows.pop()  # two columns have begun, and this was the first line of the left one
                return End.COLUMNS
            if block.rows:
                end = self._end(_Next(row, last, block, rows[i + 1 : i + 3]))
                if end is End.GAP and _count_words(rows[i:]) < _FOOTER_WORDS:
                    return End.FOOT
                if end:
                    return end
            if last is not None:
                self.leading.append(last - row[0].y)
            self._take(row, block)
            last = row[0].y
        return End.FOOT

    def _take(self, row: Row, block: Block) -> None:
        text = row_text(row) if block.rows else row_text(row)[block.skip :]
        if part := self._part_name(row, text.strip()):
            self.structured = self.structured or not block.rows
            self.parts.add(part)
        if len(block.rows) < 3:
            self.x0, self.x1 = min(self.x0, row[0].x0), max(self.x1, row[-1].x1)
        if len(block.rows) == 1:
            self.size = max(self.size, *(line.size for line in row))  # the first line may be in small capitals
        self.fonts.update(g.font for line in row for g in line.glyphs)
        block.rows.append(row)

    def _rows(self, lines: Sequence[Line], start: float) -> list[Row]:
        rows: list[Row] = []
        for line in sorted(lines, key=lambda line: (-line.y, line.x0)):
            if line.y > start + 0.1 or (line.y > start - 0.1 and line.x0 < self.x0 - 1):
                continue
            inside = min(line.x1, self.x1) - max(line.x0, self.x0)
            if inside < 0.5 * min(line.width, self.x1 - self.x0) or inside <= 0:
                continue
            if rows and abs(rows[-1][0].y - line.y) < 0.25 * line.size:
                rows[-1].append(line)
            else:
                rows.append([line])
        return rows

    def _end(self, next_: _Next) -> End | None:
        """Why a row no longer belongs to the block; None if it does."""
        return next((end for end, applies in self._ends if applies(self, next_)), None)

    def _begins_columns(self, next_: _Next) -> bool:
        return next_.splits and _in_columns(next_.row)

    def _begins_heading(self, next_: _Next) -> bool:
        """Whether a row is a heading, or one of its lines if it is the first row that is split."""
        parts = [[line] for line in next_.row] if next_.splits else []
        return any(self._is_heading(row) for row in (*parts, next_.row))

    def _begins_email(self, next_: _Next) -> bool:
        return headings.contains_email(row_text(next_.row)) and next_.block.ends_sentence

    def _begins_other_size(self, next_: _Next) -> bool:
        """Whether a row has another size, and is not a line of code after which the text continues."""
        if not self._other_size(next_.row) or len(row_text(next_.row).strip()) <= 3:
            return False
        return not (next_.following and self._goes_on(next_.following[0]))

    def _lies_far_below(self, next_: _Next) -> bool:
        return next_.last is not None and next_.last - next_.row[0].y > self._widest_gap()

    def _exceeds_measure(self, next_: _Next) -> bool:
        row, room = next_.row, 2.5 * self.size
        return len(next_.block.rows) > 1 and (row[0].x0 < self.x0 - room or row[-1].x1 > self.x1 + room)

    def _begins_other_font(self, next_: _Next) -> bool:
        if len(next_.block.rows) <= 2 or not next_.following:
            return False
        return all(self._other_font(row) for row in (next_.row, *next_.following))

    _ends: ClassVar = (  # tried in this order
        (End.COLUMNS, _begins_columns),
        (End.HEADING, _begins_heading),
        (End.EMAIL, _begins_email),
        (End.SIZE, _begins_other_size),
        (End.GAP, _lies_far_below),
        (End.MEASURE, _exceeds_measure),
        (End.FONT, _begins_other_font),
    )

    def rows_after(self, lines: Sequence[Line], block: Block) -> list[Row]:
        """The rows of the column below a block."""
        return [row for row in self._rows(lines, block.rows[-1][0].y) if row[0].y < block.rows[-1][0].y - 0.3 * self.size]

    def _is_beside(self, row: Row, last: float, before: Row) -> bool:
        """Whether a row is to the right of the one before, not below it."""
        return last - row[0].y < 0.6 * row[0].size and row[0].x0 > before[-1].x1 and len(self.leading) > 0

    def _widest_gap(self) -> float:
        """The largest distance between two baselines of one block, in points."""
        if not self.leading:
            return 3.2 * self.size
        leading = statistics.median(self.leading)
        return max(_NEW_BLOCK * leading, 1.6 * self.size) if leading < 3 * self.size else _NEW_BLOCK * leading

    def _other_size(self, row: Row) -> bool:
        return abs(_size(row) - self.size) > _SAME_SIZE * self.size

    def _goes_on(self, row: Row) -> bool:
        """Whether a row has the size and font of the block, so that the row above was only a line of code."""
        return not self._other_size(row) and not self._other_font(row)

    def _other_font(self, row: Row) -> bool:
        usual = self._usual_font()
        return self.fonts[usual] > 0.7 * self.fonts.total() and not any(g.font == usual for line in row for g in line.glyphs)

    def _usual_font(self) -> str:
        return self.fonts.most_common(1)[0][0] if self.fonts else ""

    def _is_heading(self, row: Row) -> bool:
        """Whether a row begins something else, by its words or by its type."""
        text = row_text(row).strip()
        if headings.name_rank(text) is not None or headings.is_entry(text):
            return True
        if self._begins_new_part(row, text):
            return False
        return self._is_worded_as_heading(row, text) or self._is_printed_as_heading(row, text)

    def _begins_new_part(self, row: Row, text: str) -> bool:
        """Whether a row begins another part of a structured abstract."""
        part = self._part_name(row, text)
        return self.structured and part is not None and part not in self.parts

    def _is_worded_as_heading(self, row: Row, text: str) -> bool:
        first = row[0].glyphs[0]
        styled = first.font != self._usual_font() or first.size > self.size * 1.08
        part = headings.part_of(text)
        if part and styled and headings.stands_alone(text, part.end()):
            return True
        found = headings.ends_abstract(text)
        return found is not None and (styled or _is_set_off(text, found.end()))

    def _is_printed_as_heading(self, row: Row, text: str) -> bool:
        if _size(row) > self.size * 1.15 and len(text) < 100:
            return True
        if len(text) >= 80 or ends_sentence(text):
            return False
        whole = self._stands_out(row)
        if headings.is_numbered(text) and (whole or text.isupper()):
            return True
        return whole and self.heading is not None and self.heading.font == row[0].glyphs[0].font != self._usual_font()

    def _stands_out(self, row: Row) -> bool:
        """Whether a whole row is in another font than the text, or in larger type."""
        usual = self._usual_font()
        return all(g.font != usual for line in row for g in line.glyphs) or _size(row) > self.size * 1.08

    def _part_name(self, row: Row, text: str) -> str | None:
        """The part of a structured abstract that a row begins, if its label is alone, in another font, or before a colon."""
        found = headings.part_of(text)
        if not found:
            return None
        letters = headings.letters_in(found[0])
        glyphs = [g for line in row for g in line.glyphs]
        styled = len(glyphs) > letters and glyphs[0].font != glyphs[min(letters + 1, len(glyphs) - 1)].font
        is_label = styled or re.match(r"\s*([:.—–/]|$)", text[found.end() :])
        return headings.part_name(found) if is_label else None


def _size(row: Row) -> float:
    return Counter(g.size for line in row for g in line.glyphs).most_common(1)[0][0]


def _in_columns(row: Row) -> bool:
    """Whether the lines of a row are as wide as columns, and not only words with wide spaces."""
    return all(line.width > 8 * line.size for line in row)


def _is_set_off(text: str, end: int) -> bool:
    """Whether the text before ``end`` is followed by nothing, or by punctuation, like a label."""
    return headings.stands_alone(text, end) or bool(re.match(r"\s*[:—–.\-]", text[end:]))


def _count_words(rows: Sequence[Row]) -> int:
    return sum(len(row_text(row).split()) for row in rows)


def next_column(lines: Sequence[Line], block: Block) -> Line | None:
    """The first line of the column to the right of the block, if its text is in the same type; None otherwise."""
    body = block.rows[-1][0]
    right = max(row[-1].x1 for row in block.rows)
    same = [line for line in lines if line.x0 > right and _is_set_alike(line, {body.font}, body.size)]
    edges = Counter(round(line.x0) for line in same)
    ceiling = _lowest_across(lines, right, block)
    column = [line for line in same if line.y < ceiling and edges[round(line.x0)] > 2 and line.width > 8 * body.size]
    return max(column, key=lambda line: line.y, default=None)


def _lowest_across(lines: Sequence[Line], right: float, block: Block) -> float:
    """The baseline of the lowest line above the block that extends beyond its right edge; infinity if there is none."""
    size = block.rows[-1][0].size
    return min((line.y for line in lines if line.x0 < right < line.x1 - size and line.y > block.top.y), default=float("inf"))


def top_of(lines: Sequence[Line], reader: ColumnReader) -> Line | None:
    """The first line of running text on a page, below its running head; None if there is none."""
    same = [line for line in lines if line.width > 4 * reader.size and _is_set_alike(line, reader.fonts, reader.size)]
    leading = statistics.median(reader.leading) if reader.leading else 1.5 * reader.size
    for i, line in enumerate(same):
        below = next((other for other in same[i + 1 :] if other.y < line.y - 1), None)
        if below is None or line.y - below.y <= _NEW_BLOCK * leading:
            return line
    return None


def _is_set_alike(line: Line, fonts: Container[str], size: float) -> bool:
    return line.font in fonts and abs(line.size - size) < 0.05 * size
