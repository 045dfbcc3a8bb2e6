"""Any PDF is read or refused with a message, within the limits of time and memory."""

from __future__ import annotations

import random
import re
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption

from archive.pdf.pool import LONGEST, MOST_MEMORY, Pool
from archive.pdf.reading import Unreadable
from tests.faults.common import Promise, Result
from tests.support import papers
from tests.support.bombs import BOMBS

MUTATED = 300
SHORT = 5.0  # seconds for one file in the short form
SLACK = 20.0  # seconds beyond its time within which a process is ended


def run(count: int, seed: int, folder: Path) -> Result:
    result, rng, slowest = Result(), random.Random(seed), 0.0
    sound = list(_sound(folder))
    bombs = rng.sample(list(BOMBS), len(BOMBS))
    longest = LONGEST if count >= PROMISE.full else SHORT
    with Pool(1, longest=longest) as pool:
        for number in range(count):
            before, after = (n * len(BOMBS) // (MUTATED + len(BOMBS)) for n in (number, number + 1))
            name = bombs[before % len(bombs)] if before != after else "mutated"
            path = folder / "paper.pdf"
            path.write_bytes(BOMBS[name]() if name in BOMBS else _mutated(rng.choice(sound), rng))
            began = time.monotonic()
            try:
                outcome = "read" if pool.read(path).result(timeout=longest + 2 * SLACK).text else "without an abstract"
            except Unreadable as error:
                outcome = re.sub(r"\(.*|[\d.]+ s\b.*", "", str(error)).strip()
                if "the reader failed" in outcome:
                    result.broken.append(f"{name}: {error} (seed {seed}, trial {number})")
            except Exception as error:
                outcome = "tracebacks"
                result.broken.append(f"{name}: {type(error).__name__}: {error} (seed {seed}, trial {number})")
            result.counts[("mutated: " if name == "mutated" else "bombs: ") + outcome] += 1
            slowest = max(slowest, took := time.monotonic() - began)
            if took > longest + SLACK:
                result.broken.append(f"{name}: took {took:.0f} s (seed {seed}, trial {number})")
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    if most > MOST_MEMORY:
        result.broken.append(f"a process used {most / 1e6:.0f} MB")
    print(f"pdfs: the slowest took {slowest:.0f} s, the largest process {most / 1e6:.0f} MB", file=sys.stderr)
    return result


def _sound(folder: Path) -> Iterator[bytes]:
    """Valid invented papers, compressed and not."""
    place, lock = folder / "sound.pdf", StandardEncryption("", ownerPassword="kite", canPrint=0)
    yield papers.write(place, papers.article()).read_bytes()
    yield papers.write(place, papers.article(), compressed=False).read_bytes()
    yield papers.write(place, papers.Page(), papers.article(), turn=90, order=papers.shuffled, compressed=False).read_bytes()
    yield papers.write(place, papers.article(), lock=lock).read_bytes()
    yield papers.bare(place).read_bytes()
    yield papers.scan(place).read_bytes()


def _mutated(content: bytes, rng: random.Random) -> bytes:
    """A file with one to three random changes."""
    changed = bytearray(content)
    for _ in range(rng.randrange(1, 4)):
        rng.choice(MUTATIONS)(changed, rng)
    return b"%PDF-1.5\n" + changed if rng.random() < 0.3 else bytes(changed)


def _flip(content: bytearray, rng: random.Random) -> None:
    for _ in range(rng.randrange(1, 200)):
        if content:
            content[rng.randrange(len(content))] = rng.randrange(256)


def _cut(content: bytearray, rng: random.Random) -> None:
    del content[rng.randrange(len(content) + 1) :]


def _lose(content: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(content) + 1)
    del content[at : at + rng.randrange(1, 500)]


def _repeat(content: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(content) + 1)
    content[at:at] = content[at : at + rng.randrange(1, 500)] * rng.randrange(1, 50)


def _insert(content: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(content) + 1)
    content[at:at] = rng.choice([b"[", b"<<", b"(", b"<", b"endobj", b"stream\n", b"%", b"/", b"\0", b"q "]) * rng.choice(
        [1, 9, 999]
    )


def _number(content: bytearray, rng: random.Random) -> None:
    """The file with one number replaced."""
    found = [(one.start(), one.end()) for one in re.finditer(rb"\b\d+\b", content)]
    if found:
        start, end = rng.choice(found)
        content[start:end] = rng.choice([b"0", b"-1", b"1", b"2147483647", b"4294967296", b"9" * 40, b"1e38", b"3 0 R"])


def _name(content: bytearray, rng: random.Random) -> None:
    """The file with one name replaced."""
    found = [one.group() for one in re.finditer(rb"/[A-Za-z0-9]+", content)]
    if found:
        content[:] = content.replace(rng.choice(found), rng.choice([*found, b"/X", b"null"]), rng.randrange(1, 4))


MUTATIONS = [_flip, _cut, _lose, _repeat, _insert, _number, _name]

PROMISE = Promise("pdfs", 24, MUTATED + len(BOMBS), run)
