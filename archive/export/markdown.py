"""Markdown: a heading an edition, an item a paper, for any site and any of Markdown's dialects.

What could be markup is escaped as CommonMark, kramdown, Python-Markdown and pandoc all understand it: by a
backslash where each of them does, else by a character reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archive.folding import squeeze
from archive.listing import addresses, by_edition, marks
from archive.models import Edition
from archive.names import starred
from archive.record import Record
from archive.registry import Registry

ABSTRACTS_ON_REQUEST = True
ENDING = "md"
_SPECIAL = re.compile(r"[\\`*_{}\[\]#]|[&<>~|$^@]")
_BACKSLASHED = frozenset("\\`*_{}[]#")
_IN_ADDRESS = re.compile(r"[\s()<>\\{}\[\]|`\"'^]")
_ENDS = (".", "?", "!", "。", "？", "！")


def write(records: Iterable[Record], registry: Registry) -> Iterator[str]:
    for i, (edition, papers) in enumerate(by_edition(records, registry)):
        yield ("\n" if i else "") + f"## {escape(edition.name)}\n\n"
        yield from (_item(record, edition) for record in papers)


def escape(text: str) -> str:
    """A text as one line of Markdown in which nothing is markup."""
    return _SPECIAL.sub(lambda found: f"\\{found[0]}" if found[0] in _BACKSLASHED else f"&#{ord(found[0])};", squeeze(text))


def _item(record: Record, edition: Edition) -> str:
    distinctions = "; ".join(marks(record))
    sentences = (
        f"**{escape(record['title'])}**",
        escape(starred(record["authors"], record["equal_contribution"])),
        f"*{escape(distinctions)}*" if distinctions else "",
        escape(record["summary"] or ""),
    )
    text = " ".join(one if one.rstrip("*").endswith(_ENDS) else f"{one}." for one in sentences if one)
    links = ", ".join(f"[{escape(link.label)}]({_address(link.url)})" for link in addresses(record, edition))
    abstract = f"\n    *Abstract.* {escape(record['abstract'])}\n\n" if record["abstract"] else ""
    return f"- {text} {links}".rstrip() + f"\n{abstract}"


def _address(url: str) -> str:
    """An address that cannot end the link, nor begin markup in it."""
    return _IN_ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}", url).replace("&", "&amp;")
