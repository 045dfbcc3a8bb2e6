"""The family of conference programmes: a table of the day, papers among talks and breaks."""

from __future__ import annotations

import copy
import dataclasses
import re
from collections.abc import Sequence

from bs4 import Tag

from archive.collect.html.byline_fragments import must_be_people
from archive.collect.html.links import unassigned_note
from archive.collect.html.page import address, found_text, open_page, text_of
from archive.collect.html.reading import Reading
from archive.collect.html.unread import unassigned_links, unread_note
from archive.errors import PageChanged
from archive.model.names import NotNames, read_byline
from archive.model.paper import WITHDRAWN, Entry
from archive.model.presentation_type import PRESENTATIONS
from archive.model.text import quote, squeeze, title_key
from archive.model.titles import split_retraction_mark
from archive.model.urls import openreview_id

ABSTRACT_SOURCE = "schedule"
IS_PROGRAMME = True
ROW = 'tr[id^="wse-detail-"]'
_ROW_ID = re.compile(r"wse-detail-")
TITLE = "strong"
LABEL = "small"
NAMES = "i"
ABSTRACT = 'div[id^="collapse"]:not([id^="collapse-"]) .card-body'
_BETWEEN_NAMES = "·"
_PAPER_LABEL = re.compile(r"^\(?(oral|contributed talk|spotlight|poster)(?:\s*-.*|\s+(?:presentation|talk)\b.*)?\)?$", re.I)
_PRESENTATIONS = {"oral": "oral", "contributed talk": "oral", "spotlight": "spotlight", "poster": "poster"}


def read(html: str, url: str) -> Reading:
    """The papers of a programme, each once, in the order of their first rows.

    A row is a paper when it has an OpenReview link, or a label such as ``(Poster)`` and names;
    talks and breaks are skipped. If a paper has several rows, the first one that has a field
    counts, and an oral or spotlight counts before a poster.
    Raises :class:`~archive.errors.PageChanged` if there are no rows or none is a paper.
    """
    soup = open_page(html, url)
    rows = soup.select(ROW)
    if not rows:
        raise PageChanged(url, f"rows {ROW} should contain the programme", "none")
    papers: list[Entry] = []
    others: list[Tag] = []
    for row in rows:
        entry = _read(row, url)
        if entry is None:
            others.append(row)
            continue
        known = next((i for i, other in enumerate(papers) if _same(entry, other)), None)
        if known is None:
            papers.append(entry)
        else:
            papers[known] = _join(papers[known], entry)
    if not papers:
        raise PageChanged(url, "some rows of the programme should be papers", f"{len(rows)} talks and breaks")
    left = [link for link in unassigned_links([soup], papers, url, _in_abstract) if openreview_id(link)]
    return Reading(papers, [*unassigned_note(left, url), *unread_note(_half_read(soup, papers, others), url)])


def _half_read(soup: Tag, papers: Sequence[Entry], others: Sequence[Tag]) -> list[str]:
    """Rows with the title of a paper that were read as none, and labels of papers outside of rows: parts of a broken row."""
    titles = {title_key(paper.title) for paper in papers}
    rows = [row for row in others if (heading := row.find(TITLE)) and title_key(text_of(heading)) in titles]
    labels = [small for small in soup.find_all(LABEL) if small.find_parent("tr", id=_ROW_ID) is None]
    return [text_of(tag) for tag in (*rows, *(small for small in labels if _PAPER_LABEL.match(text_of(small))))]


def _in_abstract(link: Tag) -> bool:
    return link.find_parent(class_="card-body") is not None and "»" not in link.get_text()


def _read(row: Tag, url: str) -> Entry | None:
    note = _note(row, url)
    label = _PAPER_LABEL.match(text_of(small)) if (small := row.find(LABEL)) else None
    byline = next(filter(None, map(text_of, row.find_all(NAMES))), "")
    if note is None and not (label and byline):
        return None
    heading = row.find(TITLE)
    title, withdrawn = split_retraction_mark(text_of(heading) if heading else "")
    if not title:
        raise PageChanged(url, f"a paper of the programme should have its title in <{TITLE}>", found_text(row))
    paper_id, page = note or (None, None)
    return Entry(
        title=title,
        authors=_authors(byline, title, url, withdrawn=withdrawn),
        status=WITHDRAWN if withdrawn else None,
        presentation=_PRESENTATIONS[squeeze(label[1]).lower()] if label else None,
        openreview_id=paper_id,
        page_url=page,
        abstract=_abstract(row),
    )


def _note(row: Tag, url: str) -> tuple[str, str] | None:
    """The OpenReview id of the first link that has one, and where the link leads."""
    targets = filter(None, (address(a, url) for a in row.find_all("a")))
    return next(((found, target) for target in targets if (found := openreview_id(target))), None)


def _authors(byline: str, title: str, url: str, *, withdrawn: bool) -> tuple[str, ...]:
    try:
        authors = read_byline(byline.replace(_BETWEEN_NAMES, ";").rstrip(" .")).names
        must_be_people(authors)
    except NotNames as error:
        raise PageChanged(url, f"names should be beside {quote(title)}", str(error)) from None
    if not authors and not withdrawn:
        raise PageChanged(url, f"names should be beside {quote(title)}", "none")
    return authors


def _abstract(row: Tag) -> str | None:
    card = row.select_one(ABSTRACT)
    if card is None:
        return None
    text = copy.copy(card)
    for element in text.find_all("a"):
        if "»" in element.get_text():  # "Link »", below the text
            element.extract()
    return text_of(text) or None


def _same(one: Entry, other: Entry) -> bool:
    if one.openreview_id and other.openreview_id:
        return one.openreview_id == other.openreview_id
    return title_key(one.title) == title_key(other.title)


def _join(first: Entry, again: Entry) -> Entry:
    filled = {
        f.name: getattr(again, f.name)
        for f in dataclasses.fields(Entry)
        if not getattr(first, f.name) and getattr(again, f.name)
    }
    labels = [p for p in (first.presentation, again.presentation) if p]
    if labels:
        filled["presentation"] = min(labels, key=PRESENTATIONS.index)
    return dataclasses.replace(first, **filled)
