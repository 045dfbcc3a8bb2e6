"""From papers to an index, as named parts of bytes. Whoosh turns texts into postings; what is known of a
paper besides stands in parts of ours, so that a search reads little of either.

One scored field, ``text``, holds title (counted three times), abstract and summary as stems: several
fields would saturate apart. ``name`` holds words of authors' names; ``about`` what people call the
paper's topics, each as stems in one value. The layout of ``text`` (:class:`~archive.search.papers.Layout`)
tells which part of a paper a word stands in.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from whoosh.analysis import Analyzer, Token
from whoosh.fields import KEYWORD, TEXT, Schema
from whoosh.filedb.filestore import RamStorage

from archive.model.analysis import STOP_WORDS, key, split, stem
from archive.model.text import fold
from archive.search.papers import GAP, TITLE_COUNTS, join_texts, pack_numbers, pack_told

if TYPE_CHECKING:
    from archive.catalogue.taxonomy import Taxonomy
    from archive.model.record import Record

_BREAK = "\n\n"  # between parts that are no running text
_SEPARATOR = "\t"
_POOL_MB = 16  # of postings that Whoosh holds before it sorts some to disk: 4,000 papers in 290 MB instead of 426, as fast
_POSTINGS = {"terms": ".trm", "postings": ".pst"}  # of Whoosh's files, those that a search reads


class Words(Analyzer):
    """Whoosh's view of :mod:`archive.model.analysis`."""

    def __init__(self, stemmed: bool) -> None:
        self.stemmed = stemmed

    def __call__(self, value: str, positions: bool = False, start_pos: int = 0, mode: str = "", **_: object) -> Iterator[Token]:
        token = Token(positions, False, mode=mode)
        position = start_pos
        for part in value.split(_BREAK):
            for word in split(part):
                token.text = token.original = stem(word.text) if self.stemmed else word.text
                token.stopped = False
                token.boost = 1.0
                token.pos = position
                position += 1
                yield token
            position += GAP


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
    about = KEYWORD(scorable=False)
    about.analyzer = Values()
    return Schema(
        text=TEXT(analyzer=Words(stemmed=True), phrase=True),
        name=TEXT(analyzer=Words(stemmed=False), phrase=True),
        about=about,
    )


def write_index(records: Iterable[Record], taxonomy: Taxonomy, people: Mapping[str, str]) -> dict[str, bytes]:
    """The parts of an index of some papers, in their order. ``people`` gives the name to show of
    somebody who has several bylines, by :func:`~archive.catalogue.people.name_key`."""
    storage = RamStorage()
    writer = storage.create_index(make_schema()).writer(compound=False, limitmb=_POOL_MB)
    parts = _Parts(taxonomy, people)
    for record in records:
        writer.add_document(**{name: text for name, text in _document(record, taxonomy).items() if text})
        parts.add(record)
    writer.commit(optimize=True)
    return {name: _written(storage, extension) for name, extension in _POSTINGS.items()} | parts.packed()


def _written(storage: RamStorage, extension: str) -> bytes:
    """The file of that kind of Whoosh's one segment; nothing where no paper was written."""
    return next((bytes(content) for name, content in storage.files.items() if name.endswith(extension)), b"")


def _document(record: Record, taxonomy: Taxonomy) -> dict[str, str]:
    topics = [taxonomy[topic] for topic in taxonomy.with_broader(record["topics"]) if topic in taxonomy]
    called = dict.fromkeys(key(name) for topic in topics for name in (topic.name, *topic.synonyms))
    return {
        "text": _BREAK.join([record["title"]] * TITLE_COUNTS + [record["abstract"] or "", record["summary"] or ""]),
        "name": _BREAK.join(record["authors"]),
        "about": _SEPARATOR.join(called),
    }


class _Parts:
    """What stands beside the postings, paper by paper."""

    def __init__(self, taxonomy: Taxonomy, people: Mapping[str, str]) -> None:
        self._taxonomy = taxonomy
        self._people = people
        self.count = 0
        self._records: list[str] = []
        self._facts: list[dict[str, object]] = []
        self._layouts = array("I")
        self._lengths = array("I")
        self._numbers: dict[str, int] = {}  # of stems
        self._told: list[list[tuple[int, int]]] = []
        self._words: Counter[str] = Counter()

    def add(self, record: Record) -> None:
        self.count += 1
        self._records.append(json.dumps(record, ensure_ascii=False, separators=(",", ":")))
        self._facts.append(self._fact(record))
        title, abstract, summary = (
            [word.text for word in split(record[part] or "")] for part in ("title", "abstract", "summary")
        )
        self._layouts.extend((len(title), len(abstract)))
        names = {word.text for name in record["authors"] for word in split(name)}
        self._words.update({*title, *abstract, *summary, *names})
        told = Counter(stem(word) for word in (*title * TITLE_COUNTS, *abstract, *summary) if word not in STOP_WORDS)
        self._lengths.append(told.total())
        self._told.append([(self._numbers.setdefault(word, len(self._numbers)), count) for word, count in told.items()])

    def _fact(self, record: Record) -> dict[str, object]:
        from archive.catalogue.people import name_key

        shown = [self._people.get(name_key(name), name) for name in record["authors"]]
        return {
            **{name: record[name] for name in ("id", "year", "edition", "venue", "authors", "award", "status")},
            "people": list(dict.fromkeys(shown)),
            "topics": self._taxonomy.with_broader(record["topics"]),
            "order": fold(record["title"]),
        }

    def packed(self) -> dict[str, bytes]:
        told = array("I")
        for stems in self._told:
            told.extend(pack_told(stems))
        words = sorted(self._words.items())
        return {
            "facts": json.dumps(self._facts, ensure_ascii=False, separators=(",", ":")).encode(),
            "records": "\n".join(self._records).encode(),
            "record-sizes": pack_numbers(len(text.encode()) + 1 for text in self._records),
            "layouts": self._layouts.tobytes(),
            "lengths": self._lengths.tobytes(),
            "stems": join_texts(self._numbers),
            "told": told.tobytes(),
            "told-sizes": pack_numbers(map(len, self._told)),
            "words": join_texts(word for word, _ in words),
            "word-papers": pack_numbers(count for _, count in words),
        }
