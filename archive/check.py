"""Is the store sound? Everything that a person can mend is found in one go, not just the first."""

from __future__ import annotations

import datetime
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.curated import load_curation
from archive.errors import StoreError
from archive.folding import title_key
from archive.models import Abstract, Paper
from archive.registry import Registry, is_address
from archive.root import Root
from archive.store import paper_to_json, problems_of, to_json

if TYPE_CHECKING:
    from archive.abstracts import Desk

_ARXIV = re.compile(r"\d{4}\.\d{4,5}|[a-z.-]+(?:\.[A-Z]{2})?/\d{7}")


@dataclass(frozen=True, slots=True)
class Problem:
    """``kind`` is shape, id, duplicate, edition, abstract, curation or pdf, or doubtful for what is
    only worth a look; ``where`` names file or paper."""

    kind: str
    where: str
    message: str


DOUBTFUL = "doubtful"


def check_store(root: Root, registry: Registry) -> list[Problem]:
    """All problems of a root's store, its abstracts and curation."""
    problems: list[Problem] = []
    editions: dict[str, list[Paper]] = {}
    for edition in root.store.editions():
        if edition not in registry:
            problems.append(
                Problem("edition", f"{edition}.json", "no registry knows this edition; add its table to editions.toml.")
            )
        try:
            editions[edition] = root.store.papers(edition)
        except StoreError as error:
            problems += _all_shapes(root, edition, error)
    for edition, papers in editions.items():
        problems += _facts(papers)
        problems += _canonical(root, edition, papers)
        problems += _attachments(root, edition, {paper.id for paper in papers})
    problems += _clashes(editions)
    return problems


def check_pdfs(
    root: Root, registry: Registry, desk: Desk, step: Callable[[int], None] = lambda done: None
) -> Iterator[Problem]:
    """Whether each paper's PDF is there, can be read, and is that paper's and no other's."""
    from archive.abstracts import PRINTS_NONE
    from archive.abstracts.pdf import NO_LINK, Source
    from archive.abstracts.witness import OTHER_TITLE

    desk.papers = {edition_id: root.store.papers(edition_id) for edition_id in root.store.editions()}
    source = Source(desk)
    done = 0
    for edition in (e for e in registry.values() if e.id in desk.papers):
        for finding in source.find(edition, [paper for paper in desk.papers[edition.id] if not paper.withdrawn]):
            done += 1
            step(done)
            result = finding.result
            if isinstance(result, Abstract):
                if result.doubtful and OTHER_TITLE in result.doubtful:
                    yield Problem(DOUBTFUL, finding.paper, f"{OTHER_TITLE}: {result.url}")
            elif result.reason not in (PRINTS_NONE, NO_LINK):
                yield Problem("pdf", finding.paper, f"{result.reason}: {result.url}")


def _all_shapes(root: Root, edition: str, error: StoreError) -> Iterator[Problem]:
    found = False
    try:
        items = json.loads(root.store.path(edition).read_bytes())["papers"]
        for i, item in enumerate(items):
            name = item.get("id") if isinstance(item, dict) else None
            for message in problems_of(item):
                found = True
                yield Problem("shape", f"{edition}.json: {name or f'paper number {i + 1}'}", message + ".")
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    if not found:
        yield Problem("shape", f"{edition}.json", str(error))


def _facts(papers: list[Paper]) -> Iterator[Problem]:
    for paper in papers:
        addresses = [paper.pdf_url, paper.page_url, *(link.url for link in paper.links), *(s.url for s in paper.sources)]
        for address in filter(None, addresses):
            if not is_address(address):
                yield Problem("shape", paper.id, f"{address!r} is no absolute web address.")
        for source in paper.sources:
            try:
                datetime.date.fromisoformat(source.retrieved)
            except ValueError:
                yield Problem("shape", paper.id, f"retrieved should be a date like 2026-01-31, not {source.retrieved!r}.")
        if not paper.sources:
            yield Problem("shape", paper.id, "it has no source.")
        if not paper.authors and not paper.withdrawn:
            yield Problem("shape", paper.id, "it has no authors, and is not withdrawn.")
        if stray := set(paper.equal_contribution) - set(paper.authors):
            yield Problem("shape", paper.id, f"{sorted(stray)[0]!r} contributed equally, but is no author.")
        if paper.arxiv_id and not _ARXIV.fullmatch(paper.arxiv_id):
            yield Problem("shape", paper.id, f"{paper.arxiv_id!r} is no bare arXiv id.")


def _canonical(root: Root, edition: str, papers: list[Paper]) -> Iterator[Problem]:
    written = to_json({"edition": edition, "papers": [paper_to_json(paper) for paper in papers]})
    if root.store.path(edition).read_bytes() != written.encode():
        yield Problem("shape", f"{edition}.json", "keys or layout differ from what `mlforsys scrape` writes; scrape it again.")


def _attachments(root: Root, edition: str, ids: set[str]) -> Iterator[Problem]:
    try:
        for paper_id, abstract in root.store.abstracts(edition).items():
            if paper_id not in ids:
                yield Problem("abstract", f"abstracts/{edition}.json", f"{paper_id} is no paper of this edition.")
            elif abstract.doubtful:
                yield Problem(DOUBTFUL, paper_id, f"its abstract ({abstract.source}): {abstract.doubtful}.")
    except StoreError as error:
        yield Problem("abstract", f"abstracts/{edition}.json", str(error))
    try:
        for paper_id in load_curation(edition, root.folder).keys() - ids:
            yield Problem("curation", f"curation/{edition}.toml", f"{paper_id} is no paper of this edition.")
    except StoreError as error:
        yield Problem("curation", f"curation/{edition}.toml", str(error))


def _clashes(editions: dict[str, list[Paper]]) -> Iterator[Problem]:
    kinds: dict[str, tuple[str, Callable[[Paper], str | None]]] = {
        "id": ("id", lambda paper: paper.id),
        "title": ("duplicate", lambda paper: "" if paper.withdrawn else title_key(paper.title)),
        "PDF": ("duplicate", lambda paper: paper.pdf_url),
        "OpenReview id": ("duplicate", lambda paper: paper.openreview_id),
        "arXiv id": ("duplicate", lambda paper: paper.arxiv_id),
    }
    for name, (kind, key) in kinds.items():
        owners = defaultdict(list)
        for edition, papers in editions.items():
            for paper in papers:
                if value := key(paper):
                    owners[value].append(f"{paper.id} ({edition})")
        for value, papers_with_it in owners.items():
            if len(papers_with_it) > 1:
                yield Problem(kind, " and ".join(papers_with_it), f"they have one {name}: {value}")
