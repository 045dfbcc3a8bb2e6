"""Where a paper's abstract stands: from a heading down its column, until something else begins.

Everything is judged by the page itself: the style of its heading, the measure and leading of its
lines. The few words known here are those of the trade, not of any journal: what an abstract is
called, what follows it, and the labels of structured ones.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from archive.folding import fold
from archive.pdf.lines import Line

Row = list[Line]

# Names of an abstract, best first: a paper in two languages gives its English one.
NAMES = (
    {"abstract"},
    {"summary", "executivesummary", "abstractandsummary", "articleabstract", "paperabstract"},
    {
        "resume",
        "zusammenfassung",
        "kurzfassung",
        "resumen",
        "resumo",
        "riassunto",
        "sommario",
        "samenvatting",
        "sammanfattning",
    },
)
_RUN_IN = re.compile(r"\s*(A ?b ?s ?t ?r ?a ?c ?t|Summary|Résumé|Zusammenfassung|Resumen|Resumo)\b", re.IGNORECASE)
_SEPARATOR = re.compile(r"(\s*([—–:.|]|-(?![a-z])))+\s*")
_AROUND = re.compile(r"^(\d{1,2}[.)]?\s)?[\s\W]{0,4}|[\s\W]{0,4}$")
_ENDS = re.compile(
    r"""(additional\ |author\ )?key\s?-?\s?words?(\ and\ phrases)?\b | index\ terms\b | ccs\ concepts\b
    | categories\ and\ subject\b | general\ terms\b | acm\ (reference|classification|computing)\b
    | subject\ (class|area|head)\w* | (ams|mathematics|msc)\b.{0,12}subject\b | (msc|jel|pacs)\b
    | plain\ language\ summary\b | author\ summary\b | significance\ statement\b | highlights\b
    | (table\ of\ )?contents\b | mots\W{0,3}cl[ée]s?\b | schl(üsselw|agw)(örter|orte)\b | palabras\ clave\b
    | palavras\W?chave\b | stichwort(e|wörter)\b | abbreviations\b | nomenclature\b | acknowledg\w+
    | correspond(ing\ author|ence)(\ to)?\b | introduction\b | to\ whom\ correspondence | permission\ to\ make\b
    | copyright\b | ©""",
    re.VERBOSE | re.IGNORECASE,
)
_KEYWORDS = re.compile(
    r"(additional |author )?key\s?-?\s?words?|index terms|ccs concepts|pacs|(ams|msc|jel|subject)\b|mots", re.IGNORECASE
)
_CAPTION = re.compile(r"\s*(figure|fig\.|table)\s*\d", re.IGNORECASE)
_ALONE = re.compile(r"\W*$")
_NUMBERED = re.compile(r"(section\s)?(\d{1,2}(\.\d{1,2})*|[IVX]{1,4})[.):]?\s+[A-Z]")
_PART = re.compile(
    r"""(background|objectives?|aims?|purpose|introduction|motivation|context|rationale|problem|(materials?\ and\ )?methods?
    |methodology|design|approach|setting|participants|patients|data\ sources|(main\ )?results?|findings|conclusions?
    |discussion|interpretation|significance|limitations|implications|availability(\ and\ implementation)?|contact
    |supplementary\ information|originality/value|trial\ registration|funding|hypothesis|importance|observations?
    |measurements|interventions?)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…][)\]\"'”’\d,]*\s*$")
MAIL = re.compile(r"[^\s@]+@[^\s@]+\.\w")
_LETTERS = re.compile(r"[^\W\d_]")

_FURTHEST = 7.0  # em from a heading to its text
_NEAR = 3.5  # em; a heading in the margin has nothing so near below it
_NEW_BLOCK = 1.75  # leadings between two lines: more is another block
_FURNITURE = 15  # words at the foot of a page that are no text of it: a number, a name
_SAME_SIZE = 0.12
_FEWEST_WORDS = 12
_USUAL_WORDS = 40


@dataclass(slots=True)
class Block:
    """The lines of an abstract, row by row; ``skip`` letters at its head are the run-in heading.
    ``because`` says what ended it, ``name`` what kind of heading it had."""

    rows: list[Row]
    name: str
    because: str
    skip: int = 0
    sure: bool = True
    top: Line | None = None
    pages: set[int] = field(default_factory=set)

    @property
    def words(self) -> int:
        return sum(len(row_text(row).split()) for row in self.rows)


def row_text(row: Row) -> str:
    return " ".join(line.plain for line in row)


