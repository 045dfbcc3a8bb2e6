"""Reads down a column: which rows belong to one text, and what ends it. It compares each row with the rows so far
(size, font, leading, measure) and with the style of the heading above them.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence

from archive.pdf import headings
from archive.pdf.block import Block, Row, row_text
from archive.pdf.lines import Line
from archive.pdf.sentences import ends_sentence

_NEW_BLOCK = 1.75  # leadings; lines further apart are in different blocks
_FURNITURE = 15  # words; a footer, such as a page number, has at most so many
_SAME_SIZE = 0.12


class ColumnReader:
    """Reads the rows of one column; keeps the text's size, font, leading and measure so far."""

    def __init__(self, first: Line, heading: Line | None, lines: Sequence[Line]) -> None:
        self.heading = heading
        self.size, self.x0, self.x1 = first.size, first.x0, max(first.x1, first.x0 + 8 * first.size)
        for line in lines:  # a first line may be short; those that begin below it tell the measure
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

    def read(self, lines: Sequence[Line], start: float, block: Block) -> str:
        """Take rows from ``start`` downward into the block; the reason why it ended."""
        last: float | None = None
        rows = self._rows(lines, start)
        for i, row in enumerate(rows):
            if last is not None and block.rows and self._is_beside(row, last, block.rows[-1]):
                block.rows.pop()  # two columns have begun, and that was the left one's first line
                return "columns"
            if block.rows or last is not None:
                reason = self._stop(row, last, block, rows[i + 1 : i + 3])
                if reason == "gap" and sum(len(row_text(rest).split()) for rest in rows[i:]) < _FURNITURE:
                    return "bottom"
                if reason:
                    return reason
            if last is not None:
                self.leading.append(last - row[0].y)
            self._take(row, block)
            last = row[0].y
        return "bottom"

    def _take(self, row: Row, block: Block) -> None:
        if not block.rows:
            text = row_text(row)[block.skip :].strip()
            if (part := headings.part_of(text)) and self._is_part(row, text):
                self.structured = True
                self.parts.add(headings.part_name(part))
        if len(block.rows) < 3:
            self.x0, self.x1 = min(self.x0, row[0].x0), max(self.x1, row[-1].x1)
        if len(block.rows) == 1:
            self.size = max(self.size, *(line.size for line in row))  # a first line may be small capitals
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

    def _stop(self, row: Row, last: float | None, block: Block, following: Sequence[Row]) -> str:
        """Why a row no longer belongs to the block; empty if it does."""
        if len(row) > 1 and len(block.rows) > 1 and all(len(other) == 1 for other in block.rows):
            if _in_columns(row):
                return "columns"
            if any(self._is_heading([line]) for line in row):
                return "heading"
        if self._is_heading(row):
            return "heading"
        text = row_text(row).strip()
        if headings.holds_mail(text) and block.ends_sentence:
            return "mail"
        if self._other_size(row) and len(text) > 3 and not (following and self._goes_on(following[0])):
            return "size"
        if last is not None and last - row[0].y > self._widest_gap():
            return "gap"
        if len(block.rows) > 1 and (row[0].x0 < self.x0 - 2.5 * self.size or row[-1].x1 > self.x1 + 2.5 * self.size):
            return "measure"
        if len(block.rows) > 2 and following and all(self._other_font(other) for other in (row, *following)):
            return "font"
        return ""

    def rows_after(self, lines: Sequence[Line], block: Block) -> list[Row]:
        """The rows of the column below a block."""
        return [row for row in self._rows(lines, block.rows[-1][0].y) if row[0].y < block.rows[-1][0].y - 0.3 * self.size]

    def _is_beside(self, row: Row, last: float, before: Row) -> bool:
        """Whether a row stands to the right of the one before rather than below it."""
        return last - row[0].y < 0.6 * row[0].size and row[0].x0 > before[-1].x1 and len(self.leading) > 0

    def _widest_gap(self) -> float:
        """Points between two baselines of one block, at most."""
        if not self.leading:
            return 3.2 * self.size
        leading = statistics.median(self.leading)
        return max(_NEW_BLOCK * leading, 1.6 * self.size) if leading < 3 * self.size else _NEW_BLOCK * leading

    def _other_size(self, row: Row) -> bool:
        return abs(_size(row) - self.size) > _SAME_SIZE * self.size

    def _goes_on(self, row: Row) -> bool:
        """Whether a row is of the block's own size and font: what stands between was a line of code."""
        return not self._other_size(row) and not self._other_font(row)

    def _other_font(self, row: Row) -> bool:
        usual = self._usual_font()
        return self.fonts[usual] > 0.7 * self.fonts.total() and not any(g.font == usual for line in row for g in line.glyphs)

    def _usual_font(self) -> str:
        return self.fonts.most_common(1)[0][0] if self.fonts else ""

    def _is_heading(self, row: Row) -> bool:
        """Whether a row begins something else, by its words or by its print."""
        text, first = row_text(row).strip(), row[0].glyphs[0]
        styled = first.font != self._usual_font() or first.size > self.size * 1.08
        if headings.name_rank(text) is not None or headings.is_entry(text):
            return True
        part = headings.part_of(text)
        if part and self.structured and self._is_part(row, text) and headings.part_name(part) not in self.parts:
            self.parts.add(headings.part_name(part))
            return False
        if part and styled and headings.stands_alone(text, part.end()):
            return True
        if (found := headings.ends_abstract(text)) and (
            styled or headings.stands_alone(text, found.end()) or re.match(r"\s*[:—–.\-]", text[found.end() :])
        ):
            return True
        return self._is_printed_as_heading(row, text)

    def _is_printed_as_heading(self, row: Row, text: str) -> bool:
        usual, first = self._usual_font(), row[0].glyphs[0]
        short = len(text) < 80 and not ends_sentence(text)
        whole = all(g.font != usual for line in row for g in line.glyphs) or _size(row) > self.size * 1.08
        if short and headings.is_numbered(text) and (whole or text.isupper()):
            return True
        if short and whole and self.heading is not None and self.heading.font == first.font != usual:
            return True
        return _size(row) > self.size * 1.15 and len(text) < 100

    def _is_part(self, row: Row, text: str) -> bool:
        """Whether a line begins with a label of a structured abstract: in its own style, alone, or with a colon."""
        found = headings.part_of(text)
        if not found:
            return False
        rest = text[found.end() :]
        letters = headings.letters_in(found[0])
        glyphs = [g for line in row for g in line.glyphs]
        other = len(glyphs) > letters and glyphs[0].font != glyphs[min(letters + 1, len(glyphs) - 1)].font
        return bool(re.match(r"\s*([:.—–/]|$)", rest)) or other


