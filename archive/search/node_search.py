"""The papers that one node of a query finds: a word, a phrase, a fact, or several of these joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from archive.model.analysis import key, split_words
from archive.search.postings import Postings
from archive.search.query import AllOf, AnyOf, Node, NoneOf, Term, YearTerm
from archive.search.query_plan import alternatives, content_nodes, is_fact, is_text, is_topic
from archive.search.ranking import NOTHING, ScoredDocs, append_below, intersect, listed, scored, union
from archive.search.stored_fields import SINGLE, Papers
from archive.search.term_search import MOST_EXPANDED, TermSearch

if TYPE_CHECKING:
    from archive.search.exclusions import Exclusions
    from archive.search.metadata_fields import FactSearch

TOPIC_SCORE = 1.0  # of a paper that has the topic of that name
LONGEST_PHRASE = 100  # words; no title is longer


class NodeSearch:
    """Finds papers by nodes, each node once.

    Args:
        papers: the papers of an index.
        postings: their postings.
        root: the folder of the archive, whose topics ``topic:`` means; None for the bundled ones.

    Attributes:
        terms: finds papers by their terms.
        prefix_terms: words that no paper contains, but that begin words of papers; these longer words were searched.
    """

    def __init__(self, papers: Papers, postings: Postings, root: Path | None = None) -> None:
        self._papers = papers
        self._postings = postings
        self._root = root
        self.terms = TermSearch(papers, postings)
        self.prefix_terms: set[str] = set()
        self._known: dict[tuple[str, str], bool] = {}
        self._found: dict[Term, ScoredDocs] = {}

    def is_known(self, field: str, term: str) -> bool:
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

    def find(self, node: Node) -> ScoredDocs:
        """The papers that match a node. The papers of a term are kept, for full matches and then for partial ones."""
        if not isinstance(node, Term):
            return self._looked_for(node)
        if node not in self._found:
            self._found[node] = self._looked_for(node)
        return self._found[node]

    def _looked_for(self, node: Node) -> ScoredDocs:
        if isinstance(node, AllOf):
            return intersect([self.find(part) for part in content_nodes(node)])
        if isinstance(node, AnyOf):
            return union(self.find(part) for part in node.parts)
        if isinstance(node, NoneOf):
            others = set(range(len(self._papers))) - self.exclusions.of(node.part)
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
        pieces = pieces_of(term)
        if not pieces:
            return NOTHING
        if term.kind == "apart":
            return intersect([self.terms.phrase([piece], None) for piece in pieces])
        if term.kind in ("prefix", "fuzzy", "unfinished"):
            *before, last = pieces
            docs = intersect([*(self.terms.phrase([piece], term.field) for piece in before), self.terms.expanded(last, term)])
            return append_below(docs, *self._alternatives_of_prefix(last)) if _is_bare_prefix(term, pieces) else docs
        docs = self.terms.phrase(pieces, term.field)
        return docs if docs.scores or not _may_begin_words(term, pieces) else self._with_prefix(term, pieces[0])

    def _with_prefix(self, term: Term, piece: str) -> ScoredDocs:
        """Papers with words that begin with a word that no paper contains: the beginning of a word finds the word."""
        docs = self.terms.expanded(piece, term._replace(kind="prefix"))
        self.prefix_terms.update([term.text] if docs.scores else ())
        return docs

    def _alternatives_of_prefix(self, start: str) -> Iterator[ScoredDocs]:
        """The papers that other forms of the words with this beginning find, and those with such a topic, year, venue,
        edition, award or id. So a prefix finds no fewer papers than any of its words.
        """
        words_of_prefix = dict.fromkeys((start, *self._papers.words_from(start, MOST_EXPANDED)))
        others = dict.fromkeys(other for word in words_of_prefix for other in alternatives(Term(word), self.is_known))
        yield from map(self.find, others)
        yield from self._facts.begun(start)

    @cached_property
    def exclusions(self) -> Exclusions:
        """Finds what ``-word`` excludes, separately, so that :attr:`prefix_terms` has only words that were searched."""
        from archive.search.exclusions import Exclusions

        return Exclusions(self._papers, NodeSearch(self._papers, self._postings, self._root))


def pieces_of(term: Term) -> list[str]:
    """The words of a term, folded; of a very long one the first :data:`LONGEST_PHRASE`."""
    return split_words(term.text)[:LONGEST_PHRASE]


def _names_fact(term: Term) -> bool:
    """Whether a term is found among facts: all of them but the beginning of an author's name."""
    return is_fact(term) and (term.field != "author" or is_text(term))


def _may_begin_words(term: Term, pieces: Sequence[str]) -> bool:
    """Whether a term is one word that may be the beginning of others; a number is not."""
    return len(pieces) == 1 and term.kind == "word" and not pieces[0][-1].isdigit()


def _is_bare_prefix(term: Term, pieces: Sequence[str]) -> bool:
    return term.kind == "prefix" and term.field is None and len(pieces) == 1
