"""What is indexed of a paper, and under which field.

One scored field, ``text``, holds title (counted three times), abstract and summary as stems: several
fields would saturate apart. ``word`` holds the same unstemmed, for prefixes and misspellings;
``title`` and ``abstract`` serve queries for just these. ``name`` holds words of authors' names,
``person`` whole folded names; ``topic`` ids of topics with their broader ones, and ``about`` what
people call those, each as stems in one value; the others one value each. ``record`` is stored, not
searched.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from whoosh.analysis import Analyzer, Token
from whoosh.fields import ID, KEYWORD, STORED, TEXT, Schema

from archive.folding import words
from archive.search.analysis import key, split, stem

if TYPE_CHECKING:  # the index refers to this room's classes, so that every search imports it
    from archive.catalogue import Item
    from archive.taxonomy import Taxonomy

TITLE_WEIGHT = 3
_GAP = "\n\n"  # between parts that are no running text: a phrase does not reach across
_GAP_WORDS = 50
_SEPARATOR = "\t"


class Words(Analyzer):
    """Whoosh's view of :mod:`archive.search.analysis`."""

    def __init__(self, stemmed: bool) -> None:
        self.stemmed = stemmed

    def __call__(self, value: str, positions: bool = False, start_pos: int = 0, mode: str = "", **_: object) -> Iterator[Token]:
        token = Token(positions, False, mode=mode)
        position = start_pos
        for part in value.split(_GAP):
            for word in split(part):
                token.text = token.original = stem(word.text) if self.stemmed else word.text
                token.stopped = False
                token.boost = 1.0
                token.pos = position
                position += 1
                yield token
            position += _GAP_WORDS


class Values(Analyzer):
    """Values that are searched whole, between tabs."""

    def __call__(self, value: str, positions: bool = False, mode: str = "", **_: object) -> Iterator[Token]:
        token = Token(positions, False, mode=mode)
        for position, text in enumerate(filter(None, value.split(_SEPARATOR))):
            token.text = token.original = text
            token.stopped = False
            token.boost = 1.0
            token.pos = position
            yield token


def make_schema() -> Schema:
    stems, plain = Words(stemmed=True), Words(stemmed=False)
    return Schema(
        id=ID(unique=True),
        text=TEXT(analyzer=stems, phrase=True),
        title=TEXT(analyzer=stems, phrase=True),
        abstract=TEXT(analyzer=stems, phrase=True),
        word=TEXT(analyzer=plain, phrase=False),
        name=TEXT(analyzer=plain, phrase=True),
        person=_values(),
        edition=ID(),
        venue=ID(),
        year=ID(),
        topic=_values(),
        about=_values(),
        award=ID(),
        record=STORED(),
    )


def document(item: Item) -> dict[str, str]:
    """The index document of a paper."""
    from archive.taxonomy import load_taxonomy

    record = item.record()
    abstract = record["abstract"] or ""
    taxonomy = load_taxonomy()
    topics = taxonomy.with_broader(record["topics"])
    running = [record["title"], abstract, record["summary"] or ""]
    return {
        "id": record["id"],
        "text": _GAP.join([record["title"]] * (TITLE_WEIGHT - 1) + running),
        "title": record["title"],
        "abstract": abstract,
        "word": _GAP.join([*running, *record["authors"]]),
        "name": _GAP.join(record["authors"]),
        "person": _join(" ".join(words(name)) for name in record["authors"]),
        "edition": record["edition"],
        "venue": " ".join(words(record["venue"] or "")),
        "year": str(record["year"] or ""),
        "topic": _join(topics),
        "about": _join(key(called) for called in _called(taxonomy, topics)),
        "award": "yes" if record["award"] else "",
        "record": json.dumps(record, ensure_ascii=False, separators=(",", ":")),
    }


def _called(taxonomy: Taxonomy, topics: Iterable[str]) -> Iterator[str]:
    for topic in (taxonomy[topic_id] for topic_id in topics if topic_id in taxonomy):
        yield topic.name
        yield from topic.synonyms


def _values() -> KEYWORD:
    field = KEYWORD(scorable=False)
    field.analyzer = Values()
    return field


def _join(values: Iterable[str]) -> str:
    return _SEPARATOR.join(dict.fromkeys(values))
