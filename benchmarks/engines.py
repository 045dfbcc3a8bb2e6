"""Engines that people could use instead, each at its documented best: from a corpus to a function that
gives a query's papers, best first. Each raises :class:`ImportError` where it is not installed
(``pip install "mlforsys-archive[benchmarks]"``)."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from whoosh.analysis import Analyzer, Token

from archive.model.analysis import STOP_WORDS, split, stem
from archive.search.query import parse_query
from archive.search.query_plan import QueryPlan, make_plan, plain_word

Paper = Mapping[str, str]
Ask = Callable[[str, int], list[str]]
RERANKED = 1_000  # papers of a query that are ranked again: all that may be among the first hundred


def whoosh_as_it_comes(corpus: Sequence[Paper]) -> Ask:
    from whoosh.analysis import StemmingAnalyzer
    from whoosh.fields import ID, TEXT, Schema
    from whoosh.filedb.filestore import RamStorage
    from whoosh.qparser import MultifieldParser, OrGroup

    schema = Schema(id=ID(stored=True), title=TEXT(analyzer=StemmingAnalyzer()), abstract=TEXT(analyzer=StemmingAnalyzer()))
    index = RamStorage().create_index(schema)
    writer = index.writer()
    for paper in corpus:
        writer.add_document(**{field: paper[field] for field in ("id", "title", "abstract") if paper[field]})
    writer.commit()
    searcher = index.searcher()
    parser = MultifieldParser(["title", "abstract"], schema, plugins=[], group=OrGroup)

    def ask(text: str, limit: int) -> list[str]:
        from whoosh.qparser import plugins

        parser.plugins = []
        parser.add_plugins([plugins.WhitespacePlugin(), plugins.MultifieldPlugin(["title", "abstract"])])
        return [hit["id"] for hit in searcher.search(parser.parse(" ".join(_words(text))), limit=limit)]

    return ask


class Words(Analyzer):
    """This project's words for Whoosh: folded and stemmed, without stop words."""

    def __call__(self, value: str, **options: object) -> Iterator[Token]:
        token = Token(bool(options.get("positions")), False, mode=str(options.get("mode", "")))
        for position, word in enumerate(split(value)):
            if word.text not in STOP_WORDS:
                token.text = token.original = stem(word.text)
                token.pos, token.boost, token.stopped = position, 1.0, False
                yield token


Scored = Callable[[str, int], list[tuple[int, float]]]
"""A query and a limit to papers by their place in the corpus, each with its score, best first."""


def whoosh_searcher(corpus: Sequence[Paper]) -> Scored:
    """Whoosh's own searcher and BM25F over one field of this project's words, the title three times, with the
    parameters and the content words of a query as they are here: what is left is how queries are evaluated."""
    from whoosh.fields import STORED, TEXT, Schema
    from whoosh.filedb.filestore import RamStorage
    from whoosh.query import Or, Term
    from whoosh.scoring import BM25F

    from archive.search import ranking
    from archive.search.stored_papers import TITLE_COUNTS

    schema = Schema(place=STORED, text=TEXT(analyzer=Words()))
    index = RamStorage().create_index(schema)
    writer = index.writer()
    for place, paper in enumerate(corpus):
        writer.add_document(place=place, text=" \n ".join([paper["title"]] * TITLE_COUNTS + [paper["abstract"] or ""]))
    writer.commit()
    searcher = index.searcher(weighting=BM25F(B=ranking.B, K1=ranking.K1))

    def search(text: str, limit: int) -> list[tuple[int, float]]:
        said = [(node, clause.times) for clause in _plan(text).clauses for node in clause.nodes]
        terms = [Term("text", stem(word.text), boost=times) for node, times in said for word in split(plain_word(node))]
        return [(hit["place"], hit.score) for hit in searcher.search(Or(terms), limit=limit)]

    return search


def whoosh_with_this_analysis(corpus: Sequence[Paper]) -> Ask:
    search = whoosh_searcher(corpus)
    return lambda text, limit: [corpus[place]["id"] for place, _ in search(text, limit)]


