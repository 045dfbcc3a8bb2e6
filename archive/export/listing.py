"""Papers in lists: grouped by edition, with marks such as awards, and with their addresses."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from archive.model.months import MONTHS
from archive.model.paper import WITHDRAWN, Edition, Link
from archive.model.paper_links import id_links
from archive.model.presentation_type import distinction
from archive.model.record import Record
from archive.model.urls import is_address
from archive.store.editions import Registry


class Listed(NamedTuple):
    """An edition and its papers that are shown, in order."""

    edition: Edition
    records: Sequence[Record]

    @property
    def facts(self) -> str:
        """``14 December 2019, Vancouver, Canada. 22 papers, 1 withdrawn.``"""
        withdrawn = sum(record["status"] == WITHDRAWN for record in self.records)
        papers = len(self.records) - withdrawn
        counted = f"{papers} paper{'s' * (papers != 1)}" + (f", {withdrawn} withdrawn" if withdrawn else "")
        where = ", ".join(part for part in (day(self.edition.date), self.edition.location) if part)
        return f"{where}. {counted}." if where else f"{counted}."


def by_edition(records: Iterable[Record], registry: Registry) -> list[Listed]:
    """Papers grouped by edition, in order of first occurrence. An unregistered edition is named by its id."""
    listed: dict[str, list[Record]] = {}
    for record in records:
        listed.setdefault(record["edition"], []).append(record)
    return [Listed(registry.get(key) or Edition.unregistered(key), papers) for key, papers in listed.items()]


def marks(record: Record) -> list[str]:
    """Award, presentation and withdrawal, as readers see them."""
    others = (distinction(record["presentation"]), record["status"])
    return [*filter(None, [record["award"]]), *(mark.capitalize() for mark in others if mark)]


def addresses(record: Record, edition: Edition) -> list[Link]:
    """Labels and addresses of a paper, each address once; without the PDF of a withdrawn paper."""
    found: dict[str, Link] = {}
    for link in (*places(record, edition), *further_links(record)):
        found.setdefault(link.url, link)
    if record["status"] == WITHDRAWN:
        found.pop(record["pdf_url"], None)
    return list(found.values())


def places(record: Record, edition: Edition) -> list[Link]:
    """Where the paper is, without the lists of its edition, and without a landing page that its OpenReview id gives
    anyway.
    """
    by_id = id_links(record)
    told_elsewhere = {edition.url, *(page.url for page in edition.pages), dict(by_id)["OpenReview"]}
    page = record["page_url"] if record["page_url"] not in told_elsewhere else None
    return list(_followable((("paper", record["pdf_url"]), ("page", page), *by_id)))


def further_links(record: Record) -> list[Link]:
    """Slides, code and the like."""
    return list(_followable((link["label"], link["url"]) for link in record["links"]))


def _followable(known: Iterable[tuple[str, str | None]]) -> Iterator[Link]:
    """Whether a browser may follow the address."""
    return (Link(label, url) for label, url in known if url and is_address(url))


def day(date: datetime.date | None) -> str | None:
    """A date such as ``14 December 2019``, regardless of the locale."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}" if date else None