def _size(row: Row) -> float:
    return Counter(g.size for line in row for g in line.glyphs).most_common(1)[0][0]


def _in_columns(row: Row) -> bool:
    """Whether a row's pieces are as wide as columns, rather than words far apart."""
    return all(line.width > 8 * line.size for line in row)


def next_column(lines: Sequence[Line], block: Block) -> Line | None:
    """The top of the column to the right of the block's, if it has text of the same kind."""
    body = block.rows[-1][0]
    right = max(row[-1].x1 for row in block.rows)
    same = [
        line for line in lines if line.x0 > right and abs(line.size - body.size) < 0.05 * body.size and line.font == body.font
    ]
    edges = Counter(round(line.x0) for line in same)
    wide = [line.y for line in lines if line.x0 < right < line.x1 - body.size and line.y > block.top.y]
    ceiling = min(wide, default=float("inf"))
    column = [line for line in same if line.y < ceiling and edges[round(line.x0)] > 2]
    return max((line for line in column if line.width > 8 * body.size), key=lambda line: line.y, default=None)


def top_of(lines: Sequence[Line], reader: ColumnReader) -> Line | None:
    """The first line of running text on the next page, below its running head."""
    same = [
        line
        for line in lines
        if abs(line.size - reader.size) < 0.05 * reader.size and line.font in reader.fonts and line.width > 4 * reader.size
    ]
    for i, line in enumerate(same):
        below = next((other for other in same[i + 1 :] if other.y < line.y - 1), None)
        leading = statistics.median(reader.leading) if reader.leading else 1.5 * reader.size
        if below is None or line.y - below.y <= _NEW_BLOCK * leading:
            return line
    return None
