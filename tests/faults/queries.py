"""No query ends in an error, and memory does not grow with their number."""

from __future__ import annotations

import random
import resource
import sys
import time
from pathlib import Path

from archive.catalogue.filters import Filters
from archive.search.index import build
from archive.search.query import parse_query
from archive.store.root import Root
from tests.faults.common import LONGEST, Hangs, Promise, Result, archive, hostile_text, within

MOST_GROWTH = 30.0  # MB
WORDS = (
    'kite rails on quill "kite on" -rails OR title: author:quill year:2031..2030 year:x edition: topic:kites ki* rial~ '
    '( ) : * ~ " -'
).split()


def run(count: int, seed: int, folder: Path) -> Result:
    result, rng = Result(), random.Random(seed)
    index = build(Root(archive(folder / "root", 50)))
    start, slowest = 0.0, 0.0
    for number in range(count):
        words = [rng.choice(WORDS) if rng.random() < 0.8 else hostile_text(rng) for _ in range(rng.randrange(0, 9))]
        text = " ".join(words)
        began = time.monotonic()
        try:
            with within(LONGEST):
                index.search(parse_query(text), Filters(), limit=10)
            result.counts["answered"] += 1
        except (Exception, Hangs) as error:
            result.counts["tracebacks"] += 1
            result.broken.append(f"{text!r}: {type(error).__name__}: {error} (seed {seed}, trial {number})")
        slowest = max(slowest, time.monotonic() - began)
        if number == count // 2:
            start = _memory()
    if _memory() - start > MOST_GROWTH:
        result.broken.append(f"memory grew by {_memory() - start:.0f} MB in the second half")
    print(f"queries: the slowest took {slowest * 1000:.0f} ms", file=sys.stderr)
    return result


def _memory() -> float:
    """The peak memory so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


PROMISE = Promise("queries", 1000, 20_000, run)
