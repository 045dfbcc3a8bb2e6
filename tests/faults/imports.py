"""Any file is refused, or stored so that every command can read it."""

from __future__ import annotations

import random
from pathlib import Path

from archive.errors import ArchiveError
from archive.store.papers import Store
from tests.faults.common import EDITION, Hangs, Promise, Result, archive, command, dump, hostile_text, is_wrong

KEYS = [
    "id",
    "title",
    "abstract",
    "summary",
    "pdf_url",
    "page_url",
    "arxiv_id",
    "openreview_id",
    "doi",
    "award",
    "presentation",
    "status",
]
READ = ["search kites", "editions", "check", "export", "topics"]


def run(count: int, seed: int, folder: Path) -> Result:
    result, rng = Result(), random.Random(seed)
    for number in range(count):
        if number % 50 == 0:
            root = archive(folder / f"root{number}")
        file = dump(folder / "papers.json", [_paper(rng) for _ in range(rng.randrange(1, 5))])
        asked = rng.choice(READ)
        try:
            code, _, err = command("import", file, "--edition", EDITION, "--yes", "--all", "--root", root)
            read, _, told = command(*asked.split(), "--root", root)
            Store(root).papers(EDITION)
            Store(root).abstracts(EDITION)
        except (ArchiveError, Hangs) as error:
            result.broken.append(f"{type(error).__name__}: {error} (seed {seed}, trial {number})")
            root = archive(folder / f"after{number}")
            continue
        result.counts["refused" if code else "stored"] += 1
        if is_wrong(code, err) or is_wrong(read, told) or (read and asked != "check"):
            result.broken.append(f"{code} {err[-300:]} then `{asked}` {read} {told[-300:]} (seed {seed}, trial {number})")
    return result


def _paper(rng: random.Random) -> dict[str, object]:
    paper: dict[str, object] = {"title": f"Kite {rng.randrange(10**6)} on Rails", "authors": ["Ada Quill", "Bo Zuse"]}
    for key in rng.sample(KEYS, rng.randrange(0, 5)):
        paper[key] = rng.choice(
            [hostile_text(rng), "Paper-7", "../x", "", " ", None, 7, [hostile_text(rng)], {"a": hostile_text(rng)}]
        )
    if rng.random() < 0.5:
        paper["authors"] = [hostile_text(rng) for _ in range(rng.randrange(0, 4))]
    if rng.random() < 0.3:
        paper["links"] = [{"label": hostile_text(rng), "url": hostile_text(rng)}]
        paper["topics"] = [hostile_text(rng)]
        paper["family_names"] = {hostile_text(rng): hostile_text(rng)}
    return paper


PROMISE = Promise("imports", 20, 500, run)
