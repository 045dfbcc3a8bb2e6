"""From an accepted-papers page to a proposed table of the registry, with what it reads and what is doubtful.

A person checks a proposal before it is stored.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from bs4 import BeautifulSoup

from archive.collect.families import coded_families, family
from archive.collect.html.links import unassigned_note
from archive.collect.html.page import parse_html
from archive.collect.propose.build import Builder
from archive.collect.propose.confidence import HIGH, LOW, NONE, confidence
from archive.collect.propose.lexicon import Lexicon
from archive.collect.propose.meeting import headline, read_meeting
from archive.collect.propose.nothing_found import unmatched, why_nothing
from archive.collect.propose.page_parts import of_another_year, parts_of
from archive.collect.propose.selector_trial import Built
from archive.collect.propose.structured import other_count
from archive.collect.titles import trim_entries
from archive.errors import ArchiveError
from archive.model.paper import Entry, Selectors
from archive.store.page_config import DESCRIBED

_ONLY_SOME = "The page is a programme, which may not list every accepted paper."
_PARTIAL = frozenset({"schedule"})  # families whose pages list the papers that are presented


@dataclass(frozen=True, slots=True)
class ProposedPaper:
    """A paper as the proposed table reads it; ``doubts`` say what a person should look at. Without ``entry`` it
    cannot be read, and ``text`` is the beginning of what is there."""

    entry: Entry | None
    doubts: Sequence[str] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What may be registered for a page: ``page`` is its table, ``meeting`` what the page says of its edition,
    ``headline`` its main heading if that may name the meeting;
    ``confidence`` is ``high``, ``low`` or ``none``, ``doubts`` are sentences that say why it is not high."""

    page: dict[str, Any]
    meeting: dict[str, Any]
    papers: Sequence[ProposedPaper]
    doubts: Sequence[str]
    confidence: str
    notes: Sequence[str] = field(default=())
    headline: str | None = None

    @property
    def entries(self) -> list[Entry]:
        """The papers that can be read."""
        return [paper.entry for paper in self.papers if paper.entry is not None]


def propose(html: str, url: str, lexicon: Lexicon, fixed: Mapping[str, Any] | None = None) -> Proposal:
    """A table for a page. ``fixed`` are keys of the table that a person gave; they stay as they are.

    Never raises for what a page contains: if nothing on it reads as papers, the proposal has none, its confidence
    is ``none``, and its doubts say why and what to do instead.
    """
    soup = parse_html(html)
    meeting = read_meeting(soup, url)
    known = None if fixed else _of_known_family(html, url, meeting)
    proposal = known or _described(soup, html, url, lexicon, fixed or {}, meeting)
    return dataclasses.replace(proposal, headline=headline(soup))


def _described(
    soup: BeautifulSoup, html: str, url: str, lexicon: Lexicon, fixed: Mapping[str, Any], meeting: dict[str, Any]
) -> Proposal:
    """The proposal of a table that describes the page."""
    for tag in soup.select("template, noscript"):
        tag.decompose()
    builder = Builder(soup, url, lexicon, fixed)
    built = builder.best()
    if built is None:
        reasons = unmatched(soup, _patterns(fixed)) or why_nothing(soup, html, url, lexicon)
        return Proposal({"url": url}, meeting, [], reasons, NONE)
    sure, doubts = confidence(built, builder.spots, soup, html, url)
    if sure != HIGH and not fixed:
        built, sure, doubts = _of_a_part(builder, html, meeting.get("year")) or (built, sure, doubts)
    if mismatch := other_count(soup, len(built.papers)):
        sure, doubts = LOW, [*doubts, mismatch]
    papers, cut = _papers(built)
    notes = [*built.notes, *unassigned_note(built.unassigned, url), *(f"{url}: {sentence}." for sentence in cut)]
    return Proposal(_table(url, built), meeting, papers, doubts, sure, notes)


def _patterns(fixed: Mapping[str, Any]) -> dict[str, str]:
    """The patterns that a person gave, by their options."""
    return {f"--{key.replace('_', '-')}": fixed[key] for key in ("title_pattern", "authors_pattern") if fixed.get(key)}


def _of_a_part(builder: Builder, html: str, meeting_year: object) -> tuple[Built, str, list[str]] | None:
    """The table of one part of a page, if nothing speaks against it."""
    year = meeting_year if isinstance(meeting_year, int) else None
    spots = [one for one in builder.spots if year is None or not of_another_year(one.element, year)]
    for built in parts_of(builder, year):
        sure, doubts = confidence(built, spots, builder.soup, html, builder.url)
        if sure == HIGH:
            return built, sure, doubts
    return None


def _of_known_family(html: str, url: str, meeting: dict[str, Any]) -> Proposal | None:
    """The proposal of a page of which a family is known; None if no family reads it."""
    for name in coded_families():
        try:
            reading = family(name).read(html, url)
        except ArchiveError:
            continue
        doubts = [*([_ONLY_SOME] if name in _PARTIAL else ()), *reading.notes]
        page = {"url": url, "family": name, "expect": len(reading.entries)}
        return Proposal(page, meeting, [ProposedPaper(one) for one in reading.entries], doubts, LOW if doubts else HIGH)
    return None


def _table(url: str, built: Built) -> dict[str, Any]:
    settings = built.settings
    defaults = {one.name: one.default for one in fields(Selectors)}
    table: dict[str, Any] = {"url": url, "family": DESCRIBED}
    for key in ("within", "paper", "until", "title", "title_join", "title_pattern", "authors", "names", "authors_pattern"):
        table[key] = getattr(settings, key)
    for key in ("abstract", "pdf", "award", "drop", "skip"):
        table[key] = getattr(settings, key)
    table = {
        key: list(value) if isinstance(value, tuple) else value for key, value in table.items() if value != defaults.get(key)
    }
    return table | {"expect": built.read}


def _papers(built: Built) -> tuple[list[ProposedPaper], list[str]]:
    """The papers as the table will read them, and sentences of what was cut from their titles."""
    from archive.collect.html.page import text_of

    entries, cut = trim_entries([one.found.entry for one in built.papers if one.found.entry])
    trimmed = iter(entries)
    papers = []
    for one in built.papers:
        text = "" if one.found.entry else text_of(one.found.elements.first)[:120]
        papers.append(ProposedPaper(next(trimmed) if one.found.entry else None, (*one.doubts, *one.oddities), text))
    return papers, cut
