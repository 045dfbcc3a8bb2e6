"""The surroundings of the papers that selectors read: headings that announce something else, papers that they miss."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bs4 import Tag

from archive.collect.html.bylines import read_names
from archive.collect.html.page import text_of
from archive.collect.propose.byline_spots import BylineSpot
from archive.collect.propose.candidates import common_parent
from archive.collect.propose.extraction_quality import ScoredPaper
from archive.collect.propose.programme import is_break
from archive.collect.propose.selector_trial import Trial
from archive.collect.propose.source import GivenPage
from archive.model.names import COMMA, NotNames
from archive.model.paper import Entry
from archive.model.text import fold, quote, title_key

_SHORT = 15  # letters of a title that may be anywhere
_SHORT_BYLINE = 20  # letters of people who may be named anywhere
_PAPERS = re.compile(
    r"\b(?:accepted|papers?|posters?|orals?|spotlights?|proceedings|program(?:me)?|schedule|contributions?|contributed|"
    r"presentations?|research|technical)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:organi[sz]\w*|committees?|chairs?|speakers?|keynotes?|invited|panel\w*|steering|reviewers?|sponsors?|team|members|"
    r"related|references|bibliography|reading|resources|tutorials?|topics|dates|calls? for|our publications|"
    r"selected publications|previous|past|prior|history|news|mentors?|advisors?|people)\b",
    re.IGNORECASE,
)
_CHAIR = re.compile(r"^\W*(?:session )?chair(?:s|ed by)?\b\s*:", re.IGNORECASE)  # of a session of papers
_CHAIRED = re.compile(r"[\s(,–-]*\b(?:session )?chair(?:s|ed by)?\b.*$", re.IGNORECASE)  # its end: ``Session 1 (chair: …)``
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_KEPT = frozenset({"li", "tr", "dt", "h3", "h4", "h5", "h6"})  # elements of which a list has no other kind between its members
_HEADINGS = ("h1", "h2", "h3", "h4")
_LINKED_OR_BOLD = ("a", "b", "strong")
_MARKED = (*_LINKED_OR_BOLD, "i", "em")
_BETWEEN_WORDS = re.compile(r"[-_/.]")


def around_papers(trial: Trial, spots: Sequence[BylineSpot], page: GivenPage) -> Iterator[str]:
    """Sentences on what speaks against selectors from around its papers.

    Args:
        trial: the selectors and what they read.
        spots: where the page seems to print people.
        page: the page, whose title and address may announce papers too.
    """
    papers = trial.papers
    headings = _HeadingsAbove(papers)
    nearest = headings.nearest()
    yield from _other_matters(nearest)
    yield from _several_years(nearest)
    title = text_of(page.soup.title) if page.soup.title else ""
    path = page.url.rsplit("//", 1)[-1].partition("/")[2]
    if not _announces_papers([*headings.of_each_level(), title, path, *_captions(common_parent(headings.firsts))]):
        yield "No heading says that these are accepted papers."
    yield from _not_covered(papers, trial.selectors.until is not None)
    yield from _elsewhere(papers, spots)


def _own_elements(papers: Sequence[ScoredPaper]) -> set[int]:
    """The identities of the papers' elements and of all inside them."""
    elements = (element for one in papers for element in one.found.elements.elements)
    return {id(tag) for element in elements for tag in (element, *element.find_all(True))}


class _HeadingsAbove:
    """The headings above papers that are not part of one."""

    def __init__(self, papers: Sequence[ScoredPaper]) -> None:
        self.firsts = [one.found.elements.first for one in papers]
        self._index = papers[0].found.elements.index
        self._own = _own_elements(papers)

    def nearest(self) -> list[str]:
        """The texts of the headings right above, each once, without the chairs of sessions."""
        above = (self._above(first, _HEADINGS) for first in self.firsts)
        texts = dict.fromkeys(text_of(tag) for tag in above if tag is not None)
        return list(dict.fromkeys(_CHAIRED.sub("", text) for text in texts if not _CHAIR.match(text)))

    def of_each_level(self) -> list[str]:
        """The texts of the nearest headings of each level, each heading once."""
        above = (self._above(first, (name,)) for first in self.firsts for name in _HEADINGS)
        return [text_of(tag) for tag in {id(tag): tag for tag in above if tag is not None}.values()]

    def _above(self, first: Tag, names: Sequence[str]) -> Tag | None:
        return next((tag for tag in self._index.before(names, first) if id(tag) not in self._own and text_of(tag)), None)


