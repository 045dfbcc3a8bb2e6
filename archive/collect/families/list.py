"""The family of 2018 to 2022: one paragraph a paper, title linked to the PDF, names after it."""

from __future__ import annotations

from bs4 import Tag

from archive.collect.pages.heading import read_heading
from archive.collect.pages.page import found_text, is_text, may_be_paper, open_page, papers_section, text_of
from archive.errors import PageChanged
from archive.model.paper import Entry

ABSTRACT_SOURCE = "page"
PAPER = "p"
AROUND = "h1, h2, h3, .footnote_box"  # headings, and the note that explains the star


def parse(html: str, url: str) -> list[Entry]:
    """The papers of a list page, in its order.

    Raises :class:`~archive.errors.PageChanged` where the list is missing, holds no paper, or holds
    something that is neither a paper nor a heading nor a paragraph of prose.
    """
    section = papers_section(open_page(html, url), url)
    section = section.select_one(".main-content") or section
    around = section.select(AROUND)
    entries = []
    for node in section.children:
        if not text_of(node) or node in around:
            continue
        if is_text(node) or not isinstance(node, Tag) or node.name != PAPER:
            raise PageChanged(url, "every paper should be a paragraph of the list", found_text(node))
        if not may_be_paper(node):
            continue
        entries.append(read_heading(node, url))
    if not entries:
        raise PageChanged(url, "paragraphs should list the papers", "no paragraph")
    return entries
