"""How long does a large site take, and how much memory? On an invented archive, with a seed.

    python benchmarks/site.py [--papers 10000] [--abstracts] [--search plain|pagefind] [--json]

Writes a store of that many papers (500 an edition, words as rare as in real texts), builds its site twice as a
whole process, and prints seconds, the peak of memory, files and bytes, whether both builds have the same bytes,
and the time as a multiple of the floor: copying the finished site, file by file, in this run.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from archive.catalogue.taxonomy import load_taxonomy
from archive.model.paper import Abstract, Paper, Source
from archive.store.root import Root

AN_EDITION = 500
_FIRST = 1990


def write_store(folder: Path, papers: int, abstracts: bool, seed: int = 1) -> None:
    draw = random.Random(seed)
    words = ["".join(draw.choices("abcdefghiklmnoprstuvw", k=draw.randint(3, 11))) for _ in range(20_000)]
    weights = [1 / (rank + 10) for rank in range(len(words))]
    family, given = ([word.capitalize() for word in draw.sample(words, k)] for k in (3000, 300))
    topics = list(load_taxonomy())

    def text(length: int) -> str:
        return " ".join(draw.choices(words, weights, k=length))

    store, tables = Root(folder).store, []
    for first in range(0, papers, AN_EDITION):
        year = _FIRST + first // AN_EDITION
        edition = f"kites{year}"
        url = f"https://kites.example/{year}/"
        tables.append(
            f'[{edition}]\nname = "Kites at ACME {year}"\nvenue = "ACME"\nyear = {year}\nurl = "{url}"\ndate = {year}-05-01\n'
        )
        written = [
            Paper(
                id=f"kite{year}n{number}",
                title=text(9).capitalize(),
                authors=tuple(f"{draw.choice(given)} {draw.choice(family)}" for _ in range(draw.randint(1, 7))),
                pdf_url=f"{url}{number}.pdf",
                topics=tuple(draw.sample(topics, draw.randint(1, 3))),
                summary=text(25).capitalize() + ".",
                sources=(Source(url, f"{year}-05-02"),),
            )
            for number in range(first, min(first + AN_EDITION, papers))
        ]
        store.write_papers(edition, written)
        if abstracts:
            found = {paper.id: Abstract(text(150).capitalize() + ".", "page", url, f"{year}-05-02") for paper in written}
            store.write_abstracts(edition, found)
    (folder / "editions.toml").write_text("\n".join(tables), encoding="utf-8")


def build(root: Path, out: Path, abstracts: bool, search: str) -> float:
    command = [sys.executable, "-m", "archive", "site", str(out), "--root", str(root), "--base-url", "https://kites.example/"]
    command += ["--search", search]
    began = time.perf_counter()
    subprocess.run(command + (["--abstracts"] if abstracts else []), check=True, capture_output=True)
    return time.perf_counter() - began


def digest(folder: Path) -> str:
    """One of all files' paths and bytes."""
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=10_000)
    parser.add_argument("--abstracts", action="store_true", help="with an abstract of 150 words for each")
    parser.add_argument("--search", choices=("plain", "pagefind"), default="plain")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        root, first, second = (Path(temporary, name) for name in ("root", "first", "second"))
        root.mkdir()
        write_store(root, options.papers, options.abstracts)
        took = [build(root, out, options.abstracts, options.search) for out in (first, second)]
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
        began = time.perf_counter()
        shutil.copytree(first, Path(temporary, "copy"))
        floor = time.perf_counter() - began
        files = [Path(folder, name) for folder, _, names in os.walk(first) for name in names]
        figures = {
            "papers": options.papers,
            "seconds": [round(seconds, 1) for seconds in took],
            "peak_mb": round(peak),
            "files": len(files),
            "megabytes": round(sum(file.stat().st_size for file in files) / 1e6),
            "search_script_kb": round((first / "search" / "archive.js").stat().st_size / 1e3),
            "same_bytes": digest(first) == digest(second),
            "times_the_floor": round(min(took) / floor, 1),
        }
    print(
        json.dumps(figures)
        if options.json
        else "\n".join(f"{name.replace('_', ' '):<18}{value}" for name, value in figures.items())
    )


if __name__ == "__main__":
    main()
