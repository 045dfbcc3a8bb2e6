"""HotCRP's JSON download. ``status`` says clearly what was accepted; ``decision`` are the chairs' own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from archive.collect.imports.author_values import authors_of
from archive.collect.imports.drafts import Draft, FileReading
from archive.collect.imports.file_content import Content
from archive.model.paper import Edition

NAME = "HotCRP's JSON"
_STATUS = {
    "accepted": True,
    **dict.fromkeys(("rejected", "deskrejected", "withdrawn", "submitted", "draft", "inprogress"), False),
}


def recognize(content: Content) -> bool:
    """Whether the files are this format's."""
    return any(isinstance(item, dict) and {"pid", "title"} <= item.keys() for item in _items(content.data)[:1])


def read(content: Content, _edition: Edition) -> FileReading:
    """The papers of the files."""
    return FileReading(_drafts(_items(content.data)))


def _drafts(items: Sequence[Any]) -> Iterator[Draft]:
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict) or not isinstance(item.get("title"), str):
            yield Draft(f"paper {number}", unreadable="it is not an object with a title")
            continue
        status, decision = item.get("status"), item.get("decision")
        known = _STATUS.get(status) if isinstance(status, str) else None
        words = decision if isinstance(decision, str) else status
        yield Draft(
            where=f"paper {item.get('pid')}",
            title=item["title"],
            authors=authors_of(item.get("authors")),
            decision=words if isinstance(words, str) else None,
            accepted=False if item.get("withdrawn") is True else known,
            abstract=item["abstract"] if isinstance(item.get("abstract"), str) else "",
        )


def _items(data: Any) -> list[Any]:
    if isinstance(data, dict):
        data = data.get("papers", [data])
    return data if isinstance(data, list) else []
