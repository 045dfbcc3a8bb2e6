"""The family from 2023 on: a paper unfolds, names in the summary, abstract and PDF link below."""

from __future__ import annotations

import copy
import dataclasses
import re

from bs4 import Tag

from archive.collect.pages.heading import read_heading
from archive.collect.pages.page import address, found_text, may_be_paper, open_page, papers_section, quoted, text_of
from archive.errors import PageChanged
from archive.model.paper import Entry, Link
from archive.model.urls import known_ids, paper_fields

ABSTRACT_SOURCE = "page"
PAPER = "details"
HEADING = "summary"
AROUND = "h1, h2, h3, .footnote_box"
_LABEL = re.compile(r"^[\[(](.+)[\])]$")  # "(paper)": a link that is no part of the abstract's prose


def _page_fields(link: str) -> dict[str, str]:
    return {"page_url": link} | known_ids(link)


# What a label says its address is; any other is a further link.
_FIELDS = {"paper": paper_fields, "pdf": paper_fields, "page": _page_fields, "openreview": known_ids, "arxiv": known_ids}


def parse(html: str, url: str) -> list[Entry]:
    """The papers of a details page, in its order, with the abstracts it prints.

    Raises :class:`~archive.errors.PageChanged` where the list is missing, holds no paper, or holds
    what may be a paper outside of the elements that hold them.
    """
    section = papers_section(open_page(html, url), url)
    papers = section.select(PAPER)
    if not papers:
        raise PageChanged(url, f"<{PAPER}> elements should hold the papers", "none")
    _refuse_leftovers(section, url)
    return [_read(paper, url) for paper in papers]


def _read(paper: Tag, url: str) -> Entry:
    heading = paper.find(HEADING, recursive=False)
    if not isinstance(heading, Tag):
        raise PageChanged(url, f"every paper should have a <{HEADING}>", found_text(paper))
    if paper.find(PAPER) is not None:
        raise PageChanged(url, f"one <{PAPER}> should hold one paper", f"another within {quoted(text_of(heading))}")
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
    """What the labelled links tell of the paper itself, and the further ones. They are taken out of
    ``body``; those without a label in brackets belong to the abstract's own prose."""
    fields: dict[str, str] = {}
    links = []
    for link in body.find_all("a"):
        found = _LABEL.match(text_of(link))
        if found is None:
            continue
        target, label = address(link, url), found[1].strip()
        link.extract()
        if target is None:
            continue
        told = _FIELDS[label.lower()](target) if label.lower() in _FIELDS else {}
        if told and all(fields.get(name, value) == value for name, value in told.items()):
            fields |= told
        else:  # also a second address of its kind
            links.append(Link(label, target))
    return fields, links


def _refuse_leftovers(section: Tag, url: str) -> None:
    rest = copy.copy(section)
    for element in rest.select(f"{PAPER}, {AROUND}"):
        element.extract()
    if may_be_paper(rest):
        raise PageChanged(url, f"every paper should be in its own <{PAPER}>", quoted(text_of(rest)))
