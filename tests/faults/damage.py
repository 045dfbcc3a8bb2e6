"""Whatever is in place of a file of the archive, every command ends with a result or an error message."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

from tests.faults.common import EDITION, Hangs, Promise, Result, archive, command, is_wrong

FILES = [
    f"scraped/{EDITION}.json", f"scraped/abstracts/{EDITION}.json", f"scraped/abstracts/ledger/{EDITION}.json", "editions.toml",
    "archive.toml", "topics.toml", "people.toml", f"curation/{EDITION}.toml", "index/archive.idx", ".mlforsys/digests.json",
    ".mlforsys/lock", ".mlforsys/journal.json", "suggestions.json",
]  # fmt: skip
COMMANDS = ["search kites", "search --limit 3 rails", "show quill2031kite1", "export", "editions", "topics", "authors", "stats",
            "check",
            "index", "doctor", "related quill2031kite1", "topics --explain quill2031kite2", "cite quill2031kite3"]  # fmt: skip


def run(count: int, seed: int, folder: Path) -> Result:
    result, rng = Result(), random.Random(seed)
    sound = archive(folder / "sound")
    (sound / "curation").mkdir()
    (sound / "curation" / f"{EDITION}.toml").write_text('[quill2031kite1]\ntopics = ["kites"]\n')
    command("index", "--root", sound)
    root = folder / "root"
    for number in range(count):
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(sound, root, symlinks=True)
        name, what = rng.choice(FILES), rng.choice(list(DAMAGES))
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_bytes() if path.is_file() else b"{}"
        path.unlink(missing_ok=True)
        DAMAGES[what](path, before, rng)
        asked = rng.choice(COMMANDS)
        result.counts[what] += 1
        try:
            code, _, err = command(*asked.split(), "--root", root)
        except Hangs:
            result.broken.append(f"{what} {name}: `{asked}` hangs (seed {seed}, trial {number})")
            continue
        if is_wrong(code, err):
            result.broken.append(f"{what} {name}: `{asked}` {code} {err[-300:]} (seed {seed}, trial {number})")
    return result


def _bytes(path: Path, before: bytes, rng: random.Random) -> None:
    content = bytearray(before)
    for _ in range(rng.randrange(1, 9)):
        if content:
            content[rng.randrange(len(content))] = rng.randrange(256)
    path.write_bytes(bytes(content))


DAMAGES = {
    "empty": lambda path, before, rng: path.write_bytes(b""),
    "cut short": lambda path, before, rng: path.write_bytes(before[: rng.randrange(len(before) or 1)]),
    "other bytes": _bytes,
    "random": lambda path, before, rng: path.write_bytes(rng.randbytes(rng.randrange(2000))),
    "twice": lambda path, before, rng: path.write_bytes(before * 2),
    "deep": lambda path, before, rng: path.write_bytes(rng.choice([b"[", b"a = [", b'{"a":']) * 50_000),
    "long number": lambda path, before, rng: path.write_bytes(rng.choice([b"", b"a = "]) + b"9" * 5000),
    "other JSON": lambda path, before, rng: path.write_text(
        rng.choice(["null", "[]", "{}", '"x"', "7", '{"papers": 7}', "[[1]]"])
    ),
    "other TOML": lambda path, before, rng: path.write_text(
        rng.choice(["[a]\nb = 1", "a = 1", "[kites2031]", "x", "[[a]]\nname = 1"])
    ),
    "half a character": lambda path, before, rng: path.write_bytes(before.replace(b"Kite", b"\\ud800", 1)),
    "not UTF-8": lambda path, before, rng: path.write_bytes(b"\xff\xfe" + before),
    "a folder": lambda path, before, rng: path.mkdir(),
    "a pipe": lambda path, before, rng: os.mkfifo(path),
    "a device": lambda path, before, rng: path.symlink_to("/dev/zero"),
    "a link to nowhere": lambda path, before, rng: path.symlink_to("nowhere"),
    "a link to itself": lambda path, before, rng: path.symlink_to(path.name),
    "gone": lambda path, before, rng: None,
}

PROMISE = Promise("damage", 100, 2000, run)
