"""What a BibTeX file states of the edition itself, in its ``@proceedings``: PMLR's volumes have one."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from archive.collect.imports.file_content import Content
from archive.collect.imports.markup import plain
from archive.model.text import squeeze
from archive.model.urls import is_address

_PROCEEDINGS = re.compile(r"@proceedings\b", re.IGNORECASE)
_FIELDS = {
    "name": ("name", "title", "booktitle"),
    "year": ("year",),
    "date": ("start", "date"),
    "location": ("address", "location", "venue"),
    "url": ("conference_url", "url"),
}
"""The facts of an edition, each with the fields that may state it, the best first."""


class Proceedings(NamedTuple):
    """What a file states of its edition.

    Attributes:
        facts: name, year, date, location and url of the edition, as far as they are stated.
        unused: names of the fields that state something else, such as the editors.
    """

    facts: Mapping[str, Any]
    unused: tuple[str, ...]


def proceedings_of(content: Content) -> Proceedings:
    """The facts of the one ``@proceedings`` of a file; none if it has several, or none."""
    from archive.collect.imports.readers.bibtex import blocks_of

    if not content.bibtex or len(_PROCEEDINGS.findall(content.bibtex)) != 1:
        return Proceedings({}, ())
    blocks = (block for block in blocks_of(content.bibtex) if getattr(block, "entry_type", "").lower() == "proceedings")
    return _proceedings({field.key.lower(): _text(field) for block in blocks for field in block.fields})


def _text(field: Any) -> str:
    return squeeze(plain(str(field.value), tex=True))


def _proceedings(fields: Mapping[str, str]) -> Proceedings:
    read = dict(_read(fields))
    used = {field for field, _ in read.values()}
    facts = {fact: value for fact, (_, value) in read.items()}
    return Proceedings(facts, tuple(name for name in fields if name not in used))


def _read(fields: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, Any]]]:
    """Each fact that is stated, with the field that states it and its value."""
    for fact, names in _FIELDS.items():
        for name in names:
            if name in fields and (value := _value(fact, fields[name])):
                yield fact, (name, value)
                break


def _value(fact: str, text: str) -> Any:
    """The value of a fact; None if the text is none."""
    if fact == "year":
        return int(text) if re.fullmatch(r"(?:19|20)\d\d", text) else None
    if fact == "date":
        with suppress(ValueError):
            return datetime.date.fromisoformat(text)
        return None
    if fact == "url":
        return text if is_address(text) else None
    return text if text.isprintable() else None
