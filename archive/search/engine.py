"""Asking the index: from a parsed query to papers in order. The only room that talks to Whoosh's searcher."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from whoosh import query as q
from whoosh.filedb.filestore import RamStorage
from whoosh.reading import IndexReader
from whoosh.scoring import BM25F
from whoosh.searching import SearchContext, Searcher

from archive.errors import UsageError
from archive.filters import Filters, Years, is_person
from archive.folding import fold, words
from archive.search import analysis
from archive.search.query import AllOf, AnyOf, Node, Query, Term, YearTerm

if TYPE_CHECKING:
    from archive.record import Record

FACETS = ("year", "edition", "topic")
_NAME_BOOST = 2.0  # a family name is rarer than its letters: who types one means the person
_FIELD_OF = {"author": "name"}  # where the words of a query's field stand in the index
_TOPIC_SCORE = 0.2  # of a paper whose topic is called so: below any paper that says the word itself
_LONGEST_TOPIC = 4  # words of a topic's name or synonym
_LONGEST_PHRASE = 100  # words; no title is longer, and matchers nest
_FUZZY_FROM_TWO = 8  # letters from which a fuzzy word may differ in two places


class Hit(NamedTuple):
    """One result; ``partial`` where not every word was found."""

    record: Record
    score: float
    partial: bool = False


class Answer(NamedTuple):
    """Results in order. ``total`` and ``facets`` count full matches; ``took_ms`` is milliseconds."""

    query: Query
    total: int
    hits: Sequence[Hit]
    facets: Mapping[str, Mapping[str, int]]
    took_ms: float


class SearchIndex:
    """An open index. Safe to ask from several threads: it is only read."""

    def __init__(self, storage: RamStorage) -> None:
        self._index = storage.open_index()

    def __len__(self) -> int:
        return int(self._index.doc_count())

    def record(self, paper_id: str) -> Record | None:
        """The paper of that id."""
        with self._index.searcher() as searcher:
            number = searcher.document_number(id=paper_id)
            return None if number is None else _record(searcher.reader(), number)

    def rarity(self, field: str, terms: Iterable[str]) -> dict[str, float]:
        """How much each term of a field tells, by how few papers hold it (idf); terms that none holds are left out."""
        with self._index.reader() as reader:
            found = {term: reader.doc_frequency(field, term) for term in terms}
            total = reader.doc_count()
        return {term: math.log(1 + total / number) for term, number in found.items() if number}

    def holding(self, stems: Mapping[str, float], limit: int) -> list[Hit]:
        """The papers that hold most of some weighted stems in title, abstract or summary, best first."""
        with self._index.searcher(weighting=BM25F()) as searcher:
            ask = _Ask(searcher, Query(""), Filters())
            scores = ask.score(q.Or([q.Term("text", stem, boost=weight) for stem, weight in stems.items()]))
            return ask.hits(scores, "relevance", limit)

    def search(
        self,
        query: Query,
        filters: Filters | None = None,
        *,
        limit: int | None = 10,
        sort: str = "relevance",
        match: str = "auto",
    ) -> Answer:
        """Ask. ``limit`` None gives all; ``sort`` is relevance, year or title; ``match`` is ``all``
        (of the words), ``any``, or ``auto``: all, and where that gives fewer than ``limit``, the best
        of those that hold some fill the page, marked partial."""
        began = time.perf_counter()
        with self._index.searcher(weighting=BM25F()) as searcher:
            ask = _Ask(searcher, query, filters or Filters())
            full = ask.score(ask.full(match))
            hits = ask.hits(full, sort, limit)
            if match == "auto" and (limit is None or len(hits) < limit) and (some := ask.some()) is not None:
                rest = {number: score for number, score in ask.score(some).items() if number not in full}
                hits += ask.hits(rest, sort, None if limit is None else limit - len(hits), partial=True)
            facets = ask.facets(full.keys())
        return Answer(query, len(full), hits, facets, round((time.perf_counter() - began) * 1000, 2))


_ORDERS: Mapping[str, Callable[[Hit], tuple[Any, ...]]] = {
    "year": lambda hit: (-(hit.record["year"] or 0), -hit.score),
    "title": lambda hit: (fold(hit.record["title"]), hit.record["id"]),
}


class _Called(AnyOf):
    """Words, or else the topic that is called so."""


class _Ask:
    """One question, as Whoosh understands it."""

    def __init__(self, searcher: Searcher, query: Query, filters: Filters) -> None:
        self._searcher = searcher
        self._reader = searcher.reader()
        self._query = query
        wanted = list(dict.fromkeys(query.wanted))
        self._parts = [part for part in wanted if not _is_stop_word(part)] or wanted
        must = self._filters(filters)
        self._allowed = self._numbers(must, q.And) if must else None
        unwanted = [self._node(part) for part in dict.fromkeys(query.unwanted)]
        self._banned = self._numbers(unwanted, q.Or) if unwanted else set()

    def full(self, match: str) -> q.Query:
        """Papers with all the words, or with any of them; stop words count only where nothing else was asked."""
        if not self._parts:  # nothing was asked: all; nothing but signs was: none
            return q.Every() if not self._query.text.strip() or self._query.unwanted else q.NullQuery
        some = self.some() if match == "any" else None
        return some if some is not None else q.And([self._node(part) for part in self._with_topics()])

    def some(self) -> q.Query | None:
        """Papers with some of the words; None where there is but one. Years, editions and the like stay demanded."""
        required = [self._node(part) for part in self._parts if _is_filter(part)]
        optional = [self._node(part) for part in self._parts if not _is_filter(part)]
        if len(optional) < 2:
            return None
        topics = [self._node(part.parts[1]) for part in self._with_topics() if isinstance(part, _Called)]
        return q.And([*required, q.Or(optional + topics)])

    def _with_topics(self) -> list[Node]:
        """What was asked, with neighbouring words that name a topic as one part, longest first: the
        words themselves or the topic. One word that names a topic is a part already (:meth:`_term`)."""
        parts: list[Node] = []
        at = 0
        while at < len(self._parts):
            run = [_plain_word(part) for part in takewhile(_plain_word, self._parts[at : at + _LONGEST_TOPIC])]
            for length in range(len(run), 1, -1):
                if self._is_topic(key := analysis.key(" ".join(run[:length]))):
                    parts.append(_Called((AllOf(tuple(self._parts[at : at + length])), Term(key, "topic"))))
                    at += length
                    break
            else:
                parts.append(self._parts[at])
                at += 1
        return parts

    def _is_topic(self, key: str) -> bool:
        return ("about", key) in self._reader

    def score(self, query: q.Query) -> dict[int, float]:
        """The score of every paper that matches and passes the filters, by its number.

        All are scored: Whoosh's own collector skips ahead by block quality, which trips over its
        AndNot (an assertion in ``matching/binary.py``, seen in 3.54).
        """
        matcher = query.matcher(self._searcher, SearchContext(weighting=self._searcher.weighting))
        scores = {}
        while matcher.is_active():
            number = matcher.id()
            if (self._allowed is None or number in self._allowed) and number not in self._banned:
                scores[number] = matcher.score()
            matcher.next()
        return scores

    def hits(self, scores: Mapping[int, float], sort: str, limit: int | None, partial: bool = False) -> list[Hit]:
        """The best ``limit`` papers; those with one score stand in the archive's own order."""
        best = sorted(scores, key=lambda number: (-scores[number], number))
        if sort == "relevance":
            best = best[:limit]
        hits = [Hit(_record(self._reader, number), scores[number], partial) for number in best]
        return hits if sort == "relevance" else sorted(hits, key=_ORDERS[sort])[:limit]

    def facets(self, found: Collection[int]) -> dict[str, dict[str, int]]:
        return {name: self._counts(name, set(found)) for name in FACETS}

    def _counts(self, name: str, found: set[int]) -> dict[str, int]:
        counts = {}
        for value in self._reader.lexicon(name):
            text = value.decode()
            if n := len(found.intersection(self._reader.postings(name, text).all_ids())):
                counts[text] = n
        return counts

    def _numbers(self, queries: Sequence[q.Query], combine: type[q.Query]) -> set[int]:
        return set(combine(queries).docs(self._searcher))

    def _node(self, node: Node) -> q.Query:
        if isinstance(node, AllOf):
            telling = [part for part in node.parts if not _is_stop_word(part)]
            return q.And([self._node(part) for part in telling or node.parts])
        if isinstance(node, AnyOf):
            return q.Or([self._node(part) for part in node.parts])
        if isinstance(node, YearTerm):
            return self._years(node.years)
        if isinstance(node, Term):
            return self._term(node)
        return q.AndNot(q.Every(), self._node(node.part))

    def _term(self, term: Term) -> q.Query:
        if term.field == "author" and term.kind in ("word", "phrase"):
            return self._person(term.text)
        if term.kind == "topic":
            return _called(term.text)
        if term.field == "topic" and (topic := self._topic(term.text)):
            return _constant(q.Term("topic", topic))
        if term.field in ("edition", "topic", "venue"):
            return _constant(q.Prefix(term.field, " ".join(words(term.text)) if term.field == "venue" else fold(term.text)))
        plain = [word.text for word in islice(analysis.split(term.text), _LONGEST_PHRASE)]
        stems = [analysis.stem(word) for word in plain]
        if not plain:
            return q.NullQuery
        name = _FIELD_OF.get(term.field or "", term.field)
        if term.kind == "prefix":
            return q.And([*(_one(name, word) for word in plain[:-1]), self._prefix(name, plain[-1])])
        if term.kind == "fuzzy":
            return q.And([_fuzzy(name, word) for word in plain])
        if name:
            return _sequence(name, stems)
        ways = [_sequence("text", stems), _boosted(_sequence("name", plain))]
        if self._is_topic(key := analysis.key(term.text)):
            ways.append(_called(key))
        return q.Or(ways)

    def _topic(self, text: str) -> str | None:
        """The id of the topic that is called so, or None."""
        from archive.taxonomy import load_taxonomy

        try:
            return load_taxonomy().find(text).id
        except UsageError:
            return None

    def _prefix(self, name: str | None, start: str) -> q.Query:
        """Words that begin so. Stemmed fields hold no whole words: there the stems of such words are asked for."""
        if name is None or name == "name":
            return q.Prefix(name or "word", start)
        known = (value.decode() for value in self._reader.expand_prefix("word", start))
        return q.Or([q.Term(name, text) for text in sorted({analysis.stem(word) for word in known})])

    def _filters(self, filters: Filters) -> list[q.Query]:
        must: list[q.Query] = []
        if filters.years is not None:
            must.append(self._years(filters.years))
        if filters.editions:
            must.append(q.Or([q.Term("edition", edition) for edition in filters.editions]))
        must += [q.Or([q.Term("topic", topic) for topic in sorted(alternatives)]) for alternatives in filters.topics]
        if filters.author is not None:
            must.append(self._person(filters.author))
        if filters.venue is not None:
            must.append(q.Term("venue", " ".join(words(filters.venue))))
        if filters.award:
            must.append(q.Term("award", "yes"))
        return must

    def _years(self, years: Years) -> q.Query:
        known = [value.decode() for value in self._reader.lexicon("year")]
        return _constant(q.Or([q.Term("year", value) for value in known if value and years.include(int(value))]))

    def _person(self, wanted: str) -> q.Query:
        known = (value.decode() for value in self._reader.lexicon("person"))
        return _constant(q.Or([q.Term("person", name) for name in known if is_person(wanted, name)]))


