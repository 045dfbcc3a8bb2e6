"""Where a page seems to print people: the elements and lines that read as bylines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

from archive.collect.html.page import is_text, text_of
from archive.collect.propose.lexicon import Lexicon
from archive.model.text import squeeze

_INLINE = frozenset("a abbr b bdi cite code em font i kbd mark q s small span strong sub sup time u wbr br".split())
_NO_CONTENT = frozenset({"script", "style", "nav", "select", "button", "noscript"})
_BARE = re.compile(r"^[\s.,:;|·–—-]+|[\s,:;|·–—(\[\])-]+$")  # what was between a title and the people
_SURE = 0.62  # how much a text must look like people, from 0 to 1 (:meth:`Lexicon.people_in`)
_SURE_OF_ONE = 0.8  # the same for a single person: a title of two words looks like one, too
_TITLE = 0.8  # how much the rest of a line must look like a title
_SHORTEST_LINE = 20  # characters of a line with a title and people; a shorter one has no room for both
_LONGEST_LINE = 600  # characters of such a line
_ONE_LINERS = frozenset({"li", "p", "td", "dd"})
_WITHIN = tuple(
    re.compile(pattern)
    for pattern in (
        r"^(?P<title>[“\"].+?[”\"])[,.:]?\s*(?:by\s+)?(.+)$",
        r"^(?P<title>.+?),?\s+by\s+(.+)$",
        r"^(?P<title>.+?)\s+[–—-]\s+(.+)$",
        r"^(?P<title>.+?)\s*\((.+)\)\s*$",
        r"^(?P<title>.+?[.?!])\s+(.+?)[.]?(?:\s*\[.{1,20}\])?$",
    )
)


@dataclass(frozen=True, slots=True)
class BylineSpot:
    """An element that seems to print people: how many are in one line, and in how many lines of its own."""

    element: Tag
    number: int
    lines: int = 1


def bylines(soup: BeautifulSoup, lexicon: Lexicon) -> list[BylineSpot]:
    """The elements of a page that print people, innermost ones."""
    found = []
    for element in (soup.body or soup).find_all(True):
        if element.name in _NO_CONTENT or element.find_parent(["nav", "footer"]):
            continue
        if numbers := _numbers(element, lexicon):
            found.append(BylineSpot(element, max(numbers), len(numbers)))
    return found


def _numbers(element: Tag, lexicon: Lexicon) -> list[int]:
    """How many people each line of an element names, those without any apart."""
    numbers = [number for line in _lines(element) if (number := _people(line, lexicon))]
    if not numbers and element.name in _ONE_LINERS and (number := _people_after_title(text_of(element), lexicon)):
        return [number]
    return numbers


def _people_after_title(text: str, lexicon: Lexicon) -> int:
    """How many people a line names that has a title too: ``“Title” by Ada Quill``, ``Title. Ada Quill, Bo Reed.``"""
    if not _SHORTEST_LINE < len(text) < _LONGEST_LINE:
        return 0
    for pattern in _WITHIN:
        if (
            (found := pattern.search(text))
            and lexicon.title(found["title"]) >= _TITLE
            and (number := _people(found[2], lexicon))
        ):
            return number
    return 0


def _people(line: str, lexicon: Lexicon) -> int:
    number, score = lexicon.people_in(line)
    return number if score >= _SURE and (number > 1 or score > _SURE_OF_ONE) else 0


def _lines(element: Tag) -> Iterator[str]:
    """The lines of text that are in an element itself: with inline markup, and without what is linked or emphasised."""
    if element.name in _INLINE and element.name != "br":
        yield text_of(element)
        return
    line, loose = "", ""
    for child in element.children:
        if _ends_line(child):
            yield from dict.fromkeys((squeeze(line), _BARE.sub("", squeeze(loose))))
            line = loose = ""
        else:
            text, own = _in_line(child)
            line += text
            loose += own
    yield from dict.fromkeys((squeeze(line), _BARE.sub("", squeeze(loose))))


def _ends_line(node: PageElement) -> bool:
    return isinstance(node, Tag) and (node.name == "br" or node.name not in _INLINE)


def _in_line(node: PageElement) -> tuple[str, str]:
    """What a node adds to its line, with inline markup and without."""
    if isinstance(node, Tag):
        return ("" if node.name in ("sup", "sub") else f"{text_of(node)} "), " "
    text = str(node) if is_text(node) else ""
    return text, text