def _other_matters(nearest: Sequence[str]) -> Iterator[str]:
    for text in nearest:
        if _OTHERS.search(text) and not _PAPERS.search(_OTHERS.sub("", text)):
            yield f"Some are below the heading {quote(text[:60])}, which does not announce papers."
            return


def _several_years(nearest: Sequence[str]) -> Iterator[str]:
    years = {year for text in nearest for year in _YEAR.findall(text)}
    if len(years) > 1:
        yield f"They are below headings of several years ({', '.join(sorted(years))}). Choose one with --within or --paper."


def _announces_papers(texts: Sequence[str]) -> bool:
    return any(_PAPERS.search(_BETWEEN_WORDS.sub(" ", text)) for text in texts)


def _captions(around: Tag | None) -> Iterator[str]:
    """What else may announce a list: texts of elements before it that are not headings by name."""
    node = around
    for _ in range(4):
        if node is None or node.name in ("body", "html", "[document]"):
            return
        before = [text_of(tag) for tag in node.previous_siblings if isinstance(tag, Tag)][:3]
        yield from (text for text in before if len(text) < 80)
        node = node.parent


def _not_covered(papers: Sequence[ScoredPaper], is_run: bool) -> Iterator[str]:
    """Elements like the papers' beside them that may be papers and are not read."""
    texts = (text_of(tag) for tag in _like_papers(papers) if _may_be_paper(tag, is_run))
    others = [text for text in texts if len(text.split()) > 4 and not is_break(text)]
    if others:
        yield f"{len(others)} similar elements are not covered by this table, the first {quote(others[0][:60])}."


def _like_papers(papers: Sequence[ScoredPaper]) -> Iterator[Tag]:
    """The elements of the same name and classes under the same parents that belong to no paper."""
    firsts = [one.found.elements.first for one in papers]
    inside = {id(tag) for one in papers for tag in one.found.elements.elements}
    forms = set(map(_form, firsts))
    for parent in {id(tag.parent): tag.parent for tag in firsts}.values():
        siblings = parent.find_all(True, recursive=False) if parent is not None else []
        yield from (tag for tag in siblings if id(tag) not in inside and _form(tag) in forms)


def _may_be_paper(tag: Tag, is_run: bool) -> bool:
    """Whether an element may be one as well: a list's member, or one with something marked in it. In a run of siblings
    only what is bold or linked may be the head of a paper."""
    if tag.find("th"):
        return False
    return tag.name in _KEPT or tag.find(_LINKED_OR_BOLD if is_run else _MARKED) is not None


def _form(tag: Tag) -> tuple[str, ...]:
    return (tag.name, *sorted(tag.get("class") or []))


def _elsewhere(papers: Sequence[ScoredPaper], spots: Sequence[BylineSpot]) -> Iterator[str]:
    """Author lists that the selectors leave aside, those of papers that they read apart."""
    entries = [one.found.entry for one in papers if one.found.entry]
    aside = [text for text in _people_outside(papers, spots) if not _is_known(text, entries)]
    if aside:
        where = "another place reads" if len(aside) == 1 else f"{len(aside)} other places read"
        yield f"On the page, {where} like a list of people: {quote(aside[0][:60])}. Are papers missing?"


def _people_outside(papers: Sequence[ScoredPaper], spots: Sequence[BylineSpot]) -> Iterator[str]:
    """The texts that name several people, and are neither in a paper nor contain one."""
    holding = {id(parent) for one in papers for parent in one.found.elements.first.parents}
    of_papers = holding | _own_elements(papers)
    texts = (text_of(spot.element) for spot in spots if spot.number > 1 and id(spot.element) not in of_papers)
    yield from (text for text in texts if len(text) > _SHORT_BYLINE)


def _is_known(text: str, entries: Sequence[Entry]) -> bool:
    """Whether a text names a paper that was read, by its title or by its authors: a programme beside the list."""
    key, folded = title_key(text), fold(text)
    if any(len(one.authors) > 1 and all(fold(name) in folded for name in one.authors) for one in entries):
        return True
    if any(title in key for one in entries if len(title := title_key(one.title)) > _SHORT):
        return True
    try:
        people = set(map(fold, read_names(text, COMMA)[0].names))
    except NotNames:
        return False
    return any(people <= set(map(fold, one.authors)) for one in entries)
