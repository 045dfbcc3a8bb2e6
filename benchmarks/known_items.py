"""Does a search find the paper that was meant? Half-remembered queries, made from the store with a seed.

    python benchmarks/known_items.py [--seed N] [--times N] [--failures] [--json]

For each paper and kind, a query as somebody might type it who has this paper in mind:

- title: three telling words of its title, in their order;
- typo: up to five words of its title, one of them with a letter missing, doubled, changed or swapped;
- text: four telling words of its abstract (else its summary) that its title does not have;
- name: an author's family name and a telling word of the title;
- topic: the name of its first topic and its year; any paper of both is right.

Prints how often the paper stands first, among the first three and the first ten, and the mean reciprocal rank.
Warm times are printed too: 1,000 of these queries in one process; with --peers those of other engines over
the same papers, in the same run.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import string
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))  # for the rooms beside this file

from engines import PEERS

from archive.catalogue.taxonomy import load_taxonomy
from archive.model.analysis import FRAME_WORDS, STOP_WORDS, split
from archive.search.index import open_index
from archive.search.query import parse_query
from archive.store.root import open_root

KINDS = ("title", "typo", "text", "name", "topic")
_LONGEST = 10  # results looked at


class Item(NamedTuple):
    kind: str
    query: str
    paper: str
    right: Callable[[dict[str, Any]], bool]


def telling(text: str) -> list[str]:
    """The words of a text that somebody would remember, as written."""
    words = [text[word.start : word.end] for word in split(text) if word.text not in STOP_WORDS | FRAME_WORDS]
    return [word for word in words if len(word) > 2]


def mistyped(word: str, draw: random.Random) -> str:
    at = draw.randrange(1, len(word) - 1)
    return draw.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + draw.choice(string.ascii_lowercase) + word[at + 1 :],
            word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] if at > 1 else word[:at] + word[at + 1 :],
        )
    )


def items(records: list[dict[str, Any]], draw: random.Random) -> Iterator[Item]:
    taxonomy = load_taxonomy()
    for record in records:
        paper = record["id"]

        def it_is(found: dict[str, Any], paper: str = paper) -> bool:
            return bool(found["id"] == paper)

        title = telling(record["title"])
        some = sorted(draw.sample(range(len(title)), min(3, len(title))))
        yield Item("title", " ".join(title[at] for at in some), paper, it_is)
        words = title[:5]
        if long := [at for at, word in enumerate(words) if len(word) > 4 and word.isalpha()]:
            at = draw.choice(long)
            words[at] = mistyped(words[at].lower(), draw)
            yield Item("typo", " ".join(words), paper, it_is)
        titled = {word.text for word in split(record["title"])}
        text = [w for w in dict.fromkeys(telling(record["abstract"] or record["summary"] or "")) if w.lower() not in titled]
        if len(text) >= 4:
            yield Item("text", " ".join(draw.sample(text, 4)), paper, it_is)
        if record["authors"]:
            yield Item("name", f"{draw.choice(record['authors']).split()[-1]} {draw.choice(title)}", paper, it_is)
        if record["topics"] and record["year"]:
            topic, year = record["topics"][0], record["year"]
            within = taxonomy.within(topic)

            def fits(found: dict[str, Any], within: frozenset[str] = within, year: int = year) -> bool:
                return found["year"] == year and not within.isdisjoint(found["topics"])

            yield Item("topic", f"{taxonomy[topic].name} year:{year}", paper, fits)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", type=int, default=3, help="queries of each kind a paper")
    parser.add_argument("--failures", action="store_true", help="print the queries whose paper did not stand first")
    parser.add_argument("--peers", action="store_true", help="time other engines too")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    draw = random.Random(options.seed)
    index = open_index(open_root(), print)
    records = [hit.record for hit in index.search(parse_query(""), limit=None).hits]

    ranks: dict[str, list[int | None]] = {kind: [] for kind in KINDS}
    asked = [item for _ in range(options.times) for item in items(records, draw)]
    for item in asked:
        hits = index.search(parse_query(item.query), limit=_LONGEST).hits
        rank = next((at for at, hit in enumerate(hits, start=1) if item.right(hit.record)), None)
        ranks[item.kind].append(rank)
        if options.failures and rank != 1:
            print(f"{item.kind:<6} {item.query!r}: {item.paper} at {rank}; first {hits[0].record['id'] if hits else None}")

    shapes = {kind: shape(found) for kind, found in ranks.items() if found}
    shapes["titles and names"] = shape([rank for kind in ("title", "typo", "name") for rank in ranks[kind]])
    queries = [item.query for item in asked][:1000]
    times = {"mlforsys": warm(lambda text: index.search(parse_query(text)), queries)}
    if options.peers:
        corpus = [{name: record[name] or "" for name in ("id", "title", "abstract")} for record in records]
        for name, build in PEERS.items():
            times[name] = warm(limited(build(corpus)), queries)
    if options.json:
        print(json.dumps({**shapes, "warm": times}, indent=2))
        return
    print(f"{'':<18}{'queries':>8}{'first':>8}{'in 3':>8}{'in 10':>8}{'MRR':>8}")
    for kind, figures in shapes.items():
        print(f"{kind:<18}{figures['queries']:>8}" + "".join(f"{figures[m]:>8.3f}" for m in ("s@1", "s@3", "s@10", "mrr")))
    for name, took in times.items():
        print(f"warm, {len(queries)} queries, {name}: p50 {took['p50_ms']:.2f} ms, p95 {took['p95_ms']:.2f} ms")


def shape(ranks: list[int | None]) -> dict[str, float]:
    found = [rank for rank in ranks if rank is not None]
    return {
        "queries": len(ranks),
        **{f"s@{depth}": sum(rank <= depth for rank in found) / len(ranks) for depth in (1, 3, 10)},
        "mrr": sum(1 / rank for rank in found) / len(ranks),
    }


def limited(ask: Callable[[str, int], object]) -> Callable[[str], object]:
    """A peer's search with the number of results that this benchmark asks for."""
    return lambda text: ask(text, _LONGEST)


def warm(ask: Callable[[str], object], queries: list[str]) -> dict[str, float]:
    """Milliseconds a query in one process, the index opened before."""
    took = []
    for query in queries:
        began = time.perf_counter()
        ask(query)
        took.append((time.perf_counter() - began) * 1000)
    cuts = statistics.quantiles(took, n=20)
    return {"p50_ms": cuts[9], "p95_ms": cuts[18]}


if __name__ == "__main__":
    main()
