"""What the search page shows, whichever engine it has: papers as results, the names of editions, topics and people; and the
script that gives these to the page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from archive.site import addresses
from archive.site.contents import Contents

NAME = "archive.js"
"""The script's name, in the folder of the search page."""

Names = Mapping[str, Mapping[str, str]]
"""The display names of values, by field."""
Result = Mapping[str, Any]
"""A paper as results show it, in the shape that ``static/search.js`` draws."""


def display_names(contents: Contents) -> Names:
    """The display names of editions, oldest first, of the papers' topics and broader ones, and of people, by id or folder."""
    taxonomy = contents.taxonomy
    several = (taxonomy.with_broader(view.item.paper.topics) for view in contents.papers)
    topics = list(dict.fromkeys(chain.from_iterable(several)))
    return {
        "edition": {view.edition.id: view.edition.name for view in reversed(contents.editions)},
        "topic": dict(zip(topics, taxonomy.names(topics), strict=True)),
        "author": {author.slug: author.person.name for author in contents.authors},
    }


def results(contents: Contents, names: Names) -> Iterator[Result]:
    """All papers as results show them, in order.

    Args:
        contents: the papers.
        names: those of the contents.
    """
    for view in contents.papers:
        edition = view.edition.edition
        yield {
            "id": view.id,
            "title": view.title,
            "authors": [(author.name, addresses.last_of(author.path)) for author in view.authors],
            "shown": len(view.first_authors),
            "edition": [edition.id, edition.name, edition.year],
            "topics": [[topic, names["topic"][topic]] for topic in view.item.paper.topics],
            "marks": view.marks,
            "summary": view.record["summary"] or "",
            "abstract": view.record["abstract"] or "",
            "pdf": view.pdf or "",
            "withdrawn": view.withdrawn,
        }


def script(data: Mapping[str, object]) -> str:
    """A script that parses JSON, which browsers do faster than to read a literal."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("\\", "\\\\").replace("'", "\\'")
    return "self.ARCHIVE=JSON.parse('" + text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + "');\n"
