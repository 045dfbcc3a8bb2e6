"""Asking the index: from a parsed query to papers in order."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from archive.catalogue.filters import Filters
from archive.model.analysis import split
from archive.search import ranking
from archive.search.evaluate import Ask
from archive.search.papers import Papers
from archive.search.plan import Plan, is_demand, is_topic
from archive.search.postings import Postings
from archive.search.query import Match, Query, Sort, Term
from archive.search.ranking import NOTHING, Found, added, leaf

if TYPE_CHECKING:
    from archive.model.record import Record

FACETS = {"year": "year", "edition": "edition", "topic": "topics", "author": "people"}  # and the fact that each counts
KEYWORDS = 5  # telling words up to which a query is half-remembered rather than described
_DIRECTIONS = 2_000  # of papers, kept


class Hit(NamedTuple):
    """One result; ``partial`` where not every word was found. ``reasons`` are what its score is the
    sum of, before scores were smoothed."""

    record: Record
    score: float
    partial: bool = False
    reasons: tuple[tuple[str, float], ...] = ()


class Answer:
    """Results in order. ``total`` and :attr:`facets` count full matches, :attr:`total_partial` the papers
    that hold only some of the words, ``took_ms`` is milliseconds. With ``match`` any a paper that holds
    some of the words is a full match, as that is what was asked.
    ``stand_ins`` are known words by those of the query that no paper says; partial results may hold
    them. ``halves`` are words that no paper says and others begin with: those were searched. ``ids`` are
    all full matches, best first."""

    def __init__(
        self,
        query: Query,
        plan: Plan,
        hits: Sequence[Hit],
        matches: Sequence[Mapping[str, Any]],
        stand_ins: Mapping[str, str],
        halves: Collection[str],
        took_ms: float,
        count_partial: Callable[[], int] = int,
    ) -> None:
        self.query = query
        self.plan = plan
        self.hits = hits
        self.total = len(matches)
        self.stand_ins = stand_ins
        self.halves = halves
        self.took_ms = took_ms
        self._matches = matches
        self._count_partial = count_partial

    @cached_property
    def total_partial(self) -> int:
        """How many papers hold some of what was asked, but not all of it; counted when it is asked for."""
        return self._count_partial()

    @cached_property
    def facets(self) -> dict[str, dict[str, int]]:
        """How many full matches have each year, edition, topic (broader ones too) and author."""
        facets: dict[str, dict[str, int]] = {name: {} for name in FACETS}
        for fact in self._matches:
            for name, counts in facets.items():
                value = fact[FACETS[name]]
                for one in value if isinstance(value, list) else [value]:
                    if one is not None:
                        counts[str(one)] = counts.get(str(one), 0) + 1
        return {name: dict(sorted(counts.items())) for name, counts in facets.items()}

    def only(self, ids: Collection[str]) -> Answer:
        """The same answer without the papers whose ids are not among some."""
        return Answer(
            self.query,
            self.plan,
            [hit for hit in self.hits if hit.record["id"] in ids],
            [fact for fact in self._matches if fact["id"] in ids],
            self.stand_ins,
            self.halves,
            self.took_ms,
            self._count_partial,
        )

    @property
    def instead(self) -> list[str]:
        """What was searched besides, or for want of, the words of the query."""
        ways = (way for part in self.plan.parts for way in part.instead)
        others = [way.text for way in ways if isinstance(way, Term) and not is_topic(way) and not is_demand(way)]
        return others if self.is_full else [*others, *self.stand_ins.values()]

    @property
    def is_full(self) -> bool:
        """Whether all results hold what was asked as it was asked: stand-ins are then only suggested."""
        return not any(hit.partial for hit in self.hits)

    @property
    def ids(self) -> list[str]:
        return [fact["id"] for fact in self._matches]

    @property
    def suggestion(self) -> str | None:
        """The query with known words for those that no paper says; None where all are known."""
        if not self.stand_ins:
            return None
        known = {piece.text: near for word, near in self.stand_ins.items() for piece in split(word)}
        text, pieces, at = self.query.text, [], 0
        for word in split(text):
            if word.text in known:
                pieces += [text[at : word.start], known[word.text]]
                at = word.end
        return "".join([*pieces, text[at:]])


class SearchIndex:
    """An open index. Safe to ask from several threads."""

    def __init__(self, parts: Mapping[str, memoryview | bytes], root: Path | None = None) -> None:
        self._root = root
        self.postings = Postings(memoryview(parts["terms"]), memoryview(parts["postings"]))
        self.papers = Papers(parts)
        self._direction_of = lru_cache(maxsize=_DIRECTIONS)(self._direction)

    def __len__(self) -> int:
        return len(self.papers)

    def record(self, paper_id: str) -> Record | None:
        """The paper of that id."""
        number = self.papers.number(paper_id)
        return None if number is None else self.papers.record(number)

    def called(self, fact: str) -> Collection[str]:
        """What the ``year``, ``venue`` or ``edition`` of some paper is called, folded."""
        return self.papers.called[fact]

    def rarity(self, terms: Iterable[str]) -> dict[str, float]:
        """How much each stem tells, by how few papers hold it; stems that none holds are left out."""
        held = {term: len(self.postings.counts("text", term)) for term in terms}
        return {term: ranking.rarity(number, len(self)) for term, number in held.items() if number}

    def topic_rarity(self, topics: Iterable[str]) -> dict[str, float]:
        """How much each topic tells; topics that no paper has are left out."""
        held = {topic: sum(topic in fact["topics"] for fact in self.papers.facts) for topic in topics}
        return {topic: ranking.rarity(number, len(self)) for topic, number in held.items() if number}

    def _direction(self, number: int) -> Mapping[str, float]:
        """What a paper is about: its telling stems, weighted, as a vector of length one."""
        papers = self.papers
        length, mean = papers.lengths[number], papers.mean_length
        return ranking.unit(
            {
                word: ranking.rarity(papers.holders[word], len(papers)) * ranking.saturated(count, length, mean)
                for word, count in papers.told(number)
            }
        )

    def holding(self, stems: Mapping[str, float]) -> Found:
        """The papers that hold some weighted stems, scored by them."""
        papers = self.papers
        return added(
            leaf(word, ranking.bm25(self.postings.counts("text", word), papers.lengths, papers.mean_length)).times(weight)
            for word, weight in stems.items()
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
        """Ask. ``limit`` None gives all after ``offset``; ``sort`` is relevance, year (oldest first), -year or
        title; ``match`` is ``all`` (of the words), ``any``, or ``auto``: all, and where these do not fill the page,
        the best of those that hold some, marked partial. ``unfinished``: the last word may be the beginning of one."""
        began = time.perf_counter()
        ask = Ask(self.papers, self.postings, query, filters or Filters(), unfinished, self._root)
        full = ask.any_of_them() if match == "any" else ask.all_of_them()
        rest = NOTHING
        end = None if limit is None else offset + limit
        if match == "auto" and (end is None or len(full.scores) < end):
            rest = ask.any_of_them(or_stand_ins=True)
        elif match == "any" or not full.scores:
            ask.any_of_them(or_stand_ins=True)  # for what to suggest
        full, rest = self._in_company(ask.plan, full, rest)
        best = self._ordered(full, sort)
        ordered = [(number, full, False) for number in best]
        ordered += [(number, rest, True) for number in self._ordered(rest, sort)]
        hits = [self._hit(number, found, partial) for number, found, partial in ordered[offset:end]]
        matches = [self.papers.facts[number] for number in best]

        def count_partial() -> int:
            if match == "any":
                return 0
            some = Ask(self.papers, self.postings, query, filters or Filters(), unfinished).any_of_them(or_stand_ins=True)
            return len(some.scores.keys() - set(best))

        took_ms = round((time.perf_counter() - began) * 1000, 2)
        return Answer(query, ask.plan, hits, matches, ask.stand_ins, ask.halves, took_ms, count_partial)

    def _in_company(self, plan: Plan, full: Found, rest: Found) -> tuple[Found, Found]:
        """Full matches, and the others found; a long question's scores are smoothed over both."""
        rest = rest.only(rest.scores.keys() - full.scores.keys())
        if plan.telling <= KEYWORDS:
            return full, rest
        scores = ranking.smoothed({**rest.scores, **full.scores}, self._direction_of)
        return tuple(found._replace(scores={n: scores[n] for n in found.scores}) for found in (full, rest))  # type: ignore[return-value]

    def _ordered(self, found: Found, sort: Sort) -> list[int]:
        """Those with one score stand in the archive's own order."""
        scores, facts = found.scores, self.papers.facts
        best = sorted(scores, key=lambda number: (-scores[number], number))
        if sort in ("year", "-year"):
            known = [number for number in best if facts[number]["year"]]
            known.sort(key=lambda number: facts[number]["year"] * (-1 if sort == "-year" else 1))
            return known + [number for number in best if not facts[number]["year"]]
        return sorted(best, key=lambda number: facts[number]["order"]) if sort == "title" else best

    def _hit(self, number: int, found: Found, partial: bool) -> Hit:
        reasons = [(reason.what, reason.scores[number]) for reason in found.reasons if number in reason.scores]
        return Hit(self.papers.record(number), found.scores[number], partial, tuple(reasons))
