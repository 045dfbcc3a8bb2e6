"""How the site's own lists print one paper, in every edition: bold title, names, links, award."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import dropwhile

from bs4 import Comment, Tag
from bs4.element import PageElement

from archive.collect.html.byline_fragments import Pieces, must_be_people
from archive.collect.html.links import is_label, is_of_a_paper
from archive.collect.html.page import address, found_text, is_text, text_of
from archive.errors import PageChanged
from archive.model.names import Byline, NotNames, read_byline
from archive.model.paper import WITHDRAWN, Entry, Link
from archive.model.presentation_type import PRESENTATIONS
from archive.model.text import quote
from archive.model.titles import split_retraction_mark
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
_OF_THE_PAPER = re.compile(r"\W*(?:(?:full )?paper|pdf|full text|camera[- ]ready)?\W*", re.IGNORECASE)  # labels of its own link
_TITLE_MARKUP = frozenset("a b strong i em u sup sub span code tt var mark small font br wbr".split())
_BADGE = re.compile(r"\W*(?:oral|spotlight|poster|new|talk)\W*", re.IGNORECASE)
_NAME_MARKUP = ("i", "em", "sup", "span", "small", "font")


@dataclass(slots=True)
class _Heading:
    title: Tag
    link: Tag | None
    byline: Pieces = field(default_factory=Pieces)
    award: str = ""
    presentation: str | None = None
    links: tuple[Link, ...] = ()

    def target(self, url: str) -> str | None:
        """Where the paper's own link leads, if it has one."""
        return address(self.link, url) if self.link else None


def read_heading(element: Tag, url: str) -> Entry:
    """Read ``<a href><b>Title</b></a>. Names. <a>(slides)</a><br/><b>Award</b> (oral)``.

    The link around the title is the paper's own. ``<b class="award">`` is an award whatever it is
    called; other text after the names only if it sounds like one, or is a presentation. Raises
    :class:`PageChanged` if the title is missing or something is there that is neither.
    """
    heading = _find_title(element, url)
    title, withdrawn = split_retraction_mark(text_of(heading.title))
    if not title:
        raise PageChanged(url, "a paper's bold title should have words", found_text(element))
    _must_be_title(heading.title, url)
    try:
        _read_rest(heading, element, url)
        byline = _read_names(heading.byline)
    except NotNames as error:
        raise PageChanged(url, f"names should follow the title {quote(title)}", str(error)) from None
    if not byline.names and not withdrawn:
        raise PageChanged(url, f"names should follow the title {quote(title)}", "none")
    return Entry(
        title=title,
        authors=byline.names,
        family_names=byline.family_names,
        equal_contribution=byline.equal,
        award=heading.award or None,
        presentation=heading.presentation,
        status=WITHDRAWN if withdrawn else None,
        links=heading.links,
        **paper_fields(heading.target(url)),
    )


def _read_names(pieces: Pieces) -> Byline:
    pieces.must_be_complete()
    byline = read_byline(str(pieces).removeprefix("."))
    must_be_people(byline.names)
    return byline


def _must_be_title(title: Tag, url: str) -> None:
    """Raise :class:`PageChanged` if the element of a title contains more than a title: a label, a button, a badge."""
    for inner in title.find_all(True):
        text = text_of(inner)
        part = text != text_of(title)
        label = part and (is_label(text) or _BADGE.fullmatch(text) or _AWARD.search(text))
        if inner.name not in _TITLE_MARKUP or label or (inner.name == "a" and part):
            raise PageChanged(url, "a title should contain no label, badge or button", found_text(inner))


def _find_title(element: Tag, url: str) -> _Heading:
    for node in element.children:
        if isinstance(node, Comment):
            continue
        if isinstance(node, Tag) and node.name in (*_BOLD, "a"):
            title = node if node.name in _BOLD else node.find(_BOLD)
            if isinstance(title, Tag):
                return _heading_of(title, node, url)
        if not (is_text(node) and _ORNAMENT.match(text_of(node))):
            break
    raise PageChanged(url, "a paper should begin with its title in bold", found_text(element))


def _heading_of(title: Tag, node: Tag, url: str) -> _Heading:
    """The title in bold, and the link around it or in it."""
    if text_of(title) != text_of(node):
        raise PageChanged(url, "a title should be in bold as a whole", found_text(node))
    link = node if node.name == "a" else node.find("a")
    return _Heading(title, link if isinstance(link, Tag) else None)


def _read_rest(heading: _Heading, element: Tag, url: str) -> None:
    """Read what follows the title: up to the first line break it is names, after it an award or a presentation."""
    among_names = True
    for node in _nodes_after(element, heading.title):
        if isinstance(node, Tag):
            among_names = among_names and node.name != "br"
            _read_element(heading, node, among_names, url)
        elif is_text(node) and among_names:
            heading.byline.add(str(node))
        elif is_text(node) and text_of(node).strip(". "):
            _add_distinction(heading, node, url)


def _nodes_after(element: Tag, title: Tag) -> list[PageElement]:
    """What is in an element after the part that is, or contains, the title; comments apart."""
    nodes = dropwhile(lambda node: node is not title and not _holds(node, title), element.children)
    return [node for node in nodes if not isinstance(node, Comment)][1:]


def _holds(node: PageElement, inner: Tag) -> bool:
    return isinstance(node, Tag) and any(node is parent for parent in inner.parents)


def _read_element(heading: _Heading, node: Tag, among_names: bool, url: str) -> None:
    """Read an element after the title: before the first line break it may contain names."""
    if node.name in _BOLD:
        _add_distinction(heading, node, url)
    elif node.name == "a":
        _add_link(heading, node, url)
    elif node.name in _NAME_MARKUP and among_names:
        _add_markup(heading, node)
    elif node.name != "br" and text_of(node):
        raise PageChanged(url, "names, links and an award should follow a title", found_text(node))


def _add_markup(heading: _Heading, node: Tag) -> None:
    if "equal_contribution" in (node.get("class") or ()):
        heading.byline.star(text_of(node))
    else:
        heading.byline.add(text_of(node), element=node.name)


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
    if node.find(_BOLD) is not None and not is_label(text_of(node)):
        raise PageChanged(url, "one element should contain one paper", f"a second bold title, {found_text(node)}")
    target, label = address(node, url), _label_of(node, url)
    if target is None:
        if label and not _has_words(label):
            raise PageChanged(url, "a link after the names should lead somewhere", found_text(node))
    elif heading.link is None and _is_own_link(target, label):
        heading.link = node
    elif label and target != heading.target(url):
        heading.links += (Link(label, target),)


def _is_own_link(target: str, label: str) -> bool:
    """Whether the address and label of a link show that it leads to the paper itself."""
    return is_of_a_paper(target) and _OF_THE_PAPER.fullmatch(label) is not None


def _label_of(node: Tag, url: str) -> str:
    """What a link says that it leads to, ``(slides)`` without the parentheses; it may have no words at all."""
    text = text_of(node)
    if found := _IN_PARENTHESES.match(text):
        return found[1].strip()
    if _has_words(text) and not is_label(text):
        raise PageChanged(url, "a link after the names should say what it leads to, such as (slides)", found_text(node))
    return text


def _has_words(text: str) -> bool:
    return re.search(r"\w", text) is not None
