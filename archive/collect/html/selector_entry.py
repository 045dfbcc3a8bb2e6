"""One paper that a table's selectors find on a page: its elements, and what is read of them.

Each element is read without the elements of the other pieces inside it, so that an authors' paragraph may contain the title.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import soupsieve
from bs4 import Tag
from bs4.element import PageElement

from archive.collect.html import links as links_of
from archive.collect.html.bylines import is_placeholder, joined, read_names
from archive.collect.html.css import PaperElements, Piece, compile_of_table
from archive.collect.html.index import PageIndex
from archive.collect.html.links import Linked
from archive.collect.html.page import is_within, lines_of, quote_beginning, raw_lines, text_of
from archive.model.names import Byline, NotNames
from archive.model.paper import WITHDRAWN, Entry, Selectors
from archive.model.presentation_type import PRESENTATIONS
from archive.model.text import quote, squeeze
from archive.model.titles import split_retraction_mark

_ROLES = ("title", "authors", "abstract", "award")
_LINE_BREAK = "\\n"  # as a pattern writes it
_TIME = re.compile(r"^\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?(?:\s*[-–—]\s*\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?)?\W*", re.IGNORECASE)
_DANGLING = re.compile(r"^[\s.,:;|·•–—-]+|(?:[,;|·•–—\s-]|\b(?:and|&))+$")  # what was between title and names, or two pieces


class _UnreadablePaper(Exception):
    """One paper cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class CompiledSelectors:
    """A page's selectors, ready to be matched."""

    settings: Selectors
    paper: soupsieve.SoupSieve
    until: soupsieve.SoupSieve | None
    within: soupsieve.SoupSieve | None
    roles: dict[str, soupsieve.SoupSieve]
    pdf: soupsieve.SoupSieve | None
    drop: Sequence[soupsieve.SoupSieve]


@dataclass(frozen=True, slots=True)
class SelectedPaper:
    """One paper of a page: its elements, and what was read of them, or why nothing could be."""

    elements: PaperElements
    entry: Entry | None = None
    problem: str = ""
    byline: str = ""
    odd: str = ""  # what a person should look at in the byline
    links: Linked = field(default_factory=Linked)
    pieces: Sequence[Piece] = ()
    dropped: Sequence[Tag] = ()

    @property
    def read(self) -> list[Tag]:
        """The elements that were read or dropped."""
        return [*self.dropped, *(piece.element for piece in self.pieces if piece.element is not None)]

    @property
    def whole_read(self) -> bool:
        """Whether everything was read: a piece is the paper itself."""
        heads = [piece for piece in self.pieces if piece.element is None or piece.element is self.elements.first]
        return any(len(piece.nodes) == len(self.elements.whole.nodes) for piece in heads)


def compile_selectors(settings: Selectors, url: str) -> CompiledSelectors:
    """The selectors of a table, compiled; raises :class:`~archive.errors.StoreError` for an invalid one. ``url`` is what
    errors name.
    """

    def optional(key: str) -> soupsieve.SoupSieve | None:
        value = getattr(settings, key)
        return compile_of_table(key, value, url) if value else None

    return CompiledSelectors(
        settings,
        paper=compile_of_table("paper", settings.paper, url),
        until=optional("until"),
        within=optional("within"),
        roles={role: found for role in _ROLES if (found := optional(role))},
        pdf=optional("pdf"),
        drop=[compile_of_table("drop", one, url) for one in settings.drop],
    )


def read_paper(elements: PaperElements, selectors: CompiledSelectors, url: str) -> SelectedPaper:
    """What the selectors read of one paper's elements, or why it cannot be read. ``url`` is the page's address."""
    dropped = [tag for selector in selectors.drop for tag in elements.select(selector)]
    pieces = {role: _pieces(elements, selector, dropped) for role, selector in selectors.roles.items()}
    anchors = [a for a in elements.named("a") if not _inside(a, dropped)]
    pdf = links_of.chosen_pdf(elements, selectors.pdf, selectors.settings.pdf, anchors, url)
    reader = _PaperReader(selectors.settings, pieces, dropped, anchors, pdf, elements.index)
    try:
        entry = reader.entry()
    except _UnreadablePaper as error:
        return SelectedPaper(elements, problem=str(error), byline=reader.byline, links=Linked(taken=[pdf] if pdf else []))
    linked = links_of.read_links(anchors, url, title=reader.title_piece, read=reader.read_elements(), pdf=pdf)
    return SelectedPaper(
        elements,
        linked.complete(entry),
        byline=reader.byline,
        odd=reader.odd,
        links=linked,
        pieces=reader.read_elements(),
        dropped=dropped,
    )


def _pieces(elements: PaperElements, selector: soupsieve.SoupSieve, dropped: Sequence[Tag]) -> list[Piece]:
    return [piece for piece in elements.pieces(selector) if piece.element is None or not _inside(piece.element, dropped)]


def _inside(tag: Tag, others: Sequence[Tag]) -> bool:
    """Whether an element is one of the others or is inside one."""
    return any(is_within(tag, other) for other in others)


