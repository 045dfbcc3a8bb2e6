"""The addresses of all parts of the site. A published address never changes.

Pages are folders with an ``index.html``; paths are relative to the site and end with a slash. Links
name the file (``papers/x/index.html``), so that they work from disk; canonical addresses do not.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from archive.errors import ArchiveError
from archive.model.text import quote

HOME = ""
EDITIONS, TOPICS, AUTHORS, YEARS = "editions/", "topics/", "authors/", "years/"
SEARCH, ABOUT, TRENDS, PAGES = "search/", "about/", "trends/", "pages/"
CARD = "card.png"
FIRST_PAGE = "first-page.webp"
INDEX = "index.html"
_DIGITS = 6
_NO_NAME = re.compile(r"[/\\\x00-\x1f\x7f]")


def paper(paper_id: str) -> str:
    """The folder of a paper's page."""
    return f"papers/{_name(paper_id)}/"


def pdf(paper_id: str) -> str:
    """The copy of its PDF, beside its page."""
    return f"{_name(paper_id)}.pdf"


def edition(edition_id: str) -> str:
    """The folder of an edition's page."""
    return f"{EDITIONS}{_name(edition_id)}/"


def edition_by_topic(edition_id: str) -> str:
    """The folder of an edition's page that groups papers by topic."""
    return f"{EDITIONS}{_name(edition_id)}/by-topic/"


def topic(topic_id: str) -> str:
    """The folder of a topic's page."""
    return f"{TOPICS}{_name(topic_id)}/"


def author(slug: str) -> str:
    """The folder of a person's page."""
    return f"{AUTHORS}{_name(slug)}/"


def year(number: int) -> str:
    """The folder of a year's page."""
    return f"{YEARS}{number}/"


def last_of(path: str) -> str:
    """The last part of a folder's path, which names what is there: ``ada-quill`` of ``authors/ada-quill/``."""
    return path.split("/")[-2]


def _name(text: str) -> str:
    """A text as the name of a folder or file. Raises :class:`ArchiveError` where it is invalid, such as ``..``."""
    if text in ("", ".", "..") or _NO_NAME.search(text):
        raise ArchiveError(
            f"{quote(text)} cannot be the name of a file of the site. Rename it in the store or in editions.toml."
        )
    return text


def up(path: str) -> str:
    """The relative path from a page to the site's top: ``../../`` for ``papers/x/``."""
    return "../" * path.count("/")


def slug(name_key: str) -> str:
    """A person's part of an address, made from the key of the name alone (:func:`archive.model.name_parts.name_key`),
    so that neither a later person nor a filter changes it. Names in other letters may look alike in plain
    ones (王伟 and 王卫): theirs end with the first digits of the key's digest."""
    if name_key and name_key.isascii():
        return name_key.replace(" ", "-")
    from anyascii import anyascii

    plain = "".join(c if c.isalnum() else "-" for c in anyascii(unicodedata.normalize("NFC", name_key)).lower())
    digest = hashlib.sha256(name_key.encode()).hexdigest()[:_DIGITS]
    return "-".join(part for part in (*plain.split("-"), digest) if part)
