"""Malicious PDFs: small files that need very much memory or time, or are nonsense. :data:`BOMBS` has a function for each."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from reportlab.lib.pdfencrypt import StandardEncryption

from tests.support.papers import article, write

_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>"
_TEXT = b"BT /F 10 Tf 72 700 Td (Kites on rails) Tj ET\n"
_HEAD = b"%PDF-1.7\n"


def stream(content: bytes, entries: bytes = b"", length: bytes | None = None) -> bytes:
    """A stream object; ``length`` is the length that it claims to have."""
    return b"<< /Length %s %s >>\nstream\n%s\nendstream" % (length or str(len(content)).encode(), entries, content)


def document(*objects: bytes, trailer: bytes = b"/Root 1 0 R", table: bytes | None = None) -> bytes:
    """A file of objects numbered from 1; ``table`` replaces the xref table."""
    out, places = bytearray(_HEAD), []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    at = len(out)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    out += table if table is not None else b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows)
    out += b"trailer << /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, at)
    return bytes(out)


def page(
    content: bytes = stream(_TEXT),
    *more: bytes,
    font: bytes = _FONT,
    entries: bytes = b"",
    box: bytes = b"[0 0 612 792]",
    resources: bytes = b"",
    pages: bytes = _PAGES,
    **document_options: bytes,
) -> bytes:
    """A file of one page: ``content`` is object 4, its font is 5, and ``more`` are objects from 6 on."""
    fonts = b"/Resources << /Font << /F 5 0 R >> %s >>" % resources
    one = b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R %s %s >>" % (box, fonts, entries)
    return document(_CATALOG, pages, one, content, font, *more, **document_options)


def packed(part: bytes, times: int, again: int = 1) -> bytes:
    """Something repeated very often, compressed ``again`` times."""
    pack = zlib.compressobj(1)
    content = b"".join(pack.compress(part) for _ in range(times)) + pack.flush()
    for _ in range(again - 1):
        content = zlib.compress(content)
    return content


def _filtered(content: bytes, *filters: bytes, parameters: bytes = b"") -> bytes:
    return stream(content, b"/Filter [%s] %s" % (b" ".join(b"/" + name for name in filters), parameters))


def _image(content: bytes, filter_name: bytes, width: int = 600, height: int = 800, entries: bytes = b"") -> bytes:
    described = b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceGray" % (
        width,
        height,
    )
    return _drawn(stream(content, described + b" /Filter /%s %s" % (filter_name, entries)))


def _drawn(*forms: bytes) -> bytes:
    """A page that draws object 6."""
    return page(stream(_TEXT + b"q 600 0 0 800 0 0 cm /X Do Q\n"), *forms, resources=b"/XObject << /X 6 0 R >>")


def _form(content: bytes, resources: bytes) -> bytes:
    return stream(content, b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << %s >>" % resources)


def _fan(levels: int) -> bytes:
    """A form that draws the next one ten times, and so on."""
    last = 5 + levels
    named = [b"/XObject << /X %d 0 R >>" % (number + 1) if number < last else b"" for number in range(6, last + 1)]
    return _drawn(*(_form(b"/X Do\n" * 10, names) for names in named))


def _to_unicode(cmap: bytes) -> bytes:
    return page(stream(_TEXT), stream(cmap), font=_FONT[:-2] + b"/ToUnicode 6 0 R >>")


def _font_file(kind: bytes, subtype: bytes) -> bytes:
    junk = random.Random(7).randbytes(50_000)
    font = b"<< /Type /Font /Subtype /%s /BaseFont /Kite /FirstChar 0 /LastChar 255 /FontDescriptor 6 0 R >>" % subtype
    described = b"<< /Type /FontDescriptor /FontName /Kite /Flags 4 /%s 7 0 R >>" % kind
    return page(stream(_TEXT), described, stream(junk, b"/Length1 50000 /Length2 9 /Length3 9"), font=font)


def _type_3(glyph: bytes) -> bytes:
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /FirstChar 75 /LastChar 75 /Widths [1] "
        b"/Encoding << /Differences [75 /K] >> /CharProcs << /K 6 0 R >> /Resources << /Font << /F 5 0 R >> >> >>"
    )
    return page(stream(_TEXT), stream(glyph), font=font)


def _object_stream(header: bytes, entries: bytes) -> bytes:
    return page(stream(_TEXT), stream(header, b"/Type /ObjStm %s" % entries), entries=b"/Annots 9 0 R")


def _xref_stream(entries: bytes, rows: bytes) -> bytes:
    out = bytearray(page())
    at = len(out)
    out += b"9 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (stream(rows, b"/Type /XRef /Root 1 0 R " + entries), at)
    return bytes(out)


def _tree(depth: int) -> bytes:
    kids = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (number + 1) for number in range(2, depth)]
    return document(_CATALOG, *kids, b"<< /Type /Page /MediaBox [0 0 612 792] >>")


def _locked(password: str) -> bytes:
    with TemporaryDirectory() as folder:
        return write(Path(folder) / "x.pdf", article(), lock=StandardEncryption(password, canPrint=0)).read_bytes()


def _sound() -> bytes:
    with TemporaryDirectory() as folder:
        return write(Path(folder) / "x.pdf", article()).read_bytes()


def _letters(places: Iterable[tuple[float, float]]) -> bytes:
    rows = b"".join(b"1 0 0 1 %g %g Tm (K) Tj\n" % place for place in places)
    return page(_filtered(zlib.compress(b"BT /F 10 Tf\n" + rows + b"ET\n"), b"FlateDecode"))


def _content(part: bytes, times: int, last: bytes = b"") -> bytes:
    return page(_filtered(zlib.compress(part * times + last), b"FlateDecode"))


_ENCRYPT = b"/Encrypt << /Filter /Standard /V %d /R %d /Length 256 /P -1 /O (x) /U (x) /OE (x) /UE (x) /Perms (x) %s >>"
_PLACEHOLDERS = b"/Root 1 0 R /ID [(a)(b)] " + _ENCRYPT
_MANY = 1_000_000

BOMBS: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "a line break": lambda: b"\n",
    "a web page": lambda: b"<!DOCTYPE html><html><body>Log in to see %PDF-1.7</body></html>",
    "a web page behind a header": lambda: _HEAD + b"<!DOCTYPE html><html><body>Log in</body></html>" * 1000,
    "a header alone": lambda: b"%PDF-",
    "zeros": lambda: _HEAD + bytes(5_000_000),
    "random bytes": lambda: _HEAD + random.Random(7).randbytes(_MANY),
    "half a file": lambda: (sound := _sound())[: len(sound) // 2],
    "a file twice": lambda: _sound() * 2,
    "no end": lambda: _sound().split(b"startxref")[0],
    "no table of places": lambda: page(table=b""),
    "a table of wrong places": lambda: page(table=b"xref\n0 6\n" + b"0000000015 00000 n \n" * 6),
    "a table of very many places": lambda: page(table=b"xref\n0 8388607\n0000000015 00000 n \n"),
    "very many tables": lambda: page(table=b"xref\n" + b"1 1\n0000000015 00000 n \n" * 200_000),
    "a table before itself": lambda: page(trailer=b"/Root 1 0 R /Prev 9 /XRefStm 9"),
    "a wide table of places": lambda: _xref_stream(b"/Size 2147483647 /W [9 9 9]", bytes(1000)),
    "a table that counts backwards": lambda: _xref_stream(b"/Size 9 /W [1 2 1] /Index [-5 2147483647]", bytes(1000)),
    "a root that is itself": lambda: document(b"1 0 R"),
    "pages that hold themselves": lambda: page(pages=b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"),
    "a deep tree of pages": lambda: _tree(100_000),
    "a page a million times": lambda: page(pages=b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"3 0 R " * _MANY, _MANY)),
    "two thousand million pages": lambda: page(pages=b"<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>"),
    "fewer pages than none": lambda: page(pages=b"<< /Type /Pages /Kids [3 0 R] /Count -7 >>"),
    "deep lists": lambda: page(entries=b"/Annots " + b"[" * _MANY),
    "deep dictionaries": lambda: page(entries=b"/A " + b"<< /A " * _MANY),
    "deep lists in the content": lambda: _content(b"[", _MANY),
    "a page that unpacks to much": lambda: page(_filtered(packed(_TEXT * 10_000, 400), b"FlateDecode")),
    "a page packed twice": lambda: page(_filtered(packed(bytes(_MANY), 400, 2), b"FlateDecode", b"FlateDecode")),
    "a page packed ten times": lambda: page(_filtered(packed(bytes(_MANY), 200, 10), *([b"FlateDecode"] * 10))),
    "a chain of filters": lambda: page(_filtered(b"41>" * 1000, *([b"ASCIIHexDecode"] * 500))),
    "zeros in one letter": lambda: page(_filtered(b"z" * 10_000_000 + b"~>", b"ASCII85Decode")),
    "LZW": lambda: page(_filtered(random.Random(7).randbytes(_MANY), b"LZWDecode")),
    "runs": lambda: page(_filtered(b"\x81A" * _MANY, b"RunLengthDecode")),
    "a predictor of many columns": lambda: page(
        _filtered(
            packed(bytes(1000), 1000), b"FlateDecode", parameters=b"/DecodeParms [<< /Predictor 15 /Columns 2147483647 >>]"
        )
    ),
    "a stream of ten million objects": lambda: _object_stream(b"9 0 " * 1000, b"/N 10000000 /First 4000"),
    "a stream of objects that extends itself": lambda: _object_stream(b"9 0 null", b"/N 1 /First 4 /Extends 6 0 R"),
    "a length that is itself": lambda: page(stream(_TEXT, length=b"4 0 R")),
    "a length beyond the file": lambda: page(stream(_TEXT, length=b"2147483647")),
    "a negative length": lambda: page(stream(_TEXT, length=b"-1")),
    "a page as large as the sky": lambda: page(box=b"[-1e38 -1e38 1e38 1e38]"),
    "a page without room": lambda: page(box=b"[0 0 0 0]"),
    "a page that is its own parent": lambda: page(entries=b"/Parent 3 0 R", box=b"null"),
    "a font that is in itself": lambda: page(font=b"<< /Type /Font /Subtype /Type0 /BaseFont /K /DescendantFonts [5 0 R] >>"),
    "a font of a million widths": lambda: page(font=_FONT[:-2] + b"/FirstChar 0 /Widths [" + b"9 " * _MANY + b"] >>"),
    "letters for every number": lambda: _to_unicode(b"1 beginbfrange\n<00000000> <ffffffff> <0041>\nendbfrange\n" * 100),
    "very many ranges of letters": lambda: _to_unicode(
        b"beginbfrange\n" + b"<0000> <ffff> <004100410041>\n" * 50_000 + b"endbfrange"
    ),
    "a Type 1 font of junk": lambda: _font_file(b"FontFile", b"Type1"),
    "a TrueType font of junk": lambda: _font_file(b"FontFile2", b"TrueType"),
    "a letter that prints itself": lambda: _type_3(b"1 0 d0 BT /F 1 Tf (K) Tj ET"),
    "a drawing that draws itself": lambda: _drawn(_form(b"/X Do /X Do\n", b"/XObject << /X 6 0 R >>")),
    "drawings by the power of ten": lambda: _fan(12),
    "JBIG2 of junk": lambda: _image(random.Random(7).randbytes(100_000), b"JBIG2Decode"),
    "JPEG 2000 of junk": lambda: _image(b"\0\0\0\x0cjP  \r\n\x87\n" + random.Random(7).randbytes(100_000), b"JPXDecode"),
    "a picture as large as the sky": lambda: _image(packed(bytes(_MANY), 100), b"FlateDecode", 2_000_000, 2_000_000),
    "a password": lambda: _locked("kite"),
    "a lock of junk": lambda: page(trailer=_PLACEHOLDERS % (5, 6, b"")),
    "a million states": lambda: _content(b"q\n", _MANY, _TEXT),
    "a hundred thousand letters in one row": lambda: _letters((72 + number / 100, 700) for number in range(100_000)),
}
