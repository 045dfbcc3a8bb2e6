"""Invisible characters that control a terminal or the reading direction, in titles and names of a page. Reading the page
leaves them out; this says so."""

from __future__ import annotations

import html as html_module
import re
from collections.abc import Iterator, Sequence

from archive.model.encoding import mend
from archive.model.paper import Entry
from archive.model.text import quote, squeeze
from archive.store.validation import unseen_character

_BETWEEN = re.compile(r"[<>\n\r]")
_LONGEST_SHOWN = 60


def unseen_characters(html: str, url: str, entries: Sequence[Entry]) -> Iterator[str]:
    """A sentence for each text of a page that has such a character and is a part of a title or a byline, or contains one.

    Args:
        html: the page.
        url: its address.
        entries: the papers that were read from it.
    """
    parts = dict.fromkeys(filter(unseen_character, map(mend, map(html_module.unescape, _BETWEEN.split(html)))))
    read = {text for entry in entries for text in (entry.title, *entry.authors)} if parts else set()
    for part in parts:
        text = squeeze(part)
        if text and any(text in one or one in text for one in read):
            yield f"{url}: {quote(text[:_LONGEST_SHOWN])} has {unseen_character(part)}; it was left out."
