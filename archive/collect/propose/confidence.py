"""How sure a proposal is: sure only if nothing speaks against it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from archive.collect.html.links import unassigned_note
from archive.collect.html.page import is_whole
from archive.collect.propose.byline_spots import BylineSpot
from archive.collect.propose.extraction_quality import ScoredPaper
from archive.collect.propose.patterns import SURE_PATTERNS
from archive.collect.propose.selector_trial import Trial
from archive.collect.propose.source import GivenPage
from archive.collect.propose.surroundings import around_papers
from archive.model.paper import Entry, Selectors
from archive.model.text import quote, words

HIGH, LOW, NONE = "high", "low", "none"

_FEWEST = 3  # papers; fewer repeat too little to be distinguished from anything else
_SOME = 4  # papers from which on habits are counted
_ODD = 0.12  # share of papers with oddities that a page may have
_COMMON = 0.6  # share of papers that should not have the same word at an end, or the same author
_USUAL_BEGINNINGS = frozenset({"a", "the", "on", "towards"})  # of titles


def confidence(trial: Trial, spots: Sequence[BylineSpot], page: GivenPage) -> tuple[str, list[str]]:
    """``high`` or ``low``, and in sentences what speaks against a proposal."""
    doubts = list(_doubts(trial, spots, page))
    return (LOW if doubts else HIGH), doubts


def _doubts(trial: Trial, spots: Sequence[BylineSpot], page: GivenPage) -> Iterator[str]:
    entries = trial.entries
    for check in _CHECKS:
        yield from check(trial.papers, entries)
    if _is_split_by_punctuation(trial.selectors):
        yield "Title and authors are separated only by punctuation."
    yield from around_papers(trial, spots, page)
    if len(trial.unassigned) > 1:
        yield from unassigned_note(trial.unassigned, page.url)
    if _is_page_cut_off(page.html):
        yield "The page does not end in </html>: it may be cut off."


def _is_split_by_punctuation(selectors: Selectors) -> bool:
    return selectors.title == selectors.authors and selectors.title_pattern not in SURE_PATTERNS


def _is_page_cut_off(html: str) -> bool:
    """Whether a page lacks its end; one that ends no element may leave out that end too."""
    return not is_whole(html) and bool(re.search(r"</(?:li|p|td|tr)>", html))


def _unreadable(papers: Sequence[ScoredPaper], entries: Sequence[Entry]) -> Iterator[str]:
    number = len(papers) - len(entries)
    if number:
        yield f"{number} of {len(papers)} elements cannot be read as papers."


def _few(_papers: Sequence[ScoredPaper], entries: Sequence[Entry]) -> Iterator[str]:
    if len(entries) < _FEWEST:
        yield f"Only {len(entries)} {'was' if len(entries) == 1 else 'were'} found."


def _doubtful(papers: Sequence[ScoredPaper], _entries: Sequence[Entry]) -> Iterator[str]:
    doubtful = [one for one in papers if one.found.entry and one.doubts]
    if doubtful:
        yield f"{len(doubtful)} of {len(papers)} papers are doubtful."
    odd = sum(bool(one.oddities) for one in papers)
    if odd > max(2, _ODD * len(papers)):
        yield f"{odd} of {len(papers)} papers look odd."


def _lonely(_papers: Sequence[ScoredPaper], entries: Sequence[Entry]) -> Iterator[str]:
    several = sum(len(entry.authors) > 1 for entry in entries)
    if 2 * several < len(entries):
        yield f"Only {several} of {len(entries)} have more than one author: these may be talks or people."


def _low_scores(papers: Sequence[ScoredPaper], entries: Sequence[Entry]) -> Iterator[str]:
    number = len(entries)
    if not number:
        return
    if sum(one.title_score for one in papers) / number < 0.8:
        yield "Some of the titles do not read like titles."
    if sum(one.people_score for one in papers) / number < 0.72:
        yield "Some of the authors do not read like names."
    if sum(len(words(entry.title)) for entry in entries) / number < 4.5:
        yield "The titles are short; these may not be papers."


def _repeated_words(_papers: Sequence[ScoredPaper], entries: Sequence[Entry]) -> Iterator[str]:
    if len(entries) < _SOME:
        return
    split = [words(entry.title) for entry in entries]
    for place, where, usual in ((-1, "end", frozenset[str]()), (0, "begin", _USUAL_BEGINNINGS)):
        word, number = Counter(found[place] for found in split if found).most_common(1)[0]
        if number >= _COMMON * len(entries) and word not in usual:
            yield f"{number} of {len(entries)} titles {where} with {quote(word)}, which may not belong to them."


def _one_author(_papers: Sequence[ScoredPaper], entries: Sequence[Entry]) -> Iterator[str]:
    authors = Counter(name for entry in entries for name in set(entry.authors))
    if len(entries) < _SOME or not authors:
        return
    name, number = authors.most_common(1)[0]
    if number >= _COMMON * len(entries):
        yield f"{quote(name)} is an author of {number} of {len(entries)}."


def _shared_links(_papers: Sequence[ScoredPaper], entries: Sequence[Entry]) -> Iterator[str]:
    pdfs = Counter(entry.pdf_url for entry in entries if entry.pdf_url)
    if pdfs and (most := pdfs.most_common(1)[0])[1] > 1:
        yield f"{most[1]} papers have the same PDF, {most[0]}."


_CHECKS: Sequence[Callable[[Sequence[ScoredPaper], Sequence[Entry]], Iterator[str]]] = (
    _unreadable, _few, _doubtful, _lonely, _low_scores, _repeated_words, _one_author, _shared_links
)  # fmt: skip
