"""Improves the best of the first tables: settings are tried one by one, and kept if the table then reads more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import soupsieve
from bs4 import Tag

from archive.collect.html.links import is_pdf
from archive.collect.html.page import text_of
from archive.collect.html.selector_entry import award_of
from archive.collect.propose.candidates import by_position, pieces_of, simple_selectors
from archive.collect.propose.extraction_quality import ScoredPaper
from archive.collect.propose.initial_selectors import SAMPLE
from archive.collect.propose.patterns import AUTHORS_PATTERNS, FREQUENT, TITLE_PATTERNS, share
from archive.collect.propose.piece_texts import byline_text
from archive.collect.propose.selector_trial import Built, TableReader
from archive.model.names import FAMILY_FIRST, LIST, NAME_AFFILIATION

_LONG = 250  # characters on average; an abstract has so many
_OTHER_FILE = re.compile(r"slide|talk|poster|video|supp|present|appendix", re.IGNORECASE)
_PAPER_FILE = re.compile(r"paper|pdf|full[- ]?text|camera|manuscript|preprint|article", re.IGNORECASE)
_DISTINCTION = re.compile(
    r"(?:[\w-]+ )*award(?: [\w-]+)?|(?:best|outstanding|distinguished) [\w ]{3,30}|honou?rable mention|"
    r"(?:contributed )?(?:oral|spotlight|poster)(?: presentation| talk)?|runner[- ]up",
    re.IGNORECASE,
)
_BREAKS = (
    r"(?i)^[^a-z]*(?:[ap]m\W+)?(?:(?:coffee|lunch|tea|morning|afternoon|short) )*"
    r"(?:break|lunch|opening|closing|welcome|registration)\b"
)
_TAGS_TO_DROP = (("sup",), ("em",), ("i",), ("small",), ("em", "sup"), ("i", "sup"), ("span", "sup"), ("span",))
_MAY_BE_BADGES = ("span", "b", "strong", "em", "i", "small", "div", "p", "td")
_MOST_PIECES = 30  # that are looked into for abstracts


def refine(reader: TableReader, built: Built) -> Built:
    """The table with every improvement that helps.

    Args:
        reader: the page.
        built: a table and what it reads of that page.
    """
    built = _skipping(reader, _award(reader, built))
    for improve in (_dropping, _patterns, _dropping, _formats):
        built = built if built.has_no_warning else improve(reader, built)
    return _pdf(reader, _abstract(reader, built))


def _skipping(reader: TableReader, built: Built) -> Built:
    """Breaks of a programme are left out, if they are all that cannot be read."""
    if built.read < len(built.papers) and all(_is_break(one) == (one.found.entry is None) for one in built.papers):
        return reader.better(built, skip=_BREAKS)
    return built


def _is_break(one: ScoredPaper) -> bool:
    return bool(re.search(_BREAKS, text_of(one.found.elements.first)))


def _dropping(reader: TableReader, built: Built) -> Built:
    """Affiliations in markup of their own, footnote marks: what is not a person is removed."""
    for tags in _TAGS_TO_DROP:
        inside = list(_texts_inside(built, tags))
        people = sum(not text.startswith("(") and reader.people(text) >= 0.7 for text in inside)
        if inside and 4 * people < len(inside):
            built = reader.better(built, drop=tuple(dict.fromkeys((*built.settings.drop, *tags))))
    return built


def _texts_inside(built: Built, tags: Sequence[str]) -> Iterator[str]:
    """The texts of elements of some names inside what was read."""
    nodes = (node for one in built.papers for piece in one.found.pieces for node in piece.nodes if isinstance(node, Tag))
    return filter(None, (text_of(tag) for node in nodes for tag in node.find_all(list(tags))))


def _patterns(reader: TableReader, built: Built) -> Built:
    """Labels and separators that most bylines and titles have."""
    for pattern in AUTHORS_PATTERNS:
        if _is_worth_trying(pattern, [one.found.byline for one in built.papers if one.found.byline]):
            built = reader.better(built, authors_pattern=pattern)
    for pattern in TITLE_PATTERNS:
        if _is_worth_trying(pattern, [entry.title for entry in built.entries]):
            built = reader.better(built, title_pattern=pattern)
    return built


def _is_worth_trying(pattern: str, texts: Sequence[str]) -> bool:
    """Whether most texts have a pattern; that of lines cannot be seen in what was read."""
    return "\\n" in pattern or share(pattern, texts) >= FREQUENT


def _formats(reader: TableReader, built: Built) -> Built:
    for names in (FAMILY_FIRST, NAME_AFFILIATION, LIST):
        built = reader.better(built, names=names)
    return built


# abstracts ----------------------------------------------------------------------------------------


def _abstract(reader: TableReader, built: Built) -> Built:
    """A long text that most papers have beside title and authors."""
    if "abstract" in reader.fixed:
        return built
    for piece in _pieces_of_prose(built):
        other = reader.changed(built, abstract=piece)
        if other is None or not other.reads_no_less_than(built):
            continue
        if _are_prose([entry.abstract or "" for entry in other.entries]):
            return other
    return built


def _pieces_of_prose(built: Built) -> Iterator[str]:
    settings = built.settings
    papers = [one.found.elements for one in built.papers if one.found.entry]
    for piece in pieces_of([one.first for one in papers], settings.until is not None)[:_MOST_PIECES]:
        if piece not in (settings.title, settings.authors):
            selector = soupsieve.compile(piece)
            if _are_prose([byline_text(one, selector) for one in papers[:SAMPLE]]):
                yield piece


def _are_prose(texts: Sequence[str]) -> bool:
    """Whether at least half of some texts may be abstracts."""
    return 2 * sum(map(_is_prose, texts)) >= len(texts)


def _is_prose(text: str) -> bool:
    """Whether a text may be an abstract: long, of sentences, and without names between commas at its beginning."""
    return len(text) >= _LONG and text.count(". ") >= 1 and text[:200].count(",") < 8


# PDFs ---------------------------------------------------------------------------------------------


def _pdf(reader: TableReader, built: Built) -> Built:
    """The first PDF link is the paper's, unless its label says that it is something else."""
    if "pdf" in reader.fixed or not any(map(_OTHER_FILE.search, _labels_of_pdfs(built))):
        return built
    for label in _labels_of_papers(built):
        other = reader.changed(built, pdf=f"a[href$='.pdf']:-soup-contains('{label}')")
        if other is not None and any(entry.pdf_url is not None for entry in other.entries):
            return other
    return reader.changed(built, pdf="") or built


