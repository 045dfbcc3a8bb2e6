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
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # for the modules beside this file

from site_store import write_store


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
