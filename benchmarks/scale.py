"""Does everything keep its pace as an archive grows? On invented archives, with a seed.

    python benchmarks/scale.py [--papers 200 10000] [--runs 10] [--json]

For each size, a store of that many papers with abstracts (500 an edition, words as rare as in real texts) is written,
and whole processes of the installed `mlforsys` are timed over it: `index`, `check`, and a cold `search` of two words
(one in a fifth of the papers, one in a twentieth, as *learned* and *index* are in the archive), without and with
options. Searches over the sizes are run in turn, so that a busy machine slows all of them; the median is printed.
Seconds, megabytes at the peak (resident), and the size of the index beside that of the store.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # for the modules beside this file

from site_store import vocabulary, write_store

RANKS = 100, 400  # of the two words, most frequent first
OPTIONS = {
    "search": [],
    "search --limit 3": ["--limit", "3"],
    "search --year": ["--year", "1990-"],
    "search --topic": ["--topic", "databases"],
    "search --json": ["--json"],
}


def run(command: Sequence[str], root: Path) -> tuple[float, float]:
    """Seconds and megabytes of one whole process over a root.

    Raises:
        RuntimeError: it failed (`check` may find problems).
    """
    environment = os.environ | {"MLFORSYS_ROOT": str(root)}
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "archive", *command], env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in ((0, 1) if command[0] == "check" else (0,)):
        raise RuntimeError(f"{' '.join(command)} gave {process.returncode}")
    return took, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def size(folder: Path) -> float:
    """Megabytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, nargs="+", default=[200, 10_000])
    parser.add_argument("--runs", type=int, default=10, help="of each search and size")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    words = vocabulary()
    query = [words[rank] for rank in RANKS]
    with tempfile.TemporaryDirectory() as folder:
        roots = {}
        figures: dict[int, dict[str, float]] = {}
        for papers in options.papers:
            root = roots[papers] = Path(folder, str(papers))
            root.mkdir()
            write_store(root, papers, abstracts=True)
            shape = figures[papers] = {}
            shape["index s"], shape["index MB"] = run(["index"], root)
            shape["check s"], shape["check MB"] = run(["check"], root)
            shape["store MB"], shape["index/ MB"] = size(root / "scraped"), size(root / "index")
        for name, arguments in OPTIONS.items():
            took: dict[int, list[float]] = {papers: [] for papers in roots}
            for _ in range(options.runs + 1):
                for papers, root in roots.items():
                    took[papers].append(run(["search", *query, *arguments], root)[0] * 1000)
            for papers, times in took.items():
                figures[papers][f"{name} ms"] = statistics.median(times[1:])  # the first fills the system's cache
    rounded = {papers: {name: round(value, 1) for name, value in shape.items()} for papers, shape in figures.items()}
    if options.json:
        print(json.dumps(rounded, indent=2))
        return
    print(f"{'papers':<24}" + "".join(f"{papers:>10}" for papers in rounded))
    for name in next(iter(rounded.values())):
        print(f"{name:<24}" + "".join(f"{shape[name]:>10}" for shape in rounded.values()))


if __name__ == "__main__":
    main()
