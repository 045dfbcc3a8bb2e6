"""Finds the terms of a paper: cues for topics, and its other words, all as stems.

A cue is one word or several in a row. Where cues overlap, only the longest counts: *graph neural network* is not a cue for
networking.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from archive.catalogue.taxonomy import Taxonomy
from archive.catalogue.topic_suggestions.files import CUES
from archive.model.analysis import STOP_WORDS, split, stem
from archive.store.files import read_toml

STRONG, WEAK = "strong", "weak"
# Common phrases of machine learning: cues for no topic, so that shorter cues within them do not count.
_GENERIC_PHRASES = (
    "neural network", "neural networks", "deep neural network", "recurrent neural network", "convolutional neural network",
    "deep network", "machine learning", "deep learning", "learning system", "learning systems", "end to end",
)  # fmt: skip
_TITLE, _ABSTRACT, _MOST = 1.5, 0.8, 3.0


class Cues(NamedTuple):
    """The cues for topics, as stems.

    Attributes:
        topics: by cue, the topics it is a cue for, each with its kind (strong or weak).
        longest: the number of words of the longest cue.
        deferred_to: by cue and topic, other topics that take the cue over in papers with a strong cue for them.
    """

    topics: dict[str, dict[str, str]]
    longest: int
    deferred_to: dict[tuple[str, str], frozenset[str]]

    def silent(self, terms: Collection[str]) -> set[tuple[str, str]]:
        """Pairs of cue and topic that do not count in a paper with these cues, since another topic takes the cue over."""
        strong: dict[str, set[str]] = {}
        for term in terms:
            for topic, kind in self.topics[term].items():
                if kind == STRONG:
                    strong.setdefault(topic, set()).add(term)
        pairs = ((term, topic) for term in terms for topic in self.topics[term])
        return {pair for pair in pairs if any(strong.get(other, set()) - {pair[0]} for other in self.deferred_to.get(pair, ()))}


class TermCounts(NamedTuple):
    """How often a term occurs in the title and in the abstract of a paper."""

    in_title: int
    in_abstract: int

    @property
    def weight(self) -> float:
        """Its weight: more in the title than in the abstract, and growing ever more slowly with the count."""
        weight = (_TITLE if self.in_title else 0.0) + _ABSTRACT * math.log2(1 + self.in_abstract)
        return min(weight, _MOST)


def make_cues(taxonomy: Taxonomy, known: Mapping[str, Any] | None = None) -> Cues:
    """The cues for a taxonomy: the names and synonyms of its topics, and further cues.

    Args:
        taxonomy: the topics.
        known: further cues by topic, under ``strong``, ``weak`` and ``deferred_to`` (by other topic); by default
            ``cues.toml``.
    """
    deferred_to: dict[tuple[str, str], frozenset[str]] = {}
    topics: dict[str, dict[str, str]] = {" ".join(_stems(text)): {} for text in _GENERIC_PHRASES}
    known = read_toml(CUES) if known is None else known
    for topic in taxonomy.values():
        cues = known.get(topic.id, {})
        for kind, texts in ((WEAK, cues.get(WEAK, ())), (STRONG, (topic.name, *topic.synonyms, *cues.get(STRONG, ())))):
            for text in texts:
                topics.setdefault(" ".join(_stems(text)), {})[topic.id] = kind
        for other, texts in cues.get("deferred_to", {}).items():
            for key in (" ".join(_stems(text)) for text in texts):
                deferred_to[key, topic.id] = deferred_to.get((key, topic.id), frozenset()) | taxonomy.within(other)
    return Cues(topics, max(key.count(" ") + 1 for key in topics), deferred_to)


def find(title: str, abstract: str, cues: Cues) -> tuple[dict[str, TermCounts], dict[str, TermCounts]]:
    """The cues of a paper, and its other words and pairs of words, each with its counts."""
    parts = [_stems(title), _stems(abstract)]
    marked, others = ([Counter(look(part, cues)) for part in parts] for look in (_cues_in, _others_in))
    return _joined(*marked), _joined(*others)


def as_written(key: str, *texts: str) -> str:
    """A term as the first text that has it writes it."""
    length = key.count(" ") + 1
    for text in texts:
        found = list(split(text))
        for at in range(len(found) - length + 1):
            if " ".join(stem(word.text) for word in found[at : at + length]) == key:
                return text[found[at].start : found[at + length - 1].end]
    return key


def _stems(text: str) -> list[str]:
    return [stem(word.text) for word in split(text)]


def _cues_in(stems: Sequence[str], cues: Cues) -> Iterator[str]:
    at = 0
    while at < len(stems):
        for length in range(min(cues.longest, len(stems) - at), 0, -1):
            if (key := " ".join(stems[at : at + length])) in cues.topics:
                yield key
                at += length
                break
        else:
            at += 1


def _others_in(stems: Sequence[str], cues: Cues) -> Iterator[str]:
    content = ["" if one in STOP_WORDS else one for one in stems]
    pairs = (f"{one} {following}" for one, following in itertools.pairwise(content) if one and following)
    yield from (key for key in (*filter(None, content), *pairs) if key not in cues.topics)


def _joined(title: Counter[str], abstract: Counter[str]) -> dict[str, TermCounts]:
    keys: Iterable[str] = dict.fromkeys([*title, *abstract])
    return {key: TermCounts(title[key], abstract[key]) for key in keys}
