"""Which meeting a page is of, if it says so: name, venue, year, day."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup

from archive.collect.html.page import text_of
from archive.collect.propose.place import place_in
from archive.collect.propose.source import GivenPage
from archive.model.months import MONTH_PATTERN, SHORT_MONTHS
from archive.model.text import fold, squeeze, words

_MEETING = re.compile(r"\b(?:workshop|conference|symposium)\b", re.IGNORECASE)
_AT_VENUE = re.compile(
    r"(?:\bat|@|\bwith|\bof|\bin conjunction with|\bco-?located (?:with|at))\s+(?:the\s+)?"
    r"([A-Z][A-Za-z]*[A-Z][A-Za-z+-]*|[A-Z]{2,}[A-Za-z+-]*)\s*[-,]?\s*(?:['’‘]\s*(\d\d)\b|((?:19|20)\d\d)\b)?"
)
_SHORT_AND_YEAR = re.compile(r"\b([A-Z][A-Za-z]*[A-Z][A-Za-z+-]*|[A-Z]{2,}[A-Za-z+-]*)\s*[-@]?\s*['’‘]?((?:19|20)\d\d|\d\d)\b")
_YEAR = re.compile(r"(?<!\d)((?:19[89]|20[0-4])\d)(?!\d)")
_MONTH = rf"({MONTH_PATTERN})\.?"
_DATES = (
    re.compile(rf"\b{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+((?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b"),
)
_DAY = re.compile(r"\b(?:workshop|when|date|held|conference)\b", re.IGNORECASE)
_NOT_THE_DAY = re.compile(
    r"deadline|notif|due|submi|camera|early|open|updated|published|posted|copyright|last mod", re.IGNORECASE
)
_OF_A_LIST = frozenset(
    "list of all the our final full accepted workshop conference contributed research invited talk talks paper papers poster "
    "posters abstract abstracts proceedings program programme schedule agenda and home page".split()
)
_TAG = re.compile(r"[a-z]+(?:19|20)?\d\d")  # acme2031, in lower case: the name of a folder
_DIVIDERS = re.compile(r"(\s+[-–—|:·•»]\s+|:\s+)")
_GOES_ON = re.compile(
    r"^(?:held|hosted|organi[sz]ed|in conjunction|co-?located|part of)\b|"
    r"(?:\b(?:on|of|for|and|in|at|the|with|by)|[,:&(–-])\s*$",
    re.IGNORECASE,
)  # from or into another element
_LONGEST_NAME = 160  # characters
_LONGEST_LINE = 200  # characters of one that says the day


class Meeting(NamedTuple):
    """What a page says of the meeting whose papers it lists; None for what it does not say.

    Attributes:
        edition: an id of venue and year.
        url: the address of the meeting's own page, which is the folder of the page.
    """

    name: str | None = None
    venue: str | None = None
    year: int | None = None
    edition: str | None = None
    date: datetime.date | None = None
    location: str | None = None
    url: str | None = None

    def stated(self) -> dict[str, Any]:
        """What the page says, by the keys of an edition's table."""
        return {key: value for key, value in self._asdict().items() if value is not None}


def read_meeting(page: GivenPage) -> Meeting:
    """The meeting of a page, as far as the page names it at its head or in lines that announce it."""
    shown = list(_shown(page.soup))
    venue, venue_year = _venue(shown, page.soup, page.url)
    year = venue_year or _year(shown, page.url)
    key = key_of(venue or "")
    return Meeting(
        name=_name(shown),
        venue=venue,
        year=year,
        edition=f"{key}{year}" if key and year else None,
        date=_day(page.soup, shown, year) if year else None,
        location=_place(page.soup, shown, year) if year else None,
        url=urljoin(page.url, ".") if urlsplit(page.url).netloc else None,
    )


def _shown(soup: BeautifulSoup) -> Iterator[str]:
    """What a page shows of itself at its head: its titles and first headings."""
    for selector in ("meta[property='og:site_name']", "meta[property='og:title']"):
        for tag in soup.select(selector):
            yield squeeze(str(tag.get("content") or ""))
    if soup.title:
        yield text_of(soup.title)
    for tag in soup.select("h1, h2, header p, header h3, .title, .subtitle, .navbar-brand, h3")[:12]:
        yield text_of(tag)


def _name(shown: list[str]) -> str | None:
    names = map(_without_list_words, shown)
    named = [text for text in names if names_meeting(text) and len(text) <= _LONGEST_NAME and not _GOES_ON.search(text)]
    return max(named, key=lambda text: bool(_YEAR.search(text)), default=None)


def names_meeting(text: str) -> bool:
    """Whether a text has the word workshop, conference or symposium."""
    return bool(_MEETING.search(text))


def headline(soup: BeautifulSoup) -> str | None:
    """The main heading of a page, or its title, if it may name the meeting: it says more than what is listed."""
    for tag in (*soup.select("h1")[:2], *([soup.title] if soup.title else [])):
        text = _without_list_words(text_of(tag))
        if text and len(text) <= _LONGEST_NAME and len(text.split()) > 1 and not _only_announces(text):
            return text
    return None


