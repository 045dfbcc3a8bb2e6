"""The matches of a query: which papers each clause of its plan finds, with their scores."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Set
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from archive.catalogue.filters import Filters
from archive.model.analysis import STOP_WORDS
from archive.search import ranking, spelling
from archive.search.node_search import NodeSearch, pieces_of
from archive.search.postings import Postings
from archive.search.query import AnyOf, Node, Query, Term
from archive.search.query_plan import Clause, is_metadata, is_text, is_topic_name, make_plan
from archive.search.ranking import NOTHING, ScoredDocs, append_below, intersect, scored, union
from archive.search.stored_papers import Papers

CORRECTION_WEIGHT = 0.7  # of the word that is searched in place of one that no paper contains
LONGEST_CORRECTED = 32  # words of a query; a longer one was pasted rather than typed, and each correction takes time


class Corrections(NamedTuple):
    """Words of a query that no paper contains, each with the closest word of the archive, if there is one.

    Attributes:
        searched: where the correction is sure; partial matches are those of the closest word.
        offered: where another word may have been meant; the closest word is only shown.
        unlike: words that no word of the archive resembles, with their fields.
    """

    searched: Mapping[str, str]
    offered: Mapping[str, str]
    unlike: tuple[str, ...]


NO_CORRECTIONS = Corrections({}, {}, ())


class Evaluator:
    """Evaluates one query on an index.

    Args:
        unfinished: the last word of the query may be the beginning of one.
        folder: that of the archive, whose topics ``topic:`` means; None for the bundled ones.

    Attributes:
        plan: how the query was read.
    """

    def __init__(
        self,
        papers: Papers,
        postings: Postings,
        query: Query,
        filters: Filters,
        unfinished: bool = False,
        folder: Path | None = None,
    ) -> None:
        self._papers = papers
        self._postings = postings
        self._nodes = NodeSearch(papers, postings, folder)
        self._query = query
        self.plan = make_plan(query, self._nodes, unfinished)
        self._allowed = self._passing(filters)

    @property
    def prefix_terms(self) -> Collection[str]:
        """Words that no paper contains, but that begin words of papers; these longer words are searched."""
        words = chain.from_iterable(_words_of(node) for clause in self.plan.clauses for node in clause.nodes)
        return {word.text for word in words if self._nodes.is_only_prefix(word)}

    @cached_property
    def corrections(self) -> Corrections:
        """Words of the query that no paper contains, with the closest words; in queries of at most
        :data:`LONGEST_CORRECTED` words."""
        searched: dict[str, str] = {}
        offered: dict[str, str] = {}
        unlike: dict[str, None] = {}
        if self.plan.content_terms <= LONGEST_CORRECTED:
            for word in chain.from_iterable(map(self._unknown_words, self.plan.clauses)):
                (piece,) = pieces_of(word)
                if (near := spelling.correction(self._papers, piece)) in (None, piece):
                    unlike[f"{word.field}:{word.text}" if word.field else word.text] = None
                else:
                    (searched if spelling.is_sure(piece, near, self._postings) else offered)[word.text] = near
        return Corrections(searched, offered, tuple(unlike))

    def match_all(self) -> ScoredDocs:
        """Papers that match every clause."""
        if self.plan.clauses:
            return self._filtered(self._with_bigrams(self._in_all_clauses()))
        if self._query.text.strip() and not self._query.unwanted and not self.plan.required:
            return NOTHING  # nothing but signs
        return self._filtered(scored("", dict.fromkeys(range(len(self._papers)), 0.0)))

    def match_any(self, corrected: bool = False) -> ScoredDocs:
        """Papers that match at least one clause.

        Args:
            corrected: in place of a word that no paper contains, search the closest one, at a lower weight.
        """
        if not self.plan.clauses:
            return NOTHING if corrected else self.match_all()
        return self._filtered(self._with_bigrams(union(self._some(clause, corrected) for clause in self.plan.clauses)))

    def _passing(self, filters: Filters) -> set[int] | None:
        """The papers that filters, required metadata and exclusions let pass; None if all pass."""
        allowed = None
        if filters != Filters():
            everything = range(len(self._papers))
            allowed = {number for number in everything if filters.accepts(self._papers.metadata(number))}
        for node in self.plan.required:
            numbers = self._nodes.find(node).scores.keys()
            allowed = set(numbers) if allowed is None else allowed & numbers
        if self.plan.excluded:
            allowed = set(range(len(self._papers))) if allowed is None else allowed
            for node in self.plan.excluded:
                allowed = allowed - self._nodes.exclusions.of(node)
        return allowed

    def _filtered(self, docs: ScoredDocs) -> ScoredDocs:
        return docs if self._allowed is None else docs.restrict(self._allowed & docs.scores.keys())

    # -- clauses of a plan

    def _with_bigrams(self, docs: ScoredDocs) -> ScoredDocs:
        """The same papers, with a bonus for words that are adjacent both in the query and in the paper."""
        bigrams = (self._nodes.terms.phrase(bigram, "text").scale(ranking.BIGRAM_WEIGHT) for bigram in self.plan.bigrams)
        return union([docs, *(bigram.restrict(docs.scores.keys() & bigram.scores.keys()) for bigram in bigrams)])

    def _in_all_clauses(self) -> ScoredDocs:
        """Papers that match every clause. Few papers match many clauses: once none is left, no further one is looked at."""
        several: list[ScoredDocs] = []
        left: Set[int] | None = None
        for clause in self.plan.clauses:
            docs = self._clause(clause)
            left = docs.scores.keys() if left is None else left & docs.scores.keys()
            if not left:
                return NOTHING
            several.append(docs)
        return intersect(several)

    def _clause(self, clause: Clause) -> ScoredDocs:
        return self._with_alternatives(intersect([self._nodes.find(node) for node in clause.nodes]), clause)

    def _some(self, clause: Clause, corrected: bool) -> ScoredDocs:
        """Papers that match some of a clause."""
        corrected = corrected and not self._has_alternative(clause)
        return self._with_alternatives(union(self._match_any_word(node, corrected) for node in clause.nodes), clause)

    def _has_alternative(self, clause: Clause) -> bool:
        """Whether papers match an alternative; then the words of the clause are not misspelled."""
        return any(self._nodes.find(other).scores for other in clause.alternatives)

    def _unknown_words(self, clause: Clause) -> Iterator[Term]:
        """The words of a clause that find no paper, unless an alternative does."""
        if not self._has_alternative(clause):
            words = chain.from_iterable(map(_words_of, clause.nodes))
            yield from (word for word in words if not self._nodes.find(word).scores)

    def _with_alternatives(self, docs: ScoredDocs, clause: Clause) -> ScoredDocs:
        """The papers of a clause, with a bonus for a topic of that name; below them, those that only an alternative
        finds."""
        others = [(other, self._nodes.find(other)) for other in clause.alternatives]
        agreeing = [found.restrict(docs.scores.keys() & found.scores.keys()) for other, found in others if is_topic_name(other)]
        return union([append_below(docs, *(found for _, found in others)), *agreeing]).scale(clause.times)

    def _match_any_word(self, node: Node, corrected: bool) -> ScoredDocs:
        """Papers that match some of a node: of hyphenated words and phrases, any word; as a phrase, they rank higher."""
        if isinstance(node, AnyOf):
            return union(self._match_any_word(part, corrected) for part in node.parts)
        each = [self._corrected(word) if corrected else self._nodes.find(word) for word in _words_of(node)]
        is_phrase = isinstance(node, Term) and node.kind == "phrase" and len(pieces_of(node)) > 1
        return union([self._nodes.find(node), *each] if is_phrase else each) if each else self._nodes.find(node)

    def _corrected(self, word: Term) -> ScoredDocs:
        """Papers that contain a word, or, where none does and the correction is sure, those with the closest word."""
        docs = self._nodes.find(word)
        if docs.scores or word.text not in self.corrections.searched:
            return docs
        near = self.corrections.searched[word.text]
        return self._nodes.find(word._replace(text=near)).scale(CORRECTION_WEIGHT)


def _words_of(node: Node) -> Iterator[Term]:
    """The words of a node of which papers may match some, each as a term: of several, those with a meaning of their own."""
    if isinstance(node, AnyOf):
        yield from chain.from_iterable(map(_words_of, node.parts))
    elif is_text(node) and not is_metadata(node):
        pieces = pieces_of(node)
        if len(pieces) == 1:
            yield node
        else:
            yield from (Term(piece, "word", node.field) for piece in pieces if piece not in STOP_WORDS)