class _PaperReader:
    """Reads one paper out of the pieces that the selectors found."""

    def __init__(
        self,
        settings: Selectors,
        pieces: dict[str, list[Piece]],
        dropped: Sequence[Tag],
        anchors: Sequence[Tag],
        pdf: Tag | None,
        index: PageIndex,
    ) -> None:
        self._settings = settings
        self._pieces = pieces
        self._dropped = dropped
        self._anchors = anchors
        self._pdf = pdf
        self._index = index
        self.title_piece: Piece | None = None
        self.byline = ""
        self.odd = ""
        self._take_title()

    def entry(self) -> Entry:
        """The paper; raises :class:`_UnreadablePaper`."""
        title, withdrawn = split_retraction_mark(self._matched("title_pattern", self._title()))
        if not title:
            raise _UnreadablePaper(f"no title (title = {quote(self._settings.title)})")
        people = self._people(title, withdrawn)
        award, presentation = self._award()
        return Entry(
            title=title,
            authors=people.names,
            family_names=people.family_names,
            equal_contribution=people.equal,
            award=award,
            presentation=presentation,
            status=WITHDRAWN if withdrawn else None,
            abstract=" ".join(filter(None, (self._text(piece, "abstract") for piece in self._of("abstract")))) or None,
        )

    def read_elements(self) -> list[Piece]:
        """Everything whose text became a part of the paper."""
        return [piece for role in _ROLES for piece in self._of(role)]

    def _of(self, role: str) -> list[Piece]:
        return self._pieces.get(role, [])

    def _take_title(self) -> None:
        """The title is the first match that has text; with ``title_join`` all are."""
        having_text = (piece for piece in self._of("title") if self._text(piece, "title"))
        titles = list(having_text if self._settings.title_join else islice(having_text, 1))
        self._pieces["title"] = titles
        self.title_piece = titles[0] if titles else None
        taken = _elements_of(titles)
        for role in ("authors", "abstract"):
            others = [piece for piece in self._of(role) if id(piece.element) not in taken]
            if others:  # a piece that is title and byline at once is divided by patterns
                self._pieces[role] = others
            taken |= _elements_of(self._of(role))

    def _title(self) -> str:
        return " ".join(self._text(piece, "title") for piece in self._of("title"))

    def _people(self, title: str, withdrawn: bool) -> Byline:
        if self._settings.authors is None:
            return Byline(())
        texts = [_DANGLING.sub("", self._text(piece, "authors")) for piece in self._of("authors")]
        byline = joined(list(filter(None, texts)), self._settings.names)
        self.byline = squeeze(byline)
        text = self._matched("authors_pattern", byline) if byline else ""
        if is_placeholder(text):
            return Byline(())
        try:
            people, self.odd = read_names(text, self._settings.names)
        except NotNames as error:
            raise _UnreadablePaper(
                f"{error}, as the authors of {quote(title)} (authors = {quote(self._settings.authors)})"
            ) from None
        if not people.names and not withdrawn:
            raise _UnreadablePaper(f"no authors (authors = {quote(self._settings.authors)}) of {quote(title)}")
        return people

    def _award(self) -> tuple[str | None, str | None]:
        awards = list(filter(None, (award_of(self._text(piece, "award")) for piece in self._of("award"))))
        presentation = next((text.lower() for text in awards if text.lower() in PRESENTATIONS), None)
        return "; ".join(text for text in awards if text.lower() not in PRESENTATIONS) or None, presentation

    def _matched(self, key: str, text: str) -> str:
        pattern = getattr(self._settings, key)
        if pattern is None or not text:
            return squeeze(text)
        found = re.search(pattern, text)
        if found is None:
            raise _UnreadablePaper(f"{key} = {quote(pattern)} does not match {quote_beginning(text)}")
        return squeeze(found[1] or "")

    def _plain_text(self, node: PageElement, without: Sequence[Tag]) -> str:
        return self._index.text(node, without)

    def _text(self, piece: Piece, role: str) -> str:
        """The text of a piece without what was dropped, the pieces of other roles and the labels of links."""
        without = [*self._dropped, *self._of_other_roles(piece, role)]
        plain = _joined(piece, without, self._plain_text)
        labels = list(links_of.labels_in(piece, self._anchors, without, plain, self._pdf)) if role != "abstract" else []
        as_text = lines_of if _LINE_BREAK in (getattr(self._settings, f"{role}_pattern", None) or "") else text_of
        if not labels and as_text is text_of:
            return plain
        text = _joined(piece, [*without, *labels], as_text)
        return links_of.without_empty_brackets(text) if labels else text

    def _of_other_roles(self, piece: Piece, role: str) -> Iterator[Tag]:
        """The elements of other roles that lie inside a piece."""
        others = (other for name in _ROLES if name != role for other in self._of(name))
        return (element for other in others for element in _kept_apart(other, piece))


def award_of(text: str) -> str:
    """The award in a text, without brackets and without the time of a programme; empty if nothing is left."""
    return _TIME.sub("", text.strip("()[] ")).strip("()[] ")


def _joined(piece: Piece, without: Sequence[Tag], as_text: Callable[..., str]) -> str:
    """The text of a piece's nodes; those at the top of a run are left out too if they are kept apart."""
    nodes = [node for node in piece.nodes if piece.element is not None or not any(node is other for other in without)]
    if as_text is lines_of and piece.element is None:
        return _run_lines(nodes, without)
    return ("\n" if as_text is lines_of else " ").join(filter(None, (as_text(node, without) for node in nodes)))


def _run_lines(nodes: Sequence[PageElement], without: Sequence[Tag]) -> str:
    """Lines of a run of siblings, where inline markup and loose text make one line."""
    text = "".join(raw_lines(node, without) for node in nodes)
    return "\n".join(filter(None, map(squeeze, text.split("\n"))))


def _elements_of(pieces: Sequence[Piece]) -> set[int]:
    """The elements of pieces, by identity."""
    return {id(piece.element) for piece in pieces if piece.element is not None}


def _kept_apart(other: Piece, piece: Piece) -> Iterator[Tag]:
    """The element of another role, if it is inside this piece."""
    if other.element is not None and other.element is not piece.element and piece.contains(other.element):
        yield other.element
