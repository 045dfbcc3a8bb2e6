"""How sure a proposal is: it is called sure only where nothing at all speaks against it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from bs4 import BeautifulSoup, Tag

from archive.collect.html.bylines import read_names
from archive.collect.html.page import is_whole, text_of
from archive.collect.propose.build import Built
from archive.collect.propose.byline_spots import BylineSpot
from archive.collect.propose.candidates import common_parent
from archive.collect.propose.lexicon import is_break
from archive.collect.propose.patterns import SURE_PATTERNS
from archive.collect.propose.table_quality import Judged
from archive.model.names import COMMA, NotNames
from archive.model.paper import Entry
from archive.model.text import fold, title_key, words

HIGH, LOW, NONE = "high", "low", "none"

_SHORT = 15  # letters of a title that may stand anywhere
_FEWEST = 3  # papers; fewer repeat too little to be told from anything else
_SOME = 4  # papers from which on habits are counted
_ODD = 0.12  # share of papers with oddities that a page may have
_COMMON = 0.6  # share of papers that should not have the same word at an end, or the same author
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


def confidence(built: Built, spots: Sequence[BylineSpot], soup: BeautifulSoup, html: str, url: str) -> tuple[str, list[str]]:
    """``high`` or ``low``, and in sentences what speaks against a proposal."""
    entries = [one.found.entry for one in built.judged if one.found.entry]
    doubts = [doubt for check in _CHECKS for doubt in check(built.judged, entries)]
    if built.settings.title == built.settings.authors and built.settings.title_pattern not in SURE_PATTERNS:
        doubts.append("Title and authors are separated only by punctuation.")
    doubts += _context(built.judged, soup, url)
    doubts += _beside(built.judged, built.settings.until is not None)
    doubts += _elsewhere(built.judged, spots)
    doubts += [note for note in built.notes if "links to PDFs" in note and not note.startswith("2 ")]
    if not is_whole(html) and re.search(r"</(?:li|p|td|tr)>", html):  # a page that ends no element may leave out that end too
        doubts.append("The page does not end in </html>: it may be cut off.")
    return (LOW if doubts else HIGH), doubts


def _unreadable(judged: Sequence[Judged], entries: Sequence[Entry]) -> Iterator[str]:
    number = len(judged) - len(entries)
    if number:
        yield f"{number} of {len(judged)} elements cannot be read as papers."


def _few(_judged: Sequence[Judged], entries: Sequence[Entry]) -> Iterator[str]:
    if len(entries) < _FEWEST:
        yield f"Only {len(entries)} {'was' if len(entries) == 1 else 'were'} found."


def _doubtful(judged: Sequence[Judged], _entries: Sequence[Entry]) -> Iterator[str]:
    doubtful = [one for one in judged if one.found.entry and one.doubts]
    if doubtful:
        yield f"{len(doubtful)} of {len(judged)} papers are doubtful."
    odd = sum(bool(one.oddities) for one in judged)
    if odd > max(2, _ODD * len(judged)):
        yield f"{odd} of {len(judged)} papers look odd."


def _lonely(_judged: Sequence[Judged], entries: Sequence[Entry]) -> Iterator[str]:
    several = sum(len(entry.authors) > 1 for entry in entries)
    if 2 * several < len(entries):
        yield f"Only {several} of {len(entries)} have more than one author: these may be talks or people."


def _marks(judged: Sequence[Judged], entries: Sequence[Entry]) -> Iterator[str]:
    read = [one for one in judged if one.found.entry]
    if not read:
        return
    if sum(one.title for one in read) / len(read) < 0.8:
        yield "Some of the titles do not read like titles."
    if sum(one.people for one in read if one.found.entry and one.found.entry.authors) / len(read) < 0.72:
        yield "Some of the authors do not read like names."
    lengths = [len(words(entry.title)) for entry in entries]
    if sum(lengths) / len(lengths) < 4.5:
        yield "The titles are short; these may not be papers."


def _habits(_judged: Sequence[Judged], entries: Sequence[Entry]) -> Iterator[str]:
    if len(entries) < _SOME:
        return
    split = [words(entry.title) for entry in entries]
    for place, where in ((-1, "end"), (0, "begin")):
        word, number = Counter(found[place] for found in split if found).most_common(1)[0]
        if number >= _COMMON * len(entries) and (place == -1 or word not in ("a", "the", "on", "towards")):
            yield f"{number} of {len(entries)} titles {where} with {word!r}, which may not belong to them."
    authors = Counter(name for entry in entries for name in set(entry.authors))
    if authors and (most := authors.most_common(1)[0])[1] >= _COMMON * len(entries):
        yield f"{most[0]!r} is an author of {most[1]} of {len(entries)}."


def _shared_links(_judged: Sequence[Judged], entries: Sequence[Entry]) -> Iterator[str]:
    pdfs = Counter(entry.pdf_url for entry in entries if entry.pdf_url)
    if pdfs and (most := pdfs.most_common(1)[0])[1] > 1:
        yield f"{most[1]} papers have the same PDF, {most[0]}."


_CHECKS: Sequence[Callable[[Sequence[Judged], Sequence[Entry]], Iterator[str]]] = (
    _unreadable, _few, _doubtful, _lonely, _marks, _habits, _shared_links
)  # fmt: skip


def _context(judged: Sequence[Judged], soup: BeautifulSoup, url: str) -> Iterator[str]:
    """What the headings above the papers say they are."""
    firsts = [one.found.elements.first for one in judged]
    index = judged[0].found.elements.index
    own = {id(tag) for one in judged for element in one.found.elements.elements for tag in (element, *element.find_all(True))}
    headings: dict[int, str] = {}
    for first in firsts:
        for name in _HEADINGS:
            above = next((tag for tag in index.before([name], first) if id(tag) not in own and text_of(tag)), None)
            if above is not None:
                headings[id(above)] = text_of(above)
    nearest = {
        text_of(tag)
        for first in firsts
        if (tag := next((one for one in index.before(_HEADINGS, first) if id(one) not in own and text_of(one)), None))
    }
    nearest = {_CHAIRED.sub("", text) for text in nearest if not _CHAIR.match(text)}
    wrong = next((text for text in nearest if _OTHERS.search(text) and not _PAPERS.search(_OTHERS.sub("", text))), None)
    if wrong is not None:
        yield f"Some are below the heading {wrong[:60]!r}, which does not announce papers."
    years = {year for text in nearest for year in _YEAR.findall(text)}
    if len(years) > 1:
        yield f"They are below headings of several years ({', '.join(sorted(years))}). Choose one with --within or --paper."
    title = text_of(soup.title) if soup.title else ""
    around = common_parent(firsts)
    shown = [*headings.values(), title, url.rsplit("//", 1)[-1].partition("/")[2], *_captions(around)]
    if not any(_PAPERS.search(re.sub(r"[-_/.]", " ", text)) for text in shown):
        yield "No heading says that these are accepted papers."


def _captions(around: Tag | None) -> Iterator[str]:
    """What else may announce a list: texts of elements before it that are no headings by name."""
    node = around
    for _ in range(4):
        if node is None or node.name in ("body", "html", "[document]"):
            return
        before = [text_of(tag) for tag in node.previous_siblings if isinstance(tag, Tag)][:3]
        yield from (text for text in before if len(text) < 80)
        node = node.parent


def _beside(judged: Sequence[Judged], run: bool) -> Iterator[str]:
    """Elements like the papers', under the same parents, that are none by the table. In a run of siblings only those
    with something bold or linked may be the head of a paper."""
    firsts = {id(one.found.elements.first): one.found.elements.first for one in judged}
    inside = {id(tag) for one in judged for tag in one.found.elements.elements}
    names = {_form(tag) for tag in firsts.values()}
    parents = {id(tag.parent): tag.parent for tag in firsts.values() if tag.parent is not None}
    telling = ["a", "b", "strong", *(() if run else ("i", "em"))]
    others = [
        text_of(tag)
        for parent in parents.values()
        for tag in parent.find_all(True, recursive=False)
        if id(tag) not in inside and _form(tag) in names and not tag.find("th") and (tag.name in _KEPT or tag.find(telling))
    ]
    others = [text for text in others if len(text.split()) > 4 and not is_break(text)]
    if others:
        yield f"{len(others)} similar elements are not covered by this table, the first {others[0][:60]!r}."


def _form(tag: Tag) -> tuple[str, ...]:
    return (tag.name, *sorted(tag.get("class") or []))


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


def _elsewhere(judged: Sequence[Judged], spots: Sequence[BylineSpot]) -> Iterator[str]:
    """Author lists that the table leaves aside."""
    inside = {
        id(tag) for one in judged for element in one.found.elements.elements for tag in (element, *element.find_all(True))
    }
    holding = {id(parent) for one in judged for parent in one.found.elements.first.parents}
    aside = [
        text_of(spot.element)
        for spot in spots
        if spot.number > 1 and id(spot.element) not in inside and id(spot.element) not in holding
    ]
    entries = [one.found.entry for one in judged if one.found.entry]
    aside = [text for text in aside if len(text) > 20 and not _is_known(text, entries)]
    if aside:
        where = "another place reads" if len(aside) == 1 else f"{len(aside)} other places read"
        yield f"On the page, {where} like a list of people: {aside[0][:60]!r}. Are papers missing?"
