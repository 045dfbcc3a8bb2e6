"""CSS selectors on the elements of one paper: compiled with readable errors, matched in document order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import soupsieve
from bs4 import Tag
from bs4.element import PageElement

from archive.collect.html.index import PageIndex
from archive.errors import StoreError
from archive.model.text import quote

WHOLE = ":scope"
"""The selector that means the whole paper, loose text between its elements included."""


class BadSelector(ValueError):
    """A text is not a usable CSS selector; the message says why."""


def compile_selector(selector: str) -> soupsieve.SoupSieve:
    """A selector ready to be matched. Raises :class:`BadSelector`."""
    try:
        return soupsieve.compile(selector)
    except (soupsieve.SelectorSyntaxError, ValueError, NotImplementedError) as error:
        raise BadSelector(str(error).splitlines()[0].rstrip(".:") if str(error) else type(error).__name__) from None


def compile_of_table(key: str, selector: str, url: str) -> soupsieve.SoupSieve:
    """The selector of a page's table, ready to be matched; :class:`~archive.errors.StoreError` names the key and the page."""
    try:
        return compile_selector(selector)
    except BadSelector as error:
        raise StoreError(
            f"{url}: {key} = {quote(selector)} is not a usable CSS selector: {error}. "
            "Correct it in the page's table in editions.toml, or use what `mlforsys add` proposes."
        ) from None


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """What a selector found of a paper: an element, or the whole paper with its loose text."""

    nodes: Sequence[PageElement]

    @property
    def element(self) -> Tag | None:
        """The element, if it is one."""
        return self.nodes[0] if len(self.nodes) == 1 and isinstance(self.nodes[0], Tag) else None

    def contains(self, tag: Tag) -> bool:
        """Whether an element is this piece or is inside it."""
        return any(node is tag or any(node is parent for parent in tag.parents) for node in self.nodes)


@dataclass(frozen=True, slots=True, eq=False)
class PaperElements:
    """The elements of one paper: one, or a run of siblings. ``whole`` has the text between them too."""

    first: Tag
    whole: Piece
    index: PageIndex

    @property
    def elements(self) -> Iterator[Tag]:
        """The elements, without loose text between them."""
        return (node for node in self.whole.nodes if isinstance(node, Tag))

    def select(self, selector: soupsieve.SoupSieve) -> list[Tag]:
        """What a selector matches among the paper's elements and inside them, in the page's order."""
        found: list[Tag] = []
        for element in self.elements:
            found += self.index.select(selector, element)
        return found

    def named(self, name: str) -> list[Tag]:
        """The paper's elements of that name, in the page's order."""
        found: list[Tag] = []
        for element in self.elements:
            found += [element] if element.name == name else []
            found += self.index.named(name, element)
        return found

    def pieces(self, selector: soupsieve.SoupSieve) -> list[Piece]:
        """The outermost matches of a selector in the paper, in the page's order; :data:`WHOLE` is the whole paper."""
        if selector.pattern.strip() == WHOLE:
            return [self.whole]
        found = self.select(selector)
        ids = set(map(id, found))
        return [Piece([tag]) for tag in found if not any(id(parent) in ids for parent in tag.parents)]


def papers_of(
    root: Tag, paper: soupsieve.SoupSieve, until: soupsieve.SoupSieve | None, index: PageIndex
) -> list[PaperElements]:
    """The papers below an element. With ``until``, a paper continues with the following siblings, up to one
    that is, or contains, the next paper, or that ``until`` matches."""
    heads = [one for one in index.select(paper, root) if one is not root]
    if until is None:
        return [PaperElements(head, Piece([head]), index) for head in heads]
    holding = {id(one) for head in heads for one in (head, *head.parents)}
    return [PaperElements(head, Piece([head, *_rest(head, holding, until, index)]), index) for head in heads]


def _rest(head: Tag, holding: set[int], until: soupsieve.SoupSieve, index: PageIndex) -> Iterator[PageElement]:
    for node in head.next_siblings:
        if isinstance(node, Tag) and (id(node) in holding or index.matches(until, node)):
            return
        yield node
