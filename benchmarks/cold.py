"""How long does a search take as a whole process? Pair by pair, beside what people could use instead.

    python benchmarks/cold.py [--pairs N] [--json]

Each pair runs the product and a peer right after one another, in turn first and second; the ratio of each pair
is taken, and the median of all is printed: of a search of plain words, and of one with an option. Peers:

- sqlite-utils search over the same papers with FTS5 (`pip install "mlforsys-archive[benchmarks]"`);
- the floor: a bare script that imports Whoosh as it is shipped, opens an index of the same papers that Whoosh
  wrote, runs the query through its parser and searcher, and prints titles;
- Python that does nothing, to see what is left.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from archive.catalogue.items import items
from archive.store.root import Root, open_root

QUERY = ("learned", "index")
SHAPES = {"search": (), "search --limit 3": ("--limit", "3")}  # plain words need no option parser
FLOOR = """
import sys
from whoosh.index import open_dir
from whoosh.qparser import MultifieldParser
index = open_dir(sys.argv[1])
with index.searcher() as searcher:
    query = MultifieldParser(["title", "abstract", "summary"], index.schema).parse(" ".join(sys.argv[2:]))
    for hit in searcher.search(query, limit=10):
        print(hit["title"], hit["id"])
"""


def sqlite_database(root: Root, path: Path) -> None:
    """The papers as `sqlite-utils insert` and `enable-fts` leave them."""
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE papers (id TEXT PRIMARY KEY, title TEXT, authors TEXT, abstract TEXT, summary TEXT)")
    records = [item.record() for item in items(root)]
    rows = [(r["id"], r["title"], ", ".join(r["authors"]), r["abstract"], r["summary"]) for r in records]
    database.executemany("INSERT INTO papers VALUES (?, ?, ?, ?, ?)", rows)
    database.execute(
        "CREATE VIRTUAL TABLE papers_fts USING fts5(title, authors, abstract, summary, tokenize='porter', content=[papers])"
    )
    database.execute("INSERT INTO papers_fts(papers_fts) VALUES ('rebuild')")
    database.commit()
    database.close()


def whoosh_index(root: Root, folder: Path) -> None:
    from whoosh.analysis import StemmingAnalyzer
    from whoosh.fields import ID, TEXT, Schema
    from whoosh.index import create_in

    text = TEXT(analyzer=StemmingAnalyzer(), stored=True)
    folder.mkdir()
    writer = create_in(folder, Schema(id=ID(stored=True), title=text, abstract=text, summary=text)).writer()
    for item in items(root):
        record = item.record()
        writer.add_document(**{name: record[name] for name in ("id", "title", "abstract", "summary") if record[name]})
    writer.commit()


def took(command: Sequence[str]) -> float:
    """Milliseconds of one whole process."""
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (time.perf_counter() - began) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    root = open_root()
    ours = [shutil.which("mlforsys", path=Path(sys.executable).parent) or "mlforsys", "search", *QUERY]
    os.environ["MLFORSYS_ROOT"] = str(root.folder)
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        sqlite_database(root, here / "papers.db")
        whoosh_index(root, here / "whoosh")
        (here / "floor.py").write_text(FLOOR)
        peers = {
            "the floor": [sys.executable, str(here / "floor.py"), str(here / "whoosh"), *QUERY],
            "Python alone": [sys.executable, "-c", "pass"],
        }
        if tool := shutil.which("sqlite-utils", path=Path(sys.executable).parent) or shutil.which("sqlite-utils"):
            peers = {"sqlite-utils": [tool, "search", str(here / "papers.db"), "papers", " ".join(QUERY)], **peers}
        else:
            print("sqlite-utils is not installed: pip install 'mlforsys-archive[benchmarks]'", file=sys.stderr)
        shapes = {
            shape: {name: compare([*ours, *arguments], command, options.pairs) for name, command in peers.items()}
            for shape, arguments in SHAPES.items()
        }
    if options.json:
        print(json.dumps(shapes, indent=2))
        return
    for shape, figures in shapes.items():
        for name, figure in figures.items():
            print(f"{shape:<18}{name:<14}", end="")
            print(f"ratio {figure['ratio']:.3f}   ours {figure['ours_ms']:.0f} ms, theirs {figure['theirs_ms']:.0f} ms")


def compare(ours: Sequence[str], theirs: Sequence[str], pairs: int) -> dict[str, float]:
    """The median ratio and times (milliseconds) of two commands run in pairs, in turn first and second."""
    for warm in (ours, theirs):
        took(warm)
    times = [(took(ours), took(theirs)) if pair % 2 else tuple(reversed((took(theirs), took(ours)))) for pair in range(pairs)]
    return {
        "ratio": round(statistics.median(mine / other for mine, other in times), 3),
        "ours_ms": round(statistics.median(mine for mine, _ in times), 1),
        "theirs_ms": round(statistics.median(other for _, other in times), 1),
    }


if __name__ == "__main__":
    main()
