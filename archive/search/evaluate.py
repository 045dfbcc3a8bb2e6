"""The matches of a query: which papers each clause of its plan finds, with their scores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from archive.catalogue.filters import Filters
from archive.model.analysis import STOP_WORDS, key, split_words
from archive.search import ranking, spelling
from archive.search.postings import Postings
from archive.search.query import AllOf, AnyOf, Node, NoneOf, Query, Term, YearTerm
from archive.search.query_plan import Clause, alternatives, content_nodes, is_fact, is_text, is_topic, make_plan
from archive.search.ranking import NOTHING, ScoredDocs, append_below, intersect, listed, scored, union
from archive.search.stored_fields import SINGLE, Papers
from archive.search.term_search import MOST_EXPANDED, TermSearch

if TYPE_CHECKING:
    from archive.search.exclusions import Exclusions
    from archive.search.metadata_fields import FactSearch

TOPIC_SCORE = 1.0  # of a paper that has the topic of that name
CORRECTION_WEIGHT = 0.7  # of the word that is searched in place of one that no paper contains
LONGEST_PHRASE = 100  # words; no title is longer
LONGEST_CORRECTED = 50  # words of a query; a longer one was pasted rather than typed, and each correction takes time


class Evaluator:
    """Evaluates one query on an index.

    Args:
        unfinished: the last word of the query may be the beginning of one.
        root: the folder of the archive, whose topics ``topic:`` means; None for the bundled ones.

    Attributes:
        plan: how the query was read.
        corrections: words of the query that no paper contains, with the words searched in their place.
        offers: further words that no paper contains, with words that may have been meant; these are not searched.
        prefix_terms: words that no paper contains, but that begin words of papers; these longer words were searched.

    The last three are filled as papers are matched.
    """

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
        self._terms = TermSearch(papers, postings)
        self._query = query
        self._root = root
        self._known: dict[tuple[str, str], bool] = {}
        self._found: dict[Term, ScoredDocs] = {}
        self.plan = make_plan(query, self._is_known, unfinished)
        self.corrections: dict[str, str] = {}
        self.offers: dict[str, str] = {}
        self.prefix_terms: set[str] = set()
        self._allowed = self._passing(filters)

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
            corrected: in place of a word that no paper contains, search the closest one, at a lower weight; in queries of
                at most :data:`LONGEST_CORRECTED` words.
        """
        corrected = corrected and self.plan.content_terms <= LONGEST_CORRECTED
        if not self.plan.clauses:
            return NOTHING if corrected else self.match_all()
        return self._filtered(self._with_bigrams(union(self._some(clause, corrected) for clause in self.plan.clauses)))

    def find_corrections(self) -> None:
        """Fill :attr:`corrections` and :attr:`offers` for an answer without partial matches, of which they are a part."""
        self.match_any(corrected=True)

    def _is_known(self, field: str, term: str) -> bool:
        """Asks the index once for each term: a long query asks about the same words many times."""
        asked = field, term
        if asked not in self._known:
            self._known[asked] = self._asked(field, term)
        return self._known[asked]

    def _asked(self, field: str, term: str) -> bool:
        if field == "id":
            return self._papers.number(term) is not None
        if field in SINGLE:
            return term in self._papers.known_values(field)
        if field == "award name":
            return any(f"{name} ".startswith(f"{term} ") for name in self._papers.award_names)
        if field == "about":
            return term in self._topic_names
        return (field, term) in self._postings

    @cached_property
    def _topic_names(self) -> frozenset[str]:
        """All names of topics. Every run of words of a query is looked up in them, so the few names are read together."""
        return frozenset(self._postings.terms("about"))

    def _passing(self, filters: Filters) -> set[int] | None:
        """The papers that filters, required facts and exclusions let pass; None if all pass."""
        allowed = None
        if filters != Filters():
            everything = range(len(self._papers))
            allowed = {number for number in everything if filters.accepts(self._papers.facts(number))}
        for node in self.plan.required:
            numbers = self._node(node).scores.keys()
            allowed = set(numbers) if allowed is None else allowed & numbers
        if self.plan.excluded:
            allowed = set(range(len(self._papers))) if allowed is None else allowed
            for node in self.plan.excluded:
                allowed = allowed - self._exclusions.of(node)
        return allowed

    @cached_property
    def _exclusions(self) -> Exclusions:
        from archive.search.exclusions import Exclusions

        return Exclusions(self._papers, self._node, self._is_known)

    def _filtered(self, docs: ScoredDocs) -> ScoredDocs:
        return docs if self._allowed is None else docs.restrict(self._allowed & docs.scores.keys())

    # -- clauses of a plan

    def _with_bigrams(self, docs: ScoredDocs) -> ScoredDocs:
        """The same papers, with a bonus for words that are adjacent both in the query and in the paper."""
        bigrams = (self._terms.phrase(bigram, "text").scale(ranking.BIGRAM_WEIGHT) for bigram in self.plan.bigrams)
        return union([docs, *(bigram.restrict(docs.scores.keys() & bigram.scores.keys()) for bigram in bigrams)])

    def _in_all_clauses(self) -> ScoredDocs:
        """Papers that match every clause. Once no paper is left, the remaining clauses are not evaluated."""
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
        return self._with_alternatives(intersect([self._node(node) for node in clause.nodes]), clause)

    def _some(self, clause: Clause, corrected: bool) -> ScoredDocs:
        """Papers that match some of a clause. A word with an alternative that papers match is not misspelled."""
        corrected = corrected and not any(self._node(other).scores for other in clause.alternatives)
        return self._with_alternatives(union(self._match_any_word(node, corrected) for node in clause.nodes), clause)

    def _with_alternatives(self, docs: ScoredDocs, clause: Clause) -> ScoredDocs:
        """The papers of a clause, with a bonus for a topic of that name; below them, those that only an alternative
        finds."""
        others = [(other, self._node(other)) for other in clause.alternatives]
        agreeing = [found.restrict(docs.scores.keys() & found.scores.keys()) for other, found in others if is_topic(other)]
        return union([append_below(docs, *(found for _, found in others)), *agreeing]).scale(clause.times)

    def _match_any_word(self, node: Node, corrected: bool) -> ScoredDocs:
        """Papers that match some of a node: of hyphenated words and phrases, any word."""
        if isinstance(node, AnyOf):
            return union(self._match_any_word(part, corrected) for part in node.parts)
        if not is_text(node) or is_fact(node):
            return self._node(node)
        pieces = _pieces(node)
        if len(pieces) > 1:
            return self._match_any_part(node, pieces, corrected)
        return self._corrected(node, pieces[0]) if corrected and pieces else self._node(node)

    def _match_any_part(self, node: Term, pieces: Sequence[str], corrected: bool) -> ScoredDocs:
        """Papers that match a word of several; as a phrase, they rank higher."""
        each = [self._match_any_word(Term(piece, "word", node.field), corrected) for piece in pieces if piece not in STOP_WORDS]
        return union([self._node(node), *each] if node.kind == "phrase" else each or [self._node(node)])

    def _corrected(self, node: Term, word: str) -> ScoredDocs:
        """Papers that contain a word, or, where none does and the correction is sure, those with the closest word."""
        docs = self._node(node)
        if docs.scores or (near := spelling.correction(self._papers, word)) in (None, word):
            return docs
        if not spelling.is_sure(word, near, self._postings):
            self.offers[node.text] = near
            return docs
        self.corrections[node.text] = near
        return self._node(node._replace(text=near)).scale(CORRECTION_WEIGHT)

    # -- nodes of a query

    def _node(self, node: Node) -> ScoredDocs:
        """The papers that match a node. The papers of a term are kept, for full matches and then for partial ones."""
        if not isinstance(node, Term):
            return self._looked_for(node)
        if node not in self._found:
            self._found[node] = self._looked_for(node)
        return self._found[node]

    def _looked_for(self, node: Node) -> ScoredDocs:
        if isinstance(node, AllOf):
            return intersect([self._node(part) for part in content_nodes(node)])
        if isinstance(node, AnyOf):
            return union(self._node(part) for part in node.parts)
        if isinstance(node, NoneOf):
            others = set(range(len(self._papers))) - self._exclusions.of(node.part)
            return scored("", dict.fromkeys(sorted(others), 0.0))
        if isinstance(node, YearTerm):
            return listed("year", self._papers.where("year", node.years.include))
        if is_topic(node):
            numbers = self._postings.frequencies("about", key(node.text))
            return scored(f"topic {node.text}", dict.fromkeys(numbers, TOPIC_SCORE))
        return self._facts.find(node) if _names_fact(node) else self._term(node)

    @cached_property
    def _facts(self) -> FactSearch:
        from archive.search.metadata_fields import FactSearch

        return FactSearch(self._papers, self._postings, self._root)

    def _term(self, term: Term) -> ScoredDocs:
        pieces = _pieces(term)
        if not pieces:
            return NOTHING
        if term.kind == "apart":
            return intersect([self._terms.phrase([piece], None) for piece in pieces])
        if term.kind in ("prefix", "fuzzy", "unfinished"):
            *before, last = pieces
            docs = intersect([*(self._terms.phrase([piece], term.field) for piece in before), self._terms.expanded(last, term)])
            return append_below(docs, *self._alternatives_of_prefix(last)) if _is_bare_prefix(term, pieces) else docs
        docs = self._terms.phrase(pieces, term.field)
        return docs if docs.scores or not _may_begin_words(term, pieces) else self._with_prefix(term, pieces[0])

    def _with_prefix(self, term: Term, piece: str) -> ScoredDocs:
        """Papers with words that begin with a word that no paper contains: the beginning of a word finds the word."""
        docs = self._terms.expanded(piece, term._replace(kind="prefix"))
        self.prefix_terms.update([term.text] if docs.scores else ())
        return docs

    def _alternatives_of_prefix(self, start: str) -> Iterator[ScoredDocs]:
        """The papers that other forms of the words with this beginning find, and those with such a topic, year, venue,
        edition, award or id. So a prefix finds no fewer papers than any of its words.
        """
        words_of_prefix = dict.fromkeys((start, *self._papers.words_from(start, MOST_EXPANDED)))
        others = dict.fromkeys(other for word in words_of_prefix for other in alternatives(Term(word), self._is_known))
        yield from map(self._node, others)
        yield from self._facts.begun(start)


def _names_fact(term: Term) -> bool:
    """Whether a term is found among facts: all of them but the beginning of an author's name."""
    return is_fact(term) and (term.field != "author" or is_text(term))


def _pieces(term: Term) -> list[str]:
    return split_words(term.text)[:LONGEST_PHRASE]


def _may_begin_words(term: Term, pieces: Sequence[str]) -> bool:
    """Whether a term is one word that may be the beginning of others; a number is not."""
    return len(pieces) == 1 and term.kind == "word" and not pieces[0][-1].isdigit()


def _is_bare_prefix(term: Term, pieces: Sequence[str]) -> bool:
    return term.kind == "prefix" and term.field is None and len(pieces) == 1
