"""PDFs of invented papers, drawn line by line."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, Self

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

ROMAN, BOLD, ITALIC, BOLD_ITALIC = "Times-Roman", "Times-Bold", "Times-Italic", "Times-BoldItalic"
MAC = "Roman-Mac"  # the same letters, in an encoding that has ligatures and bare accents
pdfmetrics.registerFont(pdfmetrics.Font(MAC, ROMAN, "MacRomanEncoding"))

WIDTH, HEIGHT, MARGIN = 612.0, 792.0, 72.0
TITLE = "Lanterns and Kites Above Deep Snow"
AUTHORS = "Ada Moosbach, Piet van der Winter"
AFFILIATION = "Institute of Lanterns, Nowhere upon Frost"
MAIL = "moosbach@lanterns.example"
ABSTRACT = (
    "Kites that are flown above deep snow lose their strings more often than kites above moss, and nobody has said why. "
    "We watched forty lanterns for three winters and counted every knot that came undone before the morning. "
    "The strings dry out at night. A drop of resin upon each knot keeps two thirds of the kites in the air, "
    "and the lanterns below them burn until dawn."
)
BODY = (
    "Ever since people have hung lanterns below kites they have asked which of the two would fall first. "
    "Old almanacs tell of a village where every child tied a knot for every star, and of a winter in which all of them "
    "came loose within one night. We went there with two ladders, a thermometer and a basket of bread. "
    "What we found was neither wind nor frost but thirst, since a string drinks from the fog and gives it back at night. "
    "The following pages tell how we weighed the fog, why we stopped, and what the owls made of our instruments. "
)

OPENING = BODY[: BODY.index("What we found")]  # half of it: reading takes its time by the letter

_SCRIPT = re.compile(r"([\^_])\{(.*?)\}")
_SCRIPT_SIZE = 0.7


class Piece(NamedTuple):
    """Some text at a position; ``blank`` is added to each of its blanks, ``turn`` is in degrees."""

    text: str
    x: float
    y: float
    font: str = ROMAN
    size: float = 10.0
    blank: float = 0.0
    turn: float = 0.0

    def width(self, letters: int | None = None) -> float:
        text = self.text[:letters]
        return pdfmetrics.stringWidth(text, self.font, self.size) + self.blank * text.count(" ")


class Page:
    """Text set down a column: ``x``, ``y`` and ``measure`` are those of the next line."""

    def __init__(self, y: float = HEIGHT - MARGIN) -> None:
        self.pieces: list[Piece] = []
        self.column(MARGIN, WIDTH - 2 * MARGIN, y)

    def column(self, x: float, measure: float, y: float) -> Self:
        self.x, self.measure, self.y = x, measure, y
        return self

    def skip(self, points: float) -> Self:
        self.y -= points
        return self

    def put(self, text: str, x: float, y: float, font: str = ROMAN, size: float = 10.0, turn: float = 0.0) -> Self:
        self.pieces.append(Piece(text, x, y, font, size, turn=turn))
        return self

    def centred(self, text: str, font: str = ROMAN, size: float = 10.0) -> Self:
        middle = self.x + (self.measure - _width(text, font, size)) / 2
        self.y -= 1.2 * size
        self.pieces += _line(text, middle, self.y, font, size)
        return self

    def text(
        self, text: str, font: str = ROMAN, size: float = 10.0, *, head: str = "", head_font: str = BOLD, indent: float = 0.0
    ) -> Self:
        """A paragraph, justified; ``\\n`` ends a line early. ``10^{3}`` and ``H_{2}O`` raise and lower;
        ``head`` runs into the text."""
        if head:
            self.pieces.append(Piece(head, self.x + indent, self.y - 1.2 * size, head_font, size))
            indent += self.pieces[-1].width() + (0 if head.endswith("—") else 0.3 * size)
        for part in text.split("\n"):
            lines = list(_wrap(part, self.measure, font, size, indent))
            for i, line in enumerate(lines, 1):
                self.y -= 1.2 * size
                x, indent = self.x + indent, 0.0
                room = self.x + self.measure - x - _width(line, font, size)
                self.pieces += _line(
                    line, x, self.y, font, size, room / line.count(" ") if i < len(lines) and " " in line else 0.0
                )
        return self


def _wrap(text: str, measure: float, font: str, size: float, indent: float) -> Iterator[str]:
    line: list[str] = []
    reach, blank = indent, _width(" ", font, size)
    for word in text.split():
        width = _width(word, font, size)
        if line and reach + width > measure:
            yield " ".join(line)
            line, reach = [], 0.0
        line.append(word)
        reach += width + blank
    yield " ".join(line)


def _line(line: str, x: float, y: float, font: str, size: float, blank: float = 0.0) -> Iterator[Piece]:
    parts = _SCRIPT.split(line)
    for text, sign, script in zip(parts[::3], [*parts[1::3], ""], [*parts[2::3], ""], strict=True):
        if text:
            yield (piece := Piece(text, x, y, font, size, blank))
            x += piece.width()
        if script:
            yield (piece := Piece(script, x, y + (0.36 if sign == "^" else -0.15) * size, font, _SCRIPT_SIZE * size))
            x += piece.width()


def _width(line: str, font: str, size: float) -> float:
    return sum(piece.width() for piece in _line(line, 0, 0, font, size))


# -- pages as papers have them ----------------------------------------------------------------


def front(page: Page | None = None, title: str = TITLE) -> Page:
    page = page or Page()
    page.centred(title, BOLD, 17).skip(10).centred(AUTHORS, size=11).skip(2)
    return page.centred(AFFILIATION, ITALIC).centred(MAIL).skip(20)


def body(page: Page, heading: str = "1 Introduction", font: str = BOLD, size: float = 12.0, text: str = OPENING) -> Page:
    return page.skip(14).text(heading, font, size).skip(5).text(text)


def article(abstract: str = ABSTRACT, heading: str = "Abstract", after: str = OPENING) -> Page:
    """One column: title, authors, a centred heading, the abstract a little narrower, the introduction."""
    page = front().centred(heading, BOLD, 11).skip(4)
    page.column(page.x + 30, page.measure - 60, page.y).text(abstract).column(MARGIN, WIDTH - 2 * MARGIN, page.y)
    return body(page, text=after)


def columns(gutter: float = 24.0) -> tuple[tuple[float, float], tuple[float, float]]:
    """The left edge and the width of each of the two columns of a page."""
    measure = (WIDTH - 108 - gutter) / 2
    return (54.0, measure), (54.0 + measure + gutter, measure)


# -- content that is not in the order of reading -------------------------------------------------


def words(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        for found in re.finditer(r"\S+", piece.text):
            yield piece._replace(text=found[0], x=piece.x + piece.width(found.start()), blank=0.0)


def letters(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for piece in words(pieces):
        for i, letter in enumerate(piece.text):
            yield piece._replace(text=letter, x=piece.x + piece.width(i))


def shuffled(pieces: Iterable[Piece]) -> list[Piece]:
    mixed = list(pieces)
    random.Random(7).shuffle(mixed)
    return mixed


# -- files ---------------------------------------------------------------------------------------


def write(
    path: Path,
    *pages: Page,
    turn: int = 0,
    shown: int = 0,
    order: Callable[[list[Piece]], Iterable[Piece]] = list,
    lock: StandardEncryption | None = None,
    compressed: bool = True,
    under: Callable[[Canvas], None] = lambda canvas: None,
    over: Callable[[Canvas], None] = lambda canvas: None,
) -> Path:
    """Pages to a file: drawn with a ``turn`` (0, 90, 180, 270), ``shown`` with another; ``under`` and ``over`` draw on each
    before and after its text."""
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), encrypt=lock, pageCompression=int(compressed), invariant=1)
    for page in pages:
        canvas.setPageSize((HEIGHT, WIDTH) if turn % 180 else (WIDTH, HEIGHT))
        canvas.setPageRotation(shown)
        canvas.translate(*{0: (0, 0), 90: (HEIGHT, 0), 180: (WIDTH, HEIGHT), 270: (0, WIDTH)}[turn])
        canvas.rotate(turn)
        under(canvas)
        for piece in order(page.pieces):
            canvas.saveState()
            canvas.translate(piece.x, piece.y)
            canvas.rotate(piece.turn)
            text = canvas.beginText(0, 0)
            text.setFont(piece.font, piece.size)
            text.setWordSpace(piece.blank)
            text.textOut(piece.text)
            canvas.drawText(text)
            canvas.restoreState()
        over(canvas)
        canvas.showPage()
    canvas.save()
    return path


def scan(path: Path) -> Path:
    """A page with only a picture."""
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=1)
    grey = bytes(range(64)) * 64
    canvas.setPageCompression(0)
    canvas._code.append(f"q 500 0 0 700 56 46 cm BI /W 64 /H 64 /BPC 8 /CS /G /F /AHx ID {grey.hex()}> EI Q")
    canvas.showPage()
    canvas.save()
    return path


def bare(path: Path, *content: bytes, kids: bool = True) -> Path:
    """A file written by hand: one page with compressed content, or none at all."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>" if kids else b"<< /Type /Pages /Kids [] /Count 0 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (sum(map(len, content)), b"".join(content)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
    ]
    out, places = bytearray(b"%PDF-1.5\n"), []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    at = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + table
    out += b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % at
    path.write_bytes(out)
    return path


def giant(path: Path, megabytes: int, operators: bytes = b"BT /F 9 Tf 72 700 Td (moss) Tj ET\n") -> Path:
    """A small file with one page whose content is so large when uncompressed."""
    part, checksum = operators * (1_000_000 // len(operators)), 1
    for _ in range(megabytes):
        checksum = zlib.adler32(part, checksum)
    pack = zlib.compressobj(1, wbits=-zlib.MAX_WBITS)  # without zlib's first and last bytes
    packed = pack.compress(part) + pack.flush(zlib.Z_FULL_FLUSH)  # refers to nothing before it, so it can be repeated
    return bare(path, b"\x78\x01", *[packed] * megabytes, pack.flush(), checksum.to_bytes(4, "big"))
