"""Tables that could describe a page: repeated elements and runs of headings around what reads as bylines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import soupsieve
from bs4 import BeautifulSoup, Tag

from archive.collect.html.index import PageIndex
from archive.collect.html.page import is_inside, text_of
from archive.collect.propose.byline_spots import BylineSpot

_PLAIN_CLASS = re.compile(r"[A-Za-z_][\w-]*")
_LAYOUT_CLASS = re.compile(
    r"^(?:col|row|m[trblxy]?|p[trblxy]?|d|w|h|g|text|font|bg|border|align|justify|flex|float|order|offset|odd|even|first|last|"
    r"active|show|fade|collapse|collapsed|container|container-fluid|clearfix|wow|aos|animate\w*|fa|fas|far|bi)(?:-.*)?$"
)
_PLAIN_ID = re.compile(r"[A-Za-z_][\w-]*")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_AROUND = ("nav", "footer")  # what is around a page's content
_NOT_AROUND = ":not(nav *, footer *)"
_UPWARD = 7  # elements above a byline that may be the paper's
_BACKWARD = 3  # siblings before a byline that may be its head
_MOST = 28  # candidates that are looked into
_LOOSE = 3  # lines of people in one element that are loose between other things
_LAST_POSITION = 6  # of an element among its like; later ones are not the same in all papers
_LOOKED_INTO = 24  # papers whose pieces are listed
_BOLD_STYLE = re.compile(r"font-weight")
_BOLD_ONES = ("b", "strong", "a", "i", "em", "span")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Which elements may be papers: a selector, the elements, and with ``until`` that each continues with siblings."""

    within: str | None
    paper: str
    members: Sequence[Tag]
    until: str | None = None
    covered: int = 0


def simple_selectors(tag: Tag) -> list[str]:
    """Selectors of one element by its name and each class that tells something."""
    classes = [name for name in tag.get("class") or [] if _PLAIN_CLASS.fullmatch(name)]
    specific = [name for name in classes if not _LAYOUT_CLASS.match(name)]
    return [*(f"{tag.name}.{name}" for name in specific), tag.name]


class ParsedPage:
    """A page and what is asked of it again and again."""

    def __init__(self, soup: BeautifulSoup, spots: Sequence[BylineSpot], index: PageIndex) -> None:
        self.soup = soup
        self.index = index
        self.body: Tag = soup.body or soup
        self.spots = spots
        self._selected: dict[str, list[Tag]] = {}
        self.loose = {id(spot.element) for spot in spots if spot.lines >= _LOOSE}
        self._people = {id(one) for spot in spots for one in (spot.element, *spot.element.parents)}
        self._within_around = {id(one) for tag in soup.find_all(_AROUND) for one in tag.find_all(True)}
        self._holding: dict[int, Sequence[str]] = {}
        self._around_bold = {id(above) for tag in soup.find_all(style=_BOLD_STYLE) for above in tag.parents}

    def select(self, selector: str) -> list[Tag]:
        """What a selector matches on the page, in its order."""
        if selector not in self._selected:
            self._selected[selector] = self.index.select(soupsieve.compile(selector), self.soup)
        return self._selected[selector]

    def names_people(self, element: Tag) -> bool:
        """Whether an element is or contains one that prints people."""
        return id(element) in self._people

    def holding(self, element: Tag) -> Sequence[str]:
        """``:has(> b)`` and the like: what an element has inside by which it differs from its like."""
        if id(element) not in self._holding:
            self._holding[id(element)] = tuple(_holding(element, id(element) in self._around_bold))
        return self._holding[id(element)]

    def is_around(self, element: Tag) -> bool:
        """Whether an element is in what is around a page's content."""
        return id(element) in self._within_around

    def scope(self, members: Sequence[Tag]) -> tuple[str | None, Tag]:
        """A selector of the smallest element around some that can be selected by id, class or name, and that element."""
        around = common_parent(members)
        while around is not None and around.name not in ("body", "html", "[document]"):
            for selector in _unique_names(around):
                if len(self.select(selector)) == 1:
                    return selector, around
            around = around.parent
        return None, self.body


def _unique_names(tag: Tag) -> Iterator[str]:
    identity = tag.get("id")
    if isinstance(identity, str) and _PLAIN_ID.fullmatch(identity):
        yield f"#{identity}"
    if tag.name in ("main", "article"):
        yield tag.name
    yield from (f"{tag.name}.{name}" for name in tag.get("class") or [] if _PLAIN_CLASS.fullmatch(name))
    if tag.name in ("table", "ul", "ol", "dl", "section"):
        yield tag.name


