"""What a scrape changed, for a person to read: a short diff of two states of an edition."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from archive.model.paper import Paper


def changes(before: Sequence[Paper], after: Sequence[Paper]) -> list[str]:
    """What differs between two states of an edition, a line each; dates of retrieval do not count."""
    lines = []
    old = {paper.id: paper for paper in before}
    for paper in after:
        was = old.pop(paper.id, None)
        if was is None:
            lines.append(f"+ {paper.id}: {paper.title}")
            continue
        for f in dataclasses.fields(Paper):
            ours, theirs = getattr(was, f.name), getattr(paper, f.name)
            if f.name == "sources":
                ours, theirs = ({s.url for s in ours}, {s.url for s in theirs})
                if ours != theirs:
                    lines.append(f"~ {paper.id}: sources: {_shown(sorted(ours))} -> {_shown(sorted(theirs))}")
            elif ours != theirs:
                lines.append(f"~ {paper.id}: {f.name}: {_shown(ours)} -> {_shown(theirs)}")
    lines += [f"- {paper.id}: {paper.title}" for paper in old.values()]
    if not lines and [p.id for p in before] != [p.id for p in after]:
        lines.append("~ the order of the papers")
    return lines


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
