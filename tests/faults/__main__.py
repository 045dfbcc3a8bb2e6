"""``python -m tests.faults [--full | --count N] [--seed N] [NAME]...``: one line per promise; exit code 1 if one is broken."""

from __future__ import annotations

import argparse
import faulthandler
import importlib
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.common import Promise, Result, own_home

LONGEST_RUN = 3600.0  # seconds, after which a kind of trial that hangs is ended and says where
NAMES = ("kills", "writers", "damage", "flips", "network", "queries", "imports", "interrupts", "pdfs", "texts")


def promises() -> dict[str, Promise]:
    return {name: importlib.import_module(f"tests.faults.{name}").PROMISE for name in NAMES}


def run(promise: Promise, *, count: int, seed: int) -> Result:
    with tempfile.TemporaryDirectory(prefix="mlforsys-faults-") as folder:
        own_home(Path(folder) / "home")
        faulthandler.dump_traceback_later(LONGEST_RUN, exit=True)
        try:
            return promise.run(count, seed, Path(folder))
        finally:
            faulthandler.cancel_dump_traceback_later()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[[], *NAMES], help=", ".join(NAMES))
    parser.add_argument("--full", action="store_true", help="as often as docs/reliability.md says")
    parser.add_argument("--count", type=int, help="so many trials of each")
    parser.add_argument("--seed", type=int, default=2031)
    given = parser.parse_args()
    broken = 0
    for name in given.names or NAMES:
        began = time.monotonic()
        promise = promises()[name]
        count = given.count or (promise.full if given.full else promise.short)
        result = run(promise, count=count, seed=given.seed)
        print(f"{result.line(name)} [{time.monotonic() - began:.0f} s]", flush=True)
        for text in result.broken[:20]:
            print(f"  {text}", file=sys.stderr)
        broken += len(result.broken)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
