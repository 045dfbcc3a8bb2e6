"""From bytes to text: files that a spreadsheet has saved."""

from __future__ import annotations

import codecs

from archive.errors import UsageError
from archive.model.text import quote

_UTF_16 = "The file is UTF-16."
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", None),
    (codecs.BOM_UTF16_LE, "utf-16", _UTF_16),
    (codecs.BOM_UTF16_BE, "utf-16", _UTF_16),
)
_SAMPLE = 4000  # bytes
_HALF_EMPTY = 0.3  # of every second byte: what ASCII looks like in UTF-16
_GUESSED = "The file is not UTF-8 and was read as Windows-1252. Check names with accents, or give its encoding with --encoding."


def decode(content: bytes, encoding: str | None = None) -> tuple[str, str | None]:
    """A file's text, and what to say of its encoding if that is anything but UTF-8.

    ``encoding`` is what the user says it is. Raises :class:`UsageError` if no encoding fits.
    """
    if encoding is not None:
        return _as_told(content, encoding), None
    for bom, name, remark in _BOMS:
        if content.startswith(bom):
            return _strictly(content, name), remark
    if seeming := _utf_16_without_bom(content[:_SAMPLE]):
        return _strictly(content, seeming), _UTF_16
    try:
        return content.decode("utf-8"), None
    except UnicodeDecodeError:
        pass
    return _strictly(content, "cp1252"), _GUESSED


def _as_told(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except LookupError:
        raise UsageError(
            f"There is no encoding {quote(encoding)}. Common ones: utf-8, utf-16, cp1252, cp1250, latin-1."
        ) from None
    except UnicodeDecodeError as error:
        raise UsageError(f"It is not {encoding} (byte {error.start + 1}). Leave out --encoding, or try another.") from None


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UsageError(
            f"Its text cannot be read: byte {error.start + 1} is not valid {encoding}. Save it as UTF-8, or give --encoding."
        ) from None


def _utf_16_without_bom(sample: bytes) -> str | None:
    for offset, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        every_second = sample[offset::2]
        if every_second and every_second.count(0) > _HALF_EMPTY * len(every_second) and not sample[1 - offset :: 2].count(0):
            return name
    return None
