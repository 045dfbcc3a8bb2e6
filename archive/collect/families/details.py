"""The family from 2023 on: a paper unfolds, names in the summary, abstract and PDF link below."""

from __future__ import annotations

import copy
import dataclasses
import re
from collections.abc import Iterator, Sequence

from bs4 import Tag
from bs4.element import PageElement

from archive.collect.html.links import is_label, unassigned_note
from archive.collect.html.list_entry import read_heading
from archive.collect.html.page import (
    address,
    found_text,
    is_text,
    may_be_paper,
    open_page,
    papers_section,
    quote_beginning,
    text_of,
)
from archive.collect.html.reading import Reading
from archive.collect.html.unread import (
    names_follow,
    outliers,
    papers_outside,
    refuse_second_section,
    unassigned_links,
    unread_note,
)
from archive.errors import PageChanged
from archive.model.paper import Entry, Link
from archive.model.text import quote
from archive.model.urls import known_ids, paper_fields

ABSTRACT_SOURCE = "page"
IS_PROGRAMME = False
PAPER = "details"
HEADING = "summary"
AROUND = "h1, h2, h3, .footnote_box"
_LABEL = re.compile(r"^[\[(](.+)[\])]$")  # "(paper)": a link outside the abstract's prose


def _page_fields(link: str) -> dict[str, str]:
    return {"page_url": link} | known_ids(link)


# What a label says its address is; any other is a further link.
_FIELDS = {"paper": paper_fields, "pdf": paper_fields, "page": _page_fields, "openreview": known_ids, "arxiv": known_ids}


def read(html: str, url: str) -> Reading:
    """The papers of a details page, in its order, with the abstracts it prints, and what it contains beside them.

    Raises :class:`~archive.errors.PageChanged` if the list is missing, is not the only one, contains no paper, or contains
    what may be a paper outside of the elements that contain them.
    """
    soup = open_page(html, url)
    refuse_second_section(soup, url)
    section = papers_section(soup, url)
    papers = section.select(PAPER)
    if not papers:
        raise PageChanged(url, f"<{PAPER}> elements should contain the papers", "none")
    texts = _refuse_leftovers(section, url)
    entries = [_read(paper, url) for paper in papers]
    left = unassigned_links([soup], entries, url, _in_prose)
    for paper, entry in zip(papers, entries, strict=True):
        if not (entry.pdf_url or entry.openreview_id or entry.arxiv_id) and (
            own := unassigned_links([paper], [entry], url, lambda _: False)
        ):
            raise PageChanged(url, f"the link of {quote(entry.title)} should be labelled, such as (paper)", own[0])
    notes = [*unassigned_note(left, url), *unread_note([*texts, *papers_outside(soup, section)], url), *outliers(entries, url)]
    return Reading(entries, notes)


def _in_prose(link: Tag) -> bool:
    """Whether a link belongs to an abstract's own text."""
    return link.find_parent(PAPER) is not None and bool(text_of(link)) and not is_label(text_of(link))


def _read(paper: Tag, url: str) -> Entry:
    heading = paper.find(HEADING, recursive=False)
    if not isinstance(heading, Tag):
        raise PageChanged(url, f"every paper should have a <{HEADING}>", found_text(paper))
    if len(paper.find_all(HEADING)) > 1:
        raise PageChanged(
            url, f"one <{PAPER}> should contain one <{HEADING}>", f"another beside {quote_beginning(text_of(heading))}"
        )
    if paper.find(PAPER) is not None:
        raise PageChanged(url, f"one <{PAPER}> should contain one paper", f"another within {quote_beginning(text_of(heading))}")
    entry = read_heading(heading, url)
    body = copy.copy(paper)
    body.find(HEADING).extract()  # type: ignore[union-attr]
    fields, links = _take_links(body, url)
    return dataclasses.replace(
        entry,
        links=entry.links + tuple(links),
        abstract=text_of(body) or None,
        **fields,  # type: ignore[arg-type]
    )


def _take_links(body: Tag, url: str) -> tuple[dict[str, str], list[Link]]:
    """What the labelled links show about the paper itself, and the further ones. They are taken out of
    ``body``; those without a label in brackets belong to the abstract's own prose."""
    fields: dict[str, str] = {}
    links = []
    for link in body.find_all("a"):
        found = _LABEL.match(text_of(link))
        if found is None:
            if link.find(["b", "strong"]) is not None and not is_label(text_of(link)):
                raise PageChanged(url, f"one <{PAPER}> should contain one paper", f"a second bold title, {found_text(link)}")
            continue
        target, label = address(link, url), found[1].strip()
        link.extract()
        if target is None:
            continue
        ids = _FIELDS[label.lower()](target) if label.lower() in _FIELDS else {}
        if ids and all(fields.get(name, value) == value for name, value in ids.items()):
            fields |= ids
        else:  # also a second address of its kind
            links.append(Link(label, target))
    return fields, links


def _refuse_leftovers(section: Tag, url: str) -> list[str]:
    """The texts between papers, and those that look like papers; raises if one has bold text or a PDF."""
    rest = copy.copy(section)
    texts = list(_texts_outside(rest, rest.select(PAPER)))
    for element in rest.select(f"{PAPER}, {AROUND}"):
        element.extract()
    if may_be_paper(rest):
        raise PageChanged(url, f"every paper should be in its own <{PAPER}>", quote_beginning(text_of(rest)))
    return texts


def _texts_outside(section: Tag, papers: Sequence[Tag]) -> Iterator[str]:
    """The texts outside of papers and of what is around the list, if they are between papers or end in names."""
    first, last = papers[0], papers[-1]
    between = False
    for node in section.descendants:
        between = (between or node is first) and node is not last
        text = text_of(node) if is_text(node) and not _is_part(node) else ""
        if text and (between or names_follow(text)):
            yield text


def _is_part(node: PageElement) -> bool:
    """Whether a text belongs to a paper, or to what is around the list."""
    return _is_around(node) or any(parent.name == PAPER for parent in node.parents)


def _is_around(node: PageElement) -> bool:
    return any(one.name in ("h1", "h2", "h3") or "footnote_box" in (one.get("class") or ()) for one in node.parents)
