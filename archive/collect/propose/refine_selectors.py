"""Improves the best of the first selectors: changes are tried one by one, and kept if more is read then."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import soupsieve
from bs4 import Tag

from archive.collect.html.links import is_pdf
from archive.collect.html.page import text_of
from archive.collect.html.selector_entry import award_of
from archive.collect.propose.candidates import by_position, piece_selectors, simple_selectors
from archive.collect.propose.extraction_quality import ScoredPaper
from archive.collect.propose.initial_selectors import SAMPLE
from archive.collect.propose.patterns import AUTHORS_PATTERNS, FREQUENT, TITLE_PATTERNS, share
from archive.collect.propose.piece_texts import byline_text
from archive.collect.propose.programme import SKIPPED_BREAKS
from archive.collect.propose.selector_trial import Trial, Trials
from archive.model.names import FAMILY_FIRST, LIST, NAME_AFFILIATION

_LONG = 250  # characters on average; an abstract has so many
_OTHER_FILE = re.compile(r"slide|talk|poster|video|supp|present|appendix", re.IGNORECASE)
_PAPER_FILE = re.compile(r"paper|pdf|full[- ]?text|camera|manuscript|preprint|article", re.IGNORECASE)
_DISTINCTION = re.compile(
    r"(?:[\w-]+ )*award(?: [\w-]+)?|(?:best|outstanding|distinguished) [\w ]{3,30}|honou?rable mention|"
    r"(?:contributed )?(?:oral|spotlight|poster)(?: presentation| talk)?|runner[- ]up",
    re.IGNORECASE,
)
_TAGS_TO_DROP = (("sup",), ("em",), ("i",), ("small",), ("em", "sup"), ("i", "sup"), ("span", "sup"), ("span",))
_MAY_BE_BADGES = ("span", "b", "strong", "em", "i", "small", "div", "p", "td")
_MOST_PIECES = 30  # that are looked into for abstracts


def refine(trials: Trials, trial: Trial) -> Trial:
    """The selectors with every improvement that helps.

    Args:
        trials: of selectors on the page.
        trial: selectors and what they read of that page.
    """
    trial = _skipping(trials, _award(trials, trial))
    for improve in (_dropping, _patterns, _dropping, _formats):
        trial = trial if trial.has_no_warning else improve(trials, trial)
    return _pdf(trials, _abstract(trials, trial))


def _skipping(trials: Trials, trial: Trial) -> Trial:
    """Breaks of a programme are left out, if they are all that cannot be read."""
    if trial.readable < len(trial.papers) and all(_would_be_skipped(one) == (one.found.entry is None) for one in trial.papers):
        return trials.better(trial, skip=SKIPPED_BREAKS)
    return trial


def _would_be_skipped(one: ScoredPaper) -> bool:
    return bool(re.search(SKIPPED_BREAKS, text_of(one.found.elements.first)))


def _dropping(trials: Trials, trial: Trial) -> Trial:
    """Affiliations in markup of their own, footnote marks: what is not a person is removed."""
    for tags in _TAGS_TO_DROP:
        inside = list(_texts_inside(trial, tags))
        people = sum(not text.startswith("(") and trials.people(text) >= 0.7 for text in inside)
        if inside and 4 * people < len(inside):
            trial = trials.better(trial, drop=tuple(dict.fromkeys((*trial.selectors.drop, *tags))))
    return trial


def _texts_inside(trial: Trial, tags: Sequence[str]) -> Iterator[str]:
    """The texts of elements of some names inside what was read."""
    nodes = (node for one in trial.papers for piece in one.found.pieces for node in piece.nodes if isinstance(node, Tag))
    return filter(None, (text_of(tag) for node in nodes for tag in node.find_all(list(tags))))


def _patterns(trials: Trials, trial: Trial) -> Trial:
    """Labels and separators that most bylines and titles have."""
    for pattern in AUTHORS_PATTERNS:
        if _is_worth_trying(pattern, [one.found.byline for one in trial.papers if one.found.byline]):
            trial = trials.better(trial, authors_pattern=pattern)
    for pattern in TITLE_PATTERNS:
        if _is_worth_trying(pattern, [entry.title for entry in trial.entries]):
            trial = trials.better(trial, title_pattern=pattern)
    return trial


def _is_worth_trying(pattern: str, texts: Sequence[str]) -> bool:
    """Whether most texts have a pattern; that of lines cannot be seen in what was read."""
    return "\\n" in pattern or share(pattern, texts) >= FREQUENT


def _formats(trials: Trials, trial: Trial) -> Trial:
    for names in (FAMILY_FIRST, NAME_AFFILIATION, LIST):
        trial = trials.better(trial, names=names)
    return trial


# abstracts ----------------------------------------------------------------------------------------


def _abstract(trials: Trials, trial: Trial) -> Trial:
    """A long text that most papers have beside title and authors."""
    if "abstract" in trials.fixed:
        return trial
    for piece in _prose_selectors(trial):
        other = trials.changed(trial, abstract=piece)
        if other is None or not other.reads_no_less_than(trial):
            continue
        if _may_be_abstracts([entry.abstract or "" for entry in other.entries]):
            return other
    return trial


def _prose_selectors(trial: Trial) -> Iterator[str]:
    selectors = trial.selectors
    papers = [one.found.elements for one in trial.papers if one.found.entry]
    for piece in piece_selectors([one.first for one in papers], selectors.until is not None)[:_MOST_PIECES]:
        if piece not in (selectors.title, selectors.authors):
            selector = soupsieve.compile(piece)
            if _may_be_abstracts([byline_text(one, selector) for one in papers[:SAMPLE]]):
                yield piece


def _may_be_abstracts(texts: Sequence[str]) -> bool:
    """Whether at least half of some texts may be abstracts."""
    return 2 * sum(map(_may_be_abstract, texts)) >= len(texts)


def _may_be_abstract(text: str) -> bool:
    """Whether a text may be an abstract: long, of sentences, and without names between commas at its beginning."""
    return len(text) >= _LONG and text.count(". ") >= 1 and text[:200].count(",") < 8


# PDFs ---------------------------------------------------------------------------------------------


def _pdf(trials: Trials, trial: Trial) -> Trial:
    """The first PDF link is the paper's, unless its label says that it is something else."""
    if "pdf" in trials.fixed or not any(map(_OTHER_FILE.search, _labels_of_pdfs(trial))):
        return trial
    for label in _labels_of_papers(trial):
        other = trials.changed(trial, pdf=f"a[href$='.pdf']:-soup-contains('{label}')")
        if other is not None and any(entry.pdf_url is not None for entry in other.entries):
            return other
    return trials.changed(trial, pdf="") or trial