class Pages(Protocol):
    """The lines of each page, which may be read when they are asked for."""

    def __len__(self) -> int: ...
    def __getitem__(self, number: int) -> Sequence[Line]: ...
    def __iter__(self) -> Iterator[Sequence[Line]]: ...


def find_abstract(pages: Pages) -> Block | None:
    """The block of the abstract, or None where these pages print none; reads no page in vain."""
    seen: list[Sequence[Line]] = []
    best: list[Block] = []
    for number, page in enumerate(pages):
        seen.append(page)
        best += _headed(pages, number)
        best.sort(key=lambda block: (block.words < _FEWEST_WORDS, block.name))
        if best and (best[0].name == "0" or number > best[0].rows[0][0].page) and best[0].words >= _FEWEST_WORDS:
            break
        if any(_opens_text(line) for line in page):
            break
    return best[0] if best else next(filter(None, map(_unheaded, seen)), None)


# -- with a heading ---------------------------------------------------------------------------


def _headed(pages: Pages, number: int) -> Iterator[Block]:
    for line in pages[number]:
        rank = _rank(line.plain)
        if rank is not None:
            first = _first_of(pages[number], line)
            if first is not None:
                yield _flow(pages, number, first, line, str(rank))
            continue
        skip = _run_in(line)
        if skip:
            rank = _rank(line.plain[:skip])
            if rank is not None:
                yield _flow(pages, number, line, line, str(rank), skip)


def _rank(text: str) -> int | None:
    """How good a name of an abstract a whole line is: 0 the best, None for none."""
    if len(text) > 40:
        return None
    name = fold("".join(_LETTERS.findall(_AROUND.sub("", text.strip()))))
    bare = _AROUND.sub("", text.strip())
    if not name or any(c.isdigit() for c in bare) or len(_LETTERS.sub("", bare.replace(" ", ""))) > 2:
        return None
    return next((rank for rank, names in enumerate(NAMES) if name in names), None)


def _run_in(line: Line) -> int:
    """How many letters of the line's plain text are a heading that runs into the text; 0 for none."""
    text = line.plain
    found = _RUN_IN.match(text)
    if not found or not text.strip()[0].isupper() or len(text) - found.end() < 3:
        return 0
    if separator := _SEPARATOR.match(text, found.end()):
        return separator.end() if separator.end() < len(text) else 0
    letters = len(_LETTERS.findall(found[0]))
    head, rest = line.glyphs[:letters], line.glyphs[letters:]
    other_style = head and rest and head[-1].font != rest[0].font and len({g.font for g in head}) == 1
    return found.end() if other_style else 0


def _first_of(lines: Sequence[Line], heading: Line) -> Line | None:
    """The first line under a heading, or beside one that stands in the margin."""
    below = _first_below(lines, heading)
    if below is not None and heading.y - below.y < _NEAR * max(heading.size, below.size):
        return below
    return _first_beside(lines, heading) or below


