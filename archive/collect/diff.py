"""What a scrape changed, for people to read: a short diff of two states of an edition."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

from archive.model.paper import Paper


def changes(before: Sequence[Paper], after: Sequence[Paper]) -> list[str]:
    """The differences between two states of an edition, one line each; dates of retrieval do not count."""
    lines: list[str] = []
    old = {paper.id: paper for paper in before}
    for paper in after:
        was = old.pop(paper.id, None)
        lines += [f"+ {paper.id}: {paper.title}"] if was is None else _changed_fields(was, paper)
    lines += [f"- {paper.id}: {paper.title}" for paper in old.values()]
    if not lines and [p.id for p in before] != [p.id for p in after]:
        lines.append("~ the order of the papers")
    return lines


def _changed_fields(was: Paper, now: Paper) -> Iterator[str]:
    for field in dataclasses.fields(Paper):
        before, after = _told(was, field.name), _told(now, field.name)
        if before != after:
            yield f"~ {now.id}: {field.name}: {_shown(before)} -> {_shown(after)}"


def _told(paper: Paper, field: str) -> Any:
    """The part of a field that is compared: of sources, only the addresses."""
    return sorted({source.url for source in paper.sources}) if field == "sources" else getattr(paper, field)


def _shown(value: Any) -> str:
    if not value:
        return "none"
    if isinstance(value, (tuple, list)):
        return ", ".join(_shown_one(part) for part in value)
    return str(value)


def _shown_one(part: Any) -> str:
    if isinstance(part, tuple) and len(part) == 2:  # an author and their family name
        return ": ".join(part)
    return str(getattr(part, "url", part))
