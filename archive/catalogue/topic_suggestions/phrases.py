"""Proposes topics that an archive may want: phrases that several of its titles and abstracts share.

A candidate is a run of one to three words within a clause that neither begins nor ends with an empty word. It counts
once per paper, three times if the title has it, and more the longer it is. Candidates are taken from the best down; one
that occurs in nearly the same papers as one already taken becomes its synonym. Nothing is learned or stored: a person
chooses.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from archive.catalogue.items import Item
from archive.model.analysis import FRAME_WORDS, STOP_WORDS, split, stem
from archive.model.text import fold

LONGEST = 3  # words of a phrase
FEWEST = 3  # papers that must share a phrase
_COMMONEST = 0.5  # share of papers; a more frequent phrase distinguishes none
_TITLE, _ABSTRACT = 3.0, 1.0
_WORDS_WORTH = (0.5, 1.0, 1.25)  # weights of phrases of one, two, three words
_SAME = 0.6  # share of common papers from which two phrases are one topic
_WITHIN = 0.6  # share of its papers with longer phrases around it, from which those are taken instead
_CLAUSE = re.compile(r"[.,;:!?()\[\]{}\"“”/]|\s[-–—]\s")
# Empty words, which papers of any field have: a phrase neither begins nor ends with one.
_SAID_BY_ALL = frozenset(
    "ability able accuracy accurate achieve across additional address advance aim algorithm analysis analyze application "
    "applied apply approach art aspect available aware based baseline behavior benefit big build capable case challenge "
    "change combine common compare comparison complex component compute computing consider consist contribution cost "
    "create current data dataset default demonstrate demonstration design develop different difficult domain driven "
    "early effect effective efficiency efficient empirical enable end enhance ensure environment error evaluate "
    "evaluation example existing experiment experimental explore extensive faster feature field first fixed focus "
    "framework full function future general generate goal great high higher human idea identify impact implement "
    "implementation important improve improvement include increase individual information initial input insight "
    "introduce investigate issue key large lead level leverage limit low lower main major mean measure method "
    "methodology metric model multiple need new novel number objective obtain offer open order original outperform "
    "output overall overcome parameter part perform performance point possible potential practical practice preliminary "
    "present previous prior problem process produce propose provide quality quick range rate real reduce reduction "
    "report represent require requirement research result role run scale scenario second set setting short show "
    "significant similar simple single size small solution solve source space specific standard state strategy strong "
    "structure study success suggest support system task technique term test third three time tool train training two "
    "type typical understand unique user utilize value variety wide work workload workshop world year".split()
)
# Words that are not a topic on their own.
_NOT_ALONE = frozenset(
    "adaptive agent attention automate automated automatic autonomous bench benchmark code cross deep distributed dynamic "
    "fast graph guided hybrid intelligent joint language learn learned learning machine multi network neural online "
    "optimal optimization optimize optimizing policy predict prediction predictive program programming representation "
    "robust search selection self smart software hardware static supervised transfer".split()
)
_EMPTY = {stem(word) for word in (*STOP_WORDS, *FRAME_WORDS, *_SAID_BY_ALL)}
_BESIDE = {stem(word) for word in _NOT_ALONE}


@dataclass(frozen=True, slots=True)
class TopicProposal:
    """A topic that the archive may want.

    Attributes:
        id: for ``topics.toml``.
        name: for ``topics.toml``.
        papers: ids of papers with the phrase, those with it in their titles first.
        synonyms: other phrases for it.
    """

    id: str
    name: str
    papers: tuple[str, ...]
    synonyms: tuple[str, ...] = ()


@dataclass(slots=True)
class _Phrase:
    key: tuple[str, ...]
    spellings: Counter[str] = field(default_factory=Counter)
    in_titles: dict[str, None] = field(default_factory=dict)
    in_abstracts: dict[str, None] = field(default_factory=dict)

    @property
    def papers(self) -> dict[str, None]:
        return self.in_titles | self.in_abstracts

    @property
    def score(self) -> float:
        papers = _TITLE * len(self.in_titles) + _ABSTRACT * len(self.papers.keys() - self.in_titles.keys())
        return papers * _WORDS_WORTH[len(self.key) - 1]

    @property
    def text(self) -> str:
        return self.spellings.most_common(1)[0][0]


def propose_topics(items: Iterable[Item], limit: int) -> list[TopicProposal]:
    """At most ``limit`` proposed topics, the best first; none for a small archive."""
    current = [item for item in items if not item.paper.withdrawn]
    taken: list[_Phrase] = []
    synonyms: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for phrase in sorted(_phrases(current), key=lambda phrase: (-phrase.score, phrase.key)):
        same = next((other for other in taken if _is_same(phrase, other)), None)
        if same is not None:
            synonyms[same.key] += [phrase.text] if _is_synonym(phrase, same) else []
        elif len(taken) < limit:
            taken.append(phrase)
    return [_proposal(phrase, synonyms[phrase.key][:3]) for phrase in taken]


def _is_synonym(phrase: _Phrase, same: _Phrase) -> bool:
    """Whether a phrase of the same papers says more than a word or a part of the other one."""
    return len(phrase.key) > 1 and not _is_within(phrase.key, same.key)


def _phrases(items: Sequence[Item]) -> Iterator[_Phrase]:
    """The phrases of at least :data:`FEWEST` papers, and not of most; a single word must be in as many titles."""
    shared = [phrase for phrase in _all_phrases(items) if _is_shared(phrase)]
    longer: dict[tuple[str, ...], list[_Phrase]] = defaultdict(list)
    for phrase in shared:
        for part in _parts(phrase.key):
            longer[part].append(phrase)
    most = max(_COMMONEST * len(items), FEWEST)
    return (phrase for phrase in shared if len(phrase.papers) <= most and _stands_alone(phrase, longer[phrase.key]))


def _all_phrases(items: Sequence[Item]) -> Collection[_Phrase]:
    """The phrases of all texts, with the papers that have them."""
    found: dict[tuple[str, ...], _Phrase] = {}
    for item in items:
        for text, is_title in ((item.paper.title, True), (item.abstract.text if item.abstract else "", False)):
            for key, spelling in _runs(text):
                phrase = found.setdefault(key, _Phrase(key))
                phrase.spellings[spelling] += 1
                (phrase.in_titles if is_title else phrase.in_abstracts)[item.paper.id] = None
    return found.values()


def _parts(key: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The shorter phrases within a phrase."""
    for length in range(1, len(key)):
        for at in range(len(key) - length + 1):
            yield key[at : at + length]


