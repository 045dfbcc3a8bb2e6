"""aclpub2's ``papers.yml``: the accepted papers as they go into the proceedings. Titles and abstracts are TeX."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from archive.collect.imports.author_values import authors_of
from archive.collect.imports.drafts import Draft, FileReading
from archive.collect.imports.file_content import Content
from archive.model.paper import Edition
from archive.model.presentation_type import PRESENTATIONS

NAME = "aclpub2's papers.yml"
_NOTHING = frozenset({"null", "~", "N/A", "None"})


def recognize(content: Content) -> bool:
    """Whether the files are this format's."""
    return any(
        isinstance(item, dict) and {"title", "authors"} <= item.keys() and {"file", "attributes", "pdf_file"} & item.keys()
        for item in (content.data if isinstance(content.data, list) else [])[:1]
    )


def read(content: Content, _edition: Edition) -> FileReading:
    """The papers of the files."""
    return FileReading(_drafts(content.data))


def _drafts(items: Sequence[Any]) -> Iterator[Draft]:
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            yield Draft(f"paper {number}", unreadable="it is not a mapping with title and authors")
            continue
        attributes = item.get("attributes")
        presentation = _text(attributes.get("presentation_type")).lower() if isinstance(attributes, dict) else ""
        authors = item.get("authors")
        yield Draft(
            where=f"paper {_text(item.get('id')) or number}",
            title=_text(item.get("title")),
            authors=authors_of(authors),
            decision=_text(item.get("decision")) or None,
            skipped="of the front matter" if _text(item.get("archival")) and not authors else None,
            presentation=presentation if presentation in PRESENTATIONS else "",
            abstract=_text(item.get("abstract")),
            openreview_id=_text(item.get("openreview_id")),
            tex=True,
        )


def _text(value: Any) -> str:
    """A scalar; YAML is read without types, so that what stands for nothing is known here."""
    return str(value) if isinstance(value, str | int) and value not in _NOTHING else ""
