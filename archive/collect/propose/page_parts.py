"""Pages of which only one part lists the papers, such as a programme with talks, or a list of the papers of all years."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from bs4 import BeautifulSoup, Tag

from archive.collect.html.page import text_of
from archive.collect.propose.build import TableBuilder
from archive.collect.propose.byline_spots import BylineSpot
from archive.collect.propose.selector_trial import Trial
from archive.collect.propose.source import GivenPage

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5")
_LISTS = ("ul", "ol", "table", "dl", "div")
_LONGEST_HEADING = 60  # characters of one that names a year
_FEWEST = 3  # author lists that make a part worth a look
_MOST = 4  # parts that are looked into
_ID = re.compile(r"[A-Za-z_][\w-]*")


def parts_of(builder: TableBuilder, year: int | None) -> Iterator[Trial]:
    """The trials of parts of a page, each with an id or by a heading with the edition's year above it."""
    soup, seen = builder.page.soup, set[str]()
    for selector in _selectors(soup, builder.spots, year):
        found = soup.select(selector)
        markup = "".join(map(str, found))
        if not found or markup in seen or len(seen) >= _MOST:
            continue
        seen.add(markup)
        part = GivenPage.parse(f"<html><body>{markup}</body></html>", builder.page.url)
        inner = TableBuilder(part, builder.lexicon, {}).best()
        if inner is None:
            continue
        within = " ".join(filter(None, (selector, inner.selectors.within)))
        for scope in dict.fromkeys((within, selector)):
            trial = builder.trials.make(dataclasses.replace(inner.selectors, within=scope))
            if trial is not None and trial.readable == inner.readable == len(trial.papers):
                yield trial
                break


def _selectors(soup: BeautifulSoup, spots: Sequence[BylineSpot], year: int | None) -> Iterator[str]:
    """Selectors of what contains some author lists: below the year's heading, then elements with an id, the largest first."""
    if year is not None:
        yield from _below_year(soup, year)
    holding: dict[str, int] = {}
    for spot in spots:
        for above in (spot.element, *spot.element.parents):
            name = above.get("id")
            if isinstance(name, str) and _ID.fullmatch(name):
                holding[name] = holding.get(name, 0) + 1
    for name in sorted(holding, key=lambda one: -holding[one]):
        if _FEWEST <= holding[name] < len(spots) and len(soup.select(f"#{name}")) == 1:
            yield f"#{name}"


def _below_year(soup: BeautifulSoup, year: int) -> Iterator[str]:
    for heading in soup.find_all(_HEADINGS):
        if _years(text_of(heading)) == {year}:
            names = {tag.name for tag in heading.next_siblings if isinstance(tag, Tag)}
            for name in _LISTS:
                if name in names:
                    yield f"{heading.name}:-soup-contains('{year}') + {name}"
                    yield f"{heading.name}:-soup-contains('{year}') ~ {name}"


def _years(text: str) -> set[int]:
    return set(map(int, _YEAR.findall(text))) if len(text) <= _LONGEST_HEADING else set()


def of_another_year(element: Tag, year: int) -> bool:
    """Whether an element is in what is another year's by its id, or below a heading that names another year alone."""
    for above in element.parents:
        if (found := _years(str(above.get("id") or ""))) and year not in found:
            return True
    for heading in element.find_all_previous(_HEADINGS):
        if found := _years(text_of(heading)):
            return year not in found
    return False
