"""Ctrl-C ends every command at any time, with exit code 130 and no traceback.

Before the first line of the program, Python itself may print a traceback or end by the signal: such trials are counted
separately.
"""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path
from subprocess import PIPE, TimeoutExpired

from tests.faults.common import LONGEST, Promise, Result, archive, started

COMMANDS = ["search kites", "search --limit 3 rails", "show quill2031kite1", "export --format bibtex", "stats", "topics",
            "authors", "check",
            "related quill2031kite1", "editions", "doctor", "index", "site OUT", "cite quill2031kite1"]  # fmt: skip


def run(count: int, seed: int, folder: Path) -> Result:
    result, rng = Result(), random.Random(seed)
    root = archive(folder / "root")
    for number in range(count):
        asked = rng.choice(COMMANDS).replace("OUT", str(folder / "site"))
        with started("-m", "archive", *asked.split(), "--root", root, stdout=PIPE, stderr=PIPE, env=os.environ) as process:
            time.sleep(rng.uniform(0.02, 1.0))
            process.send_signal(signal.SIGINT)
            try:
                err = process.communicate(timeout=LONGEST)[1].decode()
            except TimeoutExpired:
                result.broken.append(f"`{asked}` goes on after the signal (seed {seed}, trial {number})")
                continue
        code = process.returncode
        own = "/archive/" not in err  # no line of a traceback is this program's
        if code in (0, 130) and "Traceback" not in err and "Exception ignored" not in err:
            result.counts["interrupted" if code else "already done"] += 1
        elif own:
            result.counts["while Python itself started"] += 1
        else:
            result.counts["wrong"] += 1
            result.broken.append(f"`{asked}` {code} {err[-400:]} (seed {seed}, trial {number})")
    return result


PROMISE = Promise("interrupts", 20, 300, run)
