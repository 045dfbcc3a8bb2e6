"""What the search page searches in: one script file with the papers and an index of their words.

Words are split and stemmed by the code of ``mlforsys search``, so the page needs no stemmer: it looks
up the stem of each word that some paper says. ``static/plain.js`` reads it; its head has the other half
of this description.

Postings are flat lists of numbers. Those of a stem (``texts``) hold, for each paper in ascending order,
``number - number before, how many places, first place, place - place before, …``; stop words have none.
Those of a name's word (``names``, by the word's number) hold ``number - number before`` alone.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from archive.model import abbreviations
from archive.model.analysis import FRAME_WORDS, PAPERS, STOP_WORDS, split, stem
from archive.search import engine, evaluate, ranking
from archive.search.papers import TITLE_COUNTS
from archive.site.contents import Contents
from archive.site.views import PaperView

NAME = "archive.js"
GAP = 50  # places between two parts of a text: a phrase, stop words passed over, does not reach across
_WEIGHTS = {
    "title": TITLE_COUNTS,
    "name": evaluate.NAME_WEIGHT,
    "near": evaluate.CORRECTION_WEIGHT,
    "keywords": engine.MAX_KEYWORDS,
    "pair": ranking.BIGRAM_WEIGHT,
    "smoothed": ranking.SMOOTHED_PAPERS,
    "share": ranking.SMOOTHING_SHARE,
    "neighbours": ranking.NEIGHBOURS,
}
Postings = dict[int, list[int]]
"""Places by paper."""


def names(contents: Contents) -> str:
    """The names of editions and topics alone, where papers are searched by :mod:`archive.site.sharded`."""
    return _script(_names(contents))


def write(contents: Contents) -> str:
    """The script. Abstracts are searched where the papers' records hold them."""
    editions = [view.edition for view in reversed(contents.editions)]
    topics = [view.topic for view in contents.topics]
    edition_numbers = {edition.id: number for number, edition in enumerate(editions)}
    topic_numbers = {topic.id: number for number, topic in enumerate(topics)}

    def numbered(ids: Iterable[str]) -> list[int]:
        return [topic_numbers[topic] for topic in ids if topic in topic_numbers]

    words = _Words()
    papers = [
        [
            view.id,
            view.title,
            [author.name for author in view.authors],
            edition_numbers[view.edition.edition.id],
            numbered(view.item.paper.topics),
            numbered(contents.taxonomy.with_broader(view.item.paper.topics)),
            " · ".join(view.marks),
            view.record["summary"] or "",
            view.record["award"] or "",
            *words.add(number, view),
        ]
        for number, view in enumerate(contents.papers)
    ]
    data = {
        "k1": ranking.K1,
        "b": ranking.B,
        "lower": ranking.BELOW,
        "gap": GAP,
        "weights": _WEIGHTS,
        **_names(contents),
        "papers": papers,
        "stop": " ".join(sorted(STOP_WORDS)),
        "frame": " ".join(sorted(FRAME_WORDS)),
        "idle": " ".join(sorted(PAPERS)),
        **words.packed(),
        "called": [[name, number] for number, topic in enumerate(topics) for name in (topic.name, *topic.synonyms)],
        "abbreviations": sorted(abbreviations.LONG.items()),
    }
    return _script(data)


def _names(contents: Contents) -> dict[str, list[Any]]:
    editions = [view.edition for view in reversed(contents.editions)]
    return {
        "editions": [[edition.id, edition.name, edition.venue or "", edition.year or 0] for edition in editions],
        "topics": [[view.topic.id, view.topic.name] for view in contents.topics],
    }


def _script(data: Mapping[str, object]) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"self.ARCHIVE={text};\n".replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


class _Words:
    """All words as papers spell them, and where their stems and the words of names stand."""

    def __init__(self) -> None:
        self._texts: dict[str, Postings] = defaultdict(lambda: defaultdict(list))
        self._names: dict[str, Postings] = defaultdict(dict)
        self._stems: dict[str, str] = {}

    def add(self, number: int, view: PaperView) -> tuple[int, int, int]:
        """Take a paper in; the telling words of its scored text, all words of its title, all of its abstract."""
        title, abstract, summary = (
            [word.text for word in split(view.record[part] or "")] for part in ("title", "abstract", "summary")
        )
        start = 0
        for part in (title, abstract, summary):
            for place, word in enumerate(part, start):
                self._stems[word] = stem(word)
                if word not in STOP_WORDS:
                    self._texts[self._stems[word]][number].append(place)
            start += len(part) + GAP
        for name in view.record["authors"]:
            for spelled in split(name):
                self._names[spelled.text][number] = []
        telling = sum(word not in STOP_WORDS for word in chain(title * TITLE_COUNTS, abstract, summary))
        return telling, len(title), len(abstract)

    def packed(self) -> dict[str, Any]:
        stems = {stem: number for number, stem in enumerate(sorted(self._texts))}
        words = sorted(self._stems.keys() | self._names.keys())
        numbers = {word: number for number, word in enumerate(words)}
        return {
            "words": " ".join(words),
            "stems": [stems.get(self._stems.get(word, ""), -1) for word in words],
            "texts": [_packed(self._texts[stem], with_places=True) for stem in stems],
            "names": {numbers[word]: _packed(postings) for word, postings in sorted(self._names.items())},
        }


def _packed(postings: Postings, with_places: bool = False) -> list[int]:
    packed: list[int] = []
    before = 0
    for number, places in postings.items():
        packed.append(number - before)
        if with_places:
            packed += [len(places), *_steps(places)]
        before = number
    return packed


def _steps(places: Sequence[int]) -> Iterator[int]:
    return (place - before for before, place in zip(chain((0,), places), places, strict=False))
