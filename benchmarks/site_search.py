"""How near does the search in the site's pages come to `mlforsys search`?

    python benchmarks/site_search.py [--root DIR] [--no-abstracts] [--queries 300] [--seed 1] [--differences] [--json]

Asks both the same queries, those of known_items.py (words of titles, with typos, of abstracts, names, topics), and
prints how often they agree on the first result, how many of the first five are the same, and the size of what the page
loads to search. Times in the page are milliseconds of the processor: to load the scripts, for a query, and from a letter
typed (the first three of each query) to the first results with all filters; and for the first letter or the first thirty words
that a page just opened is asked. Needs Node; the command line's index is built of the same texts.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))  # for the rooms beside this file

from known_items import items as queries_of

from archive.catalogue.items import items
from archive.catalogue.taxonomy import load_taxonomy
from archive.search.engine import SearchIndex
from archive.search.query import parse_query
from archive.search.snapshot import Snapshot
from archive.search.writer import build_snapshot
from archive.site import search_data, search_results
from archive.site.contents import gather
from archive.site.theme import STATIC
from archive.store.people import load_known_people
from archive.store.root import Root, open_root

_TOP = 5
_LONG = 30  # words
_ASK = """
const [files, queries, first] = process.argv.slice(1, 4).map(JSON.parse), { readFileSync } = require("node:fs");
const { runInThisContext } = require("node:vm"), loading = process.cpuUsage();
function since(began) { // milliseconds of the processor
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}
globalThis.self = globalThis;
for (const file of files) runInThisContext(readFileSync(file, "utf8"), { filename: file });
const { search, papers } = PLAIN, opened = since(loading);
async function typed(text) {
  const began = process.cpuUsage();
  await (await ENGINE.ask(text, {}, "", 20)).take(0, 20);
  return since(began);
}
(async () => {
  const firstTook = await typed(first);
  const answers = queries.map((query) => {
    const began = process.cpuUsage(), { full, partial } = search(QUERY.read(query), { enough: 10 });
    return { took: since(began), ids: [...full, ...partial].slice(0, 5).map((number) => papers[number].id) };
  });
  const begun = new Set(queries.flatMap((query) => [1, 2, 3].map((length) => query.slice(0, length)))), letters = [];
  for (const text of begun) letters.push(await typed(text));
  console.log(JSON.stringify({ opened, first: firstTook, answers, letters }));
})();
"""


def ask_page(data: str, queries: list[str], first: str) -> dict[str, Any]:
    """What the page's script answers, in Node, where ``first`` is asked before all others."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder, search_results.NAME)
        archive.write_text(data, encoding="utf-8")
        files = [str(archive), *(str(STATIC / Path(name).name) for name in search_data.SCRIPTS[1:-1])]
        command = ["node", "-e", _ASK, *map(json.dumps, (files, queries, first))]
        answer: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        return answer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path)
    parser.add_argument("--no-abstracts", dest="abstracts", action="store_false")
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--differences", action="store_true", help="print the queries whose first results differ")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    root = Root(options.root) if options.root else open_root()
    taxonomy, draw = load_taxonomy(), random.Random(options.seed)
    contents = gather(list(items(root)), taxonomy, load_known_people(root.folder), options.abstracts)
    index = SearchIndex(Snapshot(build_snapshot((view.record for view in contents.papers), taxonomy, {})))
    some = list(contents.papers)
    draw.shuffle(some)
    asked = list(queries_of([view.record for view in some[: options.queries]], draw))
    asked = draw.sample(asked, min(options.queries, len(asked)))
    data = search_data.write(contents)
    page = ask_page(data, [item.query for item in asked], asked[0].query[:1])
    titles = " ".join(view.record["title"] for view in some).split()
    pasted = ask_page(data, [], " ".join(titles[:_LONG]))
    same, overlap, took = 0, [], []
    kinds: dict[str, list[tuple[bool, float]]] = {}
    for item, answer in zip(asked, page["answers"], strict=True):
        began = time.perf_counter()
        ours = [hit.record["id"] for hit in index.search(parse_query(item.query), limit=_TOP).hits]
        took.append((time.perf_counter() - began) * 1000)
        theirs = answer["ids"][:_TOP]
        agrees = ours[:1] == theirs[:1]
        same += agrees
        overlap.append(len(set(ours) & set(theirs)) / max(len(ours), len(theirs), 1))
        kinds.setdefault(item.kind, []).append((agrees, overlap[-1]))
        if options.differences and not agrees:
            print(f"{item.kind:<6} {item.query!r}: {ours[:1]} here, {theirs[:1]} in the page")
    figures = {
        "papers": len(contents.papers),
        "queries": len(asked),
        "same_first": round(same / len(asked), 3),
        "overlap_of_5": round(statistics.mean(overlap), 3),
        "by_kind": {
            kind: [round(statistics.mean(column), 3) for column in zip(*found, strict=True)] for kind, found in kinds.items()
        },
        "script_kb": round(len(data.encode()) / 1e3, 1),
        "script_gzip_kb": round(len(gzip.compress(data.encode())) / 1e3, 1),
        "opened_ms": round(page["opened"], 1),
        "first_letter_ms": round(page["first"], 1),
        "first_long_ms": round(pasted["first"], 1),
        "ms_a_query": round(statistics.median(answer["took"] for answer in page["answers"]), 2),
        "ms_a_query_p95": round(statistics.quantiles([answer["took"] for answer in page["answers"]], n=20)[18], 2),
        "letters_ms": round(statistics.median(page["letters"]), 2),
        "letters_ms_most": round(max(page["letters"]), 2),
        "command_line_ms": round(statistics.median(took), 2),
    }
    lines = (f"{name.replace('_', ' '):<18}{value}" for name, value in figures.items())
    print(json.dumps(figures) if options.json else "\n".join(lines))


if __name__ == "__main__":
    main()
