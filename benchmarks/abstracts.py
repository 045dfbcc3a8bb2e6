"""How well abstracts are read from the papers' PDFs: ``python benchmarks/abstracts.py MIRROR``.

MIRROR is a copy of the site as ``wget --mirror`` makes it. Every PDF that the store links is read,
whatever better source there is, and judged:

- against a second source, where an edition's pages print abstracts themselves: *right* is a
  similarity of words of at least 0.95, with typography and LaTeX evened out;
- by ``abstracts_read.toml`` elsewhere: the digest of each text as a person read it beside the page.
  A text that has changed since is listed, and so is one that nobody has read.

``--accept`` writes the digests of what is there now: for a person who has just read them.
"""

from __future__ import annotations

import argparse
import difflib
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from archive.collect.abstracts.gather import text_digest
from archive.collect.abstracts.verify import verify
from archive.collect.families import read_page
from archive.collect.record_linkage import align
from archive.errors import ArchiveError
from archive.model.paper import Edition, Paper
from archive.net.mirror import MirrorFolder
from archive.pdf.pool import Pool
from archive.pdf.reading import PdfReading, Unreadable, read_pdf
from archive.store.editions import load_registry
from archive.store.root import bundled_catalogue

READ = Path(__file__).with_name("abstracts_read.toml")
COLUMNS = {"papers": 7, "PDFs": 6, "found": 7, "right": 7, "doubtful": 10, "print none": 12, "wrong": 7, "unread": 8}
SAME, RIGHT = 0.997, 0.95

# Where the authors' own versions differ in their words, the page and the PDF are both right.
OTHER_WORDING = {
    "alabed2022automatic": "the first sentence is put otherwise",
    "ganai2022targetindependent": "the problem is named otherwise, percentages are typeset",
    "yang2022efficient": "several phrases differ",
    "metz2022lattice": "the PDF adds a sentence on code",
    "huang2022learning": "the programme lost spaces between words",
    "ding2023vmr2l": "most sentences were rewritten",
    "zheng2023choicebased": "the last sentence differs",
    "papon2023silhouette": "the last sentence differs",
    "chang2023improving": "the page adds half a sentence and two asides",
    "qiu2023parm": "the page has another middle part",
    "zhu2023efficient": "the page adds a sentence",
    "ankner2023renamer": "the page kept the hyphens of line ends",
    "termehchy2023multiagent": "two words differ",
    "grossman2023compile": "one word differs",
}


def words(text: str) -> list[str]:
    """A text's words without what typesetting and LaTeX do to them."""
    text = re.sub(r'\\"([aou])', "\\1\u0308", text)
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFC", re.sub(r"[{}$\\^_]", "", text)))
    text = re.sub(r"[‘’`´]", "'", re.sub(r"[“”]|''", '"', re.sub(r"[‐‑–—−]|--+", "-", text)))
    return re.sub(r"(?<=\d)[×X]|×", "x", text).split()


def similarity(one: str, other: str) -> float:
    """Of two texts' words, 0 to 1 (Ratcliff and Obershelp's, as difflib has it)."""
    return difflib.SequenceMatcher(None, words(one), words(other), autojunk=False).ratio()


def references(edition: Edition, papers: list[Paper], fetcher: MirrorFolder) -> dict[str, str]:
    """What the edition's own pages print, by paper id."""
    found: dict[str, str] = {}
    for page in edition.pages:
        try:
            entries = read_page(fetcher.get(page.url), page).entries
        except ArchiveError:
            continue
        for entry, match in zip(entries, align(entries, papers), strict=True):
            if match is not None and entry.abstract:
                found.setdefault(papers[match].id, entry.abstract)
    return found


