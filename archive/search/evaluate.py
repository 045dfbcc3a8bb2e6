"""One question, on its way from words to scores: what each part of a plan finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from archive.catalogue.filters import Filters, is_person
from archive.model.analysis import STOP_WORDS, key, split, stem
from archive.model.text import fold, words
from archive.search import ranking
from archive.search import suggest as suggestions
from archive.search.papers import Papers
from archive.search.plan import Part, is_demand, is_topic, make_plan, telling_words
from archive.search.postings import Postings
from archive.search.query import AllOf, AnyOf, Node, NoneOf, Query, Term, YearTerm
from archive.search.ranking import NOTHING, Found, added, below, leaf, shared

NAME = 2.0  # a family name is rarer than its letters: who types one means the person
TOPIC = 1.0  # of a paper whose topic is called so
STANDS_IN = 0.7  # weight of a known word for one that nobody knows
_LONGEST_PHRASE = 100  # words; no title is longer
_MOST_WORDS = 200  # that a prefix or a misspelling stands for


class Ask:
    """One question to some papers and their postings. ``stand_ins`` and ``halves`` are as in the
    :class:`~archive.search.engine.Answer` to it, once it was asked."""

    def __init__(
        self,
        papers: Papers,
        postings: Postings,
        query: Query,
        filters: Filters,
        unfinished: bool = False,
        root: Path | None = None,
    ) -> None:
        self._papers = papers
        self._postings = postings
        self._query = query
        self._root = root
        self.plan = make_plan(query, self._knows, unfinished)
        self.stand_ins: dict[str, str] = {}
        self.halves: set[str] = set()
        self._allowed = self._numbers(filters)

    def all_of_them(self) -> Found:
        """Papers that hold everything asked."""
        if self.plan.parts:
            return self._passed(self._and_pairs(shared([self._part(part) for part in self.plan.parts])))
        if self._query.text.strip() and not self._query.unwanted and not self.plan.demands:
            return NOTHING  # nothing but signs
        return self._passed(leaf("", dict.fromkeys(range(len(self._papers)), 0.0)))

    def any_of_them(self, or_stand_ins: bool = False) -> Found:
        """Papers that hold some of what was asked; ``or_stand_ins``: or the words nearest to those that none says."""
        if not self.plan.parts:
            return NOTHING if or_stand_ins else self.all_of_them()
        return self._passed(self._and_pairs(added(self._some(part, or_stand_ins) for part in self.plan.parts)))

    def _knows(self, field: str, term: str) -> bool:
        return term in self._papers.called[field] if field in self._papers.called else (field, term) in self._postings

    def _numbers(self, filters: Filters) -> set[int] | None:
        """The papers that may be results; None where all may."""
        allowed = None
        if filters != Filters():
            allowed = {number for number, fact in enumerate(self._papers.facts) if filters.accepts(fact)}
        for demand in self.plan.demands:
            numbers = self._node(demand).scores.keys()
            allowed = set(numbers) if allowed is None else allowed & numbers
        if self.plan.banned:
            allowed = set(range(len(self._papers))) if allowed is None else allowed
            for banned in self.plan.banned:
                allowed = allowed - self._node(banned).scores.keys()
        return allowed

    def _passed(self, found: Found) -> Found:
        return found if self._allowed is None else found.only(self._allowed & found.scores.keys())

    # -- parts of a plan

    def _and_pairs(self, found: Found) -> Found:
        """The same papers; those where neighbours of the query are neighbours too rise a little."""
        pairs = (self._words(pair, "text").times(ranking.SIDE_BY_SIDE) for pair in self.plan.pairs)
        return added([found, *(pair.only(found.scores.keys() & pair.scores.keys()) for pair in pairs)])

    def _part(self, part: Part) -> Found:
        return self._with_other_ways(shared([self._node(node) for node in part.nodes]), part)

    def _some(self, part: Part, or_stand_ins: bool) -> Found:
        """A word that is known by another way to say it was no misspelling."""
        or_stand_ins = or_stand_ins and not any(self._node(other).scores for other in part.instead)
        return self._with_other_ways(added(self._loosely(node, or_stand_ins) for node in part.nodes), part)

    def _with_other_ways(self, said: Found, part: Part) -> Found:
        """What says a part, higher where its topic is called so too, and below it what says it otherwise."""
        others = [(other, self._node(other)) for other in part.instead]
        agreeing = [found.only(said.scores.keys() & found.scores.keys()) for other, found in others if is_topic(other)]
        return added([below(said, *(found for _, found in others)), *agreeing]).times(part.times)

    def _loosely(self, node: Node, or_stand_ins: bool) -> Found:
        """What holds some of a node: of joined words and of phrases each word."""
        if isinstance(node, AnyOf):
            return added(self._loosely(part, or_stand_ins) for part in node.parts)
        if not isinstance(node, Term) or node.kind not in ("word", "phrase") or is_demand(node):
            return self._node(node)
        pieces = [word.text for word in islice(split(node.text), _LONGEST_PHRASE)]
        if len(pieces) > 1:
            telling = [piece for piece in pieces if piece not in STOP_WORDS]
            each = [self._loosely(Term(piece, "word", node.field), or_stand_ins) for piece in telling]
            return added([self._node(node), *each] if node.kind == "phrase" else each or [self._node(node)])
        found = self._node(node)
        if or_stand_ins and not found.scores and pieces and (near := suggestions.meant(self._papers, pieces[0])):
            self.stand_ins[node.text] = near
            return self._node(node._replace(text=near)).times(STANDS_IN)
        return found

    # -- nodes

    def _node(self, node: Node) -> Found:
        if isinstance(node, AllOf):
            return shared([self._node(part) for part in telling_words(node)])
        if isinstance(node, AnyOf):
            return added(self._node(part) for part in node.parts)
        if isinstance(node, NoneOf):
            unwanted = self._node(node.part).scores.keys()
            return leaf("", dict.fromkeys((n for n in range(len(self._papers)) if n not in unwanted), 0.0))
        if isinstance(node, YearTerm):
            return self._where("year", lambda fact: node.years.include(fact["year"]))
        return self._term(node)

    def _term(self, term: Term) -> Found:
        if term.kind == "topic":
            return leaf(f"topic {term.text}", dict.fromkeys(self._postings.counts("about", key(term.text)), TOPIC))
        if term.field == "author" and term.kind in ("word", "phrase"):
            return self._where("author", lambda fact: any(is_person(term.text, name) for name in fact["authors"]))
        if term.field == "topic":
            return self._topic(term)
        if term.field in ("edition", "venue"):
            return self._beginning(term.field, term.text)
        if (field := term.field) in ("id", "award"):
            return self._where(field, lambda fact: fold(term.text) in words(fact[field] or ""))
        pieces = [word.text for word in islice(split(term.text), _LONGEST_PHRASE)]
        if not pieces:
            return NOTHING
        if term.kind == "apart":
            return shared([self._words([piece], None) for piece in pieces])
        if term.kind in ("prefix", "fuzzy"):
            *before, last = pieces
            return shared([*(self._words([piece], term.field) for piece in before), self._alike(last, term.kind, term.field)])
        found = self._words(pieces, term.field)
        if not found.scores and len(pieces) == 1 and term.kind == "word":
            found = self._alike(pieces[0], "prefix", term.field)  # half a word finds its whole when nothing else does
            self.halves.update([term.text] if found.scores else ())
        return found

    def _topic(self, term: Term) -> Found:
        """Papers of the topic that is called so, narrower ones included; else of those whose ids begin so."""
        from archive.catalogue.taxonomy import load_taxonomy
        from archive.errors import UsageError

        try:
            topic = load_taxonomy(self._root).find(term.text).id
        except UsageError:
            start = fold(term.text)
            return self._where("topic", lambda fact: any(fold(topic).startswith(start) for topic in fact["topics"]))
        return self._where("topic", lambda fact: topic in fact["topics"])

    def _beginning(self, field: str, text: str) -> Found:
        start = " ".join(words(text))
        return self._where(field, lambda fact: " ".join(words(fact[field] or "")).startswith(start))

    def _where(self, what: str, holds: Callable[[Mapping[str, Any]], bool]) -> Found:
        numbers = (number for number, fact in enumerate(self._papers.facts) if holds(fact))
        return leaf(what, dict.fromkeys(numbers, 1.0))

    def _words(self, pieces: Sequence[str], field: str | None) -> Found:
        """Papers that say some words in a row, in text or names."""
        what = " ".join(pieces)
        part = field if field in ("title", "abstract") else None
        said = leaf(what, self._bm25(self._in_a_row("text", [stem(piece) for piece in pieces], part)))
        if field is not None and field != "author":
            return said
        named = leaf(f"{what} as a name", self._rare(self._in_a_row("name", pieces, None)))
        return named if field == "author" else added([said, named])

    def _alike(self, piece: str, kind: str, field: str | None) -> Found:
        """Papers that hold a word which begins so, or is almost this, each such word as if it were the same one."""
        if kind == "prefix":
            known = self._papers.words_from(piece)[:_MOST_WORDS]
        else:
            known = [near for near, _ in islice(suggestions.near_words(self._papers, piece), _MOST_WORDS)]
        what = ", ".join(known[:3]) + (" …" if len(known) > 3 else "")
        stems = dict.fromkeys(stem(word) for word in known)
        part = field if field in ("title", "abstract") else None
        said = leaf(what, self._bm25(_merged(self._in_a_row("text", [word], part) for word in stems)))
        if field is not None and field != "author":
            return said
        named = leaf(f"{what} as a name", self._rare(_merged(self._in_a_row("name", [word], None) for word in known)))
        return named if field == "author" else added([said, named])

    def _bm25(self, counts: Mapping[int, int]) -> ranking.Scores:
        return ranking.bm25(counts, self._papers.lengths, self._papers.mean_length)

    def _rare(self, counts: Mapping[int, int]) -> ranking.Scores:
        return dict.fromkeys(counts, NAME * ranking.rarity(len(counts), len(self._papers))) if counts else {}

    def _in_a_row(self, field: str, terms: Sequence[str], part: str | None) -> Mapping[int, int]:
        """How often some terms stand one after another in each paper; ``part`` is title or abstract, or all."""
        if len(terms) == 1 and part is None:
            return self._postings.counts(field, terms[0])
        counts: dict[int, int] = {}
        first, *others = (self._postings.places(field, term) for term in terms)
        for number, starts in first.items():
            if all(number in places for places in others):
                if part is not None:
                    span = self._papers.layout(number).span(part)
                    starts = [place for place in starts if place in span]
                for distance, places in enumerate(others, start=1):
                    there = set(places[number])
                    starts = [place for place in starts if place + distance in there]
                if starts:
                    counts[number] = len(starts)
        return counts


def _merged(counts: Iterable[Mapping[int, int]]) -> Mapping[int, int]:
    merged: dict[int, int] = {}
    for some in counts:
        for number, count in some.items():
            merged[number] = merged.get(number, 0) + count
    return merged
