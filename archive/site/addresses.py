"""Where everything of the site stands. An address that was given once never changes.

Pages are folders with an ``index.html``; paths are relative to the site and end with a slash. Links
name the file (``papers/x/index.html``), so that they work from disk; canonical addresses do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from archive.people import Person

HOME = ""
EDITIONS, TOPICS, AUTHORS, YEARS = "editions/", "topics/", "authors/", "years/"
SEARCH, ABOUT = "search/", "about/"
INDEX = "index.html"
_NO_SLUG = re.compile(r"[^a-z0-9]+")


def paper(paper_id: str) -> str:
    return f"papers/{paper_id}/"


def edition(edition_id: str) -> str:
    return f"{EDITIONS}{edition_id}/"


def edition_by_topic(edition_id: str) -> str:
    return f"{EDITIONS}{edition_id}/by-topic/"


def topic(topic_id: str) -> str:
    return f"{TOPICS}{topic_id}/"


def author(slug: str) -> str:
    return f"{AUTHORS}{slug}/"


def year(number: int) -> str:
    return f"{YEARS}{number}/"


def up(path: str) -> str:
    """From a page back to the site: ``../../`` for ``papers/x/``."""
    return "../" * path.count("/")


def slugs(everybody: Iterable[Person]) -> Mapping[Person, str]:
    """A person's part of an address: the name in plain letters; of two alike, whose first paper came
    later gets ``-2``."""
    from anyascii import anyascii

    given: dict[Person, str] = {}
    taken: set[str] = set()
    for person in everybody:
        plain = slug = _NO_SLUG.sub("-", anyascii(person.name).lower()).strip("-") or "author"
        number = 1
        while slug in taken:
            number += 1
            slug = f"{plain}-{number}"
        taken.add(slug)
        given[person] = slug
    return given
