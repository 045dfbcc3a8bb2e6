"""The papers that one node of a query finds: a word, a phrase, metadata, or several of these joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from archive.model.analysis import key, split_words
from archive.search.postings import Postings
from archive.search.query import AllOf, AnyOf, Node, NoneOf, Term, YearTerm
from archive.search.query_plan import alternatives, content_nodes, is_metadata, is_text, is_topic_name
from archive.search.ranking import NOTHING, ScoredDocs, append_below, intersect, listed, scored, union
from archive.search.stored_papers import SINGLE, Papers
from archive.search.term_search import MOST_EXPANDED, TermSearch

if TYPE_CHECKING:
    from archive.search.exclusions import Exclusions
    from archive.search.metadata_search import MetadataSearch

TOPIC_SCORE = 1.0  # of a paper that has the topic of that name
LONGEST_PHRASE = 100  # words; no title is longer


class NodeSearch:
    """Finds papers by nodes, each node once.

    Args:
        papers: the papers of an index.
        postings: their postings.
        folder: that of the archive, whose topics ``topic:`` means; None for the bundled ones.

    Attributes:
        terms: finds papers by their terms.
    """

    def __init__(self, papers: Papers, postings: Postings, folder: Path | None = None) -> None:
        self._papers = papers
        self._postings = postings
        self._folder = folder
        self.terms = TermSearch(papers, postings)
        self._contained: dict[tuple[str, str], bool] = {}
        self._found: dict[Term, ScoredDocs] = {}

    def contains(self, field: str, term: str) -> bool:
        """As :class:`~archive.search.query_plan.Vocabulary` has it. Each term is looked up once: a long query asks about
        the same words many times."""
        wanted = field, term
        if wanted not in self._contained:
            self._contained[wanted] = self._look_up(field, term)
        return self._contained[wanted]

    def begins_award(self, text: str) -> bool:
        """As :class:`~archive.search.query_plan.Vocabulary` has it."""
        return any(f"{name} ".startswith(f"{text} ") for name in self._papers.award_names)

    def _look_up(self, field: str, term: str) -> bool:
        if field == "id":
            return self._papers.number(term) is not None
        if field in SINGLE:
            return term in self._papers.known_values(field)
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
        if is_topic_name(node):
            numbers = self._postings.frequencies("about", key(node.text))
            return scored(f"topic {node.text}", dict.fromkeys(numbers, TOPIC_SCORE))
        return self._metadata.find(node) if _is_metadata_search(node) else self._term(node)

    @cached_property
    def _metadata(self) -> MetadataSearch:
        from archive.search.metadata_search import MetadataSearch

        return MetadataSearch(self._papers, self._postings, self._folder)

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
        if self._is_unknown_word(term, pieces):  # the beginning of a word finds the word
            return self.terms.expanded(pieces[0], term._replace(kind="prefix"))
        return self.terms.phrase(pieces, term.field)

    def is_only_prefix(self, term: Term) -> bool:
        """Whether no paper contains a word, but longer words begin with it: :meth:`find` finds these."""
        return self._is_unknown_word(term, pieces_of(term)) and bool(self.find(term).scores)

    def _is_unknown_word(self, term: Term, pieces: Sequence[str]) -> bool:
        """Whether a term is a word, which may be the beginning of others, that no paper contains. A number begins none."""
        is_word = len(pieces) == 1 and term.kind == "word" and not pieces[0][-1].isdigit()
        return is_word and not self.terms.is_contained(pieces[0], term.field)

    def _alternatives_of_prefix(self, start: str) -> Iterator[ScoredDocs]:
        """The papers that other forms of the words with this beginning find, and those with such a topic, year, venue,
        edition, award or id. So a prefix finds no fewer papers than any of its words.
        """
        words_of_prefix = dict.fromkeys((start, *self._papers.words_from(start, MOST_EXPANDED)))
        others = dict.fromkeys(other for word in words_of_prefix for other in alternatives(Term(word), self))
        yield from map(self.find, others)
        yield from self._metadata.begun(start)

    @cached_property
    def exclusions(self) -> Exclusions:
        """Finds what ``-word`` excludes."""
        from archive.search.exclusions import Exclusions

        return Exclusions(self._papers, self)


def pieces_of(term: Term) -> list[str]:
    """The words of a term, folded; of a very long one the first :data:`LONGEST_PHRASE`."""
    return split_words(term.text)[:LONGEST_PHRASE]


def _is_metadata_search(term: Term) -> bool:
    """Whether a term is found in metadata: all of these but the beginning of an author's name."""
    return is_metadata(term) and (term.field != "author" or is_text(term))


def _is_bare_prefix(term: Term, pieces: Sequence[str]) -> bool:
    return term.kind == "prefix" and term.field is None and len(pieces) == 1
