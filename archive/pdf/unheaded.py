"""Finds an abstract without a heading: a first paragraph that is followed by keywords, or set apart by its print."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence

from archive.pdf import headings
from archive.pdf.block import USUAL_WORDS, Block, row_text
from archive.pdf.column import ColumnReader
from archive.pdf.lines import Line
from archive.pdf.sentences import ends_sentence

_FEWEST_WORDS = 12


def find_unheaded(lines: Sequence[Line]) -> Block | None:
    """The first paragraph of a paper, where it is followed by keywords or set apart from the text below
    by its font, its size or its measure. What merely comes first is the introduction, and no abstract."""
    if not lines:
        return None
    usual = Counter(g.size for line in lines for g in line.glyphs).most_common(1)[0][0]
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    for i, first in enumerate(lines):
        if first.x0 > left + 0.4 * (right - left):  # the right one of two columns
            continue
        if headings.opens_text(first):
            return None
        if first.width < 15 * first.size or first.size > 1.3 * usual or not headings.is_prose(first.plain):
            continue
        reader, block = ColumnReader(first, None, lines), Block([], None, first)
        block.because = reader.read(lines[i:], first.y, block)
        ended_by = next((row for row in reader.rows_after(lines, block)), None)
        if ended_by is not None and headings.is_keywords(row_text(ended_by)) and block.words >= _FEWEST_WORDS:
            return _without_name(block)
        _end_with_a_sentence(block)
        if len(block.rows) > 2 and block.is_whole and _is_apart(block, lines):
            return _without_name(block)
        if block.words >= USUAL_WORDS:
            return None
    return None


def _end_with_a_sentence(block: Block) -> None:
    """Without a line or two below the last sentence: keywords, in small type and without a label."""
    end = next((i for i in range(1, 4) if len(block.rows) > i + 1 and ends_sentence(row_text(block.rows[-i]))), 1)
    if end > 1:
        del block.rows[1 - end :]


def _without_name(block: Block) -> Block:
    """Without a heading that is nothing but the first word of the text."""
    found = re.match(r"\s*abstract\s+(?=[A-Z])", row_text(block.rows[0]), re.IGNORECASE)
    block.skip = found.end() if found else 0
    return block


def _is_apart(block: Block, lines: Sequence[Line]) -> bool:
    """Whether a block differs in print from the lines below it."""
    bottom, first = block.rows[-1][-1].y, block.rows[0][0]
    body = [line for line in lines if line.y < bottom - 0.5 * first.size and line.width > 10 * line.size]
    if len(body) < 5:
        return False
    font, size = (Counter(getattr(line, name) for line in body).most_common(1)[0][0] for name in ("font", "size"))
    own = Counter(line.font for row in block.rows for line in row).most_common(1)[0][0]
    if own != font or abs(first.size - size) > 0.04 * size:
        return True
    left, right = min(line.x0 for line in body), max(line.x1 for line in body)
    narrower = min(r[0].x0 for r in block.rows) > left + first.size and max(r[-1].x1 for r in block.rows) < right - first.size
    width = statistics.median(line.width for line in body if line.font == font)
    across = statistics.median(row[-1].x1 - row[0].x0 for row in block.rows) > 1.5 * width
    return narrower or across
