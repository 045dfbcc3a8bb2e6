"""A page's elements in their order, to find what a selector matches inside each of them without a new search.

A selector is matched once, against the whole page. Matching it in each of a hundred papers would take far longer.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

import soupsieve
from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

from archive.collect.html.page import text_of

_FROM_HERE = ":scope"
_NAME = r"[a-z][a-z0-9]*"
_SIMPLE = re.compile(
    rf"(?:(?P<around>{_NAME})(?P<around_class>\.[\w-]+)?\s*(?P<how>[>+])\s*)?(?P<name>{_NAME})(?P<class>\.[\w-]+)?"
    rf"(?P<child>:has\(> (?P<having>{_NAME})\)|:not\(:has\(> (?P<lacking>{_NAME})\)\))?(?::nth-of-type\((?P<nth>\d+)\))?"
)


class PageIndex:
    """The elements of one page that does not change while this is used."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self.soup = soup
        self._span: dict[int, tuple[int, int]] = {}  # of each element: its own number, and that of the last one inside it
        self._matches: dict[str, tuple[list[int], list[Tag], frozenset[int]]] = {}
        self._names: dict[str, tuple[list[int], list[Tag]]] = {}
        self._texts: dict[tuple[int, frozenset[int]], str] = {}
        self._number(soup)

    def _number(self, soup: BeautifulSoup) -> None:
        tags = soup.find_all(True)
        last = dict.fromkeys(map(id, tags), 0)
        starts = {id(tag): number for number, tag in enumerate(tags)}
        for number in range(len(tags) - 1, -1, -1):
            tag = tags[number]
            end = last[id(tag)] = max(last[id(tag)], number)
            if tag.parent is not None and id(tag.parent) in last:
                last[id(tag.parent)] = max(last[id(tag.parent)], end)
            self._names.setdefault(tag.name, ([], []))
        for number, tag in enumerate(tags):
            numbers, named = self._names[tag.name]
            numbers.append(number)
            named.append(tag)
        self._span = {key: (start, last[key]) for key, start in starts.items()}

    def select(self, selector: soupsieve.SoupSieve, element: Tag) -> list[Tag]:
        """What matches of an element and of what is inside it, in the page's order."""
        if _FROM_HERE in selector.pattern or not (element is self.soup or id(element) in self._span):
            own = [element] if not isinstance(element, BeautifulSoup) and selector.match(element) else []
            return [*own, *selector.select(element)]
        numbers, tags, _ = self._matched(selector)
        return self._between(numbers, tags, element)

    def matches(self, selector: soupsieve.SoupSieve, element: Tag) -> bool:
        """Whether an element matches."""
        if _FROM_HERE in selector.pattern:
            return selector.match(element)
        return id(element) in self._matched(selector)[2]

    def before(self, names: Sequence[str], element: Tag) -> Iterator[Tag]:
        """The elements of some names that begin before another does, the nearest first."""
        start = self._span[id(element)][0]
        found = []
        for name in names:
            numbers, tags = self._names.get(name, ([], []))
            at = bisect_left(numbers, start)
            found += list(zip(numbers[:at], tags[:at], strict=True))
        return (tag for _, tag in sorted(found, key=lambda one: -one[0]))

    def named(self, name: str, element: Tag) -> list[Tag]:
        """The elements of a name inside another, itself apart."""
        numbers, tags = self._names.get(name, ([], []))
        return [tag for tag in self._between(numbers, tags, element) if tag is not element]

    def text(self, node: PageElement, without: Sequence[Tag] = ()) -> str:
        """The text of an element as :func:`text_of` gives it, read once.

        Args:
            node: the element, or loose text.
            without: elements to leave out.
        """
        key = (id(node), frozenset(map(id, without)))
        if key not in self._texts:
            self._texts[key] = text_of(node, without)
        return self._texts[key]

    def _matched(self, selector: soupsieve.SoupSieve) -> tuple[list[int], list[Tag], frozenset[int]]:
        if selector.pattern not in self._matches:
            simple = [_SIMPLE.fullmatch(one) for one in selector.pattern.split(", ")]
            tags = self._simply(simple) if all(simple) else selector.select(self.soup)
            self._matches[selector.pattern] = ([self._span[id(tag)][0] for tag in tags], tags, frozenset(map(id, tags)))
        return self._matches[selector.pattern]

    def _simply(self, selectors: Sequence[re.Match[str] | None]) -> list[Tag]:
        """What selectors of the usual forms match: ``li.paper``, ``ul > li``, ``p:has(> b)``, ``td:nth-of-type(2)``."""
        found: dict[int, Tag] = {}
        for one in filter(None, selectors):
            numbers, tags = self._names.get(one["name"], ([], []))
            found |= {number: tag for number, tag in zip(numbers, tags, strict=True) if _is_so(tag, one)}
        return [found[number] for number in sorted(found)]

    def _between(self, numbers: list[int], tags: list[Tag], element: Tag) -> list[Tag]:
        if isinstance(element, BeautifulSoup):
            return list(tags)
        start, end = self._span[id(element)]
        return tags[bisect_left(numbers, start) : bisect_right(numbers, end)]


def _is_so(tag: Tag, selector: re.Match[str]) -> bool:
    """Whether an element, which has the selector's name, has all else that it asks for."""
    if not _has_class(tag, selector["class"]):
        return False
    if (child := selector["having"] or selector["lacking"]) and bool(selector["having"]) != _has_child(tag, child):
        return False
    if selector["nth"] and _position(tag) != int(selector["nth"]):
        return False
    return not selector["how"] or _stands_so(tag, selector)


def _stands_so(tag: Tag, selector: re.Match[str]) -> bool:
    """Whether an element is in the one that the selector names, or right after it."""
    beside = tag.parent if selector["how"] == ">" else next(_before(tag), None)
    return beside is not None and beside.name == selector["around"] and _has_class(beside, selector["around_class"])


def _has_class(tag: Tag, name: str | None) -> bool:
    return not name or name[1:] in (tag.get("class") or [])


def _has_child(tag: Tag, name: str) -> bool:
    return any(isinstance(child, Tag) and child.name == name for child in tag.contents)


def _before(tag: Tag) -> Iterator[Tag]:
    return (one for one in tag.previous_siblings if isinstance(one, Tag))


def _position(tag: Tag) -> int:
    return 1 + sum(one.name == tag.name for one in _before(tag))
