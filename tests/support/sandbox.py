"""A root and a mirror of the test, with an invented edition whose pages the test writes."""

from __future__ import annotations

import atexit
import datetime
import json
from concurrent.futures import Future
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from archive.collect.abstracts import make_context
from archive.collect.abstracts.gather import Gathered, gather
from archive.collect.scrape import scrape_edition
from archive.errors import ArchiveError
from archive.model.paper import ABSTRACT_SOURCES, Abstract
from archive.net.mirror import MirrorFolder, mirror_path
from archive.pdf.pool import Pool
from archive.pdf.reading import PdfReading
from archive.store.editions import load_registry
from archive.store.root import Root

LIST = "https://kites.example/2031/papers.html"
DETAILS = "https://kites.example/2031/abstracts.html"
SCHEDULE = "https://kites.example/2031/index.html"
CALL = "https://kites.example/2031/call_for_papers.html"
HEADER = "Workshop on Kites at ACME 2031, May 1st"
DAY_1, DAY_2 = datetime.date(2031, 5, 2), datetime.date(2031, 6, 3)

ISO_1, ISO_2 = DAY_1.isoformat(), DAY_2.isoformat()


class P(NamedTuple):
    """A paper on a page."""

    title: str
    names: str
    pdf: str = ""
    abstract: str = ""
    award: str = ""
    note: str = ""
    label: str = "Poster"


KITES = P("Kites on Rails", "Ada Quill, and Bo Zuse", "/kites.pdf")
LAMPS = P("Lanterns Underwater", "Cy Moss", "/lamps.pdf")
SNOW = P("The Weight of Snow", "Di Frost", "/snow.pdf")


def whole(body: str, header: str | None) -> str:
    floating = f'<div class="floating-description">{header}</div>' if header else ""
    return f"<!DOCTYPE html><html><body><header><h1>Kites</h1>{floating}</header>{body}</body></html>"


def list_page(*papers: P, header: str | None = HEADER) -> str:
    items = "".join(f'<p><a href="{p.pdf}"><b>{p.title}</b></a>. {p.names}.<br/><b>{p.award}</b></p>\n' for p in papers)
    return whole(f'<section class="accepted_papers_section"><h2>Accepted Papers</h2>{items}</section>', header)


def details_page(*papers: P, header: str | None = HEADER) -> str:
    items = "".join(
        f"<p><details><summary>🔽 <b>{p.title}</b>. {p.names}.</summary>"
        f'<p>{p.abstract} <a href="{p.pdf}"><b>(paper)</b></a></p></details></p>\n'
        for p in papers
    )
    return whole(f'<section class="accepted_papers_section"><h2>Accepted Papers</h2>{items}</section>', header)


def schedule_page(*papers: P, header: str | None = HEADER) -> str:
    rows = "".join(
        f'<tr id="wse-detail-{i}"><td><strong>{p.title}</strong> <small>({p.label})</small>'
        f'<div id="collapse{i}"><div class="card-body">{p.abstract}</div></div>'
        f'<a href="https://openreview.net/forum?id={p.note}">Link »</a></td><td><i>{p.names}</i></td></tr>'
        for i, p in enumerate(papers)
    )
    return whole(f"<table>{rows}</table>", header)


def table(edition: str, *pages: tuple[str, str], year: int = 2031, venue: str = "ACME", more: str = "") -> str:
    listed = ", ".join(f'{{ url = "{url}", family = "{family}" }}' for family, url in pages)
    return (
        f'[{edition}]\nname = "Kites at {venue} {year}"\nvenue = "{venue}"\nyear = {year}\n'
        f'url = "https://kites.example/"\n{more}\npages = [{listed}]\n'
    )


