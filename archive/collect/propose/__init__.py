"""From an accepted-papers page to a proposed table of the registry, with what it reads and what is doubtful.

A person checks a proposal before it is stored.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from archive.collect.families import coded_families, load_family
from archive.collect.html.links import unassigned_note
from archive.collect.html.page import text_of
from archive.collect.propose.build import TableBuilder
from archive.collect.propose.confidence import HIGH, LOW, NONE, confidence
from archive.collect.propose.lexicon import Lexicon
from archive.collect.propose.meeting import Meeting, headline, read_meeting
from archive.collect.propose.nothing_found import unmatched, why_nothing
from archive.collect.propose.page_parts import of_another_year, parts_of
from archive.collect.propose.selector_trial import Trial
from archive.collect.propose.source import GivenPage, shown_text
from archive.collect.propose.structured import other_count
from archive.collect.titles import trim_entries
from archive.errors import ArchiveError
from archive.model.paper import Entry, Page
from archive.store.page_config import DESCRIBED, table_of

_ONLY_SOME = "The page is a programme, which may not list every accepted paper."


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
    meeting: Meeting
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
    page = GivenPage.parse(html, url)
    meeting = read_meeting(page)
    known = None if fixed else _of_known_family(page, meeting)
    proposal = known or _described(page, lexicon, fixed or {}, meeting)
    doubts, notes = (list(map(shown_text, texts)) for texts in (proposal.doubts, proposal.notes))
    return dataclasses.replace(proposal, headline=headline(page.soup), doubts=doubts, notes=notes)


def _described(page: GivenPage, lexicon: Lexicon, fixed: Mapping[str, Any], meeting: Meeting) -> Proposal:
    """The proposal of a table that describes the page."""
    builder = TableBuilder(page, lexicon, fixed)
    trial = builder.best()
    if trial is None:
        reasons = unmatched(page.soup, _patterns(fixed)) or why_nothing(page, lexicon)
        return Proposal({"url": page.url}, meeting, [], reasons, NONE)
    sure, doubts = confidence(trial, builder.spots, page)
    if sure != HIGH and not fixed:
        trial, sure, doubts = _of_a_part(builder, meeting.year) or (trial, sure, doubts)
    if mismatch := other_count(page.soup, len(trial.papers)):
        sure, doubts = LOW, [*doubts, mismatch]
    papers, cut = _papers(trial)
    notes = [*trial.notes, *unassigned_note(trial.unassigned, page.url), *(f"{page.url}: {sentence}." for sentence in cut)]
    table = table_of(Page(page.url, DESCRIBED, trial.selectors, expect=trial.readable))
    return Proposal(table, meeting, papers, doubts, sure, notes)


def _patterns(fixed: Mapping[str, Any]) -> dict[str, str]:
    """The patterns that a person gave, by their options."""
    return {f"--{key.replace('_', '-')}": fixed[key] for key in ("title_pattern", "authors_pattern") if fixed.get(key)}


def _of_a_part(builder: TableBuilder, year: int | None) -> tuple[Trial, str, list[str]] | None:
    """The table of one part of a page, if nothing speaks against it."""
    spots = [one for one in builder.spots if year is None or not of_another_year(one.element, year)]
    for trial in parts_of(builder, year):
        sure, doubts = confidence(trial, spots, builder.page)
        if sure == HIGH:
            return trial, sure, doubts
    return None


def _of_known_family(page: GivenPage, meeting: Meeting) -> Proposal | None:
    """The proposal of a page of which a family is known; None if no family reads it."""
    for name in coded_families():
        known = load_family(name)
        try:
            reading = known.read(page.html, page.url)
        except ArchiveError:
            continue
        doubts = [*([_ONLY_SOME] if known.IS_PROGRAMME else ()), *reading.notes]
        table = table_of(Page(page.url, name, expect=len(reading.entries)))
        return Proposal(table, meeting, [ProposedPaper(one) for one in reading.entries], doubts, LOW if doubts else HIGH)
    return None


def _papers(trial: Trial) -> tuple[list[ProposedPaper], list[str]]:
    """The papers as the table will read them, and sentences of what was cut from their titles."""
    entries, cut = trim_entries([one.found.entry for one in trial.papers])
    papers = []
    for one, entry in zip(trial.papers, entries, strict=True):
        text = "" if entry else text_of(one.found.elements.first)[:120]
        papers.append(ProposedPaper(entry, (*one.doubts, *one.oddities), text))
    return papers, cut
