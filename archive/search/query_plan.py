"""From a parsed query to a plan: which words to ignore, and which other forms, topics and metadata a word stands for.

Planning needs the query language and the vocabulary of the field. It asks the index only whether a term is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from typing import NamedTuple, Protocol, TypeGuard

from archive.catalogue.filters import parse_years
from archive.model import abbreviations
from archive.model.analysis import FRAME_WORDS, PAPERS, STOP_WORDS, joins_numbers, key_of, split_numbers, split_words, stem
from archive.model.text import words
from archive.search.query import ADDRESS, AllOf, AnyOf, Node, Query, Term, YearTerm

METADATA_BY_WORD = ("id", "venue", "edition", "award", "presentation", "status")  # besides the year, which is a number
_METADATA_FIELDS = frozenset({"author", "topic", ADDRESS, *METADATA_BY_WORD})
LONGEST_RUN = 5  # words of a name that is looked up: a topic, a synonym, the long form of an abbreviation
LONGEST_WORD = 40  # letters of a word that may be split
SHORTEST_HALF = 2  # letters of the second half of such a word


class Vocabulary(Protocol):
    """What planning asks an index."""

    def contains(self, field: str, term: str) -> bool:
        """Whether a field of the index (``text``, ``name``, ``about``) contains a term, or some paper has this ``id``,
        ``year``, ``venue``, ``edition``, ``award``, ``presentation`` or ``status``."""
        ...

    def begins_award(self, text: str) -> bool:
        """Whether the name of an award begins with these words."""
        ...


class Clause(NamedTuple):
    """Words of the query that are searched together.

    Attributes:
        nodes: what a paper should match: all of these.
        alternatives: other ways to say the same. Papers that match only an alternative rank below, in this order.
        times: how often the clause occurs in the query.
    """

    nodes: tuple[Node, ...]
    alternatives: tuple[Node, ...] = ()
    times: int = 1


class QueryPlan(NamedTuple):
    """What to search for.

    Attributes:
        required: metadata (years, editions, authors …) that every result must have.
        clauses: a full match matches all of these.
        excluded: no result may match one of these.
        bigrams: content words that are adjacent in the query.
        left_out: words of the query that are ignored.
    """

    required: tuple[Node, ...]
    clauses: tuple[Clause, ...]
    excluded: tuple[Node, ...]
    bigrams: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]

    @property
    def content_terms(self) -> int:
        """The number of different words and phrases that a paper may match."""
        return sum(len(clause.nodes) for clause in self.clauses)


def make_plan(query: Query, vocabulary: Vocabulary, unfinished: bool = False) -> QueryPlan:
    """The plan of a query.

    Args:
        query: the parsed query.
        vocabulary: of the index.
        unfinished: the last word may be the beginning of one.
    """
    wanted = list(_flat(query.wanted))
    required = [node for node in wanted if is_metadata(node)]
    others = [node for node in wanted if not is_metadata(node)]
    nodes, left_out = _without_ignored(others, vocabulary)
    clauses = list(_clauses(nodes, vocabulary))
    if unfinished and clauses and clauses[-1].nodes == (others[-1],):
        clauses[-1] = _unfinished(clauses[-1])
    return QueryPlan(
        required=tuple(dict.fromkeys(required)),
        clauses=tuple(_count_repeats(clauses)),
        excluded=tuple(dict.fromkeys(query.unwanted)),
        bigrams=tuple(dict.fromkeys(_bigrams(nodes))),
        left_out=tuple(dict.fromkeys(node.text for node in left_out if isinstance(node, Term))),
    )


def is_metadata(node: Node) -> bool:
    """Whether a node, or each of several, is about the metadata of a paper (year, author, topic …) rather than its text."""
    if isinstance(node, AnyOf):
        return all(map(is_metadata, node.parts))
    return isinstance(node, YearTerm) or (isinstance(node, Term) and node.field in _METADATA_FIELDS)


def is_topic_name(node: Node) -> bool:
    """Whether a node is the name of a topic."""
    return isinstance(node, Term) and node.kind == "topic name"


def is_text(node: Node) -> TypeGuard[Term]:
    """Whether a node is a word or a phrase as people type them, in any field."""
    return isinstance(node, Term) and node.kind in ("word", "phrase")


def plain_word(node: Node) -> str:
    """The text of a node that is a bare word; empty for other nodes."""
    return node.text if isinstance(node, Term) and node.kind == "word" and node.field is None else ""


def content_nodes(node: AllOf) -> tuple[Node, ...]:
    """The parts of a group without its stop words, unless it has nothing else."""
    return tuple(part for part in node.parts if not _consists_of(part, STOP_WORDS)) or node.parts


def _flat(nodes: Sequence[Node]) -> Iterator[Node]:
    """The nodes, with groups of words that must all match dissolved."""
    for node in nodes:
        if isinstance(node, AllOf):
            yield from _flat(node.parts)
        else:
            yield node


def _without_ignored(nodes: Sequence[Node], vocabulary: Vocabulary) -> tuple[list[Node], list[Node]]:
    """The nodes to search for, with names of awards joined; and the nodes that are left out: words without a meaning of
    their own, and ``papers`` at the end."""
    ignored = _ignored_words(nodes)
    kept = [node for node in nodes if not _consists_of(node, ignored)] or list(nodes)
    content = list(_award_nodes(kept, vocabulary))
    while len(content) > 1 and _consists_of(content[-1], PAPERS):
        papers = content.pop()
        kept = [node for node in kept if node is not papers]
    return content, [node for node in nodes if node not in kept]


def _unfinished(clause: Clause) -> Clause:
    """A clause of one node. If the node is a word, papers with words that begin with it match too, and rank below."""
    word = plain_word(clause.nodes[0])
    return clause._replace(alternatives=(*clause.alternatives, Term(word, "unfinished"))) if word else clause


def _ignored_words(nodes: Sequence[Node]) -> frozenset[str]:
    """The words that this query ignores. Frame words are ignored only in sentences: among keywords they are content."""
    is_sentence = any(_consists_of(node, STOP_WORDS) for node in nodes)
    return STOP_WORDS | FRAME_WORDS if is_sentence else STOP_WORDS


def _consists_of(node: Node, known: frozenset[str]) -> bool:
    return bool(word := plain_word(node)) and all(piece in known for piece in split_words(word))


def _bigrams(nodes: Sequence[Node]) -> Iterator[tuple[str, str]]:
    pieces = [split_words(plain_word(node)) or [""] for node in nodes]
    for pair in pairwise(chain.from_iterable(pieces)):
        if "" not in pair and pair[0] != pair[1] and STOP_WORDS.isdisjoint(pair):
            yield pair


def _award_nodes(nodes: Sequence[Node], vocabulary: Vocabulary) -> Iterator[Node]:
    """The nodes, with adjacent words that begin the name of an award (``best paper``) joined into one."""
    at = 0
    while at < len(nodes):
        for length in range(min(LONGEST_RUN, len(nodes) - at), 1, -1):
            said = list(map(plain_word, nodes[at : at + length]))
            text = " ".join(words(" ".join(said)))
            if all(said) and vocabulary.begins_award(text):
                yield Term(text, "phrase", "award")
                at += length
                break
        else:
            yield nodes[at]
            at += 1


def _count_repeats(clauses: Sequence[Clause]) -> Iterator[Clause]:
    times = Counter(clauses)
    return (clause._replace(times=times[clause]) for clause in times)


def _clauses(nodes: Sequence[Node], vocabulary: Vocabulary) -> Iterator[Clause]:
    """The nodes as clauses; adjacent words that name something together are one clause, longest first."""
    at = 0
    pieces = [split_words(plain_word(node)) for node in nodes]
    while at < len(nodes):
        run = 0
        while run < LONGEST_RUN and at + run < len(nodes) and plain_word(nodes[at + run]):
            run += 1
        for length in range(run, 1, -1):
            some, run_pieces = nodes[at : at + length], list(chain.from_iterable(pieces[at : at + length]))
            if others := tuple(_synonyms(" ".join(map(plain_word, some)), run_pieces, vocabulary)):
                yield Clause(tuple(some), others)
                at += length
                break
        else:
            yield Clause((nodes[at],), tuple(alternatives(nodes[at], vocabulary)))
            at += 1


def alternatives(node: Node, vocabulary: Vocabulary) -> Iterator[Node]:
    """Other ways to say a node: its abbreviation or long form, other spellings, the topic of that name, and the year,
    venue, edition, award, kind of presentation, status or id that a bare word names; of nodes joined by OR, those of each.

    Args:
        vocabulary: of the index.
    """
    if isinstance(node, AnyOf):
        for part in node.parts:
            yield from alternatives(part, vocabulary)
    elif isinstance(node, Term):
        yield from _alternatives(node, vocabulary)


def _alternatives(node: Term, vocabulary: Vocabulary) -> Iterator[Node]:
    if node.field == "award":
        yield node._replace(field=None)
    if node.kind not in ("word", "phrase") or node.field is not None:
        return
    pieces = split_words(node.text)
    if len(pieces) == 1:
        yield from _other_forms(pieces[0], vocabulary)
    elif len(pieces) > 1 and "/" in plain_word(node):
        yield Term(" ".join(pieces), "apart")
    yield from _synonyms(node.text, pieces, vocabulary)
    if len(pieces) == 1 and node.kind == "word":
        yield from _metadata_terms(pieces[0], vocabulary)


def _other_forms(word: str, vocabulary: Vocabulary) -> Iterator[Term]:
    """One word as several: what it abbreviates, and its parts."""
    if long := abbreviations.long_form(word):
        yield Term(long, "phrase")
    yield from _split_compound(word, vocabulary)
    yield from _split_number(word, vocabulary)


def _metadata_terms(word: str, vocabulary: Vocabulary) -> Iterator[Node]:
    """The metadata that a word may name: ``kraska 2019``, ``isca quantization``, ``kipf2019sosd``."""
    if vocabulary.contains("year", word):
        yield YearTerm(parse_years(word))
    if word not in PAPERS:
        yield from (Term(word, "word", field) for field in METADATA_BY_WORD if vocabulary.contains(field, word))


def _synonyms(text: str, pieces: Sequence[str], vocabulary: Vocabulary) -> Iterator[Term]:
    """Other ways to say a text, which is given in its words too: its abbreviation, the words written as one, the topic of
    that name.
    """
    if short := abbreviations.short_form(" ".join(pieces)):
        yield Term(short, "phrase")  # as a word, it might be searched as the beginning of others
    if len(pieces) == 2 and _may_be_one(*pieces) and vocabulary.contains("text", stem("".join(pieces))):
        yield Term("".join(pieces))
    if (name := key_of(pieces)) and vocabulary.contains("about", name):
        yield Term(text, "topic name")


def _may_be_one(first: str, second: str) -> bool:
    return (first.isalpha() and second.isalpha()) or joins_numbers(first, second)


def _split_number(word: str, vocabulary: Vocabulary) -> Iterator[Term]:
    """``cifar10`` as ``cifar 10``, where both are words of the archive."""
    if len(word) <= LONGEST_WORD:
        for pieces in split_numbers(word):
            if all(vocabulary.contains("text", stem(piece)) for piece in pieces):
                yield Term(" ".join(pieces), "phrase")


def _split_compound(word: str, vocabulary: Vocabulary) -> Iterator[Term]:
    """``datacenter`` as ``data center``, ``kmeans`` as ``k means``, where both are words of the archive."""
    if word.isalpha() and len(word) <= LONGEST_WORD:
        for at in range(1, len(word) - SHORTEST_HALF + 1):
            halves = word[:at], word[at:]
            if STOP_WORDS.isdisjoint(halves) and all(vocabulary.contains("text", stem(half)) for half in halves):
                yield Term(" ".join(halves), "phrase")