def _labels_of_pdfs(built: Built) -> Iterator[str]:
    """The labels of the links that were taken for the papers' PDFs."""
    for one in built.papers:
        if one.found.entry and one.found.entry.pdf_url is not None and one.found.links.taken:
            yield text_of(one.found.links.taken[0])


def _labels_of_papers(built: Built) -> list[str]:
    """The labels of links to PDFs that say they lead to a paper, and can be written in a selector."""
    anchors = (a for one in built.papers for tag in one.found.elements.elements for a in tag.find_all("a"))
    labels = dict.fromkeys(text_of(a) for a in anchors if is_pdf(str(a.get("href") or "")))
    return [label for label in labels if _says_paper(label) and "'" not in label]


def _says_paper(label: str) -> bool:
    return bool(_PAPER_FILE.search(label)) and not _OTHER_FILE.search(label)


# awards -------------------------------------------------------------------------------------------


def _award(reader: TableReader, built: Built) -> Built:
    """Badges: elements that say an award or a kind of presentation, and nothing else anywhere."""
    if "award" in reader.fixed:
        return built
    selectors = (selector for tag in _badges(built) for selector in (*simple_selectors(tag), *by_position(tag)))
    for selector in dict.fromkeys(selectors):
        other = reader.changed(built, award=selector) if _selects_only_badges(built, selector) else None
        if other is not None and other.reads_no_less_than(built):
            return other
    return built


def _badges(built: Built) -> Iterator[Tag]:
    """The elements inside papers that say an award or a kind of presentation alone."""
    elements = (element for one in built.papers for element in one.found.elements.elements)
    return (tag for element in elements for tag in element.find_all(_MAY_BE_BADGES) if _DISTINCTION.fullmatch(_badge(tag)))


def _selects_only_badges(built: Built, selector: str) -> bool:
    """Whether all that a selector matches in papers says a distinction, or nothing."""
    pattern = soupsieve.compile(selector)
    texts = (_badge(tag) for one in built.papers for tag in one.found.elements.select(pattern))
    return all(map(_DISTINCTION.fullmatch, filter(None, texts)))


def _badge(tag: Tag) -> str:
    """What an element says of an award, if that is all that it says."""
    return award_of(text_of(tag).strip("★🏆! ")).strip("★🏆! ")
