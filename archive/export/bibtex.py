"""BibTeX: one @inproceedings a paper, its id the key, plain ASCII.

Accents are ``{\\'e}``, so that every BibTeX sorts and counts them as one letter (btxdoc, section 4).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from archive.names import family_name, given_name, name_suffix
from archive.record import Record
from archive.registry import Registry

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CAPITALS = re.compile(r"[^\W_][\w'’]*[A-Z]|^[B-Z]$")  # within one part of a hyphenated word
_BRACES = {"{": r"{\textbraceleft}", "}": r"{\textbraceright}"}
_PLAIN = re.compile(r"[A-Za-z0-9 ,.:;()/?!+=*-]*")  # stands in LaTeX as it is
_EDGES = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)


def write(records: Iterable[Record], registry: Registry) -> Iterator[str]:
    for i, record in enumerate(records):
        yield ("\n" if i else "") + _entry(record, registry)


def _entry(record: Record, registry: Registry) -> str:
    edition = registry.get(record["edition"])
    fields: dict[str, str | None] = {
        "author": " and ".join(_name(name) for name in record["authors"]),
        "title": _title(record["title"]),
        "booktitle": _escape(edition.name if edition else record["edition"]),
        "year": str(record["year"] or ""),
        "month": _MONTHS[edition.date.month - 1] if edition and edition.date else None,
        "address": _escape(edition.location) if edition and edition.location and edition.location != "online" else None,
        "url": _url(record["pdf_url"] or record["page_url"]),
        "eprint": record["arxiv_id"],
        "eprinttype": "arxiv" if record["arxiv_id"] else None,
        "note": _escape("; ".join(note for note in (record["award"], (record["status"] or "").capitalize()) if note)),
    }
    lines = [f"  {key} = {value if key == 'month' else '{' + value + '}'},\n" for key, value in fields.items() if value]
    return f"@inproceedings{{{record['id']},\n{''.join(lines)}}}\n"


def _name(name: str) -> str:
    family, given, suffix = family_name(name), given_name(name), name_suffix(name)
    if not given:
        return "{" + _escape(family) + "}"
    return ", ".join(_escape(part) for part in (family, suffix, given) if part)


def _title(title: str) -> str:
    """Braces around words whose capitals must stay (``{TPUs}``), and around a capital after a colon;
    the rest is left to the style."""
    words, after_colon = [], False
    for word in title.split(" "):
        before, core, after = _EDGES.match(word).groups()  # type: ignore[union-attr]
        escaped = _escape(core)
        if any(_CAPITALS.search(part) for part in core.split("-")):
            escaped = "{" + escaped + "}"
        elif after_colon and core[:1].isupper():
            escaped = "{" + _escape(core[0]) + "}" + _escape(core[1:])
        words.append(_escape(before) + escaped + _escape(after))
        after_colon = word.endswith(":")
    return " ".join(words)


def _url(url: str | None) -> str | None:
    """An address as it is; what would end the field is percent-encoded."""
    return url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C") if url else None


def _escape(text: str) -> str:
    """LaTeX for a text. A lone brace by name: BibTeX counts braces, those after a backslash too."""
    if _PLAIN.fullmatch(text):
        return text
    parts = re.split("([{}])", unicodedata.normalize("NFC", text))
    return "".join(_BRACES.get(part) or str(_encoder().unicode_to_latex(part)) for part in parts)


@cache
def _encoder() -> Any:
    from pylatexenc.latexencode import UnicodeToLatexEncoder

    return UnicodeToLatexEncoder(
        replacement_latex_protection="braces-all", unknown_char_policy="keep", unknown_char_warning=False
    )
