"""The suggestion model. All that is learned are counts: of the curated papers with a term, how many have the topic. The
weight of a term is the logit of that share, minus the logit of the share expected of any paper; the taxonomy's cues
count as a prior of :data:`_PRIOR_PAPERS` papers. A topic's score is the sum over the terms of title and abstract.
Topics with a score of at least :data:`THRESHOLD` are suggested; if none of them is an area, so is the best area with
at least :data:`_ONE_AREA`.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from archive.catalogue.taxonomy import MOST_TOPICS, Taxonomy, load_taxonomy
from archive.catalogue.topic_suggestions.files import counts_path, suggestion_files
from archive.catalogue.topic_suggestions.text import STRONG, WEAK, TermCounts, find, make_cues
from archive.errors import StoreError
from archive.store.files import file_version, read_file
from archive.store.root import uses_bundled

THRESHOLD = 6.0
_ONE_AREA = 3.0  # the score from which one area is suggested if none reaches the threshold
_FAR_SURER = 2.0  # times the score of a narrower topic, from which its broader topic replaces it
_PRIOR_PAPERS = 6  # papers that a cue counts as
_PRIOR_SHARE = {STRONG: 0.7, WEAK: 0.2}  # of papers with a cue that are assumed to have its topic
_ANY_SHARE = 0.12  # of all papers that are assumed to have a topic
_OTHER_PAPERS, _OTHER_WEIGHT = 5, 0.05  # of words that are not cues: they contribute little
_SURE = 0.99  # shares are bounded by this, so that no term decides alone
RULING = 3  # papers from which a word that is not a cue counts


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted.

    Attributes:
        papers: curated papers.
        topics: papers by topic.
        terms: papers by term.
        both: papers by term and topic.
        abstracts: how many of the papers had an abstract.
        silent: by term and topic, the papers in which the term does not count as a cue for the topic (see
            :meth:`~archive.catalogue.topic_suggestions.text.Cues.silent`).
    """

    papers: int
    topics: Mapping[str, int]
    terms: Mapping[str, int]
    both: Mapping[str, Mapping[str, int]]
    abstracts: int = 0
    silent: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


class Evidence(NamedTuple):
    """What a term contributes to a topic's score. ``having`` of the ``papers`` curated papers with the term have the
    topic.
    """

    term: str
    found: TermCounts
    score: float
    papers: int
    having: int


class Verdict(NamedTuple):
    """A topic's score for a paper, and the evidence for it, strongest first."""

    topic: str
    score: float
    evidence: tuple[Evidence, ...]