@dataclass
class Figures:
    """What is counted over all editions: ``known`` are the digests of texts that a person has read."""

    everyone: Sequence[Paper]
    known: dict[str, str]
    seconds: list[float] = field(default_factory=list)
    sames: list[float] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)

    def read(self, paper: Paper, path: Path, truth: dict[str, str]) -> Counter[str]:
        """Read one PDF and compare it; what it adds to its edition's row."""
        row = Counter(PDFs=1)
        reading, took = timed(path)
        self.seconds.append(took)
        if reading is None or not verify(paper, reading.front, reading.first_page, self.everyone).right:
            self.remarks.append(f"{paper.id}: its PDF could not be read, or is not taken for its own")
            row["wrong"] += 1
        elif reading.text is None:
            row[self._none(paper)] += 1
        else:
            row["found"] += 1
            row["doubtful"] += bool(reading.doubts)
            self.remarks += [f"{paper.id}: doubtful: {doubt}" for doubt in reading.doubts]
            self.digests[paper.id] = text_digest(reading.text)
            row[self._like(paper, reading.text, truth[paper.id]) if paper.id in truth else self._known(paper)] += 1
        return row

    def _none(self, paper: Paper) -> str:
        self.digests[paper.id] = "prints none"
        if self.known.get(paper.id) == "prints none":
            return "print none"
        self.remarks.append(f"{paper.id}: no abstract was found, and nobody has seen that it prints none")
        return "unread"

    def _like(self, paper: Paper, text: str, page: str) -> str:
        alike = similarity(text, page)
        if paper.id in OTHER_WORDING:
            self.remarks.append(f"{paper.id}: {alike:.3f}; versions differ: {OTHER_WORDING[paper.id]}")
            return "right"
        self.sames.append(alike)
        if alike < SAME:
            self.remarks.append(f"{paper.id}: {alike:.3f} like the page's")
        return "right" if alike >= RIGHT else "wrong"

    def _known(self, paper: Paper) -> str:
        if self.known.get(paper.id) == self.digests[paper.id]:
            return "right"
        changed = "it has changed since it was read" if paper.id in self.known else "nobody has read it"
        self.remarks.append(f"{paper.id}: {changed}")
        return "unread"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("mirror", type=Path)
    options.add_argument("--accept", action="store_true", help="write the digests of the texts as they are now")
    asked = options.parse_args()

    fetcher, registry, store = MirrorFolder(asked.mirror), load_registry(), bundled_catalogue()
    everyone = [paper for edition in store.editions() for paper in store.papers(edition) if not paper.withdrawn]
    figures = Figures(everyone, tomllib.loads(READ.read_text(encoding="utf-8")) if READ.exists() else {})

    print(f"{'edition':<13}" + "".join(f"{name:>{width}}" for name, width in COLUMNS.items()))
    totals: Counter[str] = Counter()
    for edition in registry.values():
        papers = [paper for paper in store.papers(edition.id) if not paper.withdrawn]
        truth = references(edition, papers, fetcher) if papers else {}
        row: Counter[str] = Counter(papers=len(papers))
        for paper in papers:
            try:
                path = fetcher.pdf(paper.pdf_url or "")
            except ArchiveError:
                continue
            row += figures.read(paper, path, truth)
        print_row(edition.id, row)
        totals += row
    print_row("all", totals)
    print()
    for remark in figures.remarks:
        print(remark)
    print()
    sames = figures.sames
    print(f"{len(sames)} pairs of one wording: similarity mean {statistics.mean(sames):.4f}, least {min(sames):.3f}")
    p95 = statistics.quantiles(figures.seconds, n=20)[-1]
    print(f"one PDF, in this process: median {ms(statistics.median(figures.seconds))}, p95 {ms(p95)}")
    whole_scrape(asked.mirror)
    workers(asked.mirror, [paper for paper in everyone if paper.pdf_url])
    if asked.accept:
        lines = [f'{paper_id} = "{digest}"\n' for paper_id, digest in sorted(figures.digests.items())]
        head = "# The abstracts of PDFs as a person read them beside the page, by the digest of their text.\n"
        READ.write_text(head + "".join(lines), encoding="utf-8")
    return 1 if totals["wrong"] or totals["unread"] else 0


def timed(path: Path) -> tuple[PdfReading | None, float]:
    start = time.perf_counter()
    try:
        reading = read_pdf(path)
    except Unreadable:
        reading = None
    return reading, time.perf_counter() - start


def workers(mirror: Path, papers: list[Paper]) -> None:
    """All PDFs in two worker processes: time, and the most memory that any child took."""
    fetcher = MirrorFolder(mirror)
    start = time.perf_counter()
    with Pool(2) as pool:
        futures = []
        for paper in papers:
            try:
                futures.append(pool.read(fetcher.pdf(paper.pdf_url or "")))
            except ArchiveError:
                continue
        for future in futures:
            future.exception()
    took = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{len(futures)} PDFs in two workers: {took:.1f} s; peak memory of a process {peak:.0f} MB")


def whole_scrape(mirror: Path) -> None:
    """``mlforsys scrape`` of everything into an empty root, as a user runs it."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        command = [sys.executable, "-m", "archive", "scrape", "--mirror", str(mirror), "--root", folder]
        subprocess.run(command, capture_output=True, check=False)
        print(f"mlforsys scrape --mirror, into an empty root: {time.perf_counter() - start:.1f} s")


def print_row(name: str, row: Counter[str]) -> None:
    print(f"{name:<13}" + "".join(f"{row[key]:>{width}}" for key, width in COLUMNS.items()))


def ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms"


if __name__ == "__main__":
    sys.exit(main())
