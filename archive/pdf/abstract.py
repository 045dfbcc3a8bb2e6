"""Finds a paper's abstract: from a heading down its column, until something else begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from archive.pdf import headings
from archive.pdf.abstract_without_heading import find_abstract_without_heading
from archive.pdf.block import Block, End, row_text
from archive.pdf.column import ColumnReader, next_column, top_of
from archive.pdf.lines import Line
from archive.pdf.sentences import ends_sentence

_FARTHEST = 7.0  # em from a heading to its text
_NEAR = 3.5  # em; below a heading in the margin, no text is as near as this
_FEWEST_WORDS = 12  # a shorter text below a heading is taken only if there is no better one
_MOST_HOPS = 3  # from column to column
_AT_FOOT = (End.FOOT, End.SIZE)  # the foot of the column, or a footnote, which has another size
_CONTINUED = (*_AT_FOOT, End.MEASURE, End.GAP)  # the text may continue in the next column


class PageLines(Protocol):
    """The lines of each page, each page read only when it is needed."""

    def __len__(self) -> int: ...
    def __getitem__(self, number: int) -> Sequence[Line]: ...
    def __iter__(self) -> Iterator[Sequence[Line]]: ...


def find_abstract(pages: PageLines) -> Block | None:
    """The lines of the abstract; None if these pages have no abstract. No page is read unless it is needed."""
    seen: list[Sequence[Line]] = []
    best: list[Block] = []
    for number, page in enumerate(pages):
        seen.append(page)
        best += _blocks_below_headings(pages, number)
        best.sort(key=lambda block: (block.words < _FEWEST_WORDS, block.rank))
        if best and (best[0].rank == 0 or number > best[0].rows[0][0].page) and best[0].words >= _FEWEST_WORDS:
            break
        if any(headings.opens_text(line) for line in page):
            break
    return best[0] if best else next(filter(None, map(find_abstract_without_heading, seen)), None)


def _blocks_below_headings(pages: PageLines, number: int) -> Iterator[Block]:
    for line in pages[number]:
        rank = headings.name_rank(line.plain)
        if rank is not None:
            first = _first_line(pages[number], line)
            if first is not None and not _begins_another(first):
                yield _read_block(pages, number, first, line, rank)
            continue
        skip = headings.run_in(line)
        if skip:
            rank = headings.name_rank(line.plain[:skip])
            if rank is not None:
                yield _read_block(pages, number, line, line, rank, skip)


def _begins_another(line: Line) -> bool:
    """Whether a heading is followed only by the next heading, as in a table of contents."""
    text = line.plain.strip()
    return headings.is_entry(text) or (headings.is_numbered(text) and len(text) < 60 and not ends_sentence(text))


def _first_line(lines: Sequence[Line], heading: Line) -> Line | None:
    """The first line below a heading, or beside a heading in the margin."""
    below = _first_below(lines, heading)
    if below is not None and heading.y - below.y < _NEAR * max(heading.size, below.size):
        return below
    return _first_beside(lines, heading) or below


def _first_below(lines: Sequence[Line], heading: Line) -> Line | None:
    below = [
        line
        for line in lines
        if 0.5 * heading.size < heading.y - line.y < _FARTHEST * max(heading.size, line.size)
        and min(line.x1, heading.x1) - max(line.x0, heading.x0) > 0.3 * min(heading.width, line.width)
    ]
    nearest = max(below, key=lambda line: line.y, default=None)
    if nearest is None:
        return None
    between = [  # short lines whose end is left of a centred heading
        line
        for line in lines
        if nearest.y < line.y < heading.y - 0.5 * heading.size
        and line.x0 > nearest.x0 - line.size
        and line.x1 < nearest.x1 + line.size
    ]
    return max(between, key=lambda line: line.y, default=nearest)


def _first_beside(lines: Sequence[Line], heading: Line) -> Line | None:
    beside = [
        line
        for line in lines
        if line.x0 > heading.x1 and abs(line.y - heading.y) < 0.5 * heading.size and line.width > 10 * line.size
    ]
    return min(beside, key=lambda line: line.x0, default=None)


def _read_block(pages: PageLines, number: int, first: Line, heading: Line, rank: int, skip: int = 0) -> Block:
    """Read down the column, and on in the next columns while the text is not complete.

    Args:
        pages: the lines of all pages.
        number: the page on which the text begins.
        first: its first line.
        heading: its heading; the first line again if the heading is run in.
        rank: the rank of the heading (:func:`archive.pdf.headings.name_rank`).
        skip: the letters of the first line that are a run-in heading.
    """
    block = Block([], rank, heading, skip)
    reader = ColumnReader(first, None if heading is first else heading, pages[number])
    block.end = reader.read(pages[number], first.y, block)
    hops = 0
    while block.end in _CONTINUED and not block.is_whole and hops < _MOST_HOPS:
        hops += 1
        at_the_foot = block.end in _AT_FOOT
        top = _next_top(pages, block, reader)
        if top is None or not (at_the_foot or _continues(row_text(block.rows[-1]), top.plain)):
            break
        before = len(block.rows)
        reader.move(top)
        end = reader.read(pages[top.page], top.y, block)
        if len(block.rows) == before:
            break
        block.end = end
    return block


def _next_top(pages: PageLines, block: Block, reader: ColumnReader) -> Line | None:
    """The line with which the text may continue: at the top of the next column, or else of the next page."""
    here = block.rows[-1][0].page
    if beside := next_column(pages[here], block):
        return beside
    return top_of(pages[here + 1], reader) if here + 1 < len(pages) else None


def _continues(before: str, after: str) -> bool:
    """Whether a line continues the sentence of another, which has no full stop at its end: it begins in lower case."""
    return not ends_sentence(before) and after.strip()[:1].islower()