def _without_list_words(text: str) -> str:
    """A heading without the parts that only announce a list, and without a word for the page before them: ``Kites 2031`` of
    ``Program - Kites 2031``, and of ``acme2031 | Kites 2031``."""
    parts = _DIVIDERS.split(text)
    kept = _kept_parts(parts)
    if not kept or len(kept) == (len(parts) + 1) // 2:
        return text
    return squeeze("".join(parts[at] if at == kept[0] else parts[at - 1] + parts[at] for at in kept))


def _kept_parts(parts: Sequence[str]) -> list[int]:
    """Where the parts are that say something of the meeting; ``parts`` are those of a heading and the dividers between them."""
    kept = [at for at in range(0, len(parts), 2) if parts[at] and (parts[at].isdecimal() or not _only_announces(parts[at]))]
    return kept[1:] if len(kept) > 1 and _TAG.fullmatch(parts[kept[0]]) else kept


def _only_announces(text: str) -> bool:
    """Whether a text says only that papers are listed: ``Accepted Papers 2031``."""
    return all(word in _OF_A_LIST or word.isdecimal() for word in words(text))


def _venue(shown: list[str], soup: BeautifulSoup, url: str) -> tuple[str | None, int | None]:
    """The venue and year that the head of a page names, else the one of the lines that announce the meeting: of the year of
    the head, if that has one.
    """
    for text in shown:
        if venues := list(_at_venue(text)):
            return venues[0]
    expected = _year(shown, url)
    lines = _announcing(soup, r"(?:19|20)\d\d")
    announced = {venue for line in lines for venue in _at_venue(line) if expected in (None, venue[1])}
    if len(announced) == 1:
        return announced.pop()
    for text in shown:
        if (short := _SHORT_AND_YEAR.search(text)) is not None:
            return short[1], int(short[2]) if len(short[2]) == 4 else 2000 + int(short[2])
    return None, None


def _at_venue(text: str) -> Iterator[tuple[str, int]]:
    """Venues and years, as in ``at ACME 2031``."""
    for found in _AT_VENUE.finditer(text):
        if year := found[3] or (f"20{found[2]}" if found[2] else None):
            yield found[1], int(year)


def _year(shown: list[str], url: str) -> int | None:
    for text in (*shown, url):
        years = Counter(_YEAR.findall(text))
        if len(years) == 1:
            return int(next(iter(years)))
    return None


def _day(soup: BeautifulSoup, shown: list[str], year: int) -> datetime.date | None:
    """The day of the meeting: one that is at the head of the page, or beside the words that announce it."""
    for text in shown:
        days = {day for day in _dates(text) if day.year == year}
        if len(days) == 1:
            return days.pop()
    days = {day for line in _announcing(soup, str(year)) for day in _dates(line) if day.year == year}
    return days.pop() if len(days) == 1 else None


def _announcing(soup: BeautifulSoup, year: str) -> Iterator[str]:
    """The lines with a year, a pattern, that say when or at which venue the meeting is, and not when something else is due."""
    for text in soup.find_all(string=re.compile(year)):
        line = text_of(text.parent) if text.parent is not None and text.parent.name not in ("script", "style", "title") else ""
        is_short = 0 < len(line) < _LONGEST_LINE
        if is_short and (_DAY.search(line) or _begins_with_venue(line)) and not _NOT_THE_DAY.search(line):
            yield line


def _begins_with_venue(line: str) -> bool:
    """Whether a line is ``at ACME 2031`` and what follows."""
    found = _AT_VENUE.match(line)
    return found is not None and bool(found[2] or found[3])


def _place(soup: BeautifulSoup, shown: list[str], year: int) -> str | None:
    """The place of the meeting: one that is beside its venue or day, at the head of the page or in a line that
    announces it. None if lines differ.
    """
    lines = [text for text in shown if str(year) in text]
    for some in (lines, _announcing(soup, str(year))):
        places = {place for line in some if (place := place_in(line))}
        if places:
            return places.pop() if len(places) == 1 else None
    return None


def _dates(text: str) -> Iterator[datetime.date]:
    for form, pattern in enumerate(_DATES):
        for found in pattern.finditer(text):
            first, second, third = found.groups()
            month, day, year = ((first, second, third), (second, first, third), (second, third, first))[form]
            number = int(month) if month.isdigit() else SHORT_MONTHS.index(month[:3].title()) + 1
            try:
                yield datetime.date(int(year), number, int(day))
            except ValueError:
                continue


def key_of(venue: str) -> str:
    """A venue as ids begin with it: ``neurips`` of ``NeurIPS``; empty if that would be no id."""
    key = re.sub(r"[^a-z0-9]+", "-", fold(venue)).strip("-")
    return key if key[:1].isalpha() else ""