class Model:
    """Suggests topics of a taxonomy from counts; without counts, from the taxonomy's names alone.

    Args:
        taxonomy: the topics.
        counts: what :func:`~archive.catalogue.topic_suggestions.learn.learn` counted.
        cues: cues beside the names in the taxonomy; None for the bundled ones.
    """

    def __init__(self, taxonomy: Taxonomy, counts: Counts, cues: Mapping[str, Any] | None = None) -> None:
        self._taxonomy = taxonomy
        self._counts = counts
        self._cues = make_cues(taxonomy, cues)

    def suggest(self, title: str, abstract: str, threshold: float = THRESHOLD) -> tuple[str, ...]:
        """At most four topics for a paper, areas before methods, otherwise by score. Of a topic and its broader one the
        narrower is taken, unless the score of the broader is much higher.
        """
        verdicts = self.weigh(title, abstract)
        scores = {verdict.topic: verdict.score for verdict in verdicts if verdict.score >= threshold}
        if not any(map(self._is_area, scores)):
            scores |= self._best_area(verdicts, min(_ONE_AREA, threshold))
        sure = [topic for topic in scores if not self._has_far_surer_broader_topic(topic, scores)]
        redundant = self._taxonomy.redundant(sure)
        return tuple(self._taxonomy.areas_first([topic for topic in sure if topic not in redundant][:MOST_TOPICS]))

    def _best_area(self, verdicts: Iterable[Verdict], threshold: float) -> dict[str, float]:
        """The first area with such a score, and its score; empty without one."""
        areas = (verdict for verdict in verdicts if self._is_area(verdict.topic) and verdict.score >= threshold)
        return {verdict.topic: verdict.score for verdict in itertools.islice(areas, 1)}

    def _is_area(self, topic: str) -> bool:
        return self._taxonomy[topic].kind == "area"

    def _has_far_surer_broader_topic(self, topic: str, scores: Mapping[str, float]) -> bool:
        """Whether a broader topic scores so much higher that the narrower one is left out."""
        above = self._taxonomy.with_broader([topic])[1:]
        return any(scores.get(broader, 0.0) >= _FAR_SURER * scores[topic] for broader in above)

    def weigh(self, title: str, abstract: str) -> list[Verdict]:
        """All topics with a positive score, highest first. A topic needs at least one cue in the paper; other words
        contribute little.
        """
        cues, others = find(title, abstract, self._cues)
        counted = {term: found for term, found in (cues | others).items() if self._counts.terms.get(term, 0) >= RULING}
        silent = self._cues.silent(cues)
        verdicts = []
        for topic in dict.fromkeys(topic for term in cues for topic in self._cues.topics[term]):
            evidence = list(self._evidence(topic, cues, counted, silent))
            score = sum(piece.score for piece in evidence)
            if score > 0:
                strongest = sorted(evidence, key=lambda piece: (-abs(piece.score), piece.term))
                verdicts.append(Verdict(topic, round(score, 6), tuple(strongest)))
        return sorted(verdicts, key=lambda verdict: (-verdict.score, verdict.topic))

    def _evidence(
        self, topic: str, cues: Mapping[str, TermCounts], counted: Mapping[str, TermCounts], silent: Collection[tuple[str, str]]
    ) -> Iterator[Evidence]:
        for term, found in cues.items():
            kind = self._cues.topics[term].get(topic)
            if kind and (term, topic) not in silent:
                yield self._piece(topic, term, found, _PRIOR_PAPERS, _PRIOR_SHARE[kind], _ANY_SHARE, 1.0)
        usual = (self._counts.topics.get(topic, 0) + 0.5) / (self._counts.papers + 10)
        for term, found in counted.items():
            if topic not in self._cues.topics.get(term, ()):
                yield self._piece(topic, term, found, _OTHER_PAPERS, usual, usual, _OTHER_WEIGHT)

    def _piece(
        self, topic: str, term: str, found: TermCounts, prior_papers: int, prior_share: float, usual: float, weight: float
    ) -> Evidence:
        papers = self._counts.terms.get(term, 0) - self._counts.silent.get(term, {}).get(topic, 0)
        having = self._counts.both.get(term, {}).get(topic, 0)
        share = (prior_papers * prior_share + having) / (prior_papers + papers)
        score = weight * found.weight * (_logit(share) - _logit(usual))
        return Evidence(term, found, score, papers, having)


def load_model(folder: Path | None = None) -> Model:
    """The model of the archive under ``folder``: the bundled counts and cues, or, for an archive of its own, its topics'
    names and synonyms and what ``mlforsys topics --learn`` counted there, if anything.

    Raises:
        StoreError: the counts or the topics cannot be read.
    """
    files = suggestion_files(folder)
    return _load(folder, tuple((path, file_version(path)) for path in files))


@lru_cache(maxsize=4)
def _load(folder: Path | None, files: tuple[tuple[Path, tuple[int, int]], ...]) -> Model:
    bundled = uses_bundled(folder)
    learned = next((path for path, _ in files if path == counts_path(folder)), None)
    counts = read_counts(learned) if learned else Counts(0, {}, {}, {}, 0)
    return Model(load_taxonomy(folder), counts, None if bundled else {})


def read_counts(path: Path) -> Counts:
    """The counts that :func:`archive.catalogue.topic_suggestions.learn.to_bytes` wrote to a file.

    Raises:
        StoreError: the file cannot be read, or holds something else.
    """
    try:
        data: dict[str, Any] = json.loads(read_file(path))
        both = {term: dict(counts[1]) for term, counts in data["terms"].items()}
        terms = {term: int(counts[0]) for term, counts in data["terms"].items()}
        silent = {term: dict(counts[2]) for term, counts in data["terms"].items() if len(counts) > 2}
        return Counts(int(data["papers"]), dict(data["topics"]), terms, both, int(data["abstracts"]), silent)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise StoreError(f"{path} cannot be read ({error}); `mlforsys topics --learn` rebuilds it.") from None


def _logit(share: float) -> float:
    bounded = min(max(share, 1 - _SURE), _SURE)
    return math.log(bounded / (1 - bounded))
