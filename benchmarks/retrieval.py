"""How well does a search rank? On a test collection, with the product's own index and its own ranking.

    python benchmarks/retrieval.py COLLECTION [--json] [--run FILE] [--peers] [--half 1|2]

COLLECTION is a folder with corpus.jsonl, queries.jsonl and qrels.tsv. Each query is asked as a user would
type it. Prints nDCG@10, mean average precision and recall@100, held against ir-measures where that is
installed; `--run` writes the results in TREC form before the judgements are read. `--peers` asks other
engines in the same run and gives the differences with 95 % intervals (paired bootstrap).
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # for the rooms beside this file

from engines import PEERS, Ask, Paper
from judged import DEPTH, METRICS, Run, differs_from_library, interval, mean, measure, read_grades, read_lines, write_trec

from archive.catalogue.taxonomy import load_taxonomy
from archive.model.paper import Abstract, Edition
from archive.model.paper import Paper as Stored
from archive.model.record import Record, make_record
from archive.search.engine import SearchIndex
from archive.search.query import parse_query
from archive.search.snapshot import Snapshot
from archive.search.writer import build_snapshot

OURS = "mlforsys"


def product(corpus: Sequence[Paper]) -> Ask:
    """The product's index over a corpus, asked as `mlforsys search` asks it."""
    index = SearchIndex(Snapshot(build_snapshot(records(corpus), load_taxonomy(), {})))

    def ask(text: str, limit: int) -> list[str]:
        return [hit.record["id"] for hit in index.search(parse_query(text), limit=limit).hits]

    return ask


def records(corpus: Sequence[Paper]) -> Iterator[Record]:
    edition = Edition(id="collection", name="Collection", venue="", year=0, url="")
    for paper in corpus:
        abstract = Abstract(text=paper["abstract"], source="page", url="", retrieved="") if paper.get("abstract") else None
        yield make_record(Stored(id=paper["id"], title=paper["title"], authors=()), edition, abstract)


def ask_all(ask: Ask, queries: Sequence[Paper]) -> tuple[Run, list[float]]:
    """Each query's first results, and how many milliseconds each took."""
    run, took = {}, []
    for query in queries:
        began = time.perf_counter()
        run[query["id"]] = ask(query["text"], DEPTH)
        took.append((time.perf_counter() - began) * 1000)
    return run, took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("collection", type=Path)
    parser.add_argument("--json", action="store_true", help="print the means as JSON")
    parser.add_argument("--run", type=Path, metavar="FILE", help="write the results in TREC form")
    parser.add_argument("--peers", action="store_true", help="ask other engines too")
    parser.add_argument("--half", type=int, choices=(1, 2), help="only every other query, from the first or the second on")
    options = parser.parse_args()
    missing = [name for name in ("corpus.jsonl", "queries.jsonl", "qrels.tsv") if not (options.collection / name).is_file()]
    if missing:
        parser.error(f"{options.collection} lacks {', '.join(missing)}")

    corpus, queries = (read_lines(options.collection / f"{name}.jsonl") for name in ("corpus", "queries"))
    if options.half:
        queries = queries[options.half - 1 :: 2]
    run, took = ask_all(product(corpus), queries)
    if options.run:
        write_trec(options.run, run, OURS)

    asked = {query["id"] for query in queries}
    grades = {query: papers for query, papers in read_grades(options.collection / "qrels.tsv").items() if query in asked}
    ours = measure(run, grades)
    if options.json and not options.peers:
        print(json.dumps({name: round(mean(ours[name]), 4) for name in METRICS}))
        return

    results = {OURS: (ours, took)}
    for name, build in PEERS.items() if options.peers else ():
        try:
            peer_run, peer_took = ask_all(build(corpus), queries)
        except ImportError as error:
            print(f"{name} was left out: {error}. pip install 'mlforsys-archive[benchmarks]'", file=sys.stderr)
            continue
        results[name] = (measure(peer_run, grades), peer_took)
    if options.json:
        means = {
            name: {metric: round(mean(measured[metric]), 4) for metric in METRICS} for name, (measured, _) in results.items()
        }
        print(json.dumps(means | means.pop(OURS), indent=2))
        return

    print(f"{options.collection.name}: {len(corpus)} papers, {len(ours['map'])} judged queries")
    print(f"{'':<28}{'ndcg@10':>9}{'map':>8}{'recall@100':>12}{'ms a query':>12}   ours over it, ndcg@10")
    for name, (measured, times) in results.items():
        figures = f"{mean(measured['ndcg@10']):>9.3f}{mean(measured['map']):>8.3f}{mean(measured['recall@100']):>12.3f}"
        line = f"{name:<28}{figures}{statistics.median(times):>12.1f}"
        if name != OURS:
            ratio = mean(ours["ndcg@10"]) / mean(measured["ndcg@10"])
            low, high = interval([ours["ndcg@10"][query] - value for query, value in measured["ndcg@10"].items()])
            line += f"   x {ratio:.3f}, difference {low:+.3f} to {high:+.3f}"
        print(line)
    differs = differs_from_library(run, grades, ours)
    print("not checked: ir-measures is not installed" if differs is None else f"checked with ir-measures: within {differs:.1e}")


if __name__ == "__main__":
    main()
