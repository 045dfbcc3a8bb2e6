"""Finds the best selectors for a page: candidates are joined with possible titles and authors, tried and refined."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import soupsieve

from archive.collect.html.css import WHOLE, PaperElements, Piece, papers_of
from archive.collect.html.index import PageIndex
from archive.collect.html.page import lines_of
from archive.collect.propose.byline_spots import BylineSpot, bylines
from archive.collect.propose.candidates import Candidate, ParsedPage, candidates, common_parent, matching, piece_selectors
from archive.collect.propose.initial_selectors import SAMPLE, ScoredCandidate, TextPiece, drops_of, first_selectors
from archive.collect.propose.lexicon import Lexicon
from archive.collect.propose.piece_texts import byline_text, title_text
from archive.collect.propose.refine_selectors import refine
from archive.collect.propose.selector_trial import Trial, Trials
from archive.collect.propose.source import GivenPage
from archive.model.paper import Selectors

_TRIED = 10  # candidates of which selectors are tried
_TITLES, _BYLINES = 3, 3  # pieces of each that may be the title or the authors
_FINALISTS = 6  # selectors that are tried on the whole page

_MARKUP = (
    (".note:has(.note-authors)", "h4 a, h4", ".note-authors"),
    (".note:has(.note_contents, .authors)", ".title, h4", ".note-authors, .authors"),
    (
        "[itemtype$='ScholarlyArticle']",
        "[itemprop='headline'], [itemprop='name']:not([itemprop='author'] *)",
        "[itemprop='author']",
    ),
)
_TextOf = Callable[[PaperElements, soupsieve.SoupSieve], str]


class TableBuilder:
    """Proposes selectors for one page. ``fixed`` are settings that a person gave and that stay."""

    def __init__(self, page: GivenPage, lexicon: Lexicon, fixed: Mapping[str, Any]) -> None:
        self.page = page
        self.lexicon = lexicon
        self.spots: Sequence[BylineSpot] = bylines(page.soup, lexicon)
        self._index = PageIndex(page.soup)
        self._parsed = ParsedPage(page.soup, self.spots, self._index)
        self.trials = Trials(page, lexicon, fixed, self._index)
        self._fixed = self.trials.fixed

    def best(self) -> Trial | None:
        """The selectors that read the page best; None if nothing on it reads as papers."""
        best: Trial | None = None
        for selectors in self._finalists():
            trial = self.trials.make(selectors)
            if trial is not None and self._is_wanted(trial) and (best is None or trial.is_better_than(best)):
                best = trial
        return refine(self.trials, best) if best is not None else None

    def _finalists(self) -> list[Selectors]:
        """The first selectors that read most by a sample of their papers, the best first."""
        tried: list[tuple[float, int, Selectors]] = []
        for i, (number, selectors) in enumerate(self._first_selectors()):
            sampled = self.trials.make(selectors, SAMPLE)
            if sampled is not None and sampled.papers:
                tried.append((-sampled.ranking_score * number / len(sampled.papers), i, selectors))
        return [selectors for _, _, selectors in sorted(tried, key=lambda one: one[:2])[:_FINALISTS]]

    def _is_wanted(self, trial: Trial) -> bool:
        """Whether selectors read anything like papers, or a person gave so many of them that they are shown however badly they
        reads."""
        if trial.score > 0:
            return True
        return bool(self._fixed) and (trial.readable > 0 or {"paper", "title", "authors"} <= self._fixed.keys())

    def _first_selectors(self) -> Iterator[tuple[int, Selectors]]:
        """Tables to try, with how many papers each has."""
        ranked = sorted(map(self._score_candidate, self._candidates()), key=lambda one: -one.score)
        yield from self._marked_up()
        for one in ranked[:_TRIED]:
            for title in one.titles:
                for authors in one.authors:
                    for selectors in first_selectors(one, title, authors):
                        yield len(one.candidate.members), selectors

    def _marked_up(self) -> Iterator[tuple[int, Selectors]]:
        """Tables for markup that says itself what is what: OpenReview's lists and schema.org's articles."""
        for paper, title, authors in _MARKUP:
            members = self.page.soup.select(paper)
            if len(members) > 1:
                yield len(members), Selectors(paper, title, authors=authors)

    def _candidates(self) -> Sequence[Candidate]:
        """What may be papers; if a person said it, that alone."""
        paper = self._fixed.get("paper")
        if not isinstance(paper, str):
            patterns = [self._fixed[key] for key in ("title_pattern", "authors_pattern") if self._fixed.get(key)]
            return [*candidates(self._parsed), *matching(self._parsed, patterns)]
        within, until = self._fixed.get("within"), self._fixed.get("until")
        try:
            roots = self.page.soup.select(within) if within else [self.page.soup]
            members = [one for root in roots for one in root.select(paper)]
        except (soupsieve.SelectorSyntaxError, NotImplementedError):
            return []
        return [Candidate(within, paper, members, until, len(members))] if members else []

    def _score_candidate(self, candidate: Candidate) -> ScoredCandidate:
        """A candidate with the pieces of it that may be title and authors, and how likely it is that of the papers."""
        is_run = candidate.until is not None
        papers = _papers(candidate, self._index)
        sample = papers[:: max(1, len(papers) // SAMPLE)]
        pieces = [*piece_selectors([one.first for one in sample], is_run)[:40], WHOLE]
        if is_run:
            pieces.insert(0, candidate.paper)
        titles = self._ranked(pieces, sample, title_text, self.lexicon.title)
        authors = self._ranked(pieces, sample, byline_text, self.trials.people)
        best = (titles[0].score if titles else 0.0) * (authors[0].score if authors else 0.0)
        return ScoredCandidate(
            candidate,
            (2 * candidate.covered - len(papers)) * max(best, 0.1),
            self._chosen("title", titles[:_TITLES], sample, title_text),
            self._chosen("authors", authors[:_BYLINES], sample, byline_text),
            drops_of(candidate),
        )

    def _chosen(
        self, key: str, ranked: Sequence[TextPiece], sample: Sequence[PaperElements], text: _TextOf
    ) -> Sequence[TextPiece]:
        """The pieces to try: the one that a person gave, else the best ones and the whole paper."""
        fixed = self._fixed.get(key)
        wanted = [fixed] if isinstance(fixed, str) else [WHOLE]
        pieces = [] if isinstance(fixed, str) else [piece for piece in ranked if piece.selector != WHOLE]
        for selector in wanted:
            try:
                compiled = soupsieve.compile(selector)
            except (soupsieve.SelectorSyntaxError, NotImplementedError):
                continue
            lines = tuple("\n".join(map(lines_of, one.whole.nodes)) for one in sample) if selector == WHOLE else ()
            pieces.append(TextPiece(selector, 0.0, tuple(text(one, compiled) for one in sample), lines))
        return pieces

    def _ranked(
        self, pieces: Sequence[str], sample: Sequence[PaperElements], text: _TextOf, score_of: Callable[[str], float]
    ) -> list[TextPiece]:
        ranked: list[TextPiece] = []
        seen: set[tuple[str, ...]] = set()
        for piece in pieces:
            selector = soupsieve.compile(piece)
            texts = tuple(text(one, selector) for one in sample)
            if texts not in seen:
                seen.add(texts)
                ranked.append(TextPiece(piece, sum(map(score_of, texts)) / len(texts), texts))
        return sorted((one for one in ranked if one.score >= 0.3), key=lambda one: -one.score)


def _papers(candidate: Candidate, index: PageIndex) -> list[PaperElements]:
    if candidate.until is None:
        return [PaperElements(member, Piece([member]), index) for member in candidate.members]
    root = common_parent(candidate.members)
    wanted = {id(member) for member in candidate.members}
    found = papers_of(root, soupsieve.compile(candidate.paper), soupsieve.compile(candidate.until), index) if root else []
    return [one for one in found if id(one.first) in wanted]
