"""The family that a table of the registry describes: CSS selectors say what is a paper and what its pieces are.

``docs/pages.md`` explains every key. Each element is read without the elements of the other pieces inside it, so
that an authors' paragraph may hold the title.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import soupsieve
from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

from archive.collect.pages import links as links_of
from archive.collect.pages.bylines import joined, names_nobody, read_names
from archive.collect.pages.css import PaperElements, Piece, compiled, papers_of
from archive.collect.pages.index import PageIndex
from archive.collect.pages.links import Linked
from archive.collect.pages.page import is_whole, lines_of, parse_html, quoted, raw_lines, text_of
from archive.collect.pages.reading import Reading
from archive.collect.titles import trim_entries
from archive.errors import PageChanged
from archive.model.names import Byline, NotNames
from archive.model.paper import PRESENTATIONS, WITHDRAWN, Entry, Selectors
from archive.model.text import squeeze
from archive.model.titles import read_status

ABSTRACT_SOURCE = "page"
_ROLES = ("title", "authors", "abstract", "award")
_SHOWN = 5  # papers that cannot be read, of more only the number is told
_NEXT = "Correct the page's table in editions.toml; `mlforsys add` proposes a table for a page"
_LINE_BREAK = "\\n"  # as a pattern writes it
_TIME = re.compile(r"^\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?(?:\s*[-–—]\s*\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?)?\W*", re.IGNORECASE)
_DANGLING = re.compile(r"^[\s.,:;|·•–—-]+|(?:[,;|·•–—\s-]|\b(?:and|&))+$")  # what stood between title and names, or two pieces


class _Unreadable(Exception):
    """One paper cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A page's selectors, ready to be matched."""

    settings: Selectors
    paper: soupsieve.SoupSieve
    until: soupsieve.SoupSieve | None
    within: soupsieve.SoupSieve | None
    roles: dict[str, soupsieve.SoupSieve]
    pdf: soupsieve.SoupSieve | None
    drop: Sequence[soupsieve.SoupSieve]


@dataclass(frozen=True, slots=True)
class Found:
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


def read(html: str, url: str, settings: Selectors, *, counted: bool = False) -> Reading:
    """The papers of a page, in its order, and what a person should know of it.

    ``counted``: a person said how many there are, so that a page without its end may be trusted. Raises
    :class:`~archive.errors.PageChanged` where the page may be cut off, where nothing matches, and where
    any matched element has no title or a byline that cannot be read: an edition is taken whole or not at all.
    Raises :class:`~archive.errors.StoreError` for a selector that is none.
    """
    if not (is_whole(html) or (counted and html.strip())):
        raise PageChanged(
            url,
            "a page should end in </html>, or its table should give the number of papers as `expect`",
            quoted(html[-60:]) if html.strip() else "nothing",
            _NEXT,
        )
    soup = parse_html(html)
    found, notes = find_papers(soup, url, settings)
    problems = [(number, one) for number, one in enumerate(found, start=1) if one.problem]
    if problems:
        raise PageChanged(url, _place(settings, problems, len(found)), _few(problems), _NEXT)
    entries = [one.entry for one in found if one.entry]
    if not entries:
        raise PageChanged(
            url, f"paper = {settings.paper!r} should match some papers", "only elements that `skip` leaves out", _NEXT
        )
    entries, cut = trim_entries(entries)
    return Reading(entries, notes, [f"{url}: {sentence}." for sentence in cut])


