"""Finds an abstract without a heading: a first paragraph that is followed by keywords, or set differently from the text."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence

from archive.pdf import headings
from archive.pdf.block import USUAL_WORDS, Block, Row, row_text
from archive.pdf.column import ColumnReader
from archive.pdf.lines import Line
from archive.pdf.sentences import ends_sentence

_FEWEST_WORDS = 12


def find_abstract_without_heading(lines: Sequence[Line]) -> Block | None:
    """The first paragraph of a paper, if keywords follow it, or if it differs from the text below in its font, size or width.
    None otherwise: a first paragraph like any other belongs to the introduction."""
    for i in _openings(lines):
        reader, block = ColumnReader(lines[i], None, lines), Block([], None, lines[i])
        block.end = reader.read(lines[i:], lines[i].y, block)
        if block.words >= _FEWEST_WORDS and _is_before_keywords(reader.rows_after(lines, block)):
            return _skip_heading(block)
        _end_with_a_sentence(block)
        if len(block.rows) > 2 and block.is_whole and _is_apart(block, lines):
            return _skip_heading(block)
        if block.words >= USUAL_WORDS:
            return None
    return None


def _openings(lines: Sequence[Line]) -> Iterator[int]:
    """The indexes of lines with which a first paragraph may begin: running text in the left column, above the introduction."""
    if not lines:
        return
    usual = Counter(g.size for line in lines for g in line.glyphs).most_common(1)[0][0]
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    for i, line in enumerate(lines):
        if line.x0 > left + 0.4 * (right - left):  # in the right one of two columns
            continue
        if headings.opens_text(line):
            return
        if _is_running_text(line, usual):
            yield i


def _is_running_text(line: Line, usual: float) -> bool:
    return line.width >= 15 * line.size and line.size <= 1.3 * usual and headings.is_prose(line.plain)


def _is_before_keywords(below: Sequence[Row]) -> bool:
    """Whether the rows below a block begin with its keywords."""
    return bool(below) and headings.is_keywords(row_text(below[0]))


def _end_with_a_sentence(block: Block) -> None:
    """Remove one or two lines after the last complete sentence: keywords in small type, without a label."""
    end = next((i for i in range(1, 4) if len(block.rows) > i + 1 and ends_sentence(row_text(block.rows[-i]))), 1)
    if end > 1:
        del block.rows[1 - end :]


def _skip_heading(block: Block) -> Block:
    """Skip a heading that is only the first word of the text, in the same type."""
    found = re.match(r"\s*abstract\s+(?=[A-Z])", row_text(block.rows[0]), re.IGNORECASE)
    block.skip = found.end() if found else 0
    return block


def _is_apart(block: Block, lines: Sequence[Line]) -> bool:
    """Whether a block is set differently from the lines below it."""
    bottom, first = block.rows[-1][-1].y, block.rows[0][0]
    body = [line for line in lines if line.y < bottom - 0.5 * first.size and line.width > 10 * line.size]
    return len(body) >= 5 and (_has_other_type(block, body) or _has_other_measure(block, body))


def _has_other_type(block: Block, body: Sequence[Line]) -> bool:
    """Whether a block has another font or size than the text below it."""
    own = Counter(line.font for row in block.rows for line in row).most_common(1)[0][0]
    size = Counter(line.size for line in body).most_common(1)[0][0]
    return own != _usual_font(body) or abs(block.rows[0][0].size - size) > 0.04 * size


def _has_other_measure(block: Block, body: Sequence[Line]) -> bool:
    """Whether a block is indented on both sides, or runs across the columns of the text below it."""
    em, font = block.rows[0][0].size, _usual_font(body)
    left, right = min(line.x0 for line in body), max(line.x1 for line in body)
    if min(row[0].x0 for row in block.rows) > left + em and max(row[-1].x1 for row in block.rows) < right - em:
        return True
    width = statistics.median(line.width for line in body if line.font == font)
    return statistics.median(row[-1].x1 - row[0].x0 for row in block.rows) > 1.5 * width


def _usual_font(lines: Sequence[Line]) -> str:
    return Counter(line.font for line in lines).most_common(1)[0][0]
