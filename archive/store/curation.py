"""Curation: what people know and pages do not say, one TOML file an edition, by paper id.

A table has any of::

    [kipf2019sosd]
    arxiv_id = "1911.13014"             # with `reason` and `source`
    openreview_id = "…"                 # likewise
    doi = "10.1145/…"                   # likewise
    topics = ["databases"]
    summary = "One sentence of ours."
    corrections = [{ field = "title", page = "what it says", right = "what is right",
                     reason = "why", source = "how we know" }]

or describes a whole paper that no page lists: then it has a ``title``, ``authors``, and ``sources``,
a list of ``{ url, retrieved }``. A correction of ``authors`` names one author, one of ``links`` one address.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.errors import StoreError
from archive.model.paper import PRESENTATIONS, Entry, Link, Paper, Source
from archive.store.files import PACKAGE, read_toml
from archive.store.papers import problems_of
from archive.store.root import uses_bundled

BUNDLED = PACKAGE / "curation"
CORRECTABLE = ("title", "authors", "award", "presentation", "pdf_url", "page_url", "links", "openreview_id", "arxiv_id", "doi")
ADDED = ("arxiv_id", "openreview_id", "doi")
_KNOWN_PAPER = {"title", "authors", "presentation", "award", "pdf_url", "page_url", "links", "sources"}
_MEND = "Mend the file by hand; once it can be read, `mlforsys curate` writes it in the right form."
_Wrong = Callable[[str], StoreError]
_Text = Callable[[str, Mapping[str, Any]], str]
_STORED = _KNOWN_PAPER - {"sources"}
_KEYS = _KNOWN_PAPER | {*ADDED, "topics", "summary", "corrections", "reason", "source"}


@dataclass(frozen=True, slots=True)
class Correction:
    """A page's mistake: in ``field`` it says ``page`` (empty: nothing) where ``right`` is right."""

    field: str
    page: str
    right: str
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Curated:
    """What people know of one paper; ``known`` is set where no page lists it."""

    corrections: tuple[Correction, ...] = ()
    added: Mapping[str, str] = field(default_factory=dict)
    topics: tuple[str, ...] = ()
    summary: str | None = None
    known: Entry | None = None
    sources: tuple[Source, ...] = ()


def load_curation(edition: str, root: Path | None = None) -> dict[str, Curated]:
    """Curation of an edition by paper id; a root's own ``curation/`` adds to the bundled one, unless it is an
    archive of its own, and overrides it key by key. Raises :class:`StoreError` naming file, paper and key."""
    tables: dict[str, tuple[Path, dict[str, Any]]] = {}
    for folder in [*([BUNDLED] if uses_bundled(root) else []), *([root / "curation"] if root else [])]:
        path = folder / f"{edition}.toml"
        if not path.is_file():
            continue
        for paper_id, table in read_toml(path).items():
            if not isinstance(table, dict):
                raise StoreError(f"{path}: {paper_id} should be a table, like the others.")
            tables[paper_id] = (path, tables.get(paper_id, (path, {}))[1] | table)
    return {paper_id: _curated(path, paper_id, table) for paper_id, (path, table) in tables.items()}


class _Table:
    """One paper's table, read with errors that name file and paper."""

    def __init__(self, path: Path, paper_id: str, values: Mapping[str, Any]) -> None:
        self.path = path
        self.paper_id = paper_id
        self.values = values

    def wrong(self, what: str) -> StoreError:
        return StoreError(f"{self.path}: [{self.paper_id}]: {what}. {_MEND}")

    def text(self, key: str, within: Any = None) -> str:
        """A text of the table, or of one within it."""
        within = self.values if within is None else within
        if not isinstance(within, Mapping) or not isinstance(value := within.get(key), str):
            raise self.wrong(f"{key} should be a text")
        return value

    def tables(self, key: str) -> list[Any]:
        if not isinstance(value := self.values.get(key, []), list):
            raise self.wrong(f"{key} should be a list of tables")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise self.wrong(f"{key} should be a list of texts")
        return tuple(value)


