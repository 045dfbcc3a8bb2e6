"""The edition that a page states: in its header, or in the call for papers beside it."""

from __future__ import annotations

import re
from collections import Counter

from archive.collect.html.page import parse_html
from archive.model.text import squeeze, venue_key, words

HEADER = ".floating-description"
HEADER_AROUND = "header"
NAVIGATION = frozenset({"nav", "ul", "ol", "a"})
_AT_VENUE = re.compile(r"\bat ((?:[A-Z][\w/&.-]*\s+){0,4}?[A-Z][\w/&.-]*)\s+(?:'|’|‘)?((?:19|20)\d\d|\d\d)\b")
_WORKSHOP_DAY = re.compile(r"\bworkshop\b[^.;]{0,40}?\b(20\d\d)\b", re.I)
_YEAR = re.compile(r"\b(20\d\d)\b")


def stated_edition(html: str) -> tuple[str, int] | None:
    """Venue and year in a page's header (``Workshop on Kites at ACME 2031, …``), if any."""
    soup = parse_html(html)
    for element in (*soup.select(HEADER), *soup.select(HEADER_AROUND)):
        for text in element.find_all(string=True):
            if NAVIGATION & {parent.name for parent in text.parents}:
                continue  # links to the other editions
            if found := _AT_VENUE.search(squeeze(str(text))):
                year = int(found[2])
                return found[1], year if year > 99 else 2000 + year
    return None


def holds_text(html: str, text: str) -> bool:
    """Whether a page shows a text, in its title or anywhere below; case, accents, white space and punctuation are
    no difference."""
    return f" {' '.join(words(text))} " in f" {' '.join(words(parse_html(html).get_text(' ')))} "


def year_of_call(html: str) -> int | None:
    """The year that a call for papers is for: its header's, else the workshop's day, else the year
    that most of its important dates fall in."""
    if stated := stated_edition(html):
        return stated[1]
    soup = parse_html(html)
    items = [squeeze(item.get_text(" ")) for item in soup.select("li")]
    for item in items:
        if item.lower().startswith("workshop") and (found := _WORKSHOP_DAY.search(item)):
            return int(found[1])
    dates = Counter(
        year for item in items if re.search(r"deadline|notification|date", item, re.I) for year in _YEAR.findall(item)
    )
    return int(dates.most_common(1)[0][0]) if dates else None


def same_venue(one: str, other: str) -> bool:
    """Whether two spellings name one venue; NIPS became NeurIPS in 2018."""
    return venue_key(one) == venue_key(other)
