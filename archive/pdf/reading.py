"""Reads one PDF: its abstract, and text from its first page that identifies the paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from archive.pdf import dehyphenation, headings
from archive.pdf.abstract import find_abstract
from archive.pdf.block import Block, Row, contains_two_columns, row_text
from archive.pdf.glyphs import INVISIBLE, glyphs_of
from archive.pdf.lines import Line, lines_of
from archive.pdf.sentences import ends_sentence
from archive.pdf.visible_glyphs import visible_once

_MOST_PAGES = 6  # where an abstract is sought, since a title page and a table of contents may come before it
_WORD_PAGES = 12  # pages whose words are used to tell compounds from broken words
_SHORTEST, _LONGEST = 40, 500  # words of an abstract that raises no doubt
_BROKEN = re.compile(r"\w+([\ufffe\x02\xad]|-(?=[\r\n]))\s*\w*")
_HEADING_INSIDE = re.compile(
    r"(^|[.!?]\s)(\d\.? )?(Introduction|Keywords|Index Terms|CCS Concepts|Acknowledge?ments?)( \d)?\s*[:—–.]?\s+[A-Z1]"
)
_LEADING_NUMBER = re.compile(r"\s*(\d{1,4})\s")
_NUMBERED_ROWS = 3
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08]")


class Unreadable(Exception):
    """A PDF cannot be read, or has no text; the message says why, as the end of a sentence."""


@dataclass(frozen=True, slots=True)
class PdfReading:
    """What was read from a PDF.

    Attributes:
        text: the abstract; None if the paper has none.
        doubts: reasons why a person should look at the abstract.
        front: the text above the abstract, and in large type, on the first page with text: title and authors.
        first_page: all text of that page.
        pages: the number of pages of the document.
    """

    text: str | None
    doubts: tuple[str, ...]
    front: str
    first_page: str
    pages: int

    def to_json(self) -> dict[str, Any]:
        """The JSON object that a worker process prints."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> PdfReading:
        """The reading from the JSON object that a worker process printed."""
        return cls(**{**data, "doubts": tuple(data["doubts"])})


def read_pdf(path: Path) -> PdfReading:
    """Read the abstract and the first page of a paper.

    Raises:
        Unreadable: the file is not a PDF, is damaged or encrypted, has no pages, or contains only pictures of text.
    """
    import pypdfium2

    if not _is_pdf(path):
        raise Unreadable("it is not a PDF")
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(_reason(error)) from None
    try:
        return _read(_Pages(document))
    finally:
        document.close()


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as file:
        return b"%PDF-" in file.read(1024)


def _reason(error: Exception) -> str:
    text = str(error).lower()
    if "success" in text:  # PDFium can read the file, but it is empty
        return "it has no pages"
    if "password" in text or "security" in text:
        return "it is encrypted"
    return "it is damaged"


class _Pages:
    """The lines of a document's first pages, each page read only when it is needed."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.total = len(document)
        self._read: dict[int, Sequence[Line]] = {}

    def __len__(self) -> int:
        return min(self.total, _MOST_PAGES)

    def __getitem__(self, number: int) -> Sequence[Line]:
        if not 0 <= number < len(self):
            raise IndexError(number)
        if number not in self._read:
            page = self._page(number)
            self._read[number] = lines_of(visible_once(glyphs_of(page)), number) if page else []
            if page:
                page.close()
        return self._read[number]

    def __iter__(self) -> Iterator[Sequence[Line]]:
        return (self[number] for number in range(len(self)))

    def words(self) -> Iterator[str]:
        """The plain text of each of the first pages, without words that are broken at a line end."""
        for number in range(min(self.total, _WORD_PAGES)):
            page = self._page(number)
            if page:
                textpage = page.get_textpage()
                yield _BROKEN.sub(" ", textpage.get_text_range())
                textpage.close()
                page.close()

    def _page(self, number: int) -> Any:
        import pypdfium2

        try:
            return self.document[number]
        except pypdfium2.PdfiumError:  # other pages can still be read
            return None


def _read(pages: _Pages) -> PdfReading:
    if not pages.total:
        raise Unreadable("it has no pages")
    first = next((page for page in pages if page), None)
    if first is None:
        raise Unreadable("it contains no text, like a scan; its abstract would have to be typed in")
    block = find_abstract(pages)
    everything = "\n".join(line.without_scripts for line in first)
    text: str | None = None
    doubts: tuple[str, ...] = ()
    if block is not None:
        text = dehyphenation.join(_texts(block), dehyphenation.KnownWords(pages.words()))
        doubts = tuple(_doubts(text, block))
    return PdfReading(text, doubts, _front(first, block), everything, pages.total)


def _texts(block: Block) -> Iterator[str]:
    for i, row in enumerate(block.rows):
        text = " ".join(line.text for line in row)
        yield dehyphenation.text_after(text, block.skip) if i == 0 else text


def _front(lines: Sequence[Line], block: Block | None) -> str:
    """The text above the abstract, in large type, or at the top of the page."""
    top = block.top.y if block and block.top in lines else None
    sizes = sorted(line.size for line in lines for _ in line.glyphs)
    usual = sizes[len(sizes) // 2]
    return "\n".join(
        line.without_scripts
        for line in lines
        if (top is not None and line.y > top) or line.size > 1.15 * usual or line.y > lines[0].y - 3 * usual
    )


def _doubts(text: str, block: Block) -> Iterator[str]:
    count = len(text.split())
    if block.rank is None:
        yield "the paper has no heading for it; it was recognized by its position and font"
    if count < _SHORTEST:
        yield f"it has only {count} words"
    if count > _LONGEST:
        yield f"it has {count} words"
    if not ends_sentence(text):
        yield "it does not end with a full stop"
    if text[:1].islower():
        yield "it begins in lower case"
    if headings.contains_email(text):
        yield "it contains an e-mail address"
    if _HEADING_INSIDE.search(text):
        yield "it seems to contain another heading"
    yield from _doubts_of_print(block)
    if _UNREADABLE.search(text):
        yield "some of its letters could not be read"


def _doubts_of_print(block: Block) -> Iterator[str]:
    if any(glyph.lightness >= INVISIBLE for row in block.rows for line in row for glyph in line.glyphs):
        yield "its text is invisible, like text behind a scanned picture"
    if _are_numbered(block.rows):
        yield "it may contain line numbers"
    if contains_two_columns(block):
        yield "it may contain words from another column"


def _are_numbered(rows: Sequence[Row]) -> bool:
    """Whether rows begin with numbers that increase by one."""
    numbers = [int(found[1]) for row in rows if (found := _LEADING_NUMBER.match(row_text(row)))]
    return len(numbers) >= _NUMBERED_ROWS and all(after == before + 1 for before, after in pairwise(numbers))
