"""A changed byte of the store is an error or reported by ``check``; in a cache, it is a miss."""

from __future__ import annotations

import random
from pathlib import Path

from archive.errors import ArchiveError
from archive.net.pdf_cache import PdfCache
from archive.net.session import make_cache
from archive.store.digests import changed
from archive.store.papers import Store
from tests.faults.common import EDITION, Promise, Result, archive

URL, PAGE, PDF = "https://kites.example/", b"<html>Kites on rails</html>" * 20, b"%PDF-1.7 Kites on rails" * 20


def run(count: int, seed: int, folder: Path) -> Result:
    result, rng = Result(), random.Random(seed)
    root = archive(folder / "root")
    store = Store(root)
    sound = store.papers(EDITION), store.abstracts(EDITION)
    pages, pdfs = make_cache(folder / "http"), PdfCache(folder / "pdf")
    pages.set(URL, PAGE)
    pdf = pdfs.put(URL, PDF)
    page = next(path for path in (folder / "http").rglob("*") if path.is_file() and path.stat().st_size)
    for number in range(count):
        path = (store.path(EDITION), store.abstracts_path(EDITION), store.path(EDITION), page, pdf)[number % 5]
        content = path.read_bytes()
        at = rng.randrange(len(content))
        path.write_bytes(content[:at] + bytes([content[at] ^ (1 << rng.randrange(8))]) + content[at + 1 :])
        if path in (page, pdf):
            missed = pages.get(URL) is None if path == page else pdfs.get(URL) is None
            outcome = "misses of a cache" if missed else "a damaged cache was used"
        else:
            outcome = _outcome(store, sound)
        path.write_bytes(content)
        result.counts[outcome] += 1
        if outcome.startswith("a "):
            result.broken.append(f"{outcome}: {path.name}, byte {at} (seed {seed}, trial {number})")
    return result


def _outcome(store: Store, sound: object) -> str:
    try:
        loaded = store.papers(EDITION), store.abstracts(EDITION)
    except ArchiveError:
        return "errors"
    if list(changed(store.root)):
        return "told by check"
    return "the same data" if loaded == sound else "a change that nobody tells"


PROMISE = Promise("flips", 300, 5000, run)
