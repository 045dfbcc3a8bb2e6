"""From what was typed to what is looked for: words that carry no topic are left out, others may stand for more.

A plan knows the language of requests and of the field, and asks the index only whether it holds a word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from archive.catalogue.filters import parse_years
from archive.model import abbreviations
from archive.model.analysis import FRAME_WORDS, PAPERS, STOP_WORDS, key, split, stem
from archive.search.query import AllOf, Node, Query, Term, YearTerm

_SAID_OF_FACTS = ("id", "venue", "edition", "award")  # by words alone, years aside
_FACTS = frozenset({"author", "topic", *_SAID_OF_FACTS})
_LONGEST_RUN = 5  # words of a topic's name, a synonym, or an abbreviation's long form
_LONGEST_WORD = 40  # letters of a word that may be written apart
_SHORTEST_HALF = 2  # letters of the second half of such a word

Knows = Callable[[str, str], bool]
"""Whether a field of the index (``text``, ``name``, ``about``) holds a term, or an ``id``, ``year``, ``venue``,
``edition`` or ``award`` of some paper is called so."""


class Part(NamedTuple):
    """What was asked in one place: ``nodes``, each of them, or else one of ``instead`` in that order,
    which is another way to say it. ``times`` is how often it was asked."""

    nodes: tuple[Node, ...]
    instead: tuple[Node, ...] = ()
    times: int = 1


class Plan(NamedTuple):
    """What is looked for. ``demands`` (years, editions, authors …) hold for every paper, ``parts``
        are what full matches hold, ``banned`` what no result may. ``pairs`` are telling words that were typed
    one after the other, and ``left_out`` words that carry no topic."""

    demands: tuple[Node, ...]
    parts: tuple[Part, ...]
    banned: tuple[Node, ...]
    pairs: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]

    @property
    def telling(self) -> int:
        """How many different words and phrases a paper may hold."""
        return sum(len(part.nodes) for part in self.parts)


def make_plan(query: Query, knows: Knows, unfinished: bool = False) -> Plan:
    """How a query is understood. ``unfinished``: its last word may be the beginning of one."""
    asked = list(_flat(query.wanted))
    demands = [node for node in asked if is_demand(node)]
    others = [node for node in asked if not is_demand(node)]
    idle = _idle_words(others)
    kept = [node for node in others if not _only(node, idle)] or others
    while len(kept) > 1 and _only(kept[-1], PAPERS):
        del kept[-1]
    parts = list(_parts(kept, knows))
    if unfinished and parts and parts[-1].nodes == (others[-1],) and (word := plain_word(others[-1])):
        parts[-1] = parts[-1]._replace(instead=(*parts[-1].instead, Term(word, "prefix")))
    return Plan(
        demands=tuple(dict.fromkeys(demands)),
        parts=tuple(_counted(parts)),
        banned=tuple(dict.fromkeys(query.unwanted)),
        pairs=tuple(dict.fromkeys(_pairs(kept))),
        left_out=tuple(dict.fromkeys(node.text for node in others if node not in kept and isinstance(node, Term))),
    )


def is_demand(node: Node) -> bool:
    """Whether it is about a paper's facts, not its text."""
    return isinstance(node, YearTerm) or (isinstance(node, Term) and node.field in _FACTS)


def is_topic(node: Node) -> bool:
    """Whether it is a topic that is called so."""
    return isinstance(node, Term) and node.kind == "topic"


def plain_word(node: Node) -> str:
    """What the node says where it is a bare word; else nothing."""
    return node.text if isinstance(node, Term) and node.kind == "word" and node.field is None else ""


def telling_words(node: AllOf) -> tuple[Node, ...]:
    """The parts of a group without its stop words, where others are left."""
    return tuple(part for part in node.parts if not _only(part, STOP_WORDS)) or node.parts


