"""What the search page searches in: one script file with the papers and an index of their words.

Words are split and stemmed by the code of ``mlforsys search``, so the page needs no stemmer: it looks
up the stem of each word that is known. ``static/search.js`` reads it; its head has the other half of
this description.

A list of postings holds, for each paper in ascending order, ``(number - number before) * 16 + count``; a
count above 15 is 15.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from archive.search import ranking
from archive.search.analysis import STOP_WORDS, split, stem
from archive.search.papers import TITLE_COUNTS
from archive.site.contents import Contents
from archive.site.views import PaperView

NAME = "archive.js"
_MOST = 15
Postings = dict[int, int]


def names(contents: Contents) -> str:
    """The names of editions and topics alone, where papers are searched by :mod:`archive.site.sharded`."""
    return _script(_names(contents))


def _names(contents: Contents) -> dict[str, list[list[str]]]:
    return {
        "editions": [[view.edition.id, view.edition.name] for view in reversed(contents.editions)],
        "topics": [[view.topic.id, view.topic.name] for view in contents.topics],
    }


def write(contents: Contents) -> str:
    """The script. Abstracts are searched where the papers' records hold them."""
    editions = [view.edition for view in reversed(contents.editions)]
    topics = [view.topic for view in contents.topics]
    edition_numbers = {edition.id: number for number, edition in enumerate(editions)}
    topic_numbers = {topic.id: number for number, topic in enumerate(topics)}
    texts, names, spelled, lengths = _words(contents.papers)
    stems = {stem: number for number, stem in enumerate(texts)}
    data = {
        "k1": ranking.K1,
        "b": ranking.B,
        "lower": ranking.LOWER,
        **_names(contents),
        "papers": [
            [
                view.id,
                view.title,
                [author.name for author in view.authors],
                edition_numbers[view.edition.edition.id],
                view.edition.edition.year,
                [topic_numbers[topic] for topic in view.item.paper.topics if topic in topic_numbers],
                [topic_numbers[t] for t in contents.taxonomy.with_broader(view.item.paper.topics) if t in topic_numbers],
                " · ".join(view.marks),
                view.record["summary"] or "",
            ]
            for view in contents.papers
        ],
        "lengths": lengths,
        "stop": " ".join(sorted(STOP_WORDS)),
        "words": " ".join(spelled),
        "stems": [stems[stem(word)] for word in spelled],
        "texts": [_packed(postings) for postings in texts.values()],
        "names": " ".join(names),
        "named": [_packed(postings) for postings in names.values()],
        "called": [[name, number] for number, topic in enumerate(topics) for name in (topic.name, *topic.synonyms)],
    }
    return _script(data)


def _script(data: Mapping[str, object]) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"self.ARCHIVE={text};\n".replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _words(papers: Iterable[PaperView]) -> tuple[Mapping[str, Postings], Mapping[str, Postings], list[str], list[int]]:
    """Postings by stem and by word of a name, all words as they are spelled, and the lengths of the scored texts."""
    texts: dict[str, Postings] = defaultdict(dict)
    names: dict[str, Postings] = defaultdict(dict)
    spelled: set[str] = set()
    lengths = []
    for number, view in enumerate(papers):
        record = view.record
        parts = ([record["title"] or ""] * TITLE_COUNTS) + [record["abstract"] or "", record["summary"] or ""]
        words = [word.text for part in parts for word in split(part)]
        spelled.update(words)
        counts = Counter(map(stem, words))
        lengths.append(sum(word not in STOP_WORDS for word in words))
        for word, count in counts.items():
            texts[word][number] = count
        for word in {word.text for author in view.authors for word in split(author.name)}:
            names[word][number] = 1
    return dict(sorted(texts.items())), dict(sorted(names.items())), sorted(spelled), lengths


def _packed(postings: Postings) -> list[int]:
    packed, before = [], 0
    for number, count in postings.items():
        packed.append((number - before) * (_MOST + 1) + min(count, _MOST))
        before = number
    return packed