def common_parent(members: Sequence[Tag]) -> Tag | None:
    """The innermost element that contains all of them."""
    above = list(members[0].parents)
    for member in members[1:]:
        theirs = {id(parent) for parent in member.parents}
        above = [parent for parent in above if id(parent) in theirs]
    return above[0] if above else None


def candidates(page: ParsedPage) -> list[Candidate]:
    """What may be papers, those that contain most bylines first."""
    found: dict[tuple[str | None, str, str | None], Candidate] = {}
    for selector, is_run in _selector_candidates(page):
        if (candidate := _candidate(page, selector, is_run)) is not None:
            found.setdefault((candidate.within, candidate.paper, candidate.until), candidate)
    ranked = sorted(found.values(), key=lambda one: (-one.covered, len(one.members) - one.covered, len(one.paper)))
    return _different(ranked)[:_MOST]


def matching(page: ParsedPage, patterns: Sequence[str]) -> list[Candidate]:
    """What may be papers if a person gave patterns of their text: elements of one kind, most of which match them all.

    Args:
        page: the page.
        patterns: valid regular expressions; without any there are no candidates.
    """
    kinds: dict[str, list[Tag]] = {}
    for tag in innermost(page.body) if patterns else ():
        if not page.is_around(tag) and text_of(tag):
            kinds.setdefault(simple_selectors(tag)[0], []).append(tag)
    found = (_matching_kind(page, selector, tags, patterns) for selector, tags in kinds.items())
    return [candidate for candidate in found if candidate is not None]


def _matching_kind(page: ParsedPage, selector: str, tags: Sequence[Tag], patterns: Sequence[str]) -> Candidate | None:
    """The elements of one kind that are together, if two thirds of them match all patterns."""
    fitting = [tag for tag in tags if all(re.search(pattern, text_of(tag)) for pattern in patterns)]
    if len(fitting) < 2:
        return None
    within, root = page.scope(fitting)
    members = [tag for tag in tags if is_inside(tag, root)]
    return Candidate(within, selector, members, covered=len(fitting)) if 3 * len(fitting) >= 2 * len(members) else None


def innermost(body: Tag) -> Iterator[Tag]:
    """The elements of a page's content that may contain a title, and contain no other blocks."""
    for tag in body.find_all(["li", "a", "h3", "h4", "h5", "p", "td", "b", "strong", "div", "span"]):
        if not tag.find_parent(["nav", "footer", "header"]) and not tag.find(["p", "div", "ul", "table"]):
            yield tag


def _different(ranked: Iterable[Candidate]) -> list[Candidate]:
    """One candidate for each set of elements: the first."""
    kept: dict[tuple[bool, tuple[int, ...]], Candidate] = {}
    for one in ranked:
        kept.setdefault((one.until is None, tuple(map(id, one.members))), one)
    return list(kept.values())


def _selector_candidates(page: ParsedPage) -> Iterator[tuple[str, bool]]:
    """Selectors of what may be a paper's element, and of what may be the head of its run of siblings."""
    seen: set[tuple[str, bool]] = set()
    for spot in page.spots:
        heads = _inline_headings(spot.element) if spot.lines >= _LOOSE else ()
        for idea in (*_upward(spot.element, page), *_backward(spot.element, page), *heads):
            if idea not in seen:
                seen.add(idea)
                yield idea


def _upward(element: Tag, page: ParsedPage) -> Iterator[tuple[str, bool]]:
    for level, above in enumerate((element, *element.parents)):
        if level > _UPWARD or above is page.body or above.name in ("html", "[document]"):
            return
        for selector in simple_selectors(above):
            for more in ("", *page.holding(above)):
                yield selector + more, False
        if above.parent is not None and above.parent.name not in ("body", "html"):
            for parent in simple_selectors(above.parent):
                yield f"{parent} > {above.name}", False


def _backward(element: Tag, page: ParsedPage) -> Iterator[tuple[str, bool]]:
    for above in (element, *list(element.parents)[:2]):
        for steps, head in enumerate(sibling for sibling in above.previous_siblings if isinstance(sibling, Tag)):
            if steps >= _BACKWARD:
                break
            if head.name in ("br", "hr", "script", "style", "img") or not text_of(head):
                continue
            for selector in simple_selectors(head):
                for more in ("", *page.holding(head)):
                    yield selector + more, True


