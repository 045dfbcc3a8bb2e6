"""The search engine's interface: a parsed query in, ordered results out."""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from archive.catalogue.filters import Filters
from archive.model.analysis import split
from archive.search import ranking
from archive.search.evaluate import NO_CORRECTIONS, Corrections, Evaluator
from archive.search.postings import Postings
from archive.search.query import Match, Query, Sort, Term
from archive.search.query_plan import QueryPlan, is_metadata, is_topic_name
from archive.search.ranking import NOTHING, ScoredDocs
from archive.search.snapshot import Snapshot
from archive.search.stored_papers import Papers

if TYPE_CHECKING:
    from archive.model.record import Record

FACETS = {"year": "year", "edition": "edition", "topic": "topics", "author": "people"}  # each with the field it counts
MAX_KEYWORDS = 5  # content terms; a query with more is a description, and its scores are smoothed
_VECTORS_KEPT = 500  # of papers: some 10 KB each


class Hit(NamedTuple):
    """One result.

    Attributes:
        record: the paper.
        score: without an upper bound; 0 if the query has no words.
        partial: some words were not found.
        reasons: the parts that the score is the sum of, before smoothing.
    """

    record: Record
    score: float
    partial: bool = False
    reasons: tuple[tuple[str, float], ...] = ()


class Answer:
    """Results in order. With ``match`` any, papers that match some of the words are full matches.

    Attributes:
        query: the parsed query.
        plan: how it was read.
        hits: the results of this page, best first.
        total: how many papers match in full.
        corrections: words of the query that no paper contains, with the words searched in their place; partial results
            may contain these.
        offers: further words that no paper contains, with words that may have been meant; these were not searched.
        unlike: further words that no paper contains, and that no word of the archive resembles.
        prefix_terms: words that no paper contains, but that begin words of papers; these longer words were searched.
        took_ms: milliseconds.
    """

    def __init__(
        self,
        query: Query,
        plan: QueryPlan,
        hits: Sequence[Hit],
        matches: _Matches,
        corrections: Corrections,
        prefix_terms: Collection[str],
        took_ms: float,
    ) -> None:
        self.query = query
        self.plan = plan
        self.hits = hits
        self.total = len(matches.numbers)
        self.corrections, self.offers, self.unlike = corrections
        self.prefix_terms = prefix_terms
        self.took_ms = took_ms
        self._matches = matches

    @cached_property
    def total_partial(self) -> int:
        """How many papers match some of the query but not all, regardless of ``limit``; 0 with ``match`` all or any.
        Counted on first use.
        """
        return self._matches.count_partial()

    @cached_property
    def facets(self) -> dict[str, dict[str, int]]:
        """How many full matches there are of each year, edition, topic (broader ones too) and author."""
        return {name: self._matches.count_values(field) for name, field in FACETS.items()}

    @cached_property
    def total_withdrawn(self) -> int:
        """How many of the full matches were withdrawn."""
        from archive.model.paper import WITHDRAWN

        return self._matches.count_values("status").get(WITHDRAWN, 0)

    def restrict(self, ids: Collection[str]) -> Answer:
        """The same answer with only the full matches of these ids."""
        hits = [hit for hit in self.hits if hit.record["id"] in ids and not hit.partial]
        matches = self._matches.restrict(ids)
        corrections = Corrections(self.corrections, self.offers, self.unlike)
        return Answer(self.query, self.plan, hits, matches, corrections, self.prefix_terms, self.took_ms)

    @property
    def alternatives(self) -> list[str]:
        """Other forms of the query's words that were searched too, and corrections."""
        ways = (way for clause in self.plan.clauses for way in clause.alternatives)
        others = [way.text for way in ways if isinstance(way, Term) and not is_topic_name(way) and not is_metadata(way)]
        return others if self.is_full else [*others, *self.corrections.values()]

    @property
    def is_full(self) -> bool:
        """Whether every result is a full match; corrections are then only suggested."""
        return not any(hit.partial for hit in self.hits)

    @property
    def ids(self) -> list[str]:
        """The ids of all full matches, best first."""
        return [self._matches.papers.id(number) for number in self._matches.ordered()]

    @property
    def suggestion(self) -> str | None:
        """The query with the closest known words in place of words that no paper contains; None if there are none."""
        nearest = {**self.corrections, **self.offers}
        if not nearest:
            return None
        known = {piece.text: near for word, near in nearest.items() for piece in split(word)}
        text, pieces, at = self.query.text, [], 0
        for word in split(text):
            if word.text in known:
                pieces += [text[at : word.start], known[word.text]]
                at = word.end
        return "".join([*pieces, text[at:]])


class _Matches(NamedTuple):
    """The full matches of an answer, ordered and counted on demand."""

    papers: Papers
    numbers: Collection[int]
    order: Callable[[Collection[int]], list[int]]
    count_partial: Callable[[], int]

    def ordered(self) -> list[int]:
        return self.order(self.numbers)

    def restrict(self, ids: Collection[str]) -> _Matches:
        numbers = [number for number in self.ordered() if self.papers.id(number) in ids]
        return self._replace(numbers=numbers, count_partial=lambda: 0)

    def count_values(self, field: str) -> dict[str, int]:
        counts: dict[str, int] = {}
        for number in self.numbers:
            value = self.papers.value(field, number)
            for one in value if isinstance(value, list) else [value]:
                if one is not None:
                    counts[str(one)] = counts.get(str(one), 0) + 1
        return dict(sorted(counts.items()))


