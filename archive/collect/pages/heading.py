"""How the site's own lists print one paper, in every edition: bold title, names, links, award."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4 import Comment, Tag
from bs4.element import PageElement

from archive.collect.pages.page import address, found_text, is_text, text_of
from archive.errors import PageChanged
from archive.model.names import STAR, NotNames, read_byline
from archive.model.paper import PRESENTATIONS, WITHDRAWN, Entry, Link
from archive.model.text import squeeze
from archive.model.titles import read_status
from archive.model.urls import paper_fields

AWARD_CLASS = "award"
_BOLD = ("b", "strong")
_ORNAMENT = re.compile(r"^[^\w\s]*$")  # the arrow before a title that unfolds
_AWARD = re.compile(
    r"\b(?:award|prize|runner[- ]up|honou?rable mention)\b"
    r"|\b(?:best|outstanding|distinguished) (?:\w+ )?(?:paper|poster|talk|presentation)\b",
    re.IGNORECASE,
)
_IN_PARENTHESES = re.compile(r"^[\[(](.+)[\])]$")
_NAME_MARKUP = ("i", "em", "sup", "span", "small", "font")


@dataclass(slots=True)
class _Heading:
    title: Tag
    link: Tag | None
    byline: str = ""
    award: str = ""
    presentation: str | None = None
    links: tuple[Link, ...] = ()


def read_heading(element: Tag, url: str) -> Entry:
    """Read ``<a href><b>Title</b></a>. Names. <a>(slides)</a><br/><b>Award</b> (oral)``.

    The link around the title is the paper's own. ``<b class="award">`` is an award whatever it is
    called; other text after the names only where it sounds like one, or is a presentation. Raises
    :class:`PageChanged` where the title is missing or something stands there that is neither.
    """
    heading = _find_title(element, url)
    _read_rest(heading, element, url)
    title, withdrawn = read_status(text_of(heading.title))
    if not title:
        raise PageChanged(url, "a paper's bold title should have words", found_text(element))
    try:
        byline = read_byline(squeeze(heading.byline).removeprefix("."))
    except NotNames as error:
        raise PageChanged(url, f"names should follow the title {title!r}", str(error)) from None
    if not byline.names and not withdrawn:
        raise PageChanged(url, f"names should follow the title {title!r}", "none")
    return Entry(
        title=title,
        authors=byline.names,
        family_names=byline.family_names,
        equal_contribution=byline.equal,
        award=heading.award or None,
        presentation=heading.presentation,
        status=WITHDRAWN if withdrawn else None,
        links=heading.links,
        **paper_fields(address(heading.link, url) if heading.link else None),
    )


def _find_title(element: Tag, url: str) -> _Heading:
    for node in element.children:
        if isinstance(node, Comment):
            continue
        if isinstance(node, Tag):
            title = node if node.name in _BOLD else node.find(_BOLD)
            link = node if node.name == "a" else node.find("a")
            if isinstance(title, Tag) and node.name in (*_BOLD, "a"):
                return _Heading(title, link if isinstance(link, Tag) else None)
        if not (is_text(node) and _ORNAMENT.match(text_of(node))):
            break
    raise PageChanged(url, "a paper should begin with its title in bold", found_text(element))


def _read_rest(heading: _Heading, element: Tag, url: str) -> None:
    nodes = list(element.children)
    at = next(i for i, node in enumerate(nodes) if node is heading.title or _holds(node, heading.title))
    rest = [node for node in nodes[at + 1 :] if not isinstance(node, Comment)]
    end = next((i for i, node in enumerate(rest) if isinstance(node, Tag) and node.name == "br"), len(rest))
    for i, node in enumerate(rest):
        if isinstance(node, Tag):
            _read_element(heading, node, i < end, url)
        elif is_text(node) and i < end:
            heading.byline += str(node)
        elif is_text(node) and text_of(node).strip(". "):
            _add_distinction(heading, node, url)


def _holds(node: PageElement, inner: Tag) -> bool:
    return isinstance(node, Tag) and any(node is parent for parent in inner.parents)


def _read_element(heading: _Heading, node: Tag, among_names: bool, url: str) -> None:
    """Read an element after the title: before the first line break it may hold names."""
    if node.name in _BOLD:
        _add_distinction(heading, node, url)
    elif node.name == "a":
        _add_link(heading, node, url)
    elif node.name in _NAME_MARKUP and among_names:
        text = text_of(node)
        heading.byline += STAR if "equal_contribution" in (node.get("class") or ()) and text else text
    elif node.name != "br" and text_of(node):
        raise PageChanged(url, "names, links and an award should follow a title", found_text(node))


def _add_distinction(heading: _Heading, node: PageElement, url: str) -> None:
    declared = isinstance(node, Tag) and AWARD_CLASS in (node.get("class") or ())
    text = text_of(node) if declared else text_of(node).strip(" .()[]")
    if not text:
        return
    if not declared and text.lower() in PRESENTATIONS:
        heading.presentation = text.lower()
        return
    if not declared and not _AWARD.search(text):
        raise PageChanged(url, "the text after the names should be an award or a presentation", found_text(node))
    heading.award = f"{heading.award}; {text}" if heading.award else text


def _add_link(heading: _Heading, node: Tag, url: str) -> None:
    target, label = address(node, url), text_of(node)
    if found := _IN_PARENTHESES.match(label):
        label = found[1].strip()
    if target is not None and label:
        heading.links += (Link(label, target),)