def _curated(path: Path, paper_id: str, values: dict[str, Any]) -> Curated:
    table = _Table(path, paper_id, values)
    if unknown := values.keys() - _KEYS:
        raise table.wrong(f"unknown key {sorted(unknown)[0]!r}")
    known = _known(table)
    return Curated(
        corrections=tuple(_correction(item, table.wrong, table.text) for item in table.tables("corrections")),
        added=_added(table) if known is None else {},
        topics=table.texts("topics"),
        summary=table.text("summary") if "summary" in values else None,
        known=known,
        sources=tuple(_source(item, table.wrong, table.text) for item in table.tables("sources")),
    )


def _known(table: _Table) -> Entry | None:
    """The paper that the table describes, where no page lists it."""
    values, text = table.values, table.text
    if "title" not in values:
        if stray := values.keys() & _KNOWN_PAPER:
            raise table.wrong(f"{sorted(stray)[0]} stands without a title: mend a page by a correction")
        return None
    known = Entry(
        title=text("title"),
        authors=table.texts("authors"),
        links=tuple(Link(text("label", link), text("url", link)) for link in table.tables("links")),
        **{k: text(k) for k in ("presentation", "award", "pdf_url", "page_url", *ADDED) if k in values},  # type: ignore[arg-type]
    )
    if not known.authors or not values.get("sources"):
        raise table.wrong("a paper known from elsewhere needs authors and sources")
    facts = {key: value for key, value in values.items() if key in _STORED}
    for problem in problems_of({"id": table.paper_id, **facts}):
        raise table.wrong(problem)
    return known


def _added(table: _Table) -> dict[str, str]:
    """The ids that no page gives."""
    added = {key: table.text(key) for key in ADDED if key in table.values}
    if added and not {"reason", "source"} <= table.values.keys():
        raise table.wrong("an id that no page gives needs a reason and a source")
    return added


def _correction(item: Any, wrong: _Wrong, text: _Text) -> Correction:
    if not isinstance(item, dict) or item.keys() != {"field", "page", "right", "reason", "source"}:
        raise wrong("a correction has field, page, right, reason and source")
    if item["field"] not in CORRECTABLE:
        raise wrong(f"a correction may mend {', '.join(CORRECTABLE)}, not {item['field']!r}")
    correction = Correction(**{key: text(key, item) for key in item})
    if not correction.right.strip() or (correction.field == "presentation" and correction.right not in PRESENTATIONS):
        raise wrong(f"{correction.right!r} cannot be right as {correction.field}")
    return correction


def _source(item: Any, wrong: _Wrong, text: _Text) -> Source:
    if not isinstance(item, dict) or item.keys() != {"url", "retrieved"}:
        raise wrong("a source has url and retrieved")
    day = item["retrieved"]
    return Source(text("url", item), day.isoformat() if isinstance(day, datetime.date) else text("retrieved", item))


def apply_correction(paper: Paper, correction: Correction, notes: list[str]) -> Paper:
    """The paper with a page's mistake mended; ``notes`` gains what a person should know of it."""
    if correction.field == "authors":
        swap = {correction.page: correction.right}
        if not {correction.page, correction.right} & set(paper.authors):
            notes.append(f"{paper.id}: no author is {correction.page!r} any more; is the correction still needed?")
        return dataclasses.replace(
            paper,
            authors=tuple(swap.get(name, name) for name in paper.authors),
            equal_contribution=tuple(swap.get(name, name) for name in paper.equal_contribution),
            # What was stated of a misspelled name says nothing of the right one.
            family_names=tuple(pair for pair in paper.family_names if pair[0] not in swap or swap[pair[0]] == pair[0]),
        )
    if correction.field == "links":
        if not {correction.page, correction.right} & {link.url for link in paper.links}:
            notes.append(f"{paper.id}: no link leads to {correction.page} any more; is the correction still needed?")
        return dataclasses.replace(
            paper,
            links=tuple(
                dataclasses.replace(link, url=correction.right) if link.url == correction.page else link for link in paper.links
            ),
        )
    says = getattr(paper, correction.field) or ""
    if says not in (correction.page, correction.right):
        notes.append(
            f"{paper.id}: the page now says {says!r} as {correction.field}; the curated correction, "
            f"{correction.right!r}, was made for {correction.page!r} and stands."
        )
    mended: dict[str, Any] = {correction.field: correction.right}
    return dataclasses.replace(paper, **mended)