def _record(reader: IndexReader, number: int) -> Record:
    return cast("Record", json.loads(reader.stored_fields(number)["record"]))


def _one(name: str | None, word: str) -> q.Query:
    return q.Term(name or "word", word if name in (None, "name") else analysis.stem(word))


def _fuzzy(name: str | None, word: str) -> q.Query:
    text = word if name in (None, "name") else analysis.stem(word)
    return q.FuzzyTerm(name or "word", text, maxdist=2 if len(word) >= _FUZZY_FROM_TWO else 1, prefixlength=1)


def _sequence(name: str, texts: Sequence[str]) -> q.Query:
    return q.Term(name, texts[0]) if len(texts) == 1 else q.Phrase(name, list(texts))


def _boosted(query: q.Query) -> q.Query:
    query.boost = _NAME_BOOST
    return query


def _called(key: str) -> q.Query:
    """Papers with a topic that is called so."""
    return q.ConstantScoreQuery(q.Term("about", key), _TOPIC_SCORE)


def _constant(query: q.Query) -> q.Query:
    return q.ConstantScoreQuery(query, 1.0)


def _plain_word(part: Node) -> str:
    """What the part says where it is a bare word; else nothing."""
    return part.text if isinstance(part, Term) and part.kind == "word" and part.field is None else ""


def _is_stop_word(part: Node) -> bool:
    return bool(word := _plain_word(part)) and all(piece.text in analysis.STOP_WORDS for piece in analysis.split(word))


def _is_filter(part: Node) -> bool:
    return isinstance(part, YearTerm) or (isinstance(part, Term) and part.field in ("author", "topic", "edition", "venue"))