def _labels_of_pdfs(trial: Trial) -> Iterator[str]:
    """The labels of the links that were taken for the papers' PDFs."""
    for one in trial.papers:
        if one.found.entry and one.found.entry.pdf_url is not None and one.found.links.taken:
            yield text_of(one.found.links.taken[0])


def _labels_of_papers(trial: Trial) -> list[str]:
    """The labels of links to PDFs that say they lead to a paper, and can be written in a selector."""
    anchors = (a for one in trial.papers for tag in one.found.elements.elements for a in tag.find_all("a"))
    labels = dict.fromkeys(text_of(a) for a in anchors if is_pdf(str(a.get("href") or "")))
    return [label for label in labels if _says_paper(label) and "'" not in label]


def _says_paper(label: str) -> bool:
    return bool(_PAPER_FILE.search(label)) and not _OTHER_FILE.search(label)


# awards -------------------------------------------------------------------------------------------


def _award(trials: Trials, trial: Trial) -> Trial:
    """Badges: elements that say an award or a kind of presentation, and nothing else anywhere."""
    if "award" in trials.fixed:
        return trial
    selectors = (selector for tag in _badges(trial) for selector in (*simple_selectors(tag), *by_position(tag)))
    for selector in dict.fromkeys(selectors):
        other = trials.changed(trial, award=selector) if _selects_only_badges(trial, selector) else None
        if other is not None and other.reads_no_less_than(trial):
            return other
    return trial


def _badges(trial: Trial) -> Iterator[Tag]:
    """The elements inside papers that say an award or a kind of presentation alone."""
    elements = (element for one in trial.papers for element in one.found.elements.elements)
    return (tag for element in elements for tag in element.find_all(_MAY_BE_BADGES) if _DISTINCTION.fullmatch(_badge(tag)))


def _selects_only_badges(trial: Trial, selector: str) -> bool:
    """Whether all that a selector matches in papers says a distinction, or nothing."""
    pattern = soupsieve.compile(selector)
    texts = (_badge(tag) for one in trial.papers for tag in one.found.elements.select(pattern))
    return all(map(_DISTINCTION.fullmatch, filter(None, texts)))


def _badge(tag: Tag) -> str:
    """What an element says of an award, if that is all that it says."""
    return award_of(text_of(tag).strip("★🏆! ")).strip("★🏆! ")
