"""From counts to topics. What is learned is counting alone: of the curated papers that hold a term, how
many have the topic. A term's weight is the logit of that share, with the taxonomy's own judgement
standing for :data:`_PRIOR_PAPERS` papers, against the share that any paper has; a topic's score is the
sum over the terms of title and abstract. A topic is suggested from :data:`THRESHOLD` on, and where no area
is so sure, the surest one from :data:`_ONE_AREA` on.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from archive.catalogue.suggest.text import STRONG, WEAK, Found, find, make_cues
from archive.catalogue.taxonomy import MOST_TOPICS, Taxonomy, load_taxonomy
from archive.errors import StoreError
from archive.store.files import file_version
from archive.store.root import OWN_COUNTS, TOPICS, data_files, suggestion_files, uses_bundled

COUNTS = Path(__file__).with_name("counts.json")
THRESHOLD = 6.0
_ONE_AREA = 3.0  # a paper is about something
_FAR_SURER = 2.0  # a broader topic so many times as sure as a narrower one stands for it
_PRIOR_PAPERS = 6  # how many papers the taxonomy's word is worth
_PRIOR_SHARE = {STRONG: 0.7, WEAK: 0.2}  # of papers with a cue that have its topic, as far as the taxonomy knows
_ANY_SHARE = 0.12  # of papers that have a topic, whatever they say
_OTHER_PAPERS, _OTHER_WEIGHT = 5, 0.05  # words that no taxonomy names: hardly more than a whisper
_SURE = 0.99  # no term settles a topic alone
RULING = 3  # papers from which a word that no taxonomy names counts


@dataclass(frozen=True, slots=True)
class Counts:
    """Of ``papers`` curated papers, ``abstracts`` of them with an abstract: how many have each topic, hold
    each term, and both; and in how many of them the term is ``silent`` of a topic."""

    papers: int
    topics: Mapping[str, int]
    terms: Mapping[str, int]
    both: Mapping[str, Mapping[str, int]]
    abstracts: int = 0
    silent: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


class Evidence(NamedTuple):
    """What a term adds to a topic's score. Of ``papers`` curated papers with it, ``having`` have the topic."""

    term: str
    found: Found
    score: float
    papers: int
    having: int


class Verdict(NamedTuple):
    """A topic's score for a paper, and where it comes from, the strongest evidence first."""

    topic: str
    score: float
    evidence: tuple[Evidence, ...]


class Model:
    """Suggests topics of a taxonomy from counts; without counts, from the taxonomy's words alone. ``cues`` are
    words beside the taxonomy's own, the bundled ones where it is None."""

    def __init__(self, taxonomy: Taxonomy, counts: Counts, cues: Mapping[str, Any] | None = None) -> None:
        self._taxonomy = taxonomy
        self._counts = counts
        self._cues = make_cues(taxonomy, cues)

    def suggest(self, title: str, abstract: str, threshold: float = THRESHOLD) -> tuple[str, ...]:
        """At most four topics, the surest first, areas before methods; of a topic and its broader one the
        narrower, unless the broader is far surer."""
        verdicts = self.weigh(title, abstract)
        scores = {verdict.topic: verdict.score for verdict in verdicts if verdict.score >= threshold}
        if not any(self._is_area(topic) for topic in scores):
            areas = (v for v in verdicts if self._is_area(v.topic) and v.score >= min(_ONE_AREA, threshold))
            scores |= {verdict.topic: verdict.score for verdict in itertools.islice(areas, 1)}
        sure = [topic for topic in scores if not self._outdone(topic, scores)]
        spared = self._taxonomy.spared(sure)
        return tuple(self._taxonomy.arranged([topic for topic in sure if topic not in spared][:MOST_TOPICS]))

    def _is_area(self, topic: str) -> bool:
        return self._taxonomy[topic].kind == "area"

    def _outdone(self, topic: str, scores: Mapping[str, float]) -> bool:
        above = self._taxonomy.with_broader([topic])[1:]
        return any(scores.get(broader, 0.0) >= _FAR_SURER * scores[topic] for broader in above)

    def weigh(self, title: str, abstract: str) -> list[Verdict]:
        """Every topic for which more speaks than against, the highest score first. What has no cue in
        the paper is no candidate: other words only whisper."""
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
        self, topic: str, cues: Mapping[str, Found], counted: Mapping[str, Found], silent: Collection[tuple[str, str]]
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
        self, topic: str, term: str, found: Found, prior_papers: int, prior_share: float, usual: float, weight: float
    ) -> Evidence:
        papers = self._counts.terms.get(term, 0) - self._counts.silent.get(term, {}).get(topic, 0)
        having = self._counts.both.get(term, {}).get(topic, 0)
        share = (prior_papers * prior_share + having) / (prior_papers + papers)
        score = weight * found.weight * (_logit(share) - _logit(usual))
        return Evidence(term, found, score, papers, having)


def load_model(root: Path | None = None) -> Model:
    """The model of the archive under ``root``: the bundled counts and cues, or, for an archive of its own, its own
    topics' names and synonyms and what ``mlforsys topics --learn`` counted there, if anything.

    Raises :class:`StoreError` where the counts or the topics cannot be read.
    """
    files = (*data_files(root, TOPICS), *suggestion_files(root))
    return _load(root, tuple((path, file_version(path)) for path in files))


@lru_cache(maxsize=4)
def _load(root: Path | None, files: tuple[tuple[Path, tuple[int, int]], ...]) -> Model:
    bundled = uses_bundled(root)
    learned = next((path for path, _ in files if path == counts_path(root)), None)
    counts = read_counts(learned) if learned else Counts(0, {}, {}, {}, 0)
    return Model(load_taxonomy(root), counts, None if bundled else {})


def counts_path(root: Path | None) -> Path:
    """Where the counts of an archive lie: the bundled ones, or those of an archive of its own."""
    return COUNTS if root is None or uses_bundled(root) else root / OWN_COUNTS


def read_counts(path: Path) -> Counts:
    """The counts that :func:`archive.catalogue.suggest.learn.to_bytes` wrote to a file.

    Raises:
        StoreError: the file cannot be read, or holds something else.
    """
    try:
        data: dict[str, Any] = json.loads(path.read_bytes())
        both = {term: dict(counts[1]) for term, counts in data["terms"].items()}
        terms = {term: int(counts[0]) for term, counts in data["terms"].items()}
        silent = {term: dict(counts[2]) for term, counts in data["terms"].items() if len(counts) > 2}
        return Counts(int(data["papers"]), dict(data["topics"]), terms, both, int(data["abstracts"]), silent)
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise StoreError(f"{path} cannot be read ({error}); `mlforsys topics --learn` rebuilds it.") from None


def _logit(share: float) -> float:
    bounded = min(max(share, 1 - _SURE), _SURE)
    return math.log(bounded / (1 - bounded))
