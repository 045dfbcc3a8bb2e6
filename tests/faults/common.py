"""Shared by the promises: counting trials, running commands, an archive."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.cli import main
from archive.model.paper import Abstract, Paper, Source
from archive.store.papers import LedgerEntry, Store
from archive.store.transaction import transaction

LONGEST = 60  # seconds, after which a trial hangs
EDITION = "kites2031"
TABLE = """
[kites2031]
name = "Kites at ACME 2031"
venue = "ACME"
year = 2031
url = "https://kites.example/"
pages = [{ url = "https://kites.example/2031/papers.html", family = "list" }]
"""


@dataclass
class Result:
    """Trials by outcome, and failures with the seeds that reproduce them."""

    counts: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def line(self, name: str) -> str:
        told = ", ".join(f"{number} {outcome}" for outcome, number in sorted(self.counts.items()))
        return f"{name}: {sum(self.counts.values())} trials ({told}); {len(self.broken)} broken"


@dataclass(frozen=True)
class Promise:
    name: str
    short: int
    full: int
    run: Callable[[int, int, Path], Result]


class Hangs(BaseException):
    """A trial takes too long."""


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises :class:`Hangs` if the block takes longer."""

    def hang(*_: object) -> None:
        raise Hangs

    before = signal.signal(signal.SIGALRM, hang)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def command(*args: object) -> tuple[int, str, str]:
    """The exit code, standard output and standard error of a command in this process; raises :class:`Hangs` if it takes too
    long."""
    out, err = io.StringIO(), io.StringIO()
    before = sys.argv

    sys.argv = ["mlforsys", *map(str, args)]
    code: object = 0
    try:
        with within(LONGEST), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main()
            except SystemExit as end:
                code = end.code
    finally:
        sys.argv = before
    return code if isinstance(code, int) else 0 if code is None else 1, out.getvalue(), err.getvalue()


@contextlib.contextmanager
def started(*args: object, **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A Python process, which is ended with the block."""
    with subprocess.Popen([sys.executable, *map(str, args)], **options) as process:
        try:
            yield process
        finally:
            process.kill()


def is_wrong(code: int, err: str) -> bool:
    """Whether a command ended without a result or an error message."""
    return code not in (0, 1, 2) or "Traceback" in err or "unexpected error" in err or "Exception ignored" in err


def papers(numbers: Iterator[int] | range) -> list[Paper]:
    """Invented papers."""
    source = (Source("https://kites.example/", "2031-05-02"),)
    return [Paper(f"quill2031kite{n}", f"Kite {n} on Rails", ("Ada Quill", "Bo Zuse"), sources=source) for n in numbers]


def write(root: Path, some: list[Paper]) -> None:
    """Papers, abstracts and ledger of an edition, as an import writes them."""
    store = Store(root)
    with transaction(root):
        store.write_papers(EDITION, some)
        held = {paper.id: Abstract(f"{paper.title} flies.", "page", "https://kites.example/", "2031-05-02") for paper in some}
        store.write_abstracts(EDITION, held)
        store.write_ledger(EDITION, {paper.id: LedgerEntry(text="x") for paper in some})


def archive(folder: Path, number: int = 6) -> Path:
    """A root with an edition of invented papers."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "editions.toml").write_text(TABLE)
    (folder / "archive.toml").write_text('name = "Kites"\n')
    (folder / "topics.toml").write_text('[kites]\nname = "Kites"\nkind = "area"\ndescription = "Papers about kites."\n')
    write(folder, papers(range(number)))
    return folder


def own_home(folder: Path) -> None:
    """Keeps the user's own folders untouched."""
    os.environ["HOME"] = str(folder)
    for name in [name for name in os.environ if name.startswith(("XDG_", "MLFORSYS_"))]:
        del os.environ[name]


def hostile_text(rng: random.Random) -> str:
    """Malicious text."""
    pieces = [
        "\x1b[31m", "\x00", "\ud800", "\u202e", "../", "..", "\\write18{x}", "$x_1$", "<script>", "=1+1", "\n", "\r", "\t",
        "\u2028",
        " ",
        "Ünïcode", "学", "{", "}", "@misc{", "A" * 300, "'", '"', "%s", "{0}", ",", ";", " and ", "*", "†", "1",
        "et al.", "NULL", "\ufeff",
        "Kites", "on", "Rails",
    ]  # fmt: skip
    return "".join(rng.choice(pieces) for _ in range(rng.randrange(0, 12)))


def dump(path: Path, data: object) -> Path:
    path.write_text(json.dumps(data), encoding="utf-8")
    return path
