"""The paper itself: its PDF, fetched or out of the mirror, and read in worker processes.

Every paper that is asked for gets a finding: its abstract, or why there is none.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from pathlib import Path
from urllib.parse import urlsplit

from archive.abstracts import Desk, Finding
from archive.abstracts.witness import CARRIES, Verdict, judge, title_fit
from archive.errors import FetchError, NotThere
from archive.models import Absence, Abstract, Edition, Paper
from archive.pdf.reading import Reading, Unreadable

SOURCE = "pdf"
PRINTS_NONE = "the paper prints none"
NO_LINK = "no page links a PDF of it"
NOT_THERE = "its PDF is not where the page says"
NOT_FETCHED = "its PDF could not be fetched"
_AHEAD = 8  # papers fetched before the first of them is read
_PATIENCE = 3  # failures of a host in a row, after which it is left alone


class Source:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._failures: Counter[str] = Counter()

    def asks_again(self) -> bool:
        return False

    def find(self, edition: Edition, papers: Sequence[Paper]) -> Iterator[Finding]:
        passed_over: Counter[str] = Counter()
        running: dict[Future[Reading], tuple[Paper, str]] = {}
        try:
            for paper in papers:
                if not paper.pdf_url:
                    yield self._absent(paper, NO_LINK)
                    continue
                host = urlsplit(paper.pdf_url).netloc
                if self._failures[host] >= _PATIENCE:
                    passed_over[host] += 1
                    yield self._absent(paper, NOT_FETCHED)
                    continue
                try:
                    path = self._fetch(paper.pdf_url, host)
                    digest = digest_of(path)
                except NotThere as error:
                    self._desk.note(f"{paper.id}: {error}")
                    yield self._absent(paper, NOT_THERE)
                except (FetchError, OSError) as error:
                    self._desk.note(f"{paper.id}: {error}")
                    yield self._absent(paper, NOT_FETCHED)
                else:
                    running[self._desk.pool.read(path)] = paper, digest
                    yield from self._judged(running, block=len(running) > _AHEAD)
            while running:
                yield from self._judged(running, block=True)
        finally:
            for future in running:
                future.cancel()
        for host, number in passed_over.items():
            self._desk.note(f"{edition.id}: {host} failed {_PATIENCE} times in a row; {number} more PDFs were not asked for.")

    def _fetch(self, url: str, host: str) -> Path:
        """The file; failures of its host are counted, until it gives an answer."""
        try:
            path = self._desk.fetcher.pdf(url, anew=self._desk.anew)
        except NotThere:
            self._failures[host] = 0
            raise
        except FetchError:
            self._failures[host] += 1
            raise
        self._failures[host] = 0
        return path

    def _judged(self, running: dict[Future[Reading], tuple[Paper, str]], *, block: bool) -> Iterator[Finding]:
        done, _ = wait(running, timeout=None if block else 0, return_when=FIRST_COMPLETED)
        for future in done:
            paper, digest = running.pop(future)
            yield self._finding(paper, digest, future)

    def _finding(self, paper: Paper, digest: str, future: Future[Reading]) -> Finding:
        desk = self._desk
        try:
            reading = future.result()
        except Unreadable as error:
            desk.note(f"{paper.id}: {paper.pdf_url}: {error}.")
            return self._absent(paper, f"its PDF gives none: {error}", digest)
        verdict = self._shared(paper, digest, reading) or judge(paper, reading.front, reading.first_page, desk.everyone)
        desk.files[paper.id] = digest
        if not verdict.right:
            desk.note(f"{paper.id}: {paper.pdf_url}: {verdict.reason}. No abstract was taken from it.")
            return self._absent(paper, str(verdict.reason), digest)
        if reading.text is None:
            return self._absent(paper, PRINTS_NONE, digest)
        doubts = "; ".join([*filter(None, [verdict.reason]), *reading.doubts])
        return Finding(paper.id, Abstract(reading.text, SOURCE, str(paper.pdf_url), desk.today, doubts or None), digest)

    def _shared(self, paper: Paper, digest: str, reading: Reading) -> Verdict | None:
        """A verdict where another paper has the same file: it is that one's whose title it carries."""
        twins = [
            other
            for other in self._desk.everyone
            if other.id != paper.id and (other.pdf_url == paper.pdf_url or self._desk.files.get(other.id) == digest)
        ]
        if not twins:
            return None
        names = " and ".join(twin.id for twin in twins)
        self._desk.note(f"{paper.id}: it has one file with {names}: {paper.pdf_url}.")
        own = title_fit(paper.title, reading.front) >= CARRIES
        if own and not any(title_fit(twin.title, reading.front) >= CARRIES for twin in twins):
            return Verdict(True)
        return Verdict(False, f"its file is also that of {names}")

    def _absent(self, paper: Paper, reason: str, digest: str | None = None) -> Finding:
        return Finding(paper.id, Absence(reason, SOURCE, paper.pdf_url or paper.page_url or "", self._desk.today), digest)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, by which two addresses of one file are told."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