def _inline_headings(element: Tag) -> Iterator[tuple[str, bool]]:
    """Inline elements between which people are loose text: ``<b>Title</b><br>Ada Quill, Bo Reed<br>``."""
    for child in element.find_all([*_BOLD_ONES, *_HEADINGS], recursive=False):
        for selector in simple_selectors(child):
            yield selector, True
        for parent in simple_selectors(element):
            yield f"{parent} > {child.name}", True


def _holding(element: Tag, around_bold: bool) -> Iterator[str]:
    children = {child.name for child in element.children if isinstance(child, Tag)}
    for name in _BOLD_ONES:
        if name in children:
            yield f":has(> {name})"
    if "td" in children:
        yield ":has(> td)"
    if around_bold:  # Google Sites
        yield ":has([style*='font-weight'])"


def _candidate(page: ParsedPage, selector: str, is_run: bool) -> Candidate | None:
    """What a selector matches in the smallest element around those with people; None if these are too few, or where
    the papers would be in one another."""
    selector, every = _in_content(page, selector)
    having = [one for one in every if _has_people(page, one, is_run)]
    if len(having) < 2:
        return None
    within, root = page.scope(having)
    members = [one for one in every if is_inside(one, root)]
    if 3 * len(having) < len(members) or (not is_run and _are_nested(members)):
        return None
    return Candidate(within, selector, members, _until(members) if is_run else None, len(having))


def _in_content(page: ParsedPage, selector: str) -> tuple[str, list[Tag]]:
    """What a selector matches in a page's content, and the selector that matches these alone."""
    every = page.select(selector)
    inside = [one for one in every if not page.is_around(one)]
    return (selector, every) if len(inside) == len(every) else (selector + _NOT_AROUND, inside)


def _are_nested(members: Sequence[Tag]) -> bool:
    """Whether one of some elements is inside another."""
    ids = set(map(id, members))
    return any(id(parent) in ids for one in members for parent in one.parents)


def _has_people(page: ParsedPage, element: Tag, is_run: bool) -> bool:
    if not is_run:
        return page.names_people(element)
    if element.parent is not None and id(element.parent) in page.loose:
        return True
    after = [sibling for sibling in element.next_siblings if isinstance(sibling, Tag)][: _BACKWARD + 1]
    return any(page.names_people(sibling) for sibling in after)


def _until(heads: Sequence[Tag]) -> str:
    """What ends the last paper of a run: headings above its heads, and rules."""
    names = {head.name for head in heads}
    level = min((_HEADINGS.index(name) for name in names if name in _HEADINGS), default=len(_HEADINGS))
    return ", ".join((*(name for name in _HEADINGS[:level] if name not in names), "hr"))


def piece_selectors(members: Iterable[Tag], is_run: bool) -> list[str]:
    """Selectors of what is inside papers, or beside their heads, the most frequent first."""
    counted: dict[str, int] = {}
    total = 0
    for member in list(members)[:_LOOKED_INTO]:
        total += 1
        for selector in set(_inner(member) if not is_run else (*_inner(member), *_following(member))):
            counted[selector] = counted.get(selector, 0) + 1
    frequent = [selector for selector, number in counted.items() if 2 * number >= total]
    return sorted(frequent, key=lambda one: (-counted[one], len(one), one))


def _inner(member: Tag) -> Iterator[str]:
    for tag in member.find_all(True):
        if tag.name in ("br", "hr", "script", "style", "img", "svg", "path"):
            continue
        yield from simple_selectors(tag)
        yield from by_position(tag)
        if tag.parent is member and tag.name in ("div", "span", "p", "a"):
            yield f":scope > {tag.name}"


def by_position(tag: Tag) -> Iterator[str]:
    """``td:nth-of-type(2)`` for an element that has others of its name beside it."""
    alike = [one for one in tag.parent.contents if isinstance(one, Tag) and one.name == tag.name] if tag.parent else []
    if len(alike) > 1:
        position = next(i for i, one in enumerate(alike, start=1) if one is tag)
        if position <= _LAST_POSITION:
            yield f"{tag.name}:nth-of-type({position})"


def _following(head: Tag) -> Iterator[str]:
    siblings = [sibling for sibling in head.next_siblings if isinstance(sibling, Tag)]
    for steps, tag in enumerate(siblings[: 2 * _BACKWARD]):
        if tag.name in ("br", "hr", "script", "style"):
            continue
        for selector in simple_selectors(tag):
            yield selector
            if steps == 0:
                yield f"{head.name} + {selector}"
        yield from (f"{tag.name}:not(:has(> {name}))" for name in ("b", "strong") if head.find(name, recursive=False))
