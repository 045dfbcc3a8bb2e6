"""A process killed while it writes loses nothing: the next run finds the old state or the new one."""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path

from archive.site import atomic_publish
from archive.store.papers import Store
from archive.store.transaction import transaction
from tests.faults.common import EDITION, LONGEST, Promise, Result, archive, started, within

STORE = """
import sys
from pathlib import Path
from tests.faults.common import papers, write
root, n = Path(sys.argv[1]), 0
print("ready", flush=True)
while True:
    n += 1
    write(root, papers(range(n % 2 * 3 + 3)))
"""
SITE = """
import sys
from pathlib import Path
from archive.site import atomic_publish
out, n = Path(sys.argv[1]), 0
print("ready", flush=True)
while True:
    n += 1
    with atomic_publish.fresh_folder(out) as folder:
        for name in ("about", "papers", "topics", "years"):
            (folder / name).mkdir()
            (folder / name / "index.html").write_text(str(n))
        (folder / "index.html").write_text(str(n))
"""


def run(count: int, seed: int, folder: Path) -> Result:
    result, rng = Result(), random.Random(seed)
    root, out, kept = archive(folder / "root"), folder / "www" / "site", folder / "kept" / "site"
    for site in (out, kept):
        with atomic_publish.fresh_folder(site) as new:
            (new / "index.html").write_text("0")
    for site in (out, kept):
        (site / "CNAME").write_text("papers.example.org")
    (kept / ".git").mkdir()  # entries are exchanged there, not folders
    for number in range(count):
        kind = ("an import", "a site", "an import", "a site with a stranger's folder")[number % 4]
        code, place = (STORE, root) if kind == "an import" else (SITE, out if kind == "a site" else kept)
        _kill(code, place, rng.uniform(0, 0.06))
        wrong = _store(root) if kind == "an import" else _site(place)
        result.counts[f"of {kind}"] += 1
        if wrong:
            result.broken.append(f"{kind}, trial {number}, seed {seed}: {wrong}")
    return result


def _kill(code: str, place: Path, after: float) -> None:
    with started("-c", code, place, stdout=subprocess.PIPE) as process, within(LONGEST):
        process.stdout.readline()
        time.sleep(after)


def _store(root: Path) -> str | None:
    store = Store(root)
    before = len(store.papers(EDITION))  # what a reader sees meanwhile is whole
    with transaction(root):
        found = len(store.papers(EDITION)), len(store.abstracts(EDITION)), len(store.ledger(EDITION))
    if before not in (3, 6) or found not in ((3, 3, 3), (6, 6, 6)):
        return f"{before}, then {found} papers, abstracts, memories"
    left = [path.name for path in root.rglob("*") if ".tmp-" in path.name or path.name == "journal.json"]
    return f"left: {left}" if left else None


def _site(out: Path) -> str | None:
    atomic_publish.refuse_foreign_files(out)
    texts = {path.read_text() for path in out.rglob("index.html")}
    left = [
        path.name for path in out.parent.rglob("*") if atomic_publish.MARK in path.name and path.name != atomic_publish.MARK
    ]
    if len(texts) != 1 or left:
        return f"pages of builds {sorted(texts)}; left: {left}"
    return None if (out / "CNAME").read_text() == "papers.example.org" else "the file of others was lost"


PROMISE = Promise("kills", 40, 500, run)
