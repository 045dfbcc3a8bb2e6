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

from archive.collect.abstracts import PRINTS_NONE, Desk, Finding
from archive.collect.abstracts.verify import Verdict, judge
from archive.errors import FetchError, NotThere
from archive.model.paper import Absence, Abstract, Edition, Paper
from archive.pdf.reading import Reading, Unreadable

SOURCE = "pdf"
NO_LINK = "no page links a PDF of it"
NOT_THERE = "its PDF is not where the page says"
NOT_FETCHED = "its PDF could not be fetched"
_AHEAD = 8  # papers fetched before the first of them is read
_PATIENCE = 3  # failures of a host in a row, after which it is left alone


class Source:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._failures: Counter[str] = Counter()
        self._told: set[tuple[str, ...]] = set()

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
            path = self._desk.fetcher.pdf(url, refresh=self._desk.anew)
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
            try:
                reading = future.result()
            except Unreadable as error:
                self._desk.note(f"{paper.id}: {paper.pdf_url}: {error}.")
                yield self._absent(paper, f"its PDF gives none: {error}", digest)
            else:
                yield from self._findings(paper, digest, reading)

    def _findings(self, paper: Paper, digest: str, reading: Reading) -> Iterator[Finding]:
        """Of the paper; and of others with the same file, where it turns out not to be theirs."""
        desk = self._desk
        desk.files[paper.id] = digest
        twins = [
            other
            for other in desk.everyone
            if other.id != paper.id and (other.pdf_url == paper.pdf_url or desk.files.get(other.id) == digest)
        ]
        if not twins:
            yield self._finding(paper, digest, reading, judge(paper, reading.front, reading.first_page, desk.everyone))
            return
        group = sorted([paper, *twins], key=lambda one: one.id)
        if (ids := tuple(one.id for one in group)) not in self._told:
            self._told.add(ids)
            desk.note(f"{' and '.join(ids)} have one file: {paper.pdf_url}. It is taken for that one's whose title it carries.")
        owners = [one for one in group if judge(one, reading.front, "", group).right]
        for one in group:
            if one in owners and len(owners) == 1:
                if one is paper:
                    yield self._finding(paper, digest, reading, Verdict(True))
            else:
                names = " and ".join(other.id for other in group if other is not one)
                yield self._absent(one, f"its file is also that of {names}", digest)

    def _finding(self, paper: Paper, digest: str, reading: Reading, verdict: Verdict) -> Finding:
        desk = self._desk
        if not verdict.right:
            desk.note(f"{paper.id}: {paper.pdf_url}: {verdict.reason}. No abstract was taken from it.")
            return self._absent(paper, str(verdict.reason), digest)
        if reading.text is None:
            return self._absent(paper, PRINTS_NONE, digest)
        doubts = "; ".join([*filter(None, [verdict.reason]), *reading.doubts])
        return Finding(paper.id, Abstract(reading.text, SOURCE, str(paper.pdf_url), desk.today, doubts or None), digest)

    def _absent(self, paper: Paper, reason: str, digest: str | None = None) -> Finding:
        return Finding(paper.id, Absence(reason, SOURCE, paper.pdf_url or paper.page_url or "", self._desk.today), digest)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, by which two addresses of one file are told."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