def find_papers(
    soup: BeautifulSoup, url: str, settings: Selectors, *, sample: int | None = None, index: PageIndex | None = None
) -> tuple[list[Found], list[str]]:
    """What the selectors find on a page, readable or not, without what is skipped, with titles as they are printed; and
    notes for a person.

    ``sample``: at most about so many of them, spread over the page, and no notes. Raises as :func:`read` does
    where nothing matches at all or a selector is none. ``index`` is the page's, where it is at hand.
    """
    selectors = _compile(settings, url)
    index = index or PageIndex(soup)
    roots = _roots(soup, selectors, url, index)
    heads = [one for root in roots for one in papers_of(root, selectors.paper, selectors.until, index)]
    if not heads:
        raise PageChanged(url, f"paper = {settings.paper!r} should match some elements", _nothing(settings), _NEXT)
    if sample is not None:
        return [_find(elements, selectors, url) for elements in heads[:: -(-len(heads) // sample)]], []
    notes, found = [], []
    empty = 0
    for elements in heads:
        if settings.skip and re.search(settings.skip, text_of(elements.first)):
            continue
        if _is_empty(elements):
            empty += 1
            continue
        found.append(_find(elements, selectors, url))
    if empty:
        notes.append(
            f"{url}: {empty} of {len(heads)} elements that paper = {settings.paper!r} matches are empty and were skipped."
        )
    notes += [
        f"{url}: {one.entry.title!r} has {one.byline!r} instead of authors; it was stored without authors."
        for one in found
        if one.entry and names_nobody(one.byline)
    ]
    notes += [f"{url}: {one.odd}, in {one.entry.title!r}; it was stored as printed." for one in found if one.entry and one.odd]
    notes += links_of.untaken(roots, [one.links for one in found], url)
    return found, notes


def _compile(settings: Selectors, url: str) -> _Compiled:
    def optional(key: str) -> soupsieve.SoupSieve | None:
        value = getattr(settings, key)
        return compiled(key, value, url) if value else None

    return _Compiled(
        settings,
        paper=compiled("paper", settings.paper, url),
        until=optional("until"),
        within=optional("within"),
        roles={role: found for role in _ROLES if (found := optional(role))},
        pdf=optional("pdf"),
        drop=[compiled("drop", one, url) for one in settings.drop],
    )


def _roots(soup: BeautifulSoup, selectors: _Compiled, url: str, index: PageIndex) -> list[Tag]:
    if selectors.within is None:
        return [soup]
    roots = index.select(selectors.within, soup)
    if not roots:
        raise PageChanged(url, f"within = {selectors.settings.within!r} should match an element", "none", _NEXT)
    return [one for one in roots if not any(other is parent for parent in one.parents for other in roots)]


def _nothing(settings: Selectors) -> str:
    if re.search(r"\btbody\b", settings.paper):
        return "no match; browsers add <tbody> to tables, so try it without"
    return "none"


def _is_empty(elements: PaperElements) -> bool:
    return not any(text_of(one) or one.name == "a" or one.find("a") for one in elements.elements)


# -- one paper ----------------------------------------------------------------------------------


def _find(elements: PaperElements, selectors: _Compiled, url: str) -> Found:
    dropped = [tag for selector in selectors.drop for tag in elements.select(selector)]
    pieces = {role: _pieces(elements, selector, dropped) for role, selector in selectors.roles.items()}
    anchors = [a for a in elements.named("a") if not _inside(a, dropped)]
    pdf = links_of.chosen_pdf(elements, selectors.pdf, selectors.settings.pdf, anchors, url)
    reader = _Reader(selectors.settings, pieces, dropped, pdf)
    try:
        entry = reader.entry()
    except _Unreadable as error:
        return Found(elements, problem=str(error), byline=reader.byline, links=Linked(taken=[pdf] if pdf else []))
    linked = links_of.read_links(anchors, url, title=reader.title_piece, read=reader.read_elements(), pdf=pdf)
    return Found(
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
    """Whether an element is one of the others or lies inside one."""
    return any(other is tag or any(other is parent for parent in tag.parents) for other in others)


class _Reader:
    """Reads one paper out of the pieces that the selectors found."""

    def __init__(self, settings: Selectors, pieces: dict[str, list[Piece]], dropped: Sequence[Tag], pdf: Tag | None) -> None:
        self._settings = settings
        self._pieces = pieces
        self._dropped = dropped
        self._pdf = pdf
        self.title_piece: Piece | None = None
        self.byline = ""
        self.odd = ""
        self._take_title()

    def entry(self) -> Entry:
        """The paper; raises :class:`_Unreadable`."""
        title, withdrawn = read_status(self._matched("title_pattern", self._title()))
        if not title:
            raise _Unreadable(f"no title (title = {self._settings.title!r})")
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
        own = {id(piece.element) for piece in titles if piece.element is not None}
        for role in ("authors", "abstract"):
            others = [piece for piece in self._of(role) if id(piece.element) not in own]
            if others:  # a piece that is title and byline at once is told apart by patterns
                self._pieces[role] = others
            own |= {id(piece.element) for piece in self._of(role) if piece.element is not None}

    def _title(self) -> str:
        return " ".join(self._text(piece, "title") for piece in self._of("title"))

    def _people(self, title: str, withdrawn: bool) -> Byline:
        if self._settings.authors is None:
            return Byline(())
        texts = [_DANGLING.sub("", text) for piece in self._of("authors") if (text := self._text(piece, "authors"))]
        byline = joined([text for text in texts if text], self._settings.names)
        self.byline = squeeze(byline)
        text = self._matched("authors_pattern", byline) if byline else ""
        if names_nobody(text):
            return Byline(())
        try:
            people, self.odd = read_names(text, self._settings.names)
        except NotNames as error:
            raise _Unreadable(f"{error}, as the authors of {title!r} (authors = {self._settings.authors!r})") from None
        if not people.names and not withdrawn:
            raise _Unreadable(f"no authors (authors = {self._settings.authors!r}) of {title!r}")
        return people

    def _award(self) -> tuple[str | None, str | None]:
        told = list(filter(None, (award_of(self._text(piece, "award")) for piece in self._of("award"))))
        presentation = next((text.lower() for text in told if text.lower() in PRESENTATIONS), None)
        return "; ".join(text for text in told if text.lower() not in PRESENTATIONS) or None, presentation

    def _matched(self, key: str, text: str) -> str:
        pattern = getattr(self._settings, key)
        if pattern is None or not text:
            return squeeze(text)
        found = re.search(pattern, text)
        if found is None:
            raise _Unreadable(f"{key} = {pattern!r} does not match {quoted(text)}")
        return squeeze(found[1] or "")

    def _text(self, piece: Piece, role: str) -> str:
        """The text of a piece without what was dropped, the pieces of other roles and the labels of links."""
        others = [other for name in _ROLES if name != role for other in self._of(name)]
        without = [*self._dropped, *(node for other in others for node in _kept_apart(other, piece))]
        plain = _joined(piece, without, text_of)
        labels = list(links_of.labels_in(piece, without, plain, self._pdf)) if role != "abstract" else []
        as_text = lines_of if _LINE_BREAK in (getattr(self._settings, f"{role}_pattern", None) or "") else text_of
        if not labels and as_text is text_of:
            return plain
        text = _joined(piece, [*without, *labels], as_text)
        return links_of.without_empty_brackets(text) if labels else text


def award_of(text: str) -> str:
    """The award in a text, without the brackets or the time of a programme beside it; empty where it has nothing else."""
    return _TIME.sub("", text.strip("()[] ")).strip("()[] ")


def _joined(piece: Piece, without: Sequence[Tag], as_text: Callable[..., str]) -> str:
    """The text of a piece's nodes; those at the top of a run are left out too where they are kept apart."""
    nodes = [node for node in piece.nodes if piece.element is not None or not any(node is other for other in without)]
    if as_text is lines_of and piece.element is None:
        return _run_lines(nodes, without)
    return (" " if as_text is text_of else "\n").join(filter(None, (as_text(node, without) for node in nodes)))


def _run_lines(nodes: Sequence[PageElement], without: Sequence[Tag]) -> str:
    """Lines of a run of siblings, where inline markup and loose text make one line."""
    text = "".join(raw_lines(node, without) for node in nodes)
    return "\n".join(filter(None, map(squeeze, text.split("\n"))))


def _kept_apart(other: Piece, piece: Piece) -> Iterator[Tag]:
    """The element of another role, where it lies inside of this piece."""
    if other.element is not None and other.element is not piece.element and piece.holds(other.element):
        yield other.element


# -- refusals -----------------------------------------------------------------------------------


def _place(settings: Selectors, problems: Sequence[tuple[int, Found]], total: int) -> str:
    what = f"every element that paper = {settings.paper!r} matches should be a paper"
    return f"{what}, and {len(problems)} of {total} cannot be read"


def _few(problems: Sequence[tuple[int, Found]]) -> str:
    told = [f"{one.problem} in element {number}, {quoted(text_of(one.elements.first))}" for number, one in problems[:_SHOWN]]
    more = len(problems) - _SHOWN
    return "; ".join(told) + (f"; and {more} more" if more > 0 else "")