def _stands_alone(phrase: _Phrase, longer: Sequence[_Phrase]) -> bool:
    """Whether enough papers have a phrase by itself, and not within a longer one."""
    around = [other.papers.keys() & phrase.papers.keys() for other in longer]
    if len(phrase.key) == 1:  # a word may be part of several longer phrases
        around = [set().union(*around)]
    return all(len(papers) < _WITHIN * len(phrase.papers) for papers in around)


def _is_shared(phrase: _Phrase) -> bool:
    """Whether enough papers have the phrase; a single word must be in enough titles."""
    if len(phrase.key) == 1:
        return len(phrase.in_titles) >= FEWEST and phrase.key[0] not in _BESIDE
    return len(phrase.papers) >= FEWEST and bool(phrase.in_titles)


def _runs(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """The candidates of a text, as stems and as written; words are lowercased unless they have capitals inside."""
    for clause in _CLAUSE.split(text):
        words = [(stem(word.text), clause[word.start : word.end]) for word in split(clause)]
        for start in range(len(words)):
            for run in (words[start : start + length] for length in range(1, min(LONGEST, len(words) - start) + 1)):
                stems = tuple(one for one, _ in run)
                if _is_content(stems[0]) and _is_content(stems[-1]):
                    yield stems, " ".join(_written(word) for _, word in run)


def _is_content(word: str) -> bool:
    return len(word) > 2 and word not in _EMPTY and not word.isdigit()


def _written(word: str) -> str:
    return word if any(letter.isupper() for letter in word[1:]) else word.lower()


def _is_same(one: _Phrase, other: _Phrase) -> bool:
    """Whether two phrases occur in nearly the same papers, or one is part of the other and adds none."""
    shared = len(one.papers.keys() & other.papers.keys())
    if _is_within(one.key, other.key) or _is_within(other.key, one.key):
        return shared >= _SAME * len(one.papers)
    return shared >= _SAME * len(one.papers.keys() | other.papers.keys())


def _is_within(inner: tuple[str, ...], outer: tuple[str, ...]) -> bool:
    return any(outer[at : at + len(inner)] == inner for at in range(len(outer) - len(inner) + 1))


def _proposal(phrase: _Phrase, synonyms: Sequence[str]) -> TopicProposal:
    text = phrase.text
    topic_id = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    return TopicProposal(topic_id, text[:1].upper() + text[1:], tuple(phrase.papers), tuple(synonyms))
