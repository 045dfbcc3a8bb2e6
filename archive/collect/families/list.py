"""The family of 2018 to 2022: one paragraph per paper, title linked to the PDF, names after it."""

from __future__ import annotations

from bs4 import Tag

from archive.collect.html.links import unassigned_note
from archive.collect.html.list_entry import read_heading
from archive.collect.html.page import found_text, may_be_paper, open_page, papers_section, text_of
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

ABSTRACT_SOURCE = "page"
IS_PROGRAMME = False
PAPER = "p"
AROUND = "h1, h2, h3, .footnote_box"  # headings, and the note that explains the star


def read(html: str, url: str) -> Reading:
    """The papers of a list page, in its order, and what it contains beside them.

    Raises :class:`~archive.errors.PageChanged` if the list is missing, is not the only one, contains no paper, or contains
    something that is neither a paper nor a heading nor a paragraph of prose.
    """
    soup = open_page(html, url)
    refuse_second_section(soup, url)
    section = papers_section(soup, url)
    inner = section.select_one(".main-content") or section
    papers, texts = _divide(inner, url)
    if not papers:
        raise PageChanged(url, "paragraphs should list the papers", "no paragraph")
    entries = [read_heading(node, url) for node in papers]
    left = unassigned_links([soup], entries, url, lambda _: False)
    if left and any(link in unassigned_links([section], entries, url, lambda _: False) for link in left):
        raise PageChanged(url, "every link to a PDF, OpenReview or arXiv in the list should be a paper's", left[0])
    unlinked = {entry.title for node, entry in zip(papers, entries, strict=True) if _says_no_link(node)}
    notes = [
        *unassigned_note(left, url),
        *unread_note([*texts, *papers_outside(soup, inner)], url),
        *outliers(entries, url, unlinked),
    ]
    return Reading(entries, notes)


def _divide(section: Tag, url: str) -> tuple[list[Tag], list[str]]:
    """The paragraphs of papers, and prose that is between them or looks like a paper."""
    papers: list[Tag] = []
    prose: list[tuple[int, str]] = []
    around = section.select(AROUND)
    for node in section.children:
        if not text_of(node) or node in around:
            continue
        if not isinstance(node, Tag) or node.name != PAPER:
            raise PageChanged(url, "every paper should be a paragraph of the list", found_text(node))
        if may_be_paper(node):
            papers.append(node)
        else:
            prose.append((len(papers), text_of(node)))
    return papers, [text for at, text in prose if 0 < at < len(papers) or names_follow(text)]


def _says_no_link(paper: Tag) -> bool:
    """Whether a title is a link that leads nowhere: the page says that the paper has no PDF."""
    link = paper.find("a")
    return isinstance(link, Tag) and link.get("href") == ""