class SearchIndex:
    """An open index. Several threads may share it.

    Args:
        snapshot: read from a file, or just built.
        folder: that of the archive, whose topics ``topic:`` names; None for the bundled ones.

    Raises:
        DamagedSnapshot: it is not an index. Methods raise it too, when they read a damaged part for the first time.
    """

    def __init__(self, snapshot: Snapshot, folder: Path | None = None) -> None:
        self._folder = folder
        self.papers = Papers(snapshot)
        self.postings = Postings(snapshot, len(self.papers))
        self._vector = lru_cache(maxsize=_VECTORS_KEPT)(self._weighted_vector)

    def __len__(self) -> int:
        return len(self.papers)

    def record(self, paper_id: str) -> Record | None:
        """The paper of that id."""
        number = self.papers.number(paper_id)
        return None if number is None else self.papers.record(number)

    def known_values(self, field: str) -> Collection[str]:
        """The values of ``year``, ``venue`` or ``edition`` that papers have, folded."""
        return self.papers.known_values(field)

    def _weighted_vector(self, number: int) -> Mapping[int, float]:
        """The content stems of a paper (by number) with their BM25 weights, normalized to length one."""
        papers = self.papers
        length, mean = papers.lengths[number], papers.mean_length
        return ranking.normalize(
            {
                term: ranking.idf(frequency, len(papers)) * ranking.tf_saturation(count, length, mean)
                for term, count, frequency in papers.term_vector(number)
            }
        )

    def search(
        self,
        query: Query,
        filters: Filters | None = None,
        *,
        limit: int | None = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        match: Match = "auto",
        unfinished: bool = False,
    ) -> Answer:
        """Search.

        Args:
            query: from :func:`~archive.search.query.parse_query`.
            filters: metadata that every result must have.
            limit: the most results; None gives all after ``offset``.
            offset: skip this many of the best results.
            sort: ``relevance``, ``year`` (oldest first), ``-year`` (newest first) or ``title``.
            match: ``all`` words, ``any`` word, or ``auto``: all, and if these do not fill the page, the best of the
                papers with some of the words, marked as partial.
            unfinished: the last word may be the beginning of one.
        """
        began = time.perf_counter()
        evaluate = Evaluator(self.papers, self.postings, query, filters or Filters(), unfinished, self._folder)
        end = None if limit is None else offset + limit
        full, partial = _full_and_partial(evaluate, match, end)
        full, rest = self._smoothed(evaluate.plan, full, partial or NOTHING)

        def count_partial() -> int:
            if match != "auto" or partial:
                return len(rest.scores)
            return len(evaluate.match_any(corrected=True).scores.keys() - full.scores.keys())

        def order(numbers: Collection[int]) -> list[int]:
            return self._order(numbers, full.scores, sort)

        page = [(number, full, False) for number in self._order(full.scores, full.scores, sort, end)]
        page += [(number, rest, True) for number in self._order(rest.scores, rest.scores, sort, end)]
        hits = [self._hit(number, docs, partial) for number, docs, partial in page[offset:end]]
        matches = _Matches(self.papers, full.scores.keys(), order, count_partial)
        is_complete = full.scores and not partial and match != "any"
        corrections = NO_CORRECTIONS if is_complete else evaluate.corrections
        prefix_terms = evaluate.prefix_terms
        took_ms = round((time.perf_counter() - began) * 1000, 2)
        return Answer(query, evaluate.plan, hits, matches, corrections, prefix_terms, took_ms)

    def _smoothed(self, plan: QueryPlan, full: ScoredDocs, rest: ScoredDocs) -> tuple[ScoredDocs, ScoredDocs]:
        """Full and partial matches; the scores of a long query are smoothed over both together."""
        rest = rest.restrict(rest.scores.keys() - full.scores.keys())
        if plan.content_terms <= MAX_KEYWORDS:
            return full, rest
        scores = ranking.smooth_scores({**rest.scores, **full.scores}, self._vector)
        one, other = (docs._replace(scores={n: scores[n] for n in docs.scores}) for docs in (full, rest))
        return one, other

    def _order(self, numbers: Collection[int], scores: ranking.Scores, sort: Sort, most: int | None = None) -> list[int]:
        """Papers in order, at most ``most``. Papers with equal scores keep the archive's order."""

        def by_score(number: int) -> tuple[float, int]:
            return -scores[number], number

        if sort == "relevance" and most is not None and most < len(numbers):
            return heapq.nsmallest(most, numbers, by_score)
        best = sorted(numbers, key=by_score)
        if sort in ("year", "-year"):
            return self._by_year(best, newest_first=sort == "-year")
        if sort == "title":
            best.sort(key=self.papers.title_ranks.__getitem__)
        return best

    def _by_year(self, numbers: Sequence[int], newest_first: bool) -> list[int]:
        """Papers by year, in the given order within a year; those without a year last."""
        years = {number: year for number in numbers if (year := self.papers.value("year", number))}
        known = sorted(years, key=lambda number: -years[number] if newest_first else years[number])
        return known + [number for number in numbers if number not in years]

    def _hit(self, number: int, docs: ScoredDocs, partial: bool) -> Hit:
        reasons = [(reason.what, reason.scores[number]) for reason in docs.reasons if number in reason.scores]
        return Hit(self.papers.record(number), docs.scores[number], partial, tuple(reasons))


def _full_and_partial(evaluate: Evaluator, match: Match, wanted: int | None) -> tuple[ScoredDocs, ScoredDocs | None]:
    """Full matches, and partial ones if they are shown: below full ones that are fewer than wanted. None wants all."""
    if match == "any":
        return evaluate.match_any(), None
    full = evaluate.match_all()
    shows_partial = match == "auto" and (wanted is None or len(full.scores) < wanted)
    return full, evaluate.match_any(corrected=True) if shows_partial else None
