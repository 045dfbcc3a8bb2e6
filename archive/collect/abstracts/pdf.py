"""The paper itself: its PDF, fetched or out of the mirror, and read in worker processes.

Every paper that is asked for gets a result: its abstract, or why there is none.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from pathlib import Path
from urllib.parse import urlsplit

from archive.collect.abstracts import SourceContext, SourceResult
from archive.collect.abstracts.verify import Verification, verify
from archive.errors import FetchError, NotAPdf, NotThere
from archive.model.paper import Absence, Abstract, Edition, Paper
from archive.pdf.reading import PdfReading, Unreadable

SOURCE = "pdf"
NOT_THERE = "its PDF is not where the page says"
NO_PDF = "the file at the address of its PDF is not a PDF"
NOT_FETCHED = "its PDF could not be fetched"
_REASONS: dict[type[Exception], str] = {NotThere: NOT_THERE, NotAPdf: NO_PDF}
_AHEAD = 8  # papers fetched before the first of them is read
_PATIENCE = 3  # failures of a host in a row, after which it is left alone

_Running = dict[Future[PdfReading], tuple[Paper, str]]  # what is being read: of which paper, and the file's digest


class PdfSource:
    """Reads papers' PDFs. See :class:`archive.collect.abstracts.AbstractSource`."""

    def __init__(self, context: SourceContext) -> None:
        self._context = context
        self._failures: Counter[str] = Counter()
        self._files = dict(context.files)  # and those that this run reads
        self._reported: set[tuple[str, ...]] = set()

    def is_free(self) -> bool:
        """No: each paper costs a file."""
        return False

    def find(self, edition: Edition, papers: Sequence[Paper]) -> Iterator[SourceResult]:
        """A result for each paper."""
        passed_over: Counter[str] = Counter()
        running: _Running = {}
        try:
            for paper in papers:
                if reason := self._begin(paper, running, passed_over):
                    yield self._absent(paper, reason)
                else:
                    yield from self._verified(running, block=len(running) > _AHEAD)
            while running:
                yield from self._verified(running, block=True)
        finally:
            for future in running:
                future.cancel()
        for host, number in passed_over.items():
            self._context.note(
                f"{edition.id}: {host} failed {_PATIENCE} times in a row; {number} more PDFs were not requested."
            )

    def _begin(self, paper: Paper, running: _Running, passed_over: Counter[str]) -> str | None:
        """Fetch a paper's file and have it read; the reason if there is nothing to read."""
        if not paper.pdf_url:
            return "no page links to a PDF of it"
        host = urlsplit(paper.pdf_url).netloc
        if self._failures[host] >= _PATIENCE:
            passed_over[host] += 1
            return NOT_FETCHED
        try:
            path = self._fetch(paper.pdf_url, host)
            digest = digest_of(path)
        except (FetchError, OSError) as error:
            self._context.note(f"{paper.id}: {error}")
            return next((reason for kind, reason in _REASONS.items() if isinstance(error, kind)), NOT_FETCHED)
        running[self._context.pool.read(path)] = paper, digest
        return None

    def _fetch(self, url: str, host: str) -> Path:
        """The file; failures of its host are counted, until it gives an answer."""
        try:
            path = self._context.fetcher.pdf(url, refresh=self._context.refresh)
        except (NotThere, NotAPdf):
            self._failures[host] = 0
            raise
        except FetchError:
            self._failures[host] += 1
            raise
        self._failures[host] = 0
        return path

    def _verified(self, running: _Running, *, block: bool) -> Iterator[SourceResult]:
        done, _ = wait(running, timeout=None if block else 0, return_when=FIRST_COMPLETED)
        for future in done:
            paper, digest = running.pop(future)
            try:
                reading = future.result()
            except Unreadable as error:
                self._context.note(f"{paper.id}: {paper.pdf_url}: {error}.")
                yield self._absent(paper, f"none could be read from its PDF: {error}", digest)
            else:
                yield from self._results(paper, digest, reading)

    def _results(self, paper: Paper, digest: str, reading: PdfReading) -> Iterator[SourceResult]:
        """Of the paper; and of others with the same file, if it turns out not to be theirs."""
        context = self._context
        self._files[paper.id] = digest
        twins = self._twins(paper, digest)
        if not twins:
            yield self._result(paper, digest, reading, verify(paper, reading.front, reading.first_page, context.all_papers))
            return
        group = sorted([paper, *twins], key=lambda one: one.id)
        self._report_shared(group, str(paper.pdf_url))
        owners = [one for one in group if verify(one, reading.front, "", group).right]
        owner = owners[0] if len(owners) == 1 else None
        for one in group:
            if one is not owner:
                names = " and ".join(other.id for other in group if other is not one)
                yield self._absent(one, f"it has the same file as {names}", digest)
            elif one is paper:
                yield self._result(paper, digest, reading, Verification(True))

    def _twins(self, paper: Paper, digest: str) -> list[Paper]:
        """The other papers with the same file, by its address or its bytes."""
        others = (other for other in self._context.all_papers if other.id != paper.id)
        return [other for other in others if other.pdf_url == paper.pdf_url or self._files.get(other.id) == digest]

    def _report_shared(self, group: Sequence[Paper], url: str) -> None:
        """Tell once that papers share a file."""
        ids = tuple(one.id for one in group)
        if ids not in self._reported:
            self._reported.add(ids)
            self._context.note(f"{' and '.join(ids)} share one PDF: {url}. It is used for the paper whose title it has.")

    def _result(self, paper: Paper, digest: str, reading: PdfReading, verification: Verification) -> SourceResult:
        context = self._context
        if not verification.right:
            context.note(f"{paper.id}: {paper.pdf_url}: {verification.reason}. Its abstract was not used.")
            return self._absent(paper, str(verification.reason), digest)
        if reading.text is None:
            return self._absent(paper, "the paper prints none", digest, final=True)
        doubts = "; ".join([*filter(None, [verification.reason]), *reading.doubts])
        abstract = Abstract(reading.text, SOURCE, str(paper.pdf_url), context.today, doubts or None)
        return SourceResult(paper.id, abstract, digest, verification.title_differs)

    def _absent(self, paper: Paper, reason: str, digest: str | None = None, *, final: bool = False) -> SourceResult:
        url = paper.pdf_url or paper.page_url or ""
        return SourceResult(paper.id, Absence(reason, SOURCE, url, self._context.today, final), digest)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, which shows whether two addresses hold the same one."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


make_source = PdfSource
