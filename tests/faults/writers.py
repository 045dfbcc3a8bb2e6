"""Two processes that write at the same time lose nothing."""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
import time
from pathlib import Path

from archive.store.curation import load_curation
from archive.store.papers import Store
from archive.store.root import Root
from tests.faults.common import EDITION, LONGEST, Promise, Result, archive, started

LONGEST_ROUND = 10.0  # seconds; one takes half of one, most of it waiting

IMPORT = """
import json, sys
from pathlib import Path
from tests.faults.common import command
root, who, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for n in range(rounds):
    file = root.parent / f"{who}{n}.json"
    paper = {"title": f"The {who} kite number {n}", "authors": ["Ada Quill"], "abstract": f"It flies {n}."}
    file.write_text(json.dumps([paper]))
    code, out, err = command("import", file, "--edition", "kites2031", "--yes", "--root", root)
    if code or "Written" not in err:
        sys.exit(f"{code} {out} {err}")
"""
TOPICS = """
import sys
from pathlib import Path
from archive.store.curation_edit import Edit, write_edits
from archive.store.root import Root
root, who, rounds = Root(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
for n in range(rounds):
    write_edits(root, "kites2031", {f"quill2031kite{2 * n + (who == 'b')}": Edit(("kites",))})
"""
SCRAPE = """
import sys
from pathlib import Path
from tests.faults.common import command
root, who, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for n in range(rounds):
    code, out, err = command("scrape", "--no-abstracts", "--mirror", root.parent / "mirror", "--root", root)
    if code not in (0, 1) or "unexpected" in err:
        sys.exit(f"{code} {out} {err}")
"""


def run(count: int, seed: int, folder: Path) -> Result:
    result = Result()
    for kind, one, other in (
        ("two imports", IMPORT, IMPORT),
        ("two topics", TOPICS, TOPICS),
        ("scrape and import", SCRAPE, IMPORT),
    ):
        root = archive(folder / kind.replace(" ", "-") / "root", 2 * count)
        _mirror(root.parent / "mirror", count)
        result.counts[f"rounds of {kind}"] += 2 * count
        if errors := _errors(root, [(one, "a"), (other, "b")], count):
            result.broken.append(f"{kind}: {errors}")
            continue
        if lost := _lost(kind, root, count):
            result.broken.append(f"{kind}: lost {lost}")
    return result


def _errors(root: Path, codes: list[tuple[str, str]], count: int) -> list[str]:
    """The error messages of two processes run at the same time, if one fails.

    They are written to files, so that no pipe fills up.
    """
    with contextlib.ExitStack() as stack:
        said = [stack.enter_context(tempfile.TemporaryFile()) for _ in codes]
        running = [
            stack.enter_context(started("-c", code, root, who, count, stderr=err))
            for (code, who), err in zip(codes, said, strict=True)
        ]
        end = time.monotonic() + LONGEST + LONGEST_ROUND * count
        try:
            failed = [process.wait(timeout=max(0, end - time.monotonic())) for process in running]
        except subprocess.TimeoutExpired:
            return ["they did not end"]
        for err in said:
            err.seek(0)
        return [err.read().decode() for err in said] if any(failed) else []


def _mirror(folder: Path, count: int) -> None:
    """A page that lists the papers of the store, and never those that are added."""
    page = folder / "kites.example" / "2031" / "papers.html"
    page.parent.mkdir(parents=True)
    items = "".join(
        f'<p><a href="/{n}.pdf"><b>Kite {n} on Rails</b></a>. Ada Quill, and Bo Zuse.</p>' for n in range(2 * count)
    )
    header = '<div class="floating-description">Workshop on Kites at ACME 2031</div>'
    section = f'<section class="accepted_papers_section"><h2>Accepted Papers</h2>{items}</section>'
    page.write_text(f"<!DOCTYPE html><html><body><header>{header}</header>{section}</body></html>")


def _lost(kind: str, root: Path, count: int) -> list[str]:
    if kind == "two topics":
        curated = load_curation(EDITION, root)
        stored = {paper.id for paper in Root(root).store.papers(EDITION) if paper.topics}
        return [f"quill2031kite{n}" for n in range(2 * count) if f"quill2031kite{n}" not in curated.keys() & stored]
    whole = {paper.title for paper in Store(root).papers(EDITION) if paper.id in Store(root).abstracts(EDITION)}
    brought = [f"The {who} kite number {n}" for who in ("ab" if kind == "two imports" else "b") for n in range(count)]
    return [title for title in (*brought, *(f"Kite {n} on Rails" for n in range(2 * count))) if title not in whole]


PROMISE = Promise("writers", 5, 200, run)
