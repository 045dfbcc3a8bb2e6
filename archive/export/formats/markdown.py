"""Markdown: a heading per edition and an item per paper, for any dialect of Markdown.

Characters that could be markup are escaped so that CommonMark, kramdown, Python-Markdown and pandoc all understand it:
with a backslash if all of them do, else as a character reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archive.catalogue.known_names import known_names
from archive.export.listing import addresses, by_edition, marks
from archive.model.names import starred
from archive.model.paper import Edition
from archive.model.record import Record
from archive.model.text import squeeze
from archive.store.editions import Registry

ABSTRACTS_ON_REQUEST = True
ENDING = "md"
_ESCAPED = str.maketrans(
    {sign: f"\\{sign}" for sign in "\\`*_{}[]#"}
    | {sign: f"&#{ord(sign)};" for sign in "~|$^@"}
    | {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
)
_IN_ADDRESS = re.compile(r"[()<>\\{}\[\]|`\"'^]")
_ENDS = (".", "?", "!", "。", "？", "！")


def write(records: Iterable[Record], registry: Registry) -> Iterator[str]:
    """A heading for each edition, and a list of its papers."""
    for i, listed in enumerate(by_edition(map(known_names(registry.folder).in_record, records), registry)):
        yield ("\n" if i else "") + f"## {_escape(listed.edition.name)}\n\n{_escape(listed.facts)}\n\n"
        yield from (_item(record, listed.edition) for record in listed.records)


def _escape(text: str) -> str:
    """A text as one line of Markdown without markup."""
    return squeeze(text).translate(_ESCAPED)


def _item(record: Record, edition: Edition) -> str:
    distinctions = "; ".join(marks(record))
    sentences = (
        f"**{_escape(record['title'])}**",
        _escape(starred(record["authors"], record["equal_contribution"])),
        f"*{_escape(distinctions)}*" if distinctions else "",
        _escape(record["summary"] or ""),
    )
    text = " ".join(one if one.rstrip("*").endswith(_ENDS) else f"{one}." for one in sentences if one)
    links = ", ".join(f"[{_escape(link.label)}]({_address(link.url)})" for link in addresses(record, edition))
    abstract = f"\n    *Abstract.* {_escape(record['abstract'])}\n\n" if record["abstract"] else ""
    return f"- {text} {links}".rstrip() + f"\n{abstract}"


def _address(url: str) -> str:
    """An address that neither ends the link nor begins markup in it."""
    return _IN_ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}", squeeze(url)).replace("&", "&amp;")