class Sandbox:
    """A root and a mirror, and methods to change and use them."""

    def __init__(self, folder) -> None:
        self.root, self.mirror = Root(folder / "root"), folder / "mirror"
        self.mirror.mkdir()
        self.root.folder.mkdir()
        self.store = self.root.store
        self.register(table("kites2031", ("list", LIST)))

    def register(self, *tables: str) -> None:
        (self.root.folder / "editions.toml").write_text("\n".join(tables), encoding="utf-8")

    def page(self, url: str, html: str) -> None:
        path = self.mirror / mirror_path(url)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(html, encoding="utf-8")

    def remove(self, url: str) -> None:
        (self.mirror / mirror_path(url)).unlink()

    def curate(self, text: str, edition: str = "kites2031") -> None:
        folder = self.root.folder / "curation"
        folder.mkdir(exist_ok=True)
        (folder / f"{edition}.toml").write_text(text, encoding="utf-8")

    def scrape(self, edition: str = "kites2031", fetcher=None, today=DAY_1, **options):
        registry = load_registry(self.root.folder)
        fetcher = fetcher or MirrorFolder(self.mirror)
        return scrape_edition(registry.find(edition), registry, self.root, fetcher, today=today, **options)

    def papers(self, edition: str = "kites2031") -> dict:
        return {paper.id: paper for paper in self.store.papers(edition)}

    def ids(self, edition: str = "kites2031") -> list[str]:
        return list(self.papers(edition))

    def abstracts(self) -> dict:
        return self.store.abstracts("kites2031")

    def edit(self, paper_id: str, **values) -> None:
        """Change the store by hand."""
        path = self.store.path("kites2031")
        data = json.loads(path.read_text(encoding="utf-8"))
        next(paper for paper in data["papers"] if paper["id"] == paper_id).update(values)
        path.write_text(json.dumps(data), encoding="utf-8")

    def state(self) -> dict:
        """All files of the store, with content and times."""
        files = [path for path in (self.root.folder / "scraped").rglob("*") if path.is_file()]
        return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}

    def refuses(self, error: type[ArchiveError], match: str, **options) -> None:
        """A scrape must fail with this error, and must not change the store."""
        before = self.state()
        with pytest.raises(error, match=match):
            self.scrape(**options)
        assert self.state() == before


class _RememberingPool(Pool):
    """A pool that reads each content once, since many tests read the same files. Leaving it ends nothing."""

    def __init__(self, workers: int) -> None:
        super().__init__(workers)
        self._read_before: dict[bytes, Future[PdfReading]] = {}
        atexit.register(super().__exit__, None, None, None)

    def __exit__(self, *_: object) -> None:
        pass

    def read(self, path: Path) -> Future[PdfReading]:
        try:
            content = path.read_bytes()
        except OSError:
            return super().read(path)
        known = self._read_before.get(content)
        if known is not None and known.done() and not known.cancelled():
            return _copy(known)  # readings are told apart by their futures
        self._read_before[content] = super().read(path)
        return self._read_before[content]


def _copy(done: Future[PdfReading]) -> Future[PdfReading]:
    copy: Future[PdfReading] = Future()
    if (error := done.exception()) is not None:
        copy.set_exception(error)
    else:
        copy.set_result(done.result())
    return copy


@cache
def reader() -> Pool:
    """Two worker processes for all tests of a run; they start when the first PDF is read."""
    return _RememberingPool(2)


class Collected(NamedTuple):
    gathered: list[Gathered]
    notes: list[str]


def collect(
    sandbox: Sandbox, *sources: str, fetcher=None, pool=None, editions=("kites2031",), today=ISO_1, saved=None, **options
) -> Collected:
    """Gather abstracts as `mlforsys scrape --abstracts-only`; by default from all sources."""
    notes: list[str] = []
    context = make_context(
        sandbox.root,
        fetcher or MirrorFolder(sandbox.mirror),
        pool or reader(),
        today,
        notes.append,
        openreview_notes=saved,
        refresh=options.get("redo_doubtful", False),
        pages_reported=False,
    )
    registry = load_registry(sandbox.root.folder)
    gathered = gather(
        [registry.find(name) for name in editions], sandbox.store, context, sources or ABSTRACT_SOURCES, **options
    )
    return Collected(gathered, notes)


def texts(sandbox: Sandbox, edition: str = "kites2031") -> dict[str, str]:
    return {paper_id: abstract.text for paper_id, abstract in sandbox.store.abstracts(edition).items()}


def mend(sandbox: Sandbox, paper_id: str, text: str) -> None:
    """Correct an abstract by hand."""
    path = sandbox.store.abstracts_path("kites2031")
    data = json.loads(path.read_text(encoding="utf-8"))
    data[paper_id]["text"] = text
    path.write_text(json.dumps(data, indent=2), encoding="utf-8")


def hold(sandbox: Sandbox, paper_id: str, source: str, text: str, **more: str) -> None:
    """Write an abstract of an earlier day into the store."""
    abstract = Abstract(text, source, "https://moss.example/", "2031-01-01", **more)
    sandbox.store.write_abstracts("kites2031", {**sandbox.abstracts(), paper_id: abstract})


FLY, GLOW = "Kites fly along rails when nobody looks.", "Lanterns glow under water until the moss grows."


def unfold(sandbox: Sandbox, fly: str = FLY, glow: str = GLOW) -> None:
    """Write the details page with these abstracts."""
    sandbox.page(DETAILS, details_page(KITES._replace(abstract=fly), LAMPS._replace(abstract=glow)))
