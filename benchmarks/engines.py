"""Engines that people could use instead, each at its documented best: from a corpus to a function that
gives a query's papers, best first. Each raises :class:`ImportError` where it is not installed
(``pip install "mlforsys-archive[benchmarks]"``)."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence

from whoosh.analysis import Analyzer, Token

from archive.model.analysis import STOP_WORDS, split, stem

Paper = Mapping[str, str]
Ask = Callable[[str, int], list[str]]


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


def whoosh_with_this_analysis(corpus: Sequence[Paper]) -> Ask:
    """Whoosh's own searcher and BM25F over one field of this project's words, the title three times, with the
    parameters and the content words of a query as they are here: what is left is how queries are evaluated."""
    from whoosh.fields import ID, TEXT, Schema
    from whoosh.filedb.filestore import RamStorage
    from whoosh.query import Or, Term
    from whoosh.scoring import BM25F

    from archive.search import ranking
    from archive.search.papers import TITLE_COUNTS
    from archive.search.plan import make_plan, plain_word
    from archive.search.query import parse_query

    schema = Schema(id=ID(stored=True), text=TEXT(analyzer=Words()))
    index = RamStorage().create_index(schema)
    writer = index.writer()
    for paper in corpus:
        writer.add_document(id=paper["id"], text=" \n ".join([paper["title"]] * TITLE_COUNTS + [paper["abstract"] or ""]))
    writer.commit()
    searcher = index.searcher(weighting=BM25F(B=ranking.B, K1=ranking.K1))

    def ask(text: str, limit: int) -> list[str]:
        plan = make_plan(parse_query(text), lambda *_: False)
        said = [(node, clause.times) for clause in plan.clauses for node in clause.nodes]
        terms = [Term("text", stem(word.text), boost=times) for node, times in said for word in split(plain_word(node))]
        return [hit["id"] for hit in searcher.search(Or(terms), limit=limit)]

    return ask


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
    "Tantivy, stemmed": tantivy_stemmed,
    "SQLite FTS5, porter": sqlite_fts5,
    "bm25s": bm25s_stemmed,
}


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