def whoosh_reranked(corpus: Sequence[Paper]) -> Ask:
    """The same, its best papers ranked again as this project ranks: a bonus for neighbouring words of the query that
    are neighbours in the paper as well, and for long queries scores smoothed over similar papers."""
    from archive.search import ranking
    from archive.search.engine import MAX_KEYWORDS
    from archive.search.stored_papers import TITLE_COUNTS

    search = whoosh_searcher(corpus)
    texts = [([stem(w.text) for w in split(p["title"])], [stem(w.text) for w in split(p["abstract"] or "")]) for p in corpus]
    stops = {stem(word) for word in STOP_WORDS}
    counts = [Counter(word for word in title * TITLE_COUNTS + abstract if word not in stops) for title, abstract in texts]
    pairs = [
        Counter((*(pair for _ in range(TITLE_COUNTS) for pair in pairwise(title)), *pairwise(abstract)))
        for title, abstract in texts
    ]
    lengths = [count.total() for count in counts]
    mean = sum(lengths) / len(lengths)
    held = Counter(word for count in counts for word in count)
    held_pairs = Counter(pair for count in pairs for pair in count)

    def vector(place: int) -> Mapping[str, float]:
        return ranking.normalize(
            {
                word: ranking.idf(held[word], len(corpus)) * ranking.tf_saturation(number, lengths[place], mean)
                for word, number in counts[place].items()
            }
        )

    def ask(text: str, limit: int) -> list[str]:
        plan = _plan(text)
        scores = dict(search(text, RERANKED))
        for first, second in plan.bigrams:
            pair = stem(first), stem(second)
            weight = ranking.BIGRAM_WEIGHT * ranking.idf(held_pairs[pair], len(corpus))
            for place in scores:
                scores[place] += weight * ranking.tf_saturation(pairs[place][pair], lengths[place], mean)
        smoothed = ranking.smooth_scores(scores, vector) if plan.content_terms > MAX_KEYWORDS else scores
        best = sorted(smoothed, key=lambda place: (-smoothed[place], place))
        return [corpus[place]["id"] for place in best[:limit]]

    return ask


def _plan(text: str) -> QueryPlan:
    """A query as this project reads it, without asking an index what it knows."""
    return make_plan(parse_query(text), _NothingKnown())


class _NothingKnown:
    """The vocabulary of an index without papers."""

    def contains(self, _field: str, _term: str) -> bool:
        return False

    def begins_award(self, _text: str) -> bool:
        return False


def tantivy_stemmed(corpus: Sequence[Paper]) -> Ask:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("title", tokenizer_name="en_stem")
    builder.add_text_field("abstract", tokenizer_name="en_stem")
    index = tantivy.Index(builder.build())
    writer = index.writer()
    for paper in corpus:
        writer.add_document(tantivy.Document(**{field: [paper[field]] for field in ("id", "title", "abstract")}))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ask(text: str, limit: int) -> list[str]:
        query, _ = index.parse_query_lenient(" ".join(_words(text)), ["title", "abstract"])
        return [searcher.doc(address)["id"][0] for _, address in searcher.search(query, limit).hits]

    return ask


def sqlite_fts5(corpus: Sequence[Paper]) -> Ask:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE papers USING fts5(id UNINDEXED, title, abstract, tokenize='porter unicode61')")
    database.executemany("INSERT INTO papers VALUES (:id, :title, :abstract)", corpus)

    def ask(text: str, limit: int) -> list[str]:
        words = " OR ".join(f'"{word}"' for word in _words(text))
        found = database.execute("SELECT id FROM papers WHERE papers MATCH ? ORDER BY rank LIMIT ?", (words, limit))
        return [paper for (paper,) in found]

    return ask


def bm25s_stemmed(corpus: Sequence[Paper]) -> Ask:
    import bm25s
    import Stemmer

    stemmer = Stemmer.Stemmer("english")
    texts = [f"{paper['title']} {paper['abstract']}" for paper in corpus]
    index = bm25s.BM25()
    index.index(bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False), show_progress=False)
    ids = [paper["id"] for paper in corpus]

    def ask(text: str, limit: int) -> list[str]:
        tokens = bm25s.tokenize([text], stopwords="en", stemmer=stemmer, show_progress=False)
        found, scores = index.retrieve(tokens, k=min(limit, len(ids)), show_progress=False)
        return [ids[number] for number, score in zip(found[0], scores[0], strict=True) if score > 0]

    return ask


PEERS: dict[str, Callable[[Sequence[Paper]], Ask]] = {
    "Whoosh, as it comes": whoosh_as_it_comes,
    "Whoosh, with this analysis": whoosh_with_this_analysis,
    "the same, re-ranked": whoosh_reranked,
    "Tantivy, stemmed": tantivy_stemmed,
    "SQLite FTS5, porter": sqlite_fts5,
    "bm25s": bm25s_stemmed,
}


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