def _flat(nodes: Sequence[Node]) -> Iterator[Node]:
    """Brackets around words that must all be there add nothing."""
    for node in nodes:
        if isinstance(node, AllOf):
            yield from _flat(node.parts)
        else:
            yield node


def _idle_words(nodes: Sequence[Node]) -> frozenset[str]:
    """Words that this query need not find: a sentence frames its matter, keywords do not."""
    is_sentence = any(_only(node, STOP_WORDS) for node in nodes)
    return STOP_WORDS | FRAME_WORDS if is_sentence else STOP_WORDS


def _only(node: Node, words: frozenset[str]) -> bool:
    return bool(word := plain_word(node)) and all(piece.text in words for piece in split(word))


def _pairs(nodes: Sequence[Node]) -> Iterator[tuple[str, str]]:
    pieces = [[piece.text for piece in split(plain_word(node))] or [""] for node in nodes]
    for one, other in pairwise(piece for some in pieces for piece in some):
        if one and other and one != other and not STOP_WORDS & {one, other}:
            yield one, other


def _counted(parts: Sequence[Part]) -> Iterator[Part]:
    times = Counter(parts)
    return (part._replace(times=times[part]) for part in times)


def _parts(nodes: Sequence[Node], knows: Knows) -> Iterator[Part]:
    """The nodes, with neighbouring words that name something as one part, longest first."""
    at = 0
    while at < len(nodes):
        run = 0
        while run < _LONGEST_RUN and at + run < len(nodes) and plain_word(nodes[at + run]):
            run += 1
        for length in range(run, 1, -1):
            some = nodes[at : at + length]
            if instead := tuple(_other_names(" ".join(map(plain_word, some)), knows)):
                yield Part(tuple(some), instead)
                at += length
                break
        else:
            yield Part((nodes[at],), tuple(_instead(nodes[at], knows)))
            at += 1


def _instead(node: Node, knows: Knows) -> Iterator[Node]:
    if not isinstance(node, Term) or node.kind not in ("word", "phrase") or node.field is not None:
        return
    pieces = [piece.text for piece in split(node.text)]
    if len(pieces) > 1 and "/" in node.text and node.kind == "word":
        yield Term(" ".join(pieces), "apart")
    if len(pieces) == 1:
        if long := abbreviations.long_form(pieces[0]):
            yield Term(long, "phrase")
        yield from _written_apart(pieces[0], knows)
    yield from _other_names(node.text, knows)
    if node.kind == "word" and len(pieces) == 1:
        yield from _facts(pieces[0], knows)


def _facts(word: str, knows: Knows) -> Iterator[Node]:
    """What a word says of a paper's facts: ``kraska 2019``, ``isca quantization``, ``kipf2019sosd``."""
    if knows("year", word):
        yield YearTerm(parse_years(word))
    yield from (Term(word, "word", field) for field in _SAID_OF_FACTS if word not in PAPERS and knows(field, word))


def _other_names(text: str, knows: Knows) -> Iterator[Term]:
    """Other ways to say some words: their abbreviation, in one word; else the topic that is called so."""
    pieces = [piece.text for piece in split(text)]
    if short := abbreviations.short_form(" ".join(pieces)):
        yield Term(short)
    if len(pieces) == 2 and all(piece.isalpha() for piece in pieces) and knows("text", stem("".join(pieces))):
        yield Term("".join(pieces))
    if (name := key(text)) and knows("about", name):
        yield Term(text, "topic")


def _written_apart(word: str, knows: Knows) -> Iterator[Term]:
    """``datacenter`` as ``data center``, ``kmeans`` as ``k means``, where both are words of the archive."""
    if word.isalpha() and len(word) <= _LONGEST_WORD:
        for at in range(1, len(word) - _SHORTEST_HALF + 1):
            halves = word[:at], word[at:]
            if STOP_WORDS.isdisjoint(halves) and all(knows("text", stem(half)) for half in halves):
                yield Term(" ".join(halves), "phrase")