def _first_below(lines: Sequence[Line], heading: Line) -> Line | None:
    below = [
        line
        for line in lines
        if 0.5 * heading.size < heading.y - line.y < _FURTHEST * max(heading.size, line.size)
        and min(line.x1, heading.x1) - max(line.x0, heading.x0) > 0.3 * min(heading.width, line.width)
    ]
    nearest = max(below, key=lambda line: line.y, default=None)
    if nearest is None:
        return None
    between = [  # short lines that end before a centred heading begins
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


def _flow(pages: Pages, number: int, first: Line, heading: Line, name: str, skip: int = 0) -> Block:
    """From its first line down the column, and on into the next one where the text is not at its end."""
    block = Block([], name, "", skip, top=heading)
    reader = _Column(first, None if heading is first else heading, pages[number])
    block.because = reader.read(pages[number], first.y, block)
    hops = 0
    while block.because in ("bottom", "size", "measure", "gap") and not _is_whole(block) and hops < 3:
        hops += 1
        at_the_foot = block.because in ("bottom", "size")
        here = block.rows[-1][0].page
        beside = _next_column(pages[here], block)
        top = beside if beside else _top_of(pages[here + 1], reader) if here + 1 < len(pages) else None
        if top is None or not (at_the_foot or _continues(row_text(block.rows[-1]), top.plain)):
            break
        before = len(block.rows)
        reader.move(top)
        because = reader.read(pages[top.page], top.y, block)
        if len(block.rows) == before:
            break
        block.because = because
    block.pages = {line.page for row in block.rows for line in row}
    return block


def _continues(before: str, after: str) -> bool:
    """Whether a line goes on with the sentence of another: after a hyphen or a word, with a small letter."""
    return not _SENTENCE_END.search(before) and after.strip()[:1].islower()


def _is_whole(block: Block) -> bool:
    return bool(_SENTENCE_END.search(row_text(block.rows[-1]))) and block.words >= _USUAL_WORDS


class _Column:
    """Reads rows down one column; knows the text's size, font, leading and measure so far."""

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
        width = self.x1 - self.x0
        self.x0, self.x1 = top.x0, max(top.x1, top.x0 + width)

    def read(self, lines: Sequence[Line], start: float, block: Block) -> str:
        """Take rows from ``start`` downward into the block; returns why it ended."""
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
            self.structured = bool(_PART.match(text)) and self._is_part(row, text)
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
        text = row_text(row).strip()
        size = Counter(g.size for line in row for g in line.glyphs).most_common(1)[0][0]
        if len(row) > 1 and len(block.rows) > 1 and all(len(other) == 1 for other in block.rows):
            if _in_columns(row):
                return "columns"
            if any(self._is_heading([line], line.plain.strip(), line.size) for line in row):
                return "heading"
        if self._is_heading(row, text, size):
            return "heading"
        if "@" in text and MAIL.search(text) and _SENTENCE_END.search(row_text(block.rows[-1])):
            return "mail"
        if self._other_size(row) and len(text) > 3 and not (following and self._goes_on(following[0])):
            return "size"
        if last is not None and last - row[0].y > self._widest_gap(row, block):
            return "gap"
        if len(block.rows) > 1 and (row[0].x0 < self.x0 - 2.5 * self.size or row[-1].x1 > self.x1 + 2.5 * self.size):
            return "measure"
        if (
            self._other_font(row)
            and all(self._other_font(next_row) for next_row in following)
            and following
            and len(block.rows) > 2
        ):
            return "font"
        return ""

    def rows_after(self, lines: Sequence[Line], block: Block) -> list[Row]:
        return [row for row in self._rows(lines, block.rows[-1][0].y) if row[0].y < block.rows[-1][0].y - 0.3 * self.size]

    def _is_beside(self, row: Row, last: float, before: Row) -> bool:
        """Whether a row stands to the right of the one before rather than below it."""
        return last - row[0].y < 0.6 * row[0].size and row[0].x0 > before[-1].x1 and len(self.leading) > 0

    def _widest_gap(self, row: Row, block: Block) -> float:
        if not self.leading:
            return 3.2 * self.size
        leading = statistics.median(self.leading)
        return max(_NEW_BLOCK * leading, 1.6 * self.size) if leading < 3 * self.size else _NEW_BLOCK * leading

    def _other_size(self, row: Row) -> bool:
        size = Counter(g.size for line in row for g in line.glyphs).most_common(1)[0][0]
        return abs(size - self.size) > _SAME_SIZE * self.size

    def _goes_on(self, row: Row) -> bool:
        """Whether a row is of the block's own size and font: what stands between was a line of code."""
        return not self._other_size(row) and not self._other_font(row)

    def _other_font(self, row: Row) -> bool:
        usual = self.fonts.most_common(1)[0][0]
        return self.fonts[usual] > 0.7 * self.fonts.total() and not any(g.font == usual for line in row for g in line.glyphs)

    def _is_heading(self, row: Row, text: str, size: float) -> bool:
        usual = self.fonts.most_common(1)[0][0] if self.fonts else ""
        first = row[0].glyphs[0]
        styled = first.font != usual or first.size > self.size * 1.08
        short = len(text) < 80 and not _SENTENCE_END.search(text)
        if found := _ENDS.match(text):
            alone = bool(_ALONE.match(text, found.end()))
            if alone or styled or re.match(r"\s*[:—–.\-]", text[found.end() :]):
                part = _PART.match(text)
                if not (self.structured and part and fold(part[0]) not in self.parts):
                    return True
        if _rank(text) is not None:
            return True
        if (part := _PART.match(text)) and self._is_part(row, text):
            name = fold(part[0])
            if self.structured and name not in self.parts:
                self.parts.add(name)
                return False
            if _ALONE.match(text, part.end()) and styled:
                return True
        whole = all(g.font != usual for line in row for g in line.glyphs) or size > self.size * 1.08
        if _NUMBERED.match(text) and short and (whole or text.isupper()):
            return True
        if self.heading is not None and whole and short and self.heading.font == first.font and self.heading.font != usual:
            return True
        return size > self.size * 1.15 and len(text) < 100

    def _is_part(self, row: Row, text: str) -> bool:
        """Whether a line begins with a label of a structured abstract: in its own style, alone, or with a colon."""
        found = _PART.match(text)
        if not found:
            return False
        rest = text[found.end() :]
        letters = len(_LETTERS.findall(found[0]))
        glyphs = [g for line in row for g in line.glyphs]
        other = len(glyphs) > letters and glyphs[0].font != glyphs[min(letters + 1, len(glyphs) - 1)].font
        return bool(re.match(r"\s*([:.—–/]|$)", rest)) or other


def _in_columns(row: Row) -> bool:
    """Whether a row's pieces are as wide as columns, rather than words far apart."""
    return all(line.width > 8 * line.size for line in row)


def _next_column(lines: Sequence[Line], block: Block) -> Line | None:
    """The top of the column to the right of the block's, if it holds text of the same kind."""
    body = block.rows[-1][0]
    right = max(row[-1].x1 for row in block.rows)
    top = block.top.y if block.top else block.rows[0][0].y
    same = [
        line for line in lines if line.x0 > right and abs(line.size - body.size) < 0.05 * body.size and line.font == body.font
    ]
    edges = Counter(round(line.x0) for line in same)
    wide = [line.y for line in lines if line.x0 < right < line.x1 - body.size and line.y > top]
    ceiling = min(wide, default=float("inf"))
    column = [line for line in same if line.y < ceiling and edges[round(line.x0)] > 2]
    return max((line for line in column if line.width > 8 * body.size), key=lambda line: line.y, default=None)


def _top_of(lines: Sequence[Line], reader: _Column) -> Line | None:
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


# -- without one ------------------------------------------------------------------------------


def _unheaded(lines: Sequence[Line]) -> Block | None:
    """The first paragraph of a paper, where it is followed by keywords or set apart from the text below
    by its font, its size or its measure. What merely comes first is the introduction, and no abstract."""
    if not lines:
        return None
    usual = Counter(g.size for line in lines for g in line.glyphs).most_common(1)[0][0]
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    for i, first in enumerate(lines):
        if first.x0 > left + 0.4 * (right - left):  # the right one of two columns
            continue
        if _opens_text(first):
            return None
        if first.width < 15 * first.size or first.size > 1.3 * usual or not _is_prose(first.plain):
            continue
        reader, block = _Column(first, None, lines), Block([], "none", "", sure=False, top=first)
        block.because = reader.read(lines[i:], first.y, block)
        ended_by = next((row for row in reader.rows_after(lines, block)), None)
        if ended_by is not None and _KEYWORDS.match(row_text(ended_by).strip()) and block.words >= _FEWEST_WORDS:
            return _without_name(block)
        _end_with_a_sentence(block)
        if len(block.rows) > 2 and block.words >= _USUAL_WORDS and _is_whole(block) and _is_apart(block, lines):
            return _without_name(block)
        if block.words >= _USUAL_WORDS:
            return None
    return None


def _end_with_a_sentence(block: Block) -> None:
    """Without a line or two below the last sentence: keywords, in small type and without a label."""
    end = next((i for i in range(1, 4) if len(block.rows) > i + 1 and _SENTENCE_END.search(row_text(block.rows[-i]))), 1)
    if end > 1:
        del block.rows[1 - end :]


def _without_name(block: Block) -> Block:
    """Without a heading that is nothing but the first word of the text."""
    found = re.match(r"\s*abstract\s+(?=[A-Z])", row_text(block.rows[0]), re.IGNORECASE)
    block.skip = found.end() if found else 0
    block.pages = {block.rows[0][0].page}
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
    width = statistics.median(line.width for line in body if line.font == font)
    own_width = statistics.median(row[-1].x1 - row[0].x0 for row in block.rows)
    return bool(abs(own_width - width) > 2 * first.size)


def _is_prose(text: str) -> bool:
    """Whether a line is running text, and not names and places: most of its words begin small."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 1]
    if MAIL.search(text) or "://" in text or _CAPTION.match(text):
        return False
    return bool(sum(word[0].islower() for word in words) * 2 > len(words))


def _opens_text(line: Line) -> bool:
    text = line.plain.strip()
    found = re.match(r"((\d|I)[.):]?\s+)?introduction\b", text, re.IGNORECASE)
    return bool(found and len(text) - found.end() < 3) or (bool(re.match(r"1[.)]?\s+[A-Z]", text)) and len(text) < 60)
